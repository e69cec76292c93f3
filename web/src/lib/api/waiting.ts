import { useSyncExternalStore } from 'react';
import { clock } from '../clock';
import { keep, kept, type Where } from '../preferences';

/** Why a change that had waited will never be carried out. */
export interface Refusal {
  status: number;
  code: string;
  requestId: string;
  /** When the same may be tried anew, where the answer says so; in milliseconds since the epoch. */
  again?: number;
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
  /** Whose change it is. */
  account: string;
  /** Since when it waits, in milliseconds since the epoch. */
  at: number;
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
/** In milliseconds. Later the person may have decided otherwise. */
const longest = 3 * 86_400_000;
const carried = ['Content-Type', 'If-Match'];
const listeners = new Set<() => void>();

/** Who is signed in in this tab; nobody until an account claims the changes, and after the sign-out. */
let owner: string | null = null;
let known = { text: '', changes: [] as readonly Waiting[] };
/** Why the last try sent nothing; not kept, since a reload tries at once. */
let heldBy: Error | undefined;

/** What nobody has named may hold anything, a telephone number too: it does not outlive the tab. */
const whereOf = ({ label }: Subject): Where => (label === '' ? 'tab' : 'device');

function readFrom(where: Where): readonly Waiting[] {
  try {
    const changes: unknown = JSON.parse(kept(name, where) ?? '[]');
    return Array.isArray(changes) ? (changes as Waiting[]) : [];
  } catch {
    return [];
  }
}

/** Whosever they are, oldest first. */
const readAll = (): readonly Waiting[] =>
  [...readFrom('device'), ...readFrom('tab')].sort((one, other) => one.at - other.at);

function read(): readonly Waiting[] {
  const text = [owner, kept(name, 'device'), kept(name, 'tab')].join('\n');
  if (text !== known.text) known = { text, changes: readAll().filter(({ account }) => account === owner) };
  return known.changes;
}

function write(changes: readonly Waiting[]): void {
  for (const where of ['device', 'tab'] as const) {
    keep(name, JSON.stringify(changes.filter((change) => whereOf(change) === where)), where);
  }
  tell();
}

const tell = (): void => listeners.forEach((listener) => listener());

/**
 * Changes of the account signed in here that wait on this device for the connection, the store or a sign-in, oldest
 * first. They survive a reload and are sent with their own Idempotency-Key, so none acts twice. Signing out wipes them.
 */
export const waitingChanges = {
  list: read,
  /** From now on changes are kept for this account; what another one left is wiped, never sent. */
  claim(account: string): void {
    owner = account;
    write(readAll().filter((change) => change.account === account));
  },
  /**
   * Keeps a change, once; reads are not kept. False if nobody is signed in, or if there is no room or no storage: then
   * nothing waits.
   */
  async add(
    request: Request,
    { label, place }: Subject = { label: '', place: '' },
    accepted = false,
  ): Promise<boolean> {
    const opId = request.headers.get('Idempotency-Key');
    const account = owner;
    if (account === null || request.method === 'GET' || !opId) return false;
    const body = await request.clone().text();
    // Somebody may have signed out meanwhile.
    if (owner !== account) return false;
    const before = readAll();
    if (before.some((change) => change.opId === opId)) {
      if (accepted) waitingChanges.note(opId, { accepted });
      return true;
    }
    if (before.length >= atMost) return false;
    const headers = Object.fromEntries(
      carried.flatMap((header) => {
        const value = request.headers.get(header);
        return value === null ? [] : [[header, value]];
      }),
    );
    const { method, url } = request;
    const at = clock.now();
    write([...before, { opId, account, at, method, url, body, headers, label, place, ...(accepted && { accepted }) }]);
    return read().some((change) => change.opId === opId);
  },
  note(opId: string, outcome: Pick<Waiting, 'accepted' | 'refusal'>): void {
    write(readAll().map((change) => (change.opId === opId ? { ...change, ...outcome } : change)));
  },
  remove(opId: string): void {
    write(readAll().filter((change) => change.opId !== opId));
  },
  /** Notes why the last try left some behind, or with undefined that nothing is known of it. */
  hold(why: Error | undefined): void {
    heldBy = why;
    tell();
  },
  /** Drops what has waited for more than three days, and answers it. What was refused stays to be seen. */
  dropOld(): readonly Waiting[] {
    const old = read().filter(({ at, refusal }) => !refusal && clock.now() - at > longest);
    if (old.length > 0) write(readAll().filter((change) => !old.some(({ opId }) => opId === change.opId)));
    return old;
  },
  /** Wipes everything; until an account claims them again, no change is kept. */
  clear(): void {
    owner = null;
    heldBy = undefined;
    write([]);
  },
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

/** Why what waits still waits, as far as that is known. */
export const useHeldBy = (): Error | undefined => useSyncExternalStore(subscribe, () => heldBy);

/** The places of schedules whose change waits. */
export const isWaiting = (changes: readonly Waiting[], place: string): boolean =>
  changes.some((change) => change.place === place && !change.refusal);
