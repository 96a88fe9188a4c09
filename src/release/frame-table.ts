/** A DataFrame of the official release as columns of a table: features, labels, and what rows are called. */

import { ModelFormatError, show, UnsupportedModelError } from "../errors.ts"
import { type DataFrame, dataFrameOf, type FrameColumn } from "../pickle/data-frame.ts"
import { readPickle } from "../pickle/read-pickle.ts"
import { jahsSpace } from "../space/index.ts"
import { EPOCH } from "../table/add-rows.ts"
import type { TableColumnType } from "../table/parquet-reader.ts"
import { GROUP_ROWS, type TableBatch, type TableColumn } from "./table-writer.ts"

/** The frame's parts, by the first level of its columns; others are passed over by upstream, too. */
const PARTS = { features: true, labels: true, sampling_index: true, groups: true, strata: true } as const

/** The column of the row's number in the whole dataset, `raw`. */
const ROW = "row"
/** The column that says which split a row belongs to. */
const SPLIT = "split"

/** A frame, ready to be written. */
export interface FrameTable {
  readonly columns: readonly TableColumn[]
  /** Names of those that stand under `labels`. */
  readonly labels: readonly string[]
  readonly numRows: number
  /** Batches of `GROUP_ROWS` rows; the last one may be shorter. */
  batches(): Generator<{ readonly columns: TableBatch; readonly numRows: number }, void, void>
}

/**
 * Most values that a pickle of some bytes may hold: a row of the official tables has 30 numbers in raw bytes and two
 * texts, which is a value in 120 bytes. Four times that, and a million to begin with.
 */
const mostValues = (bytes: number): number => 1_000_000 + Math.floor(bytes / 32)

function typeOf(column: FrameColumn, values: ArrayLike<unknown>, source: string): TableColumnType {
  const letter = column.dtype.replace(/^[<>|=]/, "")[0]
  if (letter === "f") return "DOUBLE"
  if (letter === "b") return "BOOLEAN"
  if (letter === "i" || letter === "u") {
    for (let i = 0; i < values.length; i++)
      if ((values[i] as number) !== ((values[i] as number) | 0)) return "INT64"
    return "INT32"
  }
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] === "string") continue
    throw new UnsupportedModelError({
      source,
      path: `${column.name.join("/")}[${i}]`,
      what: "a column of objects that are not text",
      expected: "text",
      actual: show(values[i]),
    })
  }
  return "STRING"
}

/** Values as the writer takes them. */
function written(
  values: ArrayLike<unknown>,
  type: TableColumnType,
  from: number,
  to: number,
): ArrayLike<unknown> {
  if (values instanceof Float64Array) {
    const part = values.subarray(from, to)
    if (type === "DOUBLE") return part
    if (type === "BOOLEAN") return Array.from(part, value => value === 1)
    return type === "INT32" ? Int32Array.from(part) : BigInt64Array.from(part, BigInt)
  }
  return Array.prototype.slice.call(values, from, to)
}

/** A column of a table, and its values in the frame; read again for each batch where they are many. */
interface Source extends TableColumn {
  readonly values: ArrayLike<unknown>
}

function sourcesOf(frame: DataFrame, set: string, source: string): { all: Source[]; labels: string[] } {
  const all: Source[] = []
  const labels: string[] = []
  const add = (column: Source): void => {
    if (all.some(({ name }) => name === column.name)) {
      throw new ModelFormatError({
        source,
        path: column.name,
        what: "a column that is there twice",
        expected: "one",
      })
    }
    all.push(column)
  }
  if (set !== "raw") add({ name: SPLIT, type: "STRING", values: new Array(frame.numRows).fill(set) })
  add({ name: ROW, type: "INT32", values: frame.index() })
  for (const column of frame.columns) {
    const [part = "", name = ""] = column.name
    if (column.name.length !== 2 || !Object.hasOwn(PARTS, part)) continue
    if (part === "labels") labels.push(name)
    const values = column.read()
    add({ name, type: typeOf(column, values, source), values })
  }
  return { all, labels }
}

/**
 * Reads a table of the official release. Nothing in the pickle is run.
 *
 * @param bytes the pickle, decompressed
 * @param set which table it is, which the rows of splits say
 * @param source name of the file, for messages
 * @throws {ModelFormatError} with the path, where something is missing or broken
 * @throws {UnsupportedModelError} for columns of a type that is not read
 */
export function readFrameTable(bytes: Uint8Array, set: string, source: string): FrameTable {
  const frame = dataFrameOf(readPickle(bytes, { source, maxValues: mostValues(bytes.length) }), source)
  const { all, labels } = sourcesOf(frame, set, source)
  const missing = [...jahsSpace.names, EPOCH].filter(name => !all.some(column => column.name === name))
  if (missing.length > 0 || labels.length === 0) {
    throw new ModelFormatError({
      source,
      what: "not a performance table",
      expected: "columns features/<hyperparameter>, features/epoch and labels/<metric>",
      actual: missing.length > 0 ? `none called ${missing.join(", ")}` : "no labels",
    })
  }
  function* batches(): ReturnType<FrameTable["batches"]> {
    for (let from = 0; from < frame.numRows; from += GROUP_ROWS) {
      const to = Math.min(frame.numRows, from + GROUP_ROWS)
      const columns = new Map(all.map(({ name, type, values }) => [name, written(values, type, from, to)]))
      yield { columns, numRows: to - from }
    }
  }
  return {
    columns: all.map(({ name, type }) => ({ name, type })),
    labels,
    numRows: frame.numRows,
    batches,
  }
}
