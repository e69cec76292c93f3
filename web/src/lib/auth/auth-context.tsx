import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';
import type { AuthClient, SignedInAccount } from './auth-client';

const AuthContext = createContext<AuthClient | null>(null);

export function AuthProvider({ client, children }: { client: AuthClient; children: ReactNode }) {
  return <AuthContext.Provider value={client}>{children}</AuthContext.Provider>;
}

export function useAuth(): AuthClient {
  const client = useContext(AuthContext);
  if (!client) throw new Error('useAuth outside AuthProvider');
  return client;
}

/** The name to show, or null when nobody is signed in. */
export function useSignedInName(): string | null {
  const client = useAuth();
  const name = (account: SignedInAccount | null) => account?.name ?? null;
  return useSyncExternalStore(client.onChange, () => name(client.account()));
}
