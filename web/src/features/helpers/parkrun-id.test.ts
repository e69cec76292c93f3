import { describe, expect, it } from 'vitest';
import { formatParkrunId, parseParkrunId } from './parkrun-id';

describe('parkrun IDs', () => {
  it.each([
    ['A12345', 12345],
    ['a12345678', 12345678],
    [' 1234567 ', 1234567],
    ['A999999999', 999999999],
    ['A1', 1],
  ])('takes %j', (text, number) => {
    expect(parseParkrunId(text)).toBe(number);
  });

  it.each(['', 'A', 'B123456', 'A12x', 'A1234567890', 'AA1', '-1', 'A0', '1.5'])('refuses %j', (text) => {
    expect(parseParkrunId(text)).toBeUndefined();
  });

  it('writes the letter', () => {
    expect(formatParkrunId(12345)).toBe('A12345');
  });
});
