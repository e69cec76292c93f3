import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useNotices } from '@/components/notices';
import { sendWaiting } from '@/lib/api/send-waiting';
import { useWaiting, waitingChanges } from '@/lib/api/waiting';
import { useText } from './locale';

const every = 15_000;

/**
 * Sends what waits on this device: at the start, when the connection or the person comes back, and every 15 s while
 * anything waits. What another account left is wiped, never sent. Returns what sends at once.
 */
export function useSendWaiting(account: string): () => void {
  const client = useQueryClient();
  const show = useNotices();
  const t = useText();
  const some = useWaiting().some(({ refusal }) => !refusal);

  const sendNow = useCallback(() => {
    if (waitingChanges.list().every(({ refusal }) => refusal)) return;
    void sendWaiting().then(async ({ saved, refused, givenUp, held }) => {
      waitingChanges.hold(held);
      if (givenUp) {
        const labels = givenUp.map(({ label }) => label || t('aChange')).join('; ');
        show({ text: t('givenUp', { labels }), kind: 'failure' });
      }
      if (saved > 0) show({ text: t('sentLater', { count: saved }) });
      if (saved + refused > 0) await client.invalidateQueries();
    });
  }, [client, show, t]);

  useEffect(() => {
    waitingChanges.claim(account);
  }, [account]);

  useEffect(() => {
    const onReturn = () => document.visibilityState === 'visible' && sendNow();
    sendNow();
    window.addEventListener('online', sendNow);
    document.addEventListener('visibilitychange', onReturn);
    return () => {
      window.removeEventListener('online', sendNow);
      document.removeEventListener('visibilitychange', onReturn);
    };
  }, [sendNow]);

  useEffect(() => {
    if (!some) return;
    const timer = setInterval(sendNow, every);
    return () => clearInterval(timer);
  }, [some, sendNow]);

  return sendNow;
}
