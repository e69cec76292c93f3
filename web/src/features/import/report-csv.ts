export interface ReportRow {
  line: number;
  name: string;
  parkrunId: string;
  reason: string;
}

/** A spreadsheet runs a cell that starts with one of these; a leading apostrophe makes it text. */
export function safeCell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The rows that were not taken, as a file that a spreadsheet opens with umlauts whole (byte order mark, semicolons).
 */
export function reportCsv(headers: readonly [string, string, string, string], rows: readonly ReportRow[]): string {
  const lines = [headers, ...rows.map((row) => [String(row.line), row.name, row.parkrunId, row.reason])];
  return `\uFEFF${lines.map((cells) => cells.map(safeCell).join(';')).join('\r\n')}\r\n`;
}
