const marks = /\p{M}+/gu;

/** Lower case without marks: ü becomes u, ß ss. */
const bare = (text: string) =>
  text
    .toLocaleLowerCase('de')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replace(marks, '');

/**
 * The same with German umlauts written out: ü becomes ue. No collator equals ü to both u and ue, so names fold twice.
 */
const writtenOut = (text: string) =>
  bare(text.normalize('NFC').toLocaleLowerCase('de').replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue'));

const words = (text: string) => text.split(/[\s\-'’]+/u).filter((word) => word !== '');

/** Whether every typed word begins some word of the name, in either way of folding. */
export function matchesName(name: string, typed: string): boolean {
  const folds = [bare, writtenOut].map((fold) => ({ fold, named: words(fold(name)) }));
  return words(typed).every((word) =>
    folds.some(({ fold, named }) => named.some((candidate) => candidate.startsWith(fold(word)))),
  );
}

/** "A123", "a 123" and "123" are the beginning of a parkrun ID; anything else is none. */
export function typedNumber(typed: string): string | null {
  return /^[aA]?\s*(\d{1,9})$/.exec(typed.trim())?.[1] ?? null;
}
