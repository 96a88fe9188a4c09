/** numpy's dtypes, arrays and scalars as pickles build them: numpy/core/_methods, multiarray/methods.c (array_reduce). */

import { describe } from "./describe.ts"
import type { PickleReader } from "./pickle-reader.ts"
import { safe } from "./pickle-reader.ts"
import type { NdArray, NdValues, PickleDtype, PickleTuple, PickleValue } from "./value.ts"

/** Records while they are built. */
export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const isTuple = (value: PickleValue | undefined): value is PickleTuple =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "tuple"

/** Items of a tuple; others are refused. */
export function tupleItems(
  reader: PickleReader,
  value: PickleValue | undefined,
  what: string,
): readonly PickleValue[] {
  return isTuple(value)
    ? value.items
    : reader.fail({ what: `broken ${what}`, expected: "a tuple", actual: describe(value) })
}

/** `numpy.dtype("f8", False, True)`: letter and size; the byte order follows by BUILD. */
export function makeDtype(reader: PickleReader, args: readonly PickleValue[]): Mutable<PickleDtype> {
  const [code] = args
  const match = typeof code === "string" ? /^[<>|=]?([?biufcSUVOMm])(\d{0,9})$/.exec(code) : null
  if (match === null)
    return reader.fail({ what: "broken dtype", expected: "a code such as f8", actual: describe(code) })
  const letter = match[1] === "?" ? "b" : match[1]
  const digits = match[2] === "" ? (letter === "O" ? 8 : 1) : Number(match[2])
  const itemSize = letter === "U" ? 4 * digits : digits
  // In a code "b" is bool with a size of one, in array protocol and pickles alike ("b1").
  return {
    kind: "dtype",
    letter,
    itemSize,
    isLittleEndian: code !== `>${letter}${match[2]}`,
    name: `${match[1]}${match[2]}`,
  }
}

/** State of a dtype: (version, byte order, subdtype, names, fields, size, alignment, flags[, metadata]). */
export function buildDtype(reader: PickleReader, dtype: Mutable<PickleDtype>, state: PickleValue): void {
  const items = tupleItems(reader, state, "dtype state")
  const order = items[1]
  if (order !== "<" && order !== ">" && order !== "|" && order !== "=") {
    reader.fail({ what: "broken dtype state", expected: "a byte order", actual: describe(order) })
  }
  dtype.isLittleEndian = order !== ">"
  const isStructured = items[2] !== null || items[3] !== null
  const size = items[5]
  if (typeof size === "number" && Number.isSafeInteger(size) && size >= 0) dtype.itemSize = size
  if (isStructured) dtype.letter = "V"
  dtype.name = isStructured ? "structured" : `${order}${dtype.name.replace(/^[<>|=]/, "")}`
}

function shapeOf(reader: PickleReader, value: PickleValue | undefined): number[] {
  const items = typeof value === "number" ? [value] : tupleItems(reader, value, "shape of an array")
  if (items.length > 64)
    reader.fail({ what: "impossible shape", expected: "at most 64 axes", actual: `${items.length}` })
  return items.map(length =>
    typeof length === "number" && Number.isInteger(length) && length >= 0
      ? length
      : reader.fail({ what: "broken shape of an array", expected: "a length", actual: describe(length) }),
  )
}

/** Entries of an array. */
function countOf(reader: PickleReader, shape: readonly number[]): number {
  const count = shape.reduce((product, length) => product * length, 1)
  return count <= 2 ** 40
    ? count
    : reader.fail({ what: "impossible shape", expected: "fewer entries", actual: `${shape}` })
}

const VIEWS: Readonly<
  Record<string, new (buffer: ArrayBufferLike, offset: number, length: number) => NdValues>
> = {
  b1: Uint8Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
  f4: Float32Array,
  f8: Float64Array,
}

