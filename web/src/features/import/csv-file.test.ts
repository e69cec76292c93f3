import { describe, expect, it } from 'vitest';
import { decode, givenTwice, maximumFileBytes, namePeople, readHead } from './csv-file';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('reading the head of a file', () => {
  it('takes semicolons, a byte order mark and quoted cells', () => {
    expect(readHead(utf8('\uFEFFName;parkrun ID;Notizen\r\n"MÜLLER; Jörg";A1234567;"sagt ""ja"""\r\n'))).toEqual({
      titles: ['Name', 'parkrun ID', 'Notizen'],
      samples: [['MÜLLER; Jörg', 'A1234567', 'sagt "ja"']],
    });
  });

  it('takes commas and tabs', () => {
    const rows = { titles: ['name', 'id'], samples: [['Zoë', 'A12345']] };
    expect(readHead(utf8('name,id\nZoë,A12345'))).toEqual(rows);
    expect(readHead(utf8('name\tid\nZoë\tA12345'))).toEqual(rows);
  });

  it('shows three rows, fills short ones and leaves blank lines out', () => {
    expect(readHead(utf8('name;id\n\nA\nB;2\nC;3\nD;4\n'))).toEqual({
      titles: ['name', 'id'],
      samples: [
        ['A', ''],
        ['B', '2'],
        ['C', '3'],
      ],
    });
  });

  it('reads Windows-1252 where the bytes are no UTF-8', () => {
    expect(decode(new Uint8Array([0x4a, 0xf6, 0x72, 0x67]))).toBe('Jörg');
    expect(decode(utf8('Jörg'))).toBe('Jörg');
  });

  it('names what is wrong with a file', () => {
    expect(readHead(utf8(' \n'))).toBe('empty');
    expect(readHead(utf8('name;id\n'))).toBe('noRows');
    expect(readHead(new Uint8Array(maximumFileBytes + 1))).toBe('tooLarge');
  });
});

describe('choosing columns', () => {
  it('needs a name', () => {
    expect(namePeople(['firstName', 'parkrunNumber'])).toBe(false);
    expect(namePeople(['firstName', 'lastName'])).toBe(true);
    expect(namePeople(['-', 'name'])).toBe(true);
  });

  it('gives each field to one column', () => {
    expect(givenTwice(['name', 'phone', 'name', '-', '-'])).toEqual(['name']);
    expect(givenTwice(['name', '-', '-'])).toEqual([]);
  });
});
