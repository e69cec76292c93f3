import { http, HttpResponse, type HttpHandler } from 'msw';
import type { Me, RoleCatalogue } from '@/lib/api/types';
import { me, roles } from './fixtures';

export const address = (path: string) => `${window.location.origin}/api/v1${path}`;

/** A problem document as the server writes it. */
export const problem = (status: number, code: string, more: Record<string, unknown> = {}) =>
  HttpResponse.json(
    { type: 'about:blank', title: code, status, code, requestId: 'req-7f3a0001', ...more },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );

/** What every screen asks for: the account and the role catalogue. */
export function common(overrides: { me?: Partial<Me>; roles?: RoleCatalogue } = {}): HttpHandler[] {
  return [
    http.get(address('/me'), () => HttpResponse.json(me(overrides.me))),
    http.get(address('/roles'), () => HttpResponse.json(overrides.roles ?? roles())),
  ];
}
