import { SignInNeeded, type AuthClient } from '../auth/auth-client';
import { NoAnswer } from './problem';

const deadline = 20_000;
const mostKnown = 200;

/** The last answer to a read, to be shown again when nothing has changed since. */
interface KnownAnswer {
  etag: string;
  body: string;
}

/** The request that an answer, or the lack of one, belongs to: what may be sent again later is taken from here. */
export const requestBehind = new WeakMap<object, Request>();

export interface Transport {
  (request: Request): Promise<Response>;
}

function noAnswer(request: Request, cause: unknown): NoAnswer {
  const failure = new NoAnswer('no answer', { cause });
  requestBehind.set(failure, request);
  return failure;
}

/**
 * `fetch` with what every call needs: the token (renewed once, by force, after a 401), a deadline, and conditional
 * requests: a 304 is answered from the body known of that address. `signedOut` is told when a person must sign in
 * again.
 */
export function createTransport(auth: AuthClient, signedOut: () => void): Transport {
  const knownAnswers = new Map<string, KnownAnswer>();

  const remember = async (url: string, response: Response): Promise<void> => {
    const etag = response.headers.get('ETag');
    if (!etag || response.status !== 200) return;
    knownAnswers.delete(url);
    knownAnswers.set(url, { etag, body: await response.clone().text() });
    const oldest = knownAnswers.keys().next();
    if (knownAnswers.size > mostKnown && !oldest.done) knownAnswers.delete(oldest.value);
  };

  const token = async (request: Request, forceRefresh: boolean): Promise<string> => {
    try {
      return await auth.getAccessToken({ forceRefresh });
    } catch (error) {
      // Renewing a token needs the network as well.
      throw error instanceof SignInNeeded ? error : noAnswer(request, error);
    }
  };

  const send = async (request: Request, forceRefresh: boolean): Promise<Response> => {
    const headers = new Headers(request.headers);
    headers.set('Authorization', `Bearer ${await token(request, forceRefresh)}`);
    const known = request.method === 'GET' ? knownAnswers.get(request.url) : undefined;
    if (known) headers.set('If-None-Match', known.etag);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(deadline)]);
    let response: Response;
    try {
      // The known answers stand in for the browser's cache, which would hide the 304.
      response = await fetch(new Request(request.clone(), { headers, signal, cache: 'no-store' }));
    } catch (error) {
      if (request.signal.aborted) throw error;
      throw noAnswer(request, error);
    }
    requestBehind.set(response, request);
    if (response.status === 304 && known) {
      return new Response(known.body, {
        status: 200,
        headers: { 'Content-Type': 'application/json', ETag: known.etag },
      });
    }
    if (request.method === 'GET') await remember(request.url, response);
    return response;
  };

  return async (request) => {
    try {
      const response = await send(request, false);
      if (response.status !== 401) return response;
      const again = await send(request, true);
      if (again.status !== 401) return again;
      throw new SignInNeeded();
    } catch (error) {
      if (error instanceof SignInNeeded) {
        requestBehind.set(error, request);
        signedOut();
      }
      throw error;
    }
  };
}
