import { useSyncExternalStore } from 'react';
import { keep, kept } from '../preferences';

/** Why a change that had waited will never be carried out. */
export interface Refusal {
  status: number;
  code: string;
  requestId: string;
  /** Who has the slot instead, where the answer says so. */
  holder?: string;
}

/** What a change is, for people and for the screen that shows it. */
export interface Subject {
  /** In words, for example "Marshal on Sat 12 Dec"; empty if nobody said. */
  label: string;
  /** The place that it changes, for example "2026-12-12/marshal-1"; empty for anything else. */
  place: string;
}

/** A change that could not be sent, with what it takes to send it again as the same command. */
export interface Waiting extends Subject {
  opId: string;
  method: string;
  url: string;
  body: string;
  headers: Record<string, string>;
  /** The server has recorded it but not decided (202): only a final answer ends it. */
  accepted?: boolean;
  /** It was refused, and stays listed until somebody has seen that. */
  refusal?: Refusal;
}

const name = 'waiting';
const atMost = 50;
const carried = ['Content-Type', 'If-Match'];
const listeners = new Set<() => void>();
let known = { text: '', changes: [] as readonly Waiting[] };

function read(): readonly Waiting[] {
  const text = kept(name) ?? '[]';
  if (text === known.text) return known.changes;
  let changes: unknown;
  try {
    changes = JSON.parse(text);
  } catch {
    changes = [];
  }
  known = { text, changes: Array.isArray(changes) ? (changes as Waiting[]) : [] };
  return known.changes;
}

function write(changes: readonly Waiting[]): void {
  keep(name, JSON.stringify(changes));
  listeners.forEach((listener) => listener());
}

/**
 * Changes that wait on this device for the connection, the store or a sign-in, oldest first. They survive a reload and
 * are sent with their own Idempotency-Key, so none acts twice. Signing out wipes them.
 */
export const waitingChanges = {
  list: read,
  /**
   * Keeps a change, once; reads are not kept. False if there is no room, or no storage: then nothing waits.
   */
  async add(request: Request, subject: Subject = { label: '', place: '' }): Promise<boolean> {
    const opId = request.headers.get('Idempotency-Key');
    if (request.method === 'GET' || !opId) return false;
    const body = await request.clone().text();
    const before = read();
    if (before.some((change) => change.opId === opId)) return true;
    if (before.length >= atMost) return false;
    const headers = Object.fromEntries(
      carried.flatMap((header) => {
        const value = request.headers.get(header);
        return value === null ? [] : [[header, value]];
      }),
    );
    write([...before, { opId, method: request.method, url: request.url, body, headers, ...subject }]);
    return read().some((change) => change.opId === opId);
  },
  note(opId: string, outcome: Pick<Waiting, 'accepted' | 'refusal'>): void {
    write(read().map((change) => (change.opId === opId ? { ...change, ...outcome } : change)));
  },
  remove(opId: string): void {
    write(read().filter((change) => change.opId !== opId));
  },
  clear: (): void => write([]),
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab of this site may have sent or added some.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export const useWaiting = (): readonly Waiting[] => useSyncExternalStore(subscribe, read);

/** The places of schedules whose change waits. */
export const isWaiting = (changes: readonly Waiting[], place: string): boolean =>
  changes.some((change) => change.place === place && !change.refusal);
