/** A parkrun ID as people write it, for example `A1234567`. */
export const formatParkrunId = (number: number): string => `A${number}`;

/** The number of an ID: the letter A may be left out or small. Undefined if the text is no ID. */
export function parseParkrunId(text: string): number | undefined {
  const match = /^a?(\d{1,9})$/i.exec(text.trim());
  const number = Number(match?.[1]);
  return number > 0 ? number : undefined;
}
