/** Tables as CSV (RFC 4180). */

/** What a cell can be. */
export type CsvValue = string | number | boolean

function cellText(value: CsvValue): string {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Writes rows as CSV, with a head.
 *
 * @returns lines that end in CR LF, as the RFC has them
 */
export function csvText(head: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  const lines = [head, ...rows].map(cells => cells.map(cellText).join(","))
  return `${lines.join("\r\n")}\r\n`
}
