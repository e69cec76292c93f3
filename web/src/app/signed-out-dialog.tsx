import { Button } from '@mantine/core';
import { useLocation } from 'react-router';
import { Dialog, DialogActions } from '@/components/dialog';
import { useAuth } from '@/lib/auth/auth-context';
import { useSignedOut } from '@/lib/auth/session';
import { useText } from './locale';

/** Over the page when the sign-in ended; what stands below stays until the person goes on. */
export function SignedOutDialog() {
  const signedOut = useSignedOut();
  const auth = useAuth();
  const { pathname, search } = useLocation();
  const t = useText();
  return (
    <Dialog title={t('signedOutTitle')} opened={signedOut} onClose={() => undefined} modal>
      <p>{t('signedOutText')}</p>
      <DialogActions>
        <Button onClick={() => void auth.login(pathname + search)}>{t('signInAgain')}</Button>
      </DialogActions>
    </Dialog>
  );
}
