const isMac = navigator.platform.startsWith('Mac');

type Press = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>;

/** The modifier of commands: Ctrl, on a Mac Command. */
export const isCommand = (press: Press): boolean => (isMac ? press.metaKey : press.ctrlKey);

/** The modifier that jumps by words, or here by open slots: Ctrl, on a Mac Option. */
export const isJump = (press: Press): boolean => (isMac ? press.altKey : press.ctrlKey);
