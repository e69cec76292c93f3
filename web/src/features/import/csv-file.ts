/** The largest file that the server takes, in bytes. */
export const maximumFileBytes = 16 * 1024 * 1024;

/** What a column of the file may hold; `-` leaves it out. */
export const columnFields = ['name', 'firstName', 'lastName', 'parkrunNumber', 'phone', 'email', 'notes', '-'] as const;
export type ColumnField = (typeof columnFields)[number];

export type Separator = ',' | ';' | '\t';

/**
 * The head row and the first rows of a file, to choose its columns by. The whole file is judged by the server alone.
 */
export interface CsvHead {
  titles: string[];
  samples: string[][];
}

export type CsvFileFault = 'empty' | 'tooLarge' | 'noRows';

/** Reads UTF-8, with or without a byte order mark; anything that is no UTF-8 is read as Windows-1252. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

export function readHead(bytes: Uint8Array): CsvHead | CsvFileFault {
  if (bytes.length > maximumFileBytes) return 'tooLarge';
  const text = decode(bytes);
  if (text.trim() === '') return 'empty';
  const records = readRecords(text, likelySeparator(text), 4);
  const titles = (records[0] ?? []).map((title) => title.trim());
  const samples = records.slice(1).map((record) => titles.map((_, column) => record[column] ?? ''));
  return samples.length === 0 ? 'noRows' : { titles, samples };
}

/** A name is needed: a column of whole names, or one of family names. */
export function namePeople(fields: readonly ColumnField[]): boolean {
  return fields.includes('name') || fields.includes('lastName');
}

/** The fields that were given to more than one column. */
export function givenTwice(fields: readonly ColumnField[]): ColumnField[] {
  return [...new Set(fields.filter((field, at) => field !== '-' && fields.indexOf(field) !== at))];
}

function likelySeparator(text: string): Separator {
  const head = text.slice(0, endOfHead(text));
  const candidates: Separator[] = [';', '\t', ','];
  const count = (separator: Separator) => head.split(separator).length;
  return candidates.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

function endOfHead(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && (text[at] === '\n' || text[at] === '\r')) return at;
  }
  return text.length;
}

function readRecords(text: string, separator: string, limit: number): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = '';
  let quoted = false;
  const endRecord = () => {
    record.push(cell);
    if (record.some((value) => value.trim() !== '')) records.push(record);
    record = [];
    cell = '';
  };
  for (let at = 0; at < text.length && records.length < limit; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === separator) {
      record.push(cell);
      cell = '';
    } else if (character === '\n') endRecord();
    else if (character !== '\r') cell += character;
  }
  if (records.length < limit && (cell !== '' || record.length > 0)) endRecord();
  return records;
}
