/** On this device, for every tab; or in this tab alone, until it is closed. */
export type Where = 'device' | 'tab';

const storageOf = (where: Where): Storage => (where === 'device' ? localStorage : sessionStorage);

/** Choices kept on this device. Storage may be forbidden or full: a choice then holds for this page only. */
export function keep(name: string, value: string, where: Where = 'device'): void {
  try {
    storageOf(where).setItem(`organizer.${name}`, value);
  } catch {
    // Nothing to do: the choice holds in memory.
  }
}

export function kept(name: string, where: Where = 'device'): string | null {
  try {
    return storageOf(where).getItem(`organizer.${name}`);
  } catch {
    return null;
  }
}
