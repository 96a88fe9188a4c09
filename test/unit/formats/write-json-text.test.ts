import { expect, test } from "vitest"
import type { DocumentValue } from "../../../src/formats/document.ts"
import { NumberList, type Writable } from "../../../src/formats/document-writer.ts"
import { parseJsonText } from "../../../src/formats/json-text.ts"
import { documentFromObject } from "../../../src/formats/plain-object.ts"
import { writeJsonText } from "../../../src/formats/write-json-text.ts"
import fc from "../../support/fast-check.ts"
import { runs } from "../../support/runs.ts"

const write = (document: Writable): string => new TextDecoder().decode(writeJsonText(document))

/** A document as plain values: text has the shortest decimal of a float32, which stands for that float32. */
function plain(value: DocumentValue): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : Math.fround(value)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
  if (Array.isArray(value)) return value.map(plain)
  return ArrayBuffer.isView(value) ? Array.from(value, plain) : value
}

/** What JSON can hold of float32 numbers. */
const float32Json = fc.jsonValue({ maxDepth: 4 }).map(value => {
  const text = JSON.stringify(value, (_key, item) => (typeof item === "number" ? Math.fround(item) : item))
  return JSON.parse(text) as unknown
})

test("what is written reads as what it was", () => {
  fc.assert(
    fc.property(float32Json, value => {
      const [document] = documentFromObject([value], "value") as DocumentValue[]
      const text = writeJsonText(document)
      expect(plain(parseJsonText(text, "text"))).toEqual(plain(document))
      expect(plain(documentFromObject([JSON.parse(write(document))], "text"))).toEqual([plain(document)])
    }),
    { numRuns: runs(2000), seed: 1 },
  )
})

test("keys stand in the order of their UTF-8 bytes, without white space", () => {
  const keys = ["b", "a", "é", "z", "\u{1f332}", "\uffee", "\ud7ff", "a b", ""]
  const document = new Map(keys.map((key, k) => [key, k]))
  const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect(Object.keys(JSON.parse(write(document)) as object)).toEqual(sorted)
  expect(write(new Map([["a", [1, "x", null, true, new Map()]]]))).toBe('{"a":[1,"x",null,true,{}]}')
})

test("strings escape what XGBoost's reader takes, and no more", () => {
  expect(write('"\\\n\r\t\b\f\u0001/é\u007f')).toBe('"\\"\\\\\\n\\r\\t\\u0008\\u000c\\u0001/é\u007f"')
  // XGBoost itself leaves the backslash of \u alone, and so loses what stood there.
  expect(write("\\u0041")).toBe('"\\\\u0041"')
})

test("numbers of each kind", () => {
  expect(write(Float32Array.of(1, 0.1, -0, Number.NaN, -Infinity))).toBe("[1E0,1E-1,-0E0,NaN,-Infinity]")
  expect(write(Int32Array.of(-2147483648, 0, 7))).toBe("[-2147483648,0,7]")
  expect(write(Uint8Array.of(0, 255))).toBe("[0,255]")
  expect(write(Float64Array.of(2 ** 53 - 1, -3))).toBe("[9007199254740991,-3]")
  expect(write(Float64Array.of(0.1, 1e300, -0))).toBe("[1e-1,1e+300,-0E0]")
  expect(write(new NumberList("d", [1, 2], false))).toBe("[1E0,2E0]")
  expect(write(new NumberList("L", [1, -2]))).toBe("[1,-2]")
  expect(write(new NumberList("D", [1, Infinity]))).toBe("[1e+0,Infinity]")
  expect(write([1, -1, 0.5, -0])).toBe("[1,-1,5E-1,-0E0]")
})

test("nesting is no recursion", () => {
  let document: Writable = []
  for (let level = 0; level < 9_999; level++)
    document = level % 2 === 0 ? new Map([["k", document]]) : [document]
  expect(write(document)).toHaveLength(2 + 5000 * 6 + 4999 * 2)
})
