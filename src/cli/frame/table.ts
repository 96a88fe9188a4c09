/** Aligned columns and wrapped lines for people. Text is measured in characters: none is wider than one cell. */

/** One column of a table. */
export interface Column {
  readonly title: string
  /** Shown in a second line of the heading; "" for none. */
  readonly unit?: string
  /** Default: right, as numbers are. */
  readonly align?: "left" | "right"
}

const GAP = "  "

function widthOf(text: string): number {
  return [...text].length
}

function pad(text: string, width: number, align: Column["align"]): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)))
  return align === "left" ? text + space : space + text
}

/**
 * Lays out a table.
 *
 * @param columns titles, units and alignment
 * @param rows one text a column
 * @param paint what is done to the lines of the heading
 * @returns lines without trailing space
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: (line: string) => string = line => line,
): string[] {
  const heading = [columns.map(({ title }) => title)]
  if (columns.some(({ unit }) => unit)) heading.push(columns.map(({ unit }) => unit ?? ""))
  const lines = [...heading, ...rows]
  const widths = columns.map((_, at) => Math.max(...lines.map(line => widthOf(line[at]))))
  return lines.map((line, at) => {
    const text = line
      .map((cell, column) => pad(cell, widths[column], columns[column].align))
      .join(GAP)
      .trimEnd()
    return at < heading.length ? paint(text) : text
  })
}

/**
 * Breaks a text into lines at its spaces.
 *
 * @param width characters a line; a longer word keeps a line of its own
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = ""
    }
    line = line === "" ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/**
 * Lays out names and texts, the texts wrapped beside the names.
 *
 * @param pairs name and text
 * @param width characters a line
 * @param paint what is done to the names
 */
export function definitions(
  pairs: readonly (readonly [name: string, text: string])[],
  width: number,
  paint: (name: string) => string = name => name,
): string[] {
  const names = Math.max(...pairs.map(([name]) => widthOf(name)))
  const room = Math.max(20, width - names - GAP.length)
  return pairs.flatMap(([name, text]) =>
    wrap(text, room).map((line, at) =>
      `${at === 0 ? paint(pad(name, names, "left")) : " ".repeat(names)}${GAP}${line}`.trimEnd(),
    ),
  )
}
