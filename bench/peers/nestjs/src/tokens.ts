import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';

export interface Principal {
  /** `<tid>/<oid>`, by which memberships are kept. */
  account: string;
  expires: number;
}

const most = 10_000;

/**
 * Verifies access tokens as the organizer does: signature, issuer, audience, algorithm; kept by the whole token until
 * they expire.
 */
export class Tokens {
  private readonly known = new Map<string, Principal>();
  private readonly keys: ReturnType<typeof createLocalJWKSet>;

  constructor(
    keys: JSONWebKeySet,
    private readonly issuer: string,
    private readonly audience: string,
  ) {
    this.keys = createLocalJWKSet(keys);
  }

  async verify(authorization: string | undefined): Promise<Principal | undefined> {
    if (!authorization?.startsWith('Bearer ')) {
      return undefined;
    }
    const token = authorization.slice(7);
    const kept = this.known.get(token);
    if (kept) {
      return kept.expires > Date.now() / 1000 ? kept : undefined;
    }
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.issuer,
        audience: this.audience,
        algorithms: ['RS256'],
        clockTolerance: 60,
      });
      const principal = { account: `${String(payload.tid)}/${String(payload.oid)}`, expires: payload.exp ?? 0 };
      if (this.known.size >= most) {
        this.known.delete(this.known.keys().next().value as string);
      }
      this.known.set(token, principal);
      return principal;
    } catch {
      return undefined;
    }
  }
}
