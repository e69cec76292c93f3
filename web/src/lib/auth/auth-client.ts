/** Who is signed in, as far as the token client knows. What they may do comes from GET /api/v1/me alone. */
export interface SignedInAccount {
  name: string;
  username: string;
}

/** Signing in, kept behind six methods so that another OpenID client can take over. */
export interface AuthClient {
  /** Finishes a sign-in under way, or signs in silently from the issuer's session. Call once, before anything else. */
  init(): Promise<void>;
  /** Leaves the page for the issuer; comes back to `returnTo` (a path of this site). */
  login(returnTo: string): Promise<void>;
  /** Ends the issuer's session and comes back to the start page. */
  logout(): Promise<void>;
  account(): SignedInAccount | null;
  /** A token for the API. Rejects with `SignInNeeded` when only a person can get a new one. */
  getAccessToken(options?: { forceRefresh?: boolean }): Promise<string>;
  /** Tells when somebody signs in or out; returns the function that stops telling. */
  onChange(listener: () => void): () => void;
}

export class SignInNeeded extends Error {
  override name = 'SignInNeeded';
}
