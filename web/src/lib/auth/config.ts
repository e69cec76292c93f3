/** The run-time settings that the server gives at /config.json; one bundle serves every installation. */
export interface AuthConfig {
  issuer: string;
  clientId: string;
  apiScope: string;
  authority: string;
  knownAuthorities: string[];
  protocolMode: 'AAD' | 'OIDC';
  authorityMetadata?: string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Checks the document member by member; throws naming the first faulty one. */
export function parseAuthConfig(document: unknown): AuthConfig {
  const input = (typeof document === 'object' && document !== null ? document : {}) as Record<string, unknown>;
  const text = (name: string): string => {
    const value = input[name];
    if (!isText(value)) throw new Error(`config.json: "${name}" is missing`);
    return value;
  };
  const known = input.knownAuthorities;
  if (!Array.isArray(known) || !known.every(isText)) throw new Error('config.json: "knownAuthorities" is faulty');
  const mode = input.protocolMode;
  if (mode !== 'AAD' && mode !== 'OIDC') throw new Error('config.json: "protocolMode" is faulty');
  const metadata = input.authorityMetadata;
  return {
    issuer: text('issuer'),
    clientId: text('clientId'),
    apiScope: text('apiScope'),
    authority: text('authority'),
    knownAuthorities: known,
    protocolMode: mode,
    // MSAL wants the discovery document as text; the server may give it as text or as an object.
    ...(metadata ? { authorityMetadata: isText(metadata) ? metadata : JSON.stringify(metadata) } : {}),
  };
}

export async function fetchAuthConfig(): Promise<AuthConfig> {
  const response = await fetch('/config.json', { cache: 'no-store', signal: AbortSignal.timeout(15_000) });
  if (!response.ok) throw new Error(`config.json: status ${response.status}`);
  return parseAuthConfig(await response.json());
}
