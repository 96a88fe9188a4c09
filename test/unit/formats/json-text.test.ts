import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { encodeUtf8 } from "../../../src/bytes/utf8.ts"
import { ModelFormatError } from "../../../src/errors.ts"
import type { DocumentValue } from "../../../src/formats/document.ts"
import { parseJsonText } from "../../../src/formats/json-text.ts"
import { runs } from "../../support/runs.ts"

const parse = (text: string): DocumentValue => parseJsonText(encodeUtf8(text), "text.json")

/** A document as plain values, to compare with JSON.parse. */
function plain(value: DocumentValue): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]))
  if (Array.isArray(value)) return value.map(plain)
  return ArrayBuffer.isView(value) ? Array.from(value) : value
}

test("any JSON value reads as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      // JSON.parse turns -0 into -0, fromEntries drops nothing: compare as JSON and bit for bit.
      expect(plain(parse(text))).toEqual(JSON.parse(text))
    }),
    { numRuns: runs(2000), seed: 1 },
  )
})

test("numbers round as Number does, whatever their spelling", () => {
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/)
  fc.assert(
    fc.property(digits, text => {
      expect(Object.is(parse(text), Number(text))).toBe(true)
    }),
    { numRuns: runs(5000), seed: 2 },
  )
})

test("arrays of numbers become typed arrays", () => {
  expect(parse("[1, -2,3]")).toEqual(Int32Array.of(1, -2, 3))
  expect(parse("[1,2147483648]")).toEqual(Float64Array.of(1, 2147483648))
  expect(parse("[1E0,NaN,-Infinity]")).toEqual(Float64Array.of(1, Number.NaN, -Infinity))
  expect(Object.is((parse("[-0, 1]") as Float64Array)[0], -0)).toBe(true)
  expect(parse('[1,"a",null]')).toEqual([1, "a", null])
  expect(parse("[]")).toEqual([])
  const long = Array.from({ length: 5000 }, (_, i) => i - 2500)
  expect(parse(JSON.stringify(long))).toEqual(Int32Array.from(long))
})

test("a byte order mark and strings with escapes", () => {
  expect(parse('\ufeff{"a\\n\\u00fc\\ud83d\\ude00": "\\"\\\\\\/\\b\\f\\r\\t"}')).toEqual(
    new Map([["a\nü😀", '"\\/\b\f\r\t']]),
  )
})

describe("broken text", () => {
  test.each([
    ["", "byte 0"],
    ["{", "byte 1"],
    ['{"a"}', "byte 4"],
    ['{"a":1,}', "byte 7"],
    ['{"a":1,"a":2}', "byte 7"],
    ["[1,]", "byte 3"],
    ["[1 2]", "byte 3"],
    ["01", "byte 0"],
    ["1.", "byte 2"],
    ["1e", "byte 2"],
    ["-", "byte 1"],
    ["nul", "byte 0"],
    ["true false", "byte 5"],
    ['"abc', "byte 0"],
    ['"a\u0001b"', "byte 2"],
    ['"\\x"', "byte 1"],
    ['"\\u12"', "byte 1"],
    ["Infinit", "byte 0"],
    ["[+1]", "byte 1"],
    ["{]", "byte 1"],
  ])("%j fails at %s", (text, where) => {
    expect(() => parse(text)).toThrow(ModelFormatError)
    expect(() => parse(text)).toThrow(`text.json @ ${where}`)
  })

  test("bytes that are not UTF-8", () => {
    expect(() => parseJsonText(Uint8Array.of(0x22, 0xff, 0x22), "x")).toThrow(
      "x @ byte 1: string is not UTF-8",
    )
  })

  test("a million brackets end at the limit of nesting", () => {
    expect(() => parse("[".repeat(1_000_000))).toThrow("nested too deep")
    expect(() => parse('{"a":'.repeat(1_000_000))).toThrow("nested too deep")
  })
})
