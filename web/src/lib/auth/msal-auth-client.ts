import {
  BrowserCacheLocation,
  EventType,
  InteractionRequiredAuthError,
  PublicClientApplication,
  type AccountInfo,
} from '@azure/msal-browser';
import { SignInNeeded, type AuthClient } from './auth-client';
import type { AuthConfig } from './config';

const signedOutMark = 'organizer.signed-out';

/** The AuthClient over MSAL, for the built-in issuer and for Entra ID alike. */
export function createMsalAuthClient(config: AuthConfig): AuthClient {
  const origin = window.location.origin;
  const msal = new PublicClientApplication({
    auth: {
      clientId: config.clientId,
      authority: config.authority,
      knownAuthorities: config.knownAuthorities,
      ...(config.authorityMetadata ? { authorityMetadata: config.authorityMetadata } : {}),
      redirectUri: `${origin}/redirect.html`,
      postLogoutRedirectUri: `${origin}/`,
    },
    // The default of MSAL, and the only one that works on plain-http loopback in every browser.
    cache: { cacheLocation: BrowserCacheLocation.SessionStorage },
    system: { protocolMode: config.protocolMode },
  });
  const scopes = [config.apiScope];
  const listeners = new Set<() => void>();

  const current = (): AccountInfo | null => msal.getActiveAccount() ?? msal.getAllAccounts()[0] ?? null;
  const changed = (account: AccountInfo | null) => {
    msal.setActiveAccount(account);
    listeners.forEach((listener) => listener());
  };

  return {
    async init() {
      await msal.initialize();
      const answer = await msal.handleRedirectPromise();
      if (answer) sessionStorage.removeItem(signedOutMark);
      changed(answer?.account ?? current());
      if (current() === null && sessionStorage.getItem(signedOutMark) === null) {
        // Another tab, or a one-time link, may have left a session with the issuer.
        const silent = await msal.ssoSilent({ scopes }).catch(() => null);
        if (silent) changed(silent.account);
      }
      msal.addEventCallback((event) => {
        if (event.eventType === EventType.ACTIVE_ACCOUNT_CHANGED) listeners.forEach((listener) => listener());
      });
    },
    async login(returnTo) {
      sessionStorage.removeItem(signedOutMark);
      await msal.loginRedirect({
        scopes,
        redirectStartPage: new URL(returnTo, origin).href,
        // The issuer's pages speak the language chosen here.
        extraQueryParameters: { ui_locales: document.documentElement.lang },
      });
    },
    async logout() {
      sessionStorage.setItem(signedOutMark, '1');
      const account = current();
      // With the hint the issuer need not ask whose session is meant.
      await msal.logoutRedirect({ account, ...(account?.idToken ? { idTokenHint: account.idToken } : {}) });
    },
    account() {
      const account = current();
      return account && { name: account.name ?? account.username, username: account.username };
    },
    async getAccessToken(options) {
      const account = current();
      if (!account) throw new SignInNeeded();
      try {
        const answer = await msal.acquireTokenSilent({ scopes, account, forceRefresh: options?.forceRefresh ?? false });
        return answer.accessToken;
      } catch (error) {
        if (error instanceof InteractionRequiredAuthError) throw new SignInNeeded();
        throw error;
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
