/** Tables as columns of typed arrays, filled row by row: 8 bytes a value, whatever the rows came as. */

import { NotFoundError, ShapeError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import type { FeatureValue, RowColumns, RowRecord } from "../predict/booster/encode-rows.ts"

/** A column. Where there are texts, the numbers are positions among them. */
export interface Column {
  /** One a row; NaN is missing. */
  readonly numbers: Float64Array
  /** The different texts of the column; null where it has numbers alone. */
  readonly texts: readonly string[] | null
}

/** A column that grows. */
class GrowingColumn {
  private numbers = new Float64Array(1024)
  private length = 0
  private codes: Map<string, number> | null = null

  private codeOf(codes: Map<string, number>, text: string): number {
    const code = codes.get(text) ?? codes.size
    if (code === codes.size) codes.set(text, code)
    return code
  }

  /** From the first text on, the numbers before it are texts as well. */
  private turnToTexts(): Map<string, number> {
    const codes = new Map<string, number>()
    for (let row = 0; row < this.length; row++) {
      const number = this.numbers[row]
      if (!Number.isNaN(number)) this.numbers[row] = this.codeOf(codes, String(number))
    }
    this.codes = codes
    return codes
  }

  push(value: FeatureValue): void {
    if (this.length === this.numbers.length) {
      const longer = new Float64Array(2 * this.length)
      longer.set(this.numbers)
      this.numbers = longer
    }
    const isMissing = value === null || value === undefined || Number.isNaN(value)
    if (isMissing) this.numbers[this.length] = Number.NaN
    else if (typeof value === "number" && this.codes === null) this.numbers[this.length] = value
    else this.numbers[this.length] = this.codeOf(this.codes ?? this.turnToTexts(), String(value))
    this.length++
  }

  finish(): Column {
    return {
      numbers: this.numbers.slice(0, this.length),
      texts: this.codes === null ? null : [...this.codes.keys()],
    }
  }
}

/** Columns by name, all of one length. */
export class Table {
  readonly numRows: number
  readonly names: readonly string[]
  private readonly columns: ReadonlyMap<string, Column>

  constructor(columns: ReadonlyMap<string, Column>, numRows: number) {
    this.columns = columns
    this.names = [...columns.keys()]
    this.numRows = numRows
  }

  has(name: string): boolean {
    return this.columns.has(name)
  }

  /**
   * @throws {NotFoundError} for a column that the table does not have
   */
  column(name: string): Column {
    const column = this.columns.get(name)
    if (column !== undefined) return column
    throw new NotFoundError({
      source: "table",
      path: name,
      what: "no such column",
      expected: `one of ${this.names.join(", ")}`,
      remedy: didYouMean(name, this.names),
    })
  }

  /**
   * @returns the column's values, NaN where one is missing
   * @throws {NotFoundError} for a column that the table does not have
   * @throws {TypeError} for a column with texts
   */
  numbers(name: string): Float64Array {
    const { numbers, texts } = this.column(name)
    if (texts === null) return numbers
    throw new TypeError(`table.${name}: expected numbers, got the text ${show(texts.at(-1))}`)
  }
}

/** Makes a table of rows as they come. */
export class TableBuilder {
  private readonly columns = new Map<string, GrowingColumn>()
  private numRows = 0

  /**
   * Adds a row. The first one says which columns there are.
   *
   * @throws {ShapeError} for a row with other columns than the first
   * @throws {TypeError} for a row that is no record
   */
  add(row: RowRecord): void {
    if (typeof row !== "object" || row === null) {
      throw new TypeError(`table, row ${this.numRows}: expected an object, got ${show(row)}`)
    }
    const names = Object.keys(row)
    if (this.numRows === 0) for (const name of names) this.columns.set(name, new GrowingColumn())
    const isSame = names.length === this.columns.size && names.every(name => this.columns.has(name))
    if (!isSame) {
      throw new ShapeError({
        source: "table",
        path: `row ${this.numRows}`,
        what: "other columns than the first row's",
        expected: [...this.columns.keys()].join(", "),
        actual: names.join(", "),
      })
    }
    for (const [name, column] of this.columns) column.push(row[name])
    this.numRows++
  }

  finish(): Table {
    return new Table(
      new Map(Array.from(this.columns, ([name, column]) => [name, column.finish()])),
      this.numRows,
    )
  }
}

/**
 * Makes a table.
 *
 * @param data an array of records, or an object of columns
 * @throws {ShapeError} for records with different names, and columns of different lengths
 * @throws {TypeError} for anything else
 * @example
 * ```ts
 * tableOf({ epoch: [1, 2], Activation: ["ReLU", "Mish"] }).numRows // 2
 * ```
 */
export function tableOf(data: readonly RowRecord[] | RowColumns): Table {
  if (Array.isArray(data)) {
    const builder = new TableBuilder()
    for (const row of data as readonly RowRecord[]) builder.add(row)
    return builder.finish()
  }
  if (typeof data !== "object" || data === null) {
    throw new TypeError(`table: expected an array of records, or an object of columns, got ${show(data)}`)
  }
  const entries = Object.entries(data as RowColumns)
  for (const [name, values] of entries) {
    if (Array.isArray(values) || ArrayBuffer.isView(values)) continue
    throw new TypeError(`table.${name}: expected an array, got ${show(values)}`)
  }
  const numRows = entries[0]?.[1].length ?? 0
  const columns = entries.map(([name, values]): [string, Column] => {
    if (values.length !== numRows) {
      const [expected, actual] = [`${numRows} values, as ${entries[0][0]} has`, `${values.length}`]
      throw new ShapeError({
        source: "table",
        path: name,
        what: "columns of different lengths",
        expected,
        actual,
      })
    }
    const column = new GrowingColumn()
    for (let row = 0; row < numRows; row++) column.push(values[row])
    return [name, column.finish()]
  })
  return new Table(new Map(columns), numRows)
}

/**
 * Refuses what is no table, and one without rows.
 *
 * @throws {TypeError} for what neither `tableOf` nor a `TableBuilder` made
 * @throws {ShapeError} for a table without rows
 */
export function checkHasRows(table: unknown): asserts table is Table {
  if (!(table instanceof Table)) {
    throw new TypeError(`table: expected a Table, as tableOf makes one of records, got ${show(table)}`)
  }
  if (table.numRows > 0) return
  throw new ShapeError({ path: "table", what: "no rows", expected: "1 or more", actual: "0" })
}

/**
 * Refuses positions that a table does not have.
 *
 * @throws {RangeError} naming the position
 */
export function checkPositions(rows: Uint32Array, { numRows }: Table, path: string): void {
  const at = rows.findIndex(row => row >= numRows)
  if (at < 0) return
  throw new RangeError(`${path}[${at}]: expected a row of the table, 0..${numRows - 1}, got ${rows[at]}`)
}
