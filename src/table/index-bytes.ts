/**
 * The index of a table as bytes, little endian: it stands in the Parquet file between the last row group and the
 * footer, where other readers pass over it; the footer's metadata say where.
 *
 * | bytes   | content                                                                       |
 * |---------|-------------------------------------------------------------------------------|
 * | 0 … 31  | u32: "JTIX", version 1, rows, configurations, slots, whether rows follow, bytes of the manifest, 0 |
 * | 32 …    | f64 LearningRate a configuration; f64 WeightDecay a configuration             |
 * | …       | i32 cell a configuration; i32 start a configuration and one more; i32 slots   |
 * | …       | i32 rows by position, where the table is in another order                     |
 * | …       | the manifest, JSON in UTF-8                                                   |
 *
 * The manifest has the card, the labels and a CRC-32 for each piece of each column: Parquet's own readers would
 * take a flipped bit for another number.
 */

import { decodeUtf8, encodeUtf8 } from "../bytes/utf8.ts"
import { ModelFormatError, show } from "../errors.ts"
import { type ConfigurationArrays, ConfigurationSet, problemOfArrays, slotsFor } from "./configuration-set.ts"
import type { RowIndex } from "./row-index.ts"
import { checkCard, type TableCard } from "./table-card.ts"

/** "JTIX" as a little-endian word. */
const MAGIC = 0x5849544a
const VERSION = 1
const HEADER = 32

/** A piece of a column: where it is in the file, and what it sums up to. */
export type ColumnPiece = readonly [offset: number, length: number, crc32: number]

/** What the file holds, beside the index. */
export interface Manifest {
  readonly card: TableCard
  /** Columns that queries answer. */
  readonly labels: readonly string[]
  /** Column → its pieces, one a row group. */
  readonly pieces: Readonly<Record<string, readonly ColumnPiece[]>>
}

/** An index that was read, but for the epochs: those are a column of the table. */
export interface StoredIndex {
  readonly numRows: number
  readonly configurations: ConfigurationSet
  readonly starts: Int32Array
  readonly rows: Int32Array | null
  readonly manifest: Manifest
}

/** @returns the index of a table and its manifest as bytes */
export function writeIndex(index: RowIndex, manifest: Manifest): Uint8Array {
  const { cells, learningRates, weightDecays, slots } = index.configurations.arrays()
  const text = encodeUtf8(JSON.stringify(manifest))
  const arrays = [
    learningRates,
    weightDecays,
    cells,
    index.starts,
    slots,
    ...(index.rows ? [index.rows] : []),
  ]
  const length = arrays.reduce((sum, array) => sum + array.byteLength, HEADER) + text.length
  const bytes = new Uint8Array(length)
  const hasRows = Number(index.rows !== null)
  const header = [MAGIC, VERSION, index.numRows, cells.length, slots.length, hasRows, text.length, 0]
  bytes.set(new Uint8Array(Uint32Array.from(header).buffer))
  let at = HEADER
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += array.byteLength
  }
  bytes.set(text, at)
  return bytes
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isPiece(value: unknown): value is ColumnPiece {
  return Array.isArray(value) && value.length === 3 && value.every(n => Number.isSafeInteger(n) && n >= 0)
}

function readManifest(bytes: Uint8Array, source: string): Manifest {
  const fail = (what: string): never => {
    throw new ModelFormatError({ source, path: "index", what, expected: "a manifest of this package" })
  }
  let value: unknown
  try {
    value = JSON.parse(decodeUtf8(bytes) ?? "")
  } catch {
    return fail("the manifest cannot be parsed")
  }
  if (!isRecord(value)) return fail("broken manifest")
  const { labels, pieces } = value
  if (!Array.isArray(labels) || labels.some(label => typeof label !== "string")) return fail("broken labels")
  if (!isRecord(pieces)) return fail("broken pieces")
  for (const of of Object.values(pieces)) {
    if (!Array.isArray(of) || !of.every(isPiece)) return fail("broken pieces")
  }
  const card = checkCard(value["card"], source)
  return { card, labels, pieces: pieces as Manifest["pieces"] }
}

/**
 * @param bytes what `writeIndex` has made
 * @param source name of the file, for messages
 * @throws {ModelFormatError} for anything else
 */
export function readIndex(bytes: Uint8Array, source: string): StoredIndex {
  const fail = (what: string, expected?: string, actual?: string): never => {
    throw new ModelFormatError({ source, path: "index", what, expected, actual })
  }
  if (bytes.length < HEADER) return fail("too short", `${HEADER} bytes at least`, `${bytes.length}`)
  // Typed arrays want aligned memory; platforms that are not little endian have died out.
  const buffer = bytes.slice().buffer
  const header = new Uint32Array(buffer, 0, HEADER / 4)
  const [magic, version, numRows, size, numSlots, hasRows, textLength] = header as unknown as number[]
  if (magic !== MAGIC || version !== VERSION) return fail("not an index of version 1")
  const rowsLength = hasRows === 1 ? numRows! : 0
  const expected = HEADER + 16 * size! + 4 * (2 * size! + 1 + numSlots! + rowsLength) + textLength!
  if (bytes.length !== expected) return fail("length mismatch", `${expected} bytes`, `${bytes.length}`)
  if (numSlots !== slotsFor(size!))
    return fail("slots do not fit the configurations", undefined, show(numSlots))
  let at = HEADER
  const floats = (length: number): Float64Array => {
    const array = new Float64Array(buffer, at, length)
    at += array.byteLength
    return array
  }
  const integers = (length: number): Int32Array => {
    const array = new Int32Array(buffer, at, length)
    at += array.byteLength
    return array
  }
  const [learningRates, weightDecays] = [floats(size!), floats(size!)]
  const [cells, starts, slots] = [integers(size!), integers(size! + 1), integers(numSlots!)]
  const arrays: ConfigurationArrays = { cells, learningRates, weightDecays, slots }
  const problem = problemOfArrays(arrays)
  if (problem !== null) return fail("broken hash table", "every configuration in its slot", problem)
  const rows = hasRows === 1 ? integers(numRows!) : null
  checkRows(starts, rows, numRows!, fail)
  const manifest = readManifest(new Uint8Array(buffer, at), source)
  return { numRows: numRows!, configurations: new ConfigurationSet(arrays), starts, rows, manifest }
}

/** Every row stands at one position, every configuration has one at least. */
function checkRows(
  starts: Int32Array,
  rows: Int32Array | null,
  numRows: number,
  fail: (what: string) => never,
): void {
  if (starts[0] !== 0 || starts.at(-1) !== numRows) fail("rows that belong to no configuration")
  for (let i = 1; i < starts.length; i++) {
    if (starts[i]! <= starts[i - 1]!) fail("a configuration without rows")
  }
  if (rows === null) return
  const seen = new Uint8Array(numRows)
  for (const row of rows) {
    if (row < 0 || row >= numRows || seen[row] === 1) fail("rows that are not each there once")
    seen[row] = 1
  }
}
