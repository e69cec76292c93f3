const name = 'organizer.invitation';

/**
 * The secret of the invitation, from the address's fragment (which no server sees). It leaves the address at once and
 * waits in this tab, so that it survives the sign-in.
 */
export function takeSecret(): string {
  const secret = window.location.hash.slice(1);
  if (secret) {
    sessionStorage.setItem(name, secret);
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  return secret || (sessionStorage.getItem(name) ?? '');
}

export function forgetSecret(): void {
  sessionStorage.removeItem(name);
}
