import { describe, expect, test } from "vitest"
import { encodeUtf8 } from "../../../src/bytes/utf8.ts"
import { ModelFormatError } from "../../../src/errors.ts"
import type { DocumentValue } from "../../../src/formats/document.ts"
import { parseJsonText } from "../../../src/formats/json-text.ts"
import fc from "../../support/fast-check.ts"
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

test.each([
  ["", "byte 0: not JSON; expected a value, got the end"],
  ["  x", 'byte 2: not JSON; expected a value, got "x"'],
  ["trux", 'byte 0: not JSON; expected a value, got "t"'],
  ["xrue", 'byte 0: not JSON; expected a value, got "x"'],
  ["null null", 'byte 5: not JSON; expected the end of the document, got "n"'],
  ['{"a":null null', 'byte 10: not JSON; expected "," or "}", got "n"'],
  ["[null null", 'byte 6: not JSON; expected "," or "]", got "n"'],
  ["{1", 'byte 1: not JSON; expected a key in quotes, got "1"'],
  ['{"a" 1', 'byte 5: not JSON; expected ":", got "1"'],
  ['{"a":1,"a":2}', 'byte 7: repeated key; expected each key once, got "a"'],
  ['"abc', "byte 0: string without an end; expected a closing quote, got the end"],
  ['"a\u0001b"', "byte 2: not JSON; expected no control character inside a string, got byte 0x1"],
  ['"\\x"', "byte 1: unknown escape in a string; expected a JSON escape, got "],
  ["Nan", 'byte 0: not JSON; expected a number, got "N"'],
  ["-NaN", 'byte 1: not JSON; expected a number, got "N"'],
  ["-", "byte 1: not JSON; expected a"],
])("%j is refused word for word", (text, message) => {
  expect(() => parse(text)).toThrow(`text.json @ ${message}`)
})

test("bytes that are not UTF-8 are refused word for word, and half a byte order mark is none", () => {
  expect(() => parseJsonText(Uint8Array.of(0x22, 0xff, 0x22), "x")).toThrow(
    "x @ byte 1: string is not UTF-8; expected UTF-8, got other bytes",
  )
  const one = 0x31
  for (const bytes of [
    [0xef, 0xbb, 0, one],
    [0xef, 0, 0xbf, one],
    [0, 0xbb, 0xbf, one],
  ]) {
    expect(() => parseJsonText(Uint8Array.from(bytes), "x")).toThrow("x @ byte 0: not JSON")
  }
  expect(parseJsonText(Uint8Array.of(0xef, 0xbb, 0xbf, one), "x")).toBe(1)
})

test("an array that begins with an integer and goes on with a name holds float64", () => {
  expect(parse("[1, NaN, 2]")).toEqual(Float64Array.of(1, Number.NaN, 2))
  expect(parse("[Infinity]")).toEqual(Float64Array.of(Infinity))
})
