/** A table in memory: the index over its rows, and the columns that queries answer as typed arrays. */

import type { RandomAccess } from "../bytes/random-access.ts"
import { ModelFormatError, NotFoundError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import { jahsSpace } from "../space/index.ts"
import { addRows, EPOCH, epochOf } from "./add-rows.ts"
import { ParquetReader } from "./parquet-reader.ts"
import { RowIndex, RowIndexBuilder } from "./row-index.ts"
import { readStoredIndex } from "./stored-index.ts"
import type { TableCard } from "./table-card.ts"

/** A table, read. */
export interface RecordedTable {
  readonly index: RowIndex
  /** One entry a row. */
  readonly labels: ReadonlyMap<string, Float64Array>
  /** null for Parquet files that this package did not write. */
  readonly card: TableCard | null
}

/** Integers of 64 bits lose what a double does not hold; nothing is NaN, as pandas has it. */
function numberOf(value: unknown): number {
  return value === null || value === undefined ? Number.NaN : Number(value)
}

const NUMERIC: ReadonlySet<string | null> = /* @__PURE__ */ new Set(["INT32", "INT64", "FLOAT", "DOUBLE"])

/** What a file without an index can answer: its numbers. */
function numericLabels({ columns }: ParquetReader): string[] {
  return columns.filter(({ name, type }) => NUMERIC.has(type) && !isFeature(name)).map(({ name }) => name)
}

/** Whether a column is a hyperparameter, or the epoch. */
const isFeature = (name: string): boolean => name === EPOCH || jahsSpace.names.includes(name)

async function readEpochs(reader: ParquetReader): Promise<Int16Array> {
  const epochs = new Int16Array(reader.numRows)
  await reader.column(EPOCH, (values, first) => {
    const where = { source: reader.name, firstRow: first, numRows: values.length }
    for (let i = 0; i < values.length; i++) epochs[first + i] = epochOf(values, i, where)
  })
  return epochs
}

/** The index of a Parquet file that has none: its configurations are read, a row group after the other. */
async function buildIndex(reader: ParquetReader): Promise<RowIndex> {
  const builder = new RowIndexBuilder()
  const there = reader.columns.map(({ name }) => name).filter(isFeature)
  let firstRow = 0
  for (const [group, numRows] of reader.groupSizes.entries()) {
    const columns = new Map<string, ArrayLike<unknown>>()
    for (const name of there) columns.set(name, await reader.piece(name, group))
    addRows(builder, columns, { source: reader.name, firstRow, numRows })
    firstRow += numRows
  }
  return builder.finish()
}

async function readLabel(reader: ParquetReader, name: string): Promise<Float64Array> {
  const column = new Float64Array(reader.numRows)
  await reader.column(name, (values, first) => {
    if (values instanceof Float64Array) column.set(values, first)
    else for (let i = 0; i < values.length; i++) column[first + i] = numberOf(values[i])
  })
  return column
}

/** Hyperparameters and the epoch must be there; a constant may be left out. */
function requireColumns(reader: ParquetReader): void {
  const there = reader.columns.map(({ name }) => name)
  const wanted = jahsSpace.hyperparameters.filter(({ kind }) => kind !== "constant").map(({ name }) => name)
  const missing = [...wanted, EPOCH].filter(name => !there.includes(name))
  if (missing.length === 0) return
  throw new ModelFormatError({
    source: reader.name,
    what: "not a table of recorded configurations",
    expected: `columns ${[...wanted, EPOCH].join(", ")}`,
    actual: `none called ${missing.join(", ")}`,
  })
}

function chosenLabels(all: readonly string[], chosen: readonly string[] | undefined): readonly string[] {
  const unknown = chosen?.find(name => !all.includes(name))
  if (unknown === undefined) return chosen ?? all
  throw new NotFoundError({
    path: "options.metrics",
    what: "unknown metric",
    expected: all.join(", "),
    actual: show(unknown),
    remedy: didYouMean(unknown, all),
  })
}

/** Rows of a configuration come by epoch: a file's index could say otherwise. */
function requireOrder(index: RowIndex, source: string): void {
  for (let at = 0; at < index.configurations.size; at++) {
    const { from, to } = index.rangeOf(at)
    for (let position = from + 1; position < to; position++) {
      if (index.epochAt(position - 1) <= index.epochAt(position)) continue
      const what = "rows of a configuration that are not in the order of their epochs"
      throw new ModelFormatError({ source, path: "index", what })
    }
  }
}

/**
 * Reads a table from Parquet. Of the file, the index and the chosen columns are read, one row group at a time.
 *
 * @param file a table of this package, or any Parquet file with a column a hyperparameter and one called `epoch`
 * @param metrics columns to keep; all labels where it is left out
 * @throws {ModelFormatError} for what is not Parquet, not such a table, or damaged
 * @throws {NotFoundError} for a metric that the table does not have
 */
export async function readRecordedTable(
  file: RandomAccess,
  metrics?: readonly string[],
): Promise<RecordedTable> {
  const reader = await ParquetReader.open(file)
  requireColumns(reader)
  if (reader.numRows === 0) {
    throw new ModelFormatError({
      source: reader.name,
      what: "an empty table",
      expected: "rows",
      actual: "none",
    })
  }
  const stored = await readStoredIndex(reader)
  const index =
    stored === null ? await buildIndex(reader) : new RowIndex({ ...stored, epochs: await readEpochs(reader) })
  requireOrder(index, reader.name)
  const known = stored?.manifest.labels ?? numericLabels(reader)
  const labels = new Map<string, Float64Array>()
  for (const name of chosenLabels(known, metrics)) labels.set(name, await readLabel(reader, name))
  return { index, labels, card: stored?.manifest.card ?? null }
}
