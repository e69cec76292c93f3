import { describe, expect, it } from 'vitest';
import { reportCsv, safeCell } from './report-csv';

describe('cells of the report', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49 711', "'+49 711"],
    ['-x', "'-x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['Zoë', 'Zoë'],
    ['a;b', '"a;b"'],
    ['say "no"', '"say ""no"""'],
    ['=HYPERLINK("x";"y")', `"'=HYPERLINK(""x"";""y"")"`],
  ])('writes %j as %j', (value, cell) => {
    expect(safeCell(value)).toBe(cell);
  });

  it('writes a header and one line a row', () => {
    const report = reportCsv(
      ['Line', 'Name', 'ID', 'Reason'],
      [{ line: 17, name: 'Kim', parkrunId: 'A12x', reason: 'no ID' }],
    );
    expect(report).toBe('\uFEFFLine;Name;ID;Reason\r\n17;Kim;A12x;no ID\r\n');
  });
});
