/**
 * pandas' DataFrame as a pickle holds it: blocks of columns of one type (pandas/core/internals/managers.py), and two
 * axes, of which the columns may be a MultiIndex. A column is taken out when it is asked for.
 */

import { show } from "../errors.ts"
import { PickleField } from "./field.ts"
import type { NdArray, PickleValue } from "./value.ts"

/** Values of one column: numbers (booleans are 0 and 1), or the objects that stand there. */
type FrameValues = Float64Array | readonly PickleValue[]

/** A column of a frame. */
export interface FrameColumn {
  /** Its name, one entry a level of a MultiIndex: `["features", "LearningRate"]`. */
  readonly name: readonly string[]
  /** As numpy writes it, for example `<f8`. */
  readonly dtype: string
  /**
   * @returns one entry a row
   * @throws {ModelFormatError} for integers that a double does not hold exactly
   * @throws {UnsupportedModelError} for dtypes that are not read
   */
  read(): FrameValues
}

/** A frame: its columns in their order. */
export interface DataFrame {
  readonly numRows: number
  readonly columns: readonly FrameColumn[]
  /** @returns the row labels, which must be integers */
  index(): Float64Array
}

const MANAGERS: readonly string[] = [
  "pandas.core.internals.managers.BlockManager",
  "pandas._libs.internals.BlockManager",
]

/** Row labels are rows of other tables: more of them than this are no table that was ever made. */
const MOST_ROWS = 2 ** 31 - 1

function requireLength(field: PickleField, length: number, expected: number): void {
  if (length !== expected) field.fail("length mismatch", `${expected} entries`, `${length}`)
}

/** Positions of a block's columns in the frame. */
function placementOf(field: PickleField, numColumns: number): number[] {
  let positions: number[]
  if (field.className === "builtins.slice") {
    const [start, stop, step] = field.args()
    const first = start?.isNone ? 0 : (start?.integer(0, numColumns) ?? 0)
    const end = stop?.integer(0, numColumns) ?? 0
    const by = step?.isNone ? 1 : (step?.integer(1, Math.max(1, numColumns)) ?? 1)
    positions = []
    for (let at = first; at < end; at += by) positions.push(at)
  } else positions = Array.from(field.numbers())
  for (const position of positions) {
    if (Number.isInteger(position) && position >= 0 && position < numColumns) continue
    field.fail("not a place of a column", `integers in 0..${numColumns - 1}`, `${position}`)
  }
  return positions
}

/** One row of a block, which is a column of the frame. */
function blockColumn(field: PickleField, array: NdArray, at: number): FrameValues {
  const { shape, order, values } = array
  const [count, numRows] = shape as [number, number]
  const pick = <T>(source: ArrayLike<T>, from: number): T =>
    source[order === "C" ? at * numRows + from : from * count + at]!
  if (Array.isArray(values)) return Array.from({ length: numRows }, (_, row) => pick(values, row))
  if (values instanceof Float64Array && order === "C") {
    return values.subarray(at * numRows, (at + 1) * numRows)
  }
  const column = new Float64Array(numRows)
  for (let row = 0; row < numRows; row++) {
    const value = pick(values as ArrayLike<number | bigint>, row)
    column[row] = Number(value)
    if (typeof value === "bigint" && !Number.isSafeInteger(column[row])) {
      field.fail("an integer that a double does not hold exactly", "smaller integers", `${value}`)
    }
  }
  return column
}

/** What an index holds: labels of one level. */
function labelsOf(index: PickleField): PickleField[] {
  const data = index.get("data")
  if (!data.exists) index.unsupported("an index that is not read", "an Index of labels")
  return data.items()
}

/** Names of the columns, from an Index or a MultiIndex. */
function columnNames(index: PickleField): string[][] {
  if (!index.has("levels")) return labelsOf(index).map(label => [label.string()])
  const levels = index
    .get("levels")
    .items()
    .map(level => labelsOf(level).map(label => label.string()))
  const codes = index
    .get("codes")
    .items()
    .map(level => level.numbers())
  requireLength(index.get("codes"), codes.length, levels.length)
  const length = codes[0]?.length ?? 0
  for (const one of codes) requireLength(index.get("codes"), one.length, length)
  return Array.from({ length }, (_, column) =>
    levels.map((names, level) => {
      const name = names[codes[level]![column]!]
      return name ?? index.get("codes").fail("a code without a label", `0..${names.length - 1}`)
    }),
  )
}

/** Row labels of a RangeIndex or of an index of integers. */
function rowLabels(index: PickleField, numRows: number): Float64Array {
  if (index.has("data")) return index.get("data").numbers(numRows)
  const start = index.get("start").integer(-MOST_ROWS, MOST_ROWS)
  const step = index.get("step").integer(-MOST_ROWS, MOST_ROWS)
  return Float64Array.from({ length: numRows }, (_, row) => start + row * step)
}

function lengthOf(index: PickleField): number {
  if (index.has("data")) {
    const { shape } = index.get("data").ndarray()
    if (shape.length !== 1) index.get("data").fail("wrong shape", "one axis", `${shape.length}`)
    return shape[0]!
  }
  const start = index.get("start").integer(-MOST_ROWS, MOST_ROWS)
  const stop = index.get("stop").integer(-MOST_ROWS, MOST_ROWS)
  const step = index.get("step").integer(1, MOST_ROWS)
  return Math.max(0, Math.ceil((stop - start) / step))
}

/**
 * Reads a frame that pandas 1.3 or later has pickled.
 *
 * @param value the pickle's value
 * @param source name of the pickle, for messages
 * @throws {ModelFormatError} with the path, for what is missing or broken
 * @throws {UnsupportedModelError} for what is no frame, or one with columns of a type that is not read
 */
export function dataFrameOf(value: PickleValue, source: string): DataFrame {
  const frame = new PickleField(value, "", source)
  if (frame.className !== "pandas.core.frame.DataFrame") {
    frame.unsupported("not a table", "a DataFrame of pandas")
  }
  const manager = frame.get("_mgr")
  if (!MANAGERS.includes(manager.className ?? "")) {
    manager.unsupported("a table kept in a way that is not read", "the BlockManager of pandas 1.3 or later")
  }
  const [blocks, axes] = manager.args()
  if (blocks === undefined || axes === undefined) return manager.fail("broken table", "blocks and axes")
  const [columnAxis, rowAxis] = [axes.at(0), axes.at(1)]
  const names = columnNames(columnAxis)
  const numRows = lengthOf(rowAxis)
  const columns: FrameColumn[] = []
  for (const block of blocks.items()) {
    const [values, placement] = block.args()
    if (values === undefined || placement === undefined) {
      return block.fail("broken block", "values and their placement")
    }
    const array = values.ndarray()
    const positions = placementOf(placement, names.length)
    if (array.shape.length !== 2) values.fail("wrong shape", "columns × rows", show(array.shape.join(" × ")))
    requireLength(values, array.shape[0]!, positions.length)
    requireLength(values, array.shape[1]!, numRows)
    for (const [at, position] of positions.entries()) {
      if (columns[position] !== undefined) placement.fail("a column that is there twice", "each once")
      columns[position] = {
        name: names[position]!,
        dtype: array.dtype.name,
        read: () => blockColumn(values, array, at),
      }
    }
  }
  for (let position = 0; position < names.length; position++) {
    if (columns[position] === undefined) {
      blocks.fail("a column without values", names[position]!.join("/"), "none")
    }
  }
  return { numRows, columns, index: () => rowLabels(rowAxis, numRows) }
}
