import createClient from 'openapi-fetch';
import type { paths } from '@/api/schema';
import type { Transport } from './transport';

let transport: Transport = () => Promise.reject(new Error('the API was used before the sign-in was ready'));

/** Called once at the start, when the sign-in is ready; in tests by `renderApp`. */
export function setTransport(next: Transport): void {
  transport = next;
}

/** One request with token, deadline and conditional read; for callers that hold a request already. */
export const sendOnce: Transport = (request) => transport(request);

/** The API, typed by the contract. Reads: `unwrap(api.GET(…))`. Changes: `useCommand`. */
export const api = createClient<paths>({
  baseUrl: new URL('/api/v1', window.location.origin).href,
  fetch: sendOnce,
});
