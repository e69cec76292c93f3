import { useSyncExternalStore } from 'react';

let signedOut = false;
const listeners = new Set<() => void>();

function become(next: boolean): void {
  signedOut = next;
  listeners.forEach((listener) => listener());
}

/** Whether the sign-in ended while the page was in use: only a person can go on. */
export const session = {
  end: (): void => become(true),
  resume: (): void => become(false),
};

export function useSignedOut(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => signedOut,
  );
}
