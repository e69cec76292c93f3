import { clock } from '../clock';
import { sendOnce } from './client';
import { ApiProblem, isFinal, NoAnswer, toProblem } from './problem';
import { waitingChanges, type Refusal, type Waiting } from './waiting';

export interface Sent {
  saved: number;
  refused: number;
  /** What has waited too long and is not sent any more. */
  givenUp?: readonly Waiting[];
  /** Why the rest still waits, if any does. */
  held?: Error;
}

let under: Promise<Sent> | null = null;

/**
 * Sends the changes that wait, in their order, each once; the first that gets no answer holds up those behind it. One
 * run at a time, in this tab and beside others.
 */
export function sendWaiting(): Promise<Sent> {
  under ??= alone(run).finally(() => (under = null));
  return under;
}

async function alone(work: () => Promise<Sent>): Promise<Sent> {
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  if (!locks) return work();
  return locks.request('organizer.waiting', { ifAvailable: true }, (lock) =>
    lock ? work() : { saved: 0, refused: 0 },
  );
}

async function run(): Promise<Sent> {
  const old = waitingChanges.dropOld();
  const sent: Sent = { saved: 0, refused: 0, ...(old.length > 0 && { givenUp: old }) };
  for (const change of waitingChanges.list().filter(({ refusal }) => !refusal)) {
    // Whoever signs out meanwhile has dropped the rest.
    if (!waitingChanges.list().some(({ opId }) => opId === change.opId)) continue;
    const failure = await outcomeOf(change);
    if (failure === null) {
      waitingChanges.remove(change.opId);
      sent.saved += 1;
    } else if (failure instanceof ApiProblem && isFinal(failure, change.accepted)) {
      waitingChanges.note(change.opId, { refusal: refusalOf(failure) });
      sent.refused += 1;
    } else return { ...sent, held: failure };
  }
  return sent;
}

/** Null once the change is carried out. */
async function outcomeOf({ opId, method, url, body, headers }: Waiting): Promise<Error | null> {
  try {
    const response = await sendOnce(
      new Request(url, { method, headers: { ...headers, 'Idempotency-Key': opId }, ...(body ? { body } : {}) }),
    );
    if (response.ok && response.status !== 202) return null;
    const problem = toProblem(response, await response.json().catch(() => null));
    if (response.status === 202 || problem.tentative) waitingChanges.note(opId, { accepted: true });
    return problem;
  } catch (error) {
    // Signed out: it waits for the sign-in as it waits for the network.
    return error instanceof Error ? error : new NoAnswer('no answer', { cause: error });
  }
}

function refusalOf({ status, code, requestId, retryAfter, document }: ApiProblem): Refusal {
  const holder = (document.holder as { name?: unknown } | undefined)?.name;
  return {
    status,
    code,
    requestId,
    ...(retryAfter !== undefined && { again: clock.now() + retryAfter }),
    ...(typeof holder === 'string' && { holder }),
  };
}
