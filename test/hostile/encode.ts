/** Writes documents as XGBoost does, JSON and UBJSON, with a hole for deliberate nonsense: Verbatim. */

/** Content that is written as it stands in place of a value. */
export class Verbatim {
  readonly json: string
  readonly ubjson: Uint8Array

  constructor(json: string, ubjson: Uint8Array) {
    this.json = json
    this.ubjson = ubjson
  }
}

export type Value = null | boolean | number | string | Verbatim | Value[] | { [key: string]: Value }

export function isRecord(value: Value | undefined): value is { [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Verbatim)
}

/** Whether a value is a JavaScript value throughout, without anything verbatim. */
export function isPlain(value: Value): boolean {
  if (typeof value !== "object" || value === null) return true
  return !(value instanceof Verbatim) && Object.values(value).every(isPlain)
}

/** JSON text with the bare tokens NaN, Infinity and -Infinity, keys in the order they stand in. */
export function encodeJson(value: Value): string {
  if (value instanceof Verbatim) return value.json
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(",")}]`
  if (isRecord(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${encodeJson(item)}`)
      .join(",")}}`
  }
  return typeof value === "number" ? (Object.is(value, -0) ? "-0" : String(value)) : JSON.stringify(value)
}

/** Element type of the arrays that XGBoost writes as typed arrays; the others are written value by value. */
const ARRAY_TYPES: Readonly<Record<string, string>> = {
  base_weights: "d",
  leaf_weights: "d",
  loss_changes: "d",
  split_conditions: "d",
  sum_hessian: "d",
  weights: "d",
  left_children: "l",
  right_children: "l",
  parents: "l",
  split_indices: "l",
  categories: "l",
  categories_nodes: "l",
  categories_segments: "L",
  categories_sizes: "L",
  // Categories of a DataFrame (3.x): names are signed bytes of UTF-8, numbers say their type beside them.
  offsets: "l",
  feature_segments: "l",
  sorted_idx: "l",
  values: "i",
  "numeric values": "L",
  default_left: "U",
  split_type: "U",
}

const INTEGER_RANGES: readonly (readonly [type: string, low: number, high: number])[] = [
  ["i", -128, 127],
  ["I", -32768, 32767],
  ["l", -2147483648, 2147483647],
  ["L", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
]

export const WIDTHS: Readonly<Record<string, number>> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8 }

/** Whether a number survives being written as a type. */
function fits(type: string, value: number): boolean {
  if (type === "D") return true
  if (type === "d") return Object.is(Math.fround(value), value)
  if (Object.is(value, -0) || !Number.isInteger(value)) return false
  if (type === "U") return value >= 0 && value <= 255
  return INTEGER_RANGES.some(([name, low, high]) => name === type && value >= low && value <= high)
}

function numberType(value: number): string {
  return INTEGER_RANGES.find(([type]) => fits(type, value))?.[0] ?? (fits("d", value) ? "d" : "D")
}

/** Writes a number in a type, big-endian. */
export function writeNumber(view: DataView, at: number, type: string, value: number): void {
  if (type === "i") view.setInt8(at, value)
  else if (type === "U") view.setUint8(at, value)
  else if (type === "I") view.setInt16(at, value)
  else if (type === "l") view.setInt32(at, value)
  else if (type === "L") view.setBigInt64(at, BigInt(value))
  else if (type === "d") view.setFloat32(at, value)
  else view.setFloat64(at, value)
}

/** A place in UBJSON bytes where the structure is: what a reader trusts, and where an attacker writes. */
export interface Site {
  readonly at: number
  readonly kind: "count" | "type" | "mark" | "payload"
  /** Type of the number that stands here, for counts and payloads. */
  readonly type: string
}

const encoder = new TextEncoder()

/** One buffer for every document that is written: tens of thousands are. */
const scratch = new Uint8Array(1 << 22)
const scratchView = new DataView(scratch.buffer)

class UbjsonWriter {
  private length = 0
  readonly sites: Site[] = []

  private mark(letter: string, kind: Site["kind"] = "mark"): void {
    this.sites.push({ at: this.length, kind, type: "" })
    scratch[this.length++] = letter.charCodeAt(0)
  }

  private number(type: string, value: number, kind: Site["kind"] = "payload"): void {
    this.sites.push({ at: this.length, kind, type })
    writeNumber(scratchView, this.length, type, value)
    this.length += WIDTHS[type]
  }

  private count(value: number): void {
    this.mark("L")
    this.number("L", value, "count")
  }

  private text(text: string): void {
    const bytes = encoder.encode(text)
    this.count(bytes.length)
    scratch.set(bytes, this.length)
    this.length += bytes.length
  }

  private array(items: Value[], key: string): void {
    const type = Object.hasOwn(ARRAY_TYPES, key) ? ARRAY_TYPES[key] : undefined
    const numbers = items.filter(item => typeof item === "number")
    this.mark("[")
    if (type && numbers.length === items.length && numbers.every(item => fits(type, item))) {
      this.mark("$")
      this.mark(type, "type")
      this.mark("#")
      this.count(items.length)
      for (const item of numbers) this.number(type, item)
    } else {
      this.mark("#")
      this.count(items.length)
      for (const item of items) this.value(item, key)
    }
  }

  value(value: Value, key = ""): void {
    if (value instanceof Verbatim) {
      scratch.set(value.ubjson, this.length)
      this.length += value.ubjson.length
      // A mutation that sets an entry beyond an array's end leaves holes.
    } else if (value === null || value === undefined) this.mark("Z")
    else if (typeof value === "boolean") this.mark(value ? "T" : "F")
    else if (typeof value === "number") {
      // The one list of floats without a type of its own.
      const type = key === "weight_drop" && fits("d", value) ? "d" : numberType(value)
      this.mark(type)
      this.number(type, value)
    } else if (typeof value === "string") {
      this.mark("S")
      this.text(value)
    } else if (Array.isArray(value)) this.array(value, key)
    else {
      this.mark("{")
      for (const [name, item] of Object.entries(value)) {
        this.text(name)
        this.value(item, name === "values" && "type" in value ? "numeric values" : name)
      }
      this.mark("}")
    }
  }

  finish(): Uint8Array {
    return scratch.slice(0, this.length)
  }
}

/** UBJSON bytes and the places where their structure stands. */
export function encodeUbjson(value: Value): { bytes: Uint8Array; sites: readonly Site[] } {
  const writer = new UbjsonWriter()
  writer.value(value)
  return { bytes: writer.finish(), sites: writer.sites }
}
