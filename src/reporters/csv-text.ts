/** A row by its columns; what it has no value for is an empty cell. */
export type CsvRow<Column extends string> = Partial<Record<Column, string | number | boolean | undefined>>

/**
 * Rows under a heading, as RFC 4180 has them; text that a spreadsheet would take for a formula begins with an
 * apostrophe. https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvText<Column extends string>(
  columns: readonly Column[],
  rows: readonly CsvRow<Column>[],
): string {
  return csvHeading(columns) + csvLines(columns, rows)
}

/** The heading alone, with its line end. */
export function csvHeading(columns: readonly string[]): string {
  return `${columns.join(',')}\r\n`
}

/** Rows alone, for a table that is written row by row. */
export function csvLines<Column extends string>(
  columns: readonly Column[],
  rows: readonly CsvRow<Column>[],
): string {
  return rows.map((row) => `${columns.map((column) => cell(row[column])).join(',')}\r\n`).join('')
}

function cell(value: string | number | boolean | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
