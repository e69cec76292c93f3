/** One faulty member of a request: where (JSON pointer) and why. */
export interface Fault {
  pointer: string;
  reason: string;
}

/** An answer that is not a success: problem details (RFC 9457) with a stable `code`. */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly faults: readonly Fault[];
  /** Milliseconds after which asking again may succeed, where the answer says so. */
  readonly retryAfter: number | undefined;
  /** The outcome is not final: the command may still be carried out. */
  readonly tentative: boolean;
  /** The whole document, for members that one code alone has (for example `holder`). */
  readonly document: Readonly<Record<string, unknown>>;

  constructor(status: number, document: Record<string, unknown>, retryAfter?: number) {
    const code = typeof document.code === 'string' ? document.code : `status${status}`;
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.requestId = typeof document.requestId === 'string' ? document.requestId : '';
    this.faults = Array.isArray(document.faults) ? (document.faults as Fault[]) : [];
    this.tentative = document.tentative === true;
    this.document = document;
    this.retryAfter = retryAfter;
  }
}

/** No answer came: no connection, or the deadline passed. Whether a command was carried out is unknown. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** The problem in an answer; the body may be anything. */
export function toProblem({ status, headers }: Pick<Response, 'status' | 'headers'>, body: unknown): ApiProblem {
  const document = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return new ApiProblem(status, document, seconds >= 0 ? seconds * 1000 : undefined);
}

/** Nobody refused: the same command may succeed when it is sent again. */
export const isPassing = (failure: unknown): boolean =>
  failure instanceof NoAnswer || (failure instanceof ApiProblem && [429, 502, 503, 504].includes(failure.status));

/**
 * Whether a refusal ends the command. Once recorded (202, or a tentative refusal) only a 409 that is not tentative
 * does, and everything else means "still waiting". Before that nothing does which passes, but for too many refusals,
 * which pass within a day.
 */
export function isFinal(failure: unknown, accepted = false): boolean {
  if (!(failure instanceof ApiProblem)) return false;
  if (accepted || failure.status === 202 || failure.tentative) return failure.status === 409 && !failure.tentative;
  return failure.code === 'tooManyRefusals' || !isPassing(failure);
}

export function isProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}
