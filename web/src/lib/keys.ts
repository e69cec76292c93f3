const onMac = () => navigator.platform.startsWith('Mac');

type Press = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>;

/** The modifier of commands: Ctrl, on a Mac Command. */
export const isCommand = (press: Press): boolean => (onMac() ? press.metaKey : press.ctrlKey);

/** The modifier that jumps by words, or here by open slots: Ctrl, on a Mac Option. */
export const isJump = (press: Press): boolean => (onMac() ? press.altKey : press.ctrlKey);

const macSigns: readonly (readonly [RegExp, string])[] = [
  [/(Ctrl|Strg)\+(?=arrow|Pfeil)/g, 'Option+'],
  [/(Ctrl|Strg)\+(Shift|Umschalt)\+/g, '⇧⌘'],
  [/(Ctrl|Strg)\+/g, '⌘'],
];

/** A text that names keys, as this machine has them: texts are written for Ctrl, a Mac shows its own signs. */
export const keysHere = (text: string): string =>
  onMac() ? macSigns.reduce((changed, [keys, signs]) => changed.replace(keys, signs), text) : text;
