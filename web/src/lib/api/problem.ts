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
  /** The outcome is not final: the command may still be carried out. */
  readonly tentative: boolean;
  /** The whole document, for members that one code alone has (for example `holder`). */
  readonly document: Readonly<Record<string, unknown>>;

  constructor(status: number, document: Record<string, unknown>) {
    const code = typeof document.code === 'string' ? document.code : `status${status}`;
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.requestId = typeof document.requestId === 'string' ? document.requestId : '';
    this.faults = Array.isArray(document.faults) ? (document.faults as Fault[]) : [];
    this.tentative = document.tentative === true;
    this.document = document;
  }
}

/** No answer came: no connection, or the deadline passed. Whether a command was carried out is unknown. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

export function toProblem(status: number, body: unknown): ApiProblem {
  return new ApiProblem(status, typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {});
}

export function isProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}
