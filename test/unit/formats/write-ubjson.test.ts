import { expect, test } from "vitest"
import type { DocumentValue } from "../../../src/formats/document.ts"
import { NumberList, type NumberType, type Writable } from "../../../src/formats/document-writer.ts"
import { documentFromObject } from "../../../src/formats/plain-object.ts"
import { parseUbjson } from "../../../src/formats/ubjson.ts"
import { writeUbjsonBytes } from "../../../src/formats/write-ubjson.ts"
import { decodeUbjson } from "../../oracle/ubjson-decoder.ts"
import fc from "../../support/fast-check.ts"
import { runs } from "../../support/runs.ts"

/** Bytes as text: printable ones as they are, the others as [hexadecimal]. */
function shown(document: Writable): string {
  return Array.from(writeUbjsonBytes(document), byte =>
    byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `[${byte.toString(16)}]`,
  ).join("")
}

function plain(value: DocumentValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
  if (Array.isArray(value)) return value.map(plain)
  return ArrayBuffer.isView(value) ? Array.from(value) : value
}

const float32Json = fc.jsonValue({ maxDepth: 4 }).map(value => {
  const text = JSON.stringify(value, (_key, item) => (typeof item === "number" ? Math.fround(item) : item))
  return JSON.parse(text) as unknown
})

test("what is written reads as what it was, by our reader and by another", () => {
  fc.assert(
    fc.property(float32Json, value => {
      const [document] = documentFromObject([value], "value") as DocumentValue[]
      const bytes = writeUbjsonBytes(document)
      expect(plain(parseUbjson(bytes, "bytes"))).toEqual(plain(document))
      expect(decodeUbjson(bytes)).toEqual(plain(document))
    }),
    { numRuns: runs(2000), seed: 1 },
  )
})

test("integers take the smallest type that has them inside its outermost values", () => {
  const types: readonly (readonly [number, NumberType])[] = [
    [0, "i"],
    [126, "i"],
    [-127, "i"],
    [127, "I"],
    [-128, "I"],
    [32_766, "I"],
    [-32_767, "I"],
    [32_767, "l"],
    [-32_768, "l"],
    [2_147_483_646, "l"],
    [2_147_483_647, "L"],
    [-2_147_483_648, "L"],
    [Number.MAX_SAFE_INTEGER, "L"],
    [0.5, "d"],
    [-0, "d"],
  ]
  for (const [value, type] of types) {
    const bytes = writeUbjsonBytes(value)
    expect(String.fromCharCode(bytes[0]), `${value}`).toBe(type)
    expect(decodeUbjson(bytes)).toBe(value)
  }
})

test("the layout is XGBoost's", () => {
  const zeros = (count: number): string => "[0]".repeat(count)
  expect(
    shown(
      new Map<string, Writable>([
        ["b", "é"],
        ["a", null],
      ]),
    ),
  ).toBe(`{L${zeros(7)}[1]aZL${zeros(7)}[1]bSL${zeros(7)}[2][c3][a9]}`)
  expect(shown([true, false])).toBe(`[#L${zeros(7)}[2]TF`)
  expect(shown(new Float32Array(0))).toBe(`[$d#L${zeros(8)}`)
  expect(shown(Float32Array.of(1))).toBe(`[$d#L${zeros(7)}[1]?[80][0][0]`)
  expect(shown(new NumberList("d", [1], false))).toBe(`[#L${zeros(7)}[1]d?[80][0][0]`)
  expect(shown(new NumberList("l", [1, 300], false))).toBe(`[#L${zeros(7)}[2]i[1]I[1],`)
  expect(shown(new NumberList("L", [-2]))).toBe(`[$L#L${zeros(7)}[1]${"[ff]".repeat(7)}[fe]`)
})

test("typed arrays keep their types", () => {
  const lists: readonly (readonly [string, Writable])[] = [
    ["i", Int8Array.of(-1, 127)],
    ["U", Uint8Array.of(0, 255)],
    ["I", Int16Array.of(-32_768)],
    ["l", Int32Array.of(-2_147_483_648)],
    ["d", Float32Array.of(0.5, Number.NaN)],
    ["L", Float64Array.of(2 ** 53 - 1)],
    ["D", Float64Array.of(0.1)],
  ]
  for (const [type, list] of lists) {
    const bytes = writeUbjsonBytes(list)
    expect(String.fromCharCode(...bytes.subarray(0, 3))).toBe(`[$${type}`)
    expect(parseUbjson(bytes, "list")).toEqual(list)
  }
})

test("nesting is no recursion", () => {
  let document: Writable = []
  for (let level = 0; level < 9_999; level++)
    document = level % 2 === 0 ? new Map([["k", document]]) : [document]
  expect(() => parseUbjson(writeUbjsonBytes(document), "deep")).not.toThrow()
})
