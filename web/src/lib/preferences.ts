/** Choices kept on this device. Storage may be forbidden or full: a choice then holds for this page only. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`organizer.${name}`, value);
  } catch {
    // Nothing to do: the choice holds in memory.
  }
}

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`organizer.${name}`);
  } catch {
    return null;
  }
}