/** Bytes as numbers: a view where they are aligned and little endian; undefined for other dtypes. */
function valuesOf(
  reader: PickleReader,
  dtype: PickleDtype,
  bytes: Uint8Array,
  count: number,
): NdValues | undefined {
  const View = VIEWS[`${dtype.letter}${dtype.itemSize}`]
  if (View === undefined) return undefined
  let own = bytes
  if (bytes.byteOffset % dtype.itemSize !== 0 || (!dtype.isLittleEndian && dtype.itemSize > 1)) {
    reader.spend(bytes.length)
    own = bytes.slice()
  }
  if (!dtype.isLittleEndian)
    for (let at = 0; at < own.length; at += dtype.itemSize) own.subarray(at, at + dtype.itemSize).reverse()
  return new View(own.buffer, own.byteOffset, count)
}

/** An array out of raw bytes. */
export function rawArray(
  reader: PickleReader,
  dtype: PickleDtype,
  shape: readonly number[],
  order: "C" | "F",
  bytes: Uint8Array,
): NdArray {
  const count = countOf(reader, shape)
  if (count * dtype.itemSize !== bytes.length) {
    const expected = `${count} × ${dtype.itemSize} bytes`
    reader.fail({ what: "length of an array's data", expected, actual: `${bytes.length}` })
  }
  return { kind: "ndarray", dtype, shape, order, values: valuesOf(reader, dtype, bytes, count) }
}

/** Bytes of the raw data of an array, checked against what is left of the pickle. */
export function rawSize(reader: PickleReader, dtype: PickleDtype, shape: readonly number[]): number {
  return countOf(reader, shape) * dtype.itemSize
}

export const readShape: (reader: PickleReader, value: PickleValue | undefined) => number[] = shapeOf

/** What `_reconstruct` gives before its state is known. */
export function emptyArray(): Mutable<NdArray> {
  const dtype: PickleDtype = { kind: "dtype", letter: "b", itemSize: 1, isLittleEndian: true, name: "|b1" }
  return { kind: "ndarray", dtype, shape: [0], order: "C", values: new Uint8Array(0) }
}

export function asDtype(reader: PickleReader, value: PickleValue | undefined): PickleDtype {
  if (typeof value === "object" && value !== null && "kind" in value && value.kind === "dtype") return value
  return reader.fail({ what: "broken array", expected: "a dtype", actual: describe(value) })
}

/** State of an array: (version, shape, dtype, is Fortran, bytes or list); older pickles leave the version out. */
export function buildArray(
  reader: PickleReader,
  array: Mutable<NdArray>,
  state: PickleValue,
  latin1: (text: PickleValue) => PickleValue,
): void {
  const items = tupleItems(reader, state, "array state")
  const [shape, dtype, isFortran, data] = items.length === 4 ? items : items.slice(1)
  const read = {
    dtype: asDtype(reader, dtype),
    shape: shapeOf(reader, shape),
    order: isFortran === true ? ("F" as const) : ("C" as const),
  }
  const bytes = Array.isArray(data) ? data : latin1(data)
  if (bytes instanceof Uint8Array && read.dtype.letter !== "O") {
    Object.assign(array, rawArray(reader, read.dtype, read.shape, read.order, bytes))
  } else if (Array.isArray(bytes) && read.dtype.letter === "O") {
    const count = countOf(reader, read.shape)
    if (count !== bytes.length) {
      reader.fail({ what: "length of an array's list", expected: `${count}`, actual: `${bytes.length}` })
    }
    // A list runs last axis first even where the array did not: array_getlist_pkl walks it in C order.
    Object.assign(array, { ...read, order: "C", values: bytes })
  } else {
    const expected = read.dtype.letter === "O" ? "a list" : "bytes"
    reader.fail({ what: "broken array state", expected, actual: describe(data) })
  }
}

/** A numpy scalar as a plain value; undefined for dtypes that are not read. */
export function scalarOf(
  reader: PickleReader,
  dtype: PickleDtype,
  bytes: Uint8Array,
): number | bigint | boolean | undefined {
  const { values } = rawArray(reader, dtype, [1], "C", bytes)
  const value = values?.[0]
  if (dtype.letter === "b" && value !== undefined) return value !== 0
  if (typeof value === "bigint") return safe(value)
  return typeof value === "number" ? value : undefined
}
