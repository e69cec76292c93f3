import { render, type RenderResult } from '@testing-library/react';
import { App } from '@/app/app';
import { fakeAuth, type FakeAuth } from './fake-auth';

/** The whole product at an address, with its real providers; only the sign-in and the network stand in. */
export function renderApp(address: string, auth: FakeAuth = fakeAuth()): RenderResult & { auth: FakeAuth } {
  window.history.replaceState(null, '', address);
  return { ...render(<App auth={auth} />), auth };
}
