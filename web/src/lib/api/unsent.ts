/**
 * Changes that could not be sent because the person is signed out. They wait in this tab while the sign-in leaves the
 * page, and are sent afterwards with their own Idempotency-Key, so that none acts twice.
 */
export interface Unsent {
  method: string;
  url: string;
  body: string;
  headers: Record<string, string>;
}

const name = 'organizer.unsent';
const atMost = 50;
const carried = ['Content-Type', 'Idempotency-Key', 'If-Match'];

export function readUnsent(): Unsent[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(name) ?? '[]');
    return Array.isArray(stored) ? (stored as Unsent[]) : [];
  } catch {
    return [];
  }
}

export function clearUnsent(): void {
  sessionStorage.removeItem(name);
}

/** Remembers a change. Reads are not kept, and a change that waits already is kept once. */
export async function keepUnsent(request: Request): Promise<void> {
  const opId = request.headers.get('Idempotency-Key');
  if (request.method === 'GET' || !opId) return;
  const waiting = readUnsent();
  if (waiting.some((each) => each.headers['Idempotency-Key'] === opId)) return;
  const headers = Object.fromEntries(
    carried.flatMap((header) => {
      const value = request.headers.get(header);
      return value === null ? [] : [[header, value]];
    }),
  );
  const body = await request.clone().text();
  try {
    sessionStorage.setItem(
      name,
      JSON.stringify([...waiting, { method: request.method, url: request.url, body, headers }].slice(-atMost)),
    );
  } catch {
    // Without storage nothing can wait; the page still holds what was typed.
  }
}
