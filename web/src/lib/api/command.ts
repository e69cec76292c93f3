import { SignInNeeded } from '../auth/auth-client';
import { clock } from '../clock';
import { ApiProblem, isFinal, isPassing, NoAnswer, toProblem } from './problem';
import { requestBehind } from './transport';
import { waitingChanges, type Subject } from './waiting';

/** What openapi-fetch answers, as far as it matters here. */
export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export interface CommandOptions {
  /** Told once when the command is recorded but not decided (202, or a tentative refusal). */
  onTentative?: () => void;
  /** The command's identity; a repeat by a person passes the one of the first try. */
  opId?: string;
  /** Lets a command that gets no answer wait on this device, under this name; it then ends with `Kept`. */
  waitAs?: Subject;
}

/** The command waits on this device and is sent by itself as soon as that is possible. */
export class Kept extends Error {
  override name = 'Kept';
}

const tries = 5;
/** What may wait need not be waited for. */
const triesBeforeWaiting = 2;
const firstPause = 400;
const longestPause = 4_000;
const followFor = 600_000;

/** The data of a read, or its problem thrown. */
export async function unwrap<T>(answering: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answering;
  if (!response.ok) throw toProblem(response, error);
  return data as T;
}

/**
 * Sends one command until it is decided, always with the same `Idempotency-Key`, so that a repeat never acts twice.
 * Without an answer, or with the store away, it repeats a few times with growing pauses and then throws the last
 * failure.
 * After a 202 only 200, 201 and a 409 that is not tentative end it; it is followed for ten minutes.
 */
export async function sendCommand<T>(
  attempt: (opId: string) => Promise<Answer<T>>,
  { onTentative, opId = crypto.randomUUID(), waitAs }: CommandOptions = {},
): Promise<T> {
  const start = clock.now();
  const most = waitAs ? triesBeforeWaiting : tries;
  let tentative = false;
  for (let made = 1; ; made += 1) {
    const outcome = await once(attempt, opId);
    if ('data' in outcome) return outcome.data;
    const { failure, accepted, request } = outcome;
    if (accepted && !tentative) {
      tentative = true;
      onTentative?.();
    }
    const waiting = accepted || (tentative && !isFinal(failure, tentative));
    const signedOut = failure instanceof SignInNeeded;
    const passes = isPassing(failure) && isSoon(failure);
    const goOn = !signedOut && (waiting ? clock.now() - start < followFor : passes && made < most);
    if (!goOn) {
      // Any change waits for the sign-in; for an answer only one of which that can be said.
      const mayWait = signedOut || (waitAs && (waiting || passes));
      const waits = mayWait && request && (await waitingChanges.add(request, waitAs, tentative));
      if (waits) waitingChanges.hold(failure);
      throw waits && waitAs ? new Kept() : failure;
    }
    const told = failure instanceof ApiProblem ? failure.retryAfter : undefined;
    await pause(Math.min(told ?? firstPause * 2 ** (made - 1), longestPause));
  }
}

type Outcome<T> = { data: T } | { failure: Error; accepted: boolean; request: Request | undefined };

async function once<T>(attempt: (opId: string) => Promise<Answer<T>>, opId: string): Promise<Outcome<T>> {
  let answer: Answer<T>;
  try {
    answer = await attempt(opId);
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof SignInNeeded)) throw error;
    return { failure: error, accepted: false, request: requestBehind.get(error) };
  }
  const { data, error, response } = answer;
  if (response.ok && response.status !== 202) return { data: data as T };
  const problem = toProblem(response, error);
  const accepted = response.status === 202 || problem.tentative;
  return { failure: problem, accepted, request: requestBehind.get(response) };
}

/** Nobody sits through minutes: a longer wait is for the person to know. */
const isSoon = (failure: Error) =>
  !(failure instanceof ApiProblem && failure.retryAfter !== undefined && failure.retryAfter > longestPause);

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
