import { waitingChanges } from './api/waiting';
import type { AuthClient } from './auth/auth-client';

/** Ends the session, and wipes first what waits on this device: it names people, and is nobody else's to send. */
export function signOut(auth: AuthClient): Promise<void> {
  waitingChanges.clear();
  return auth.logout();
}
