import { SignInNeeded, type AuthClient } from '@/lib/auth/auth-client';

export interface FakeAuth extends AuthClient {
  /** Every address that `login` was asked to come back to. */
  readonly logins: string[];
  /** How many tokens were forced anew. */
  forced: number;
  /** From now on no token comes without a person. */
  expire(): void;
}

/** A signed-in account with tokens `token-1`, `token-2`, … after each forced renewal. */
export function fakeAuth({ signedIn = true } = {}): FakeAuth {
  const listeners = new Set<() => void>();
  let present = signedIn;
  const client: FakeAuth = {
    logins: [],
    forced: 0,
    init: () => Promise.resolve(),
    login: (returnTo) => {
      client.logins.push(returnTo);
      return Promise.resolve();
    },
    logout: () => {
      present = false;
      listeners.forEach((listener) => listener());
      return Promise.resolve();
    },
    account: () => (present ? { name: 'Anna Becker', username: 'anna' } : null),
    getAccessToken: (options) => {
      if (!present) return Promise.reject(new SignInNeeded());
      if (options?.forceRefresh) client.forced += 1;
      return Promise.resolve(`token-${client.forced + 1}`);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // The account stays known, as in MSAL: only its tokens are gone.
    expire: () => {
      client.getAccessToken = () => Promise.reject(new SignInNeeded());
    },
  };
  return client;
}
