/** Columns for the summary that a suite prints at its end. */

/** Lines up rows of cells: text to the left, numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map(row =>
    row.map(cell => (typeof cell === "number" ? cell.toLocaleString("en") : cell)),
  )
  const widths = header.map((title, k) => Math.max(title.length, ...cells.map(row => row[k].length)))
  const isNumber = header.map((_, k) => rows.every(row => typeof row[k] === "number"))
  return [[...header], ...cells]
    .map(row =>
      row.map((cell, k) => (isNumber[k] ? cell.padStart(widths[k]) : cell.padEnd(widths[k]))).join("  "),
    )
    .join("\n")
}
