import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNotices } from '@/components/notices';
import { sendUnsent } from '@/lib/api/send-unsent';
import { useText } from './locale';

/** After a sign-in: sends what had to wait, once, and says how it went. */
export function useSendUnsent(signedIn: boolean): void {
  const started = useRef(false);
  const client = useQueryClient();
  const show = useNotices();
  const t = useText();
  useEffect(() => {
    if (!signedIn || started.current) return;
    started.current = true;
    void sendUnsent().then(async ({ saved, refused }) => {
      if (saved > 0) show({ text: t('sentLater', { count: saved }) });
      if (refused > 0) show({ text: t('refusedLater', { count: refused }), kind: 'failure' });
      if (saved + refused > 0) await client.invalidateQueries();
    });
  }, [signedIn, client, show, t]);
}
