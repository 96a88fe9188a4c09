import { describe, expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import { parseUbjson } from "../../../src/formats/ubjson.ts"

/** Bytes from characters and numbers: `bytes("[", "$", "U", …)`. */
function bytes(...parts: (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap(part => (typeof part === "string" ? [...part].map(c => c.charCodeAt(0)) : [part])),
  )
}

const parse = (...parts: (string | number)[]): unknown => parseUbjson(bytes(...parts), "x.ubj")

test("scalars of every type, big-endian", () => {
  expect(parse("i", 0xff)).toBe(-1)
  expect(parse("U", 0xff)).toBe(255)
  expect(parse("I", 0xff, 0xfe)).toBe(-2)
  expect(parse("l", 0, 1, 0, 0)).toBe(65536)
  expect(parse("L", 0, 0, 0, 1, 0, 0, 0, 2)).toBe(4294967298)
  expect(parse("L", 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)).toBe(-1)
  expect(parse("d", 0x3f, 0x80, 0, 0)).toBe(1)
  expect(parse("D", 0x40, 0, 0, 0, 0, 0, 0, 0)).toBe(2)
  expect(parse("T")).toBe(true)
  expect(parse("F")).toBe(false)
  expect(parse("Z")).toBe(null)
  expect(parse("S", "U", 2, "hi")).toBe("hi")
  expect(parse("C", "x")).toBe("x")
})

test("arrays: typed, counted, open", () => {
  expect(parse("[$U#U", 3, 1, 2, 3)).toEqual(Uint8Array.of(1, 2, 3))
  expect(parse("[$i#U", 2, 0xff, 1)).toEqual(Int8Array.of(-1, 1))
  expect(parse("[$I#U", 1, 0xff, 0xff)).toEqual(Int16Array.of(-1))
  expect(parse("[$l#U", 1, 0, 0, 1, 0)).toEqual(Int32Array.of(256))
  expect(parse("[$d#U", 1, 0xbf, 0x80, 0, 0)).toEqual(Float32Array.of(-1))
  expect(parse("[$L#U", 1, 0, 0, 0, 0, 0, 0, 0, 7)).toEqual(Float64Array.of(7))
  expect(parse("[$d#U", 0)).toEqual(new Float32Array(0))
  expect(parse("[#U", 2, "TU", 5)).toEqual([true, 5])
  expect(parse("[#U", 0)).toEqual([])
  expect(parse("[TNF]")).toEqual([true, false])
  expect(parse("[[]{}]")).toEqual([[], new Map()])
})

test("objects: open and counted", () => {
  expect(parse("{U", 1, "aTU", 1, "bZ}")).toEqual(
    new Map<string, unknown>([
      ["a", true],
      ["b", null],
    ]),
  )
  expect(parse("{#U", 1, "U", 1, "a[]")).toEqual(new Map([["a", []]]))
  expect(parse("{}")).toEqual(new Map())
})

describe("broken bytes", () => {
  test.each([
    [bytes(), "byte 0"],
    [bytes("["), "byte 1"],
    [bytes("x"), "byte 0"],
    [bytes("[$d#l", 0x7f, 0xff, 0xff, 0xff), "byte 4"],
    [bytes("[$U#L", 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), "byte 5"],
    [bytes("[$U#i", 0xff), "byte 4"],
    [bytes("[$U", 1, 2), "byte 3"],
    [bytes("[$T#U", 1), "byte 2"],
    [bytes("[#l", 0x7f, 0xff, 0xff, 0xff), "byte 2"],
    [bytes("S", "U", 5, "hi"), "byte 1"],
    [bytes("S", "U", 1, 0xff), "byte 3"],
    [bytes("{U", 1, "aTU", 1, "aT}"), "byte 5"],
    [bytes("TT"), "byte 1"],
  ])("case %#", (broken, where) => {
    expect(() => parseUbjson(broken, "x.ubj")).toThrow(ModelFormatError)
    expect(() => parseUbjson(broken, "x.ubj")).toThrow(`x.ubj @ ${where}`)
  })

  test("a million brackets end at the limit of nesting", () => {
    expect(() => parseUbjson(new Uint8Array(1_000_000).fill(0x5b), "x.ubj")).toThrow("nested too deep")
  })
})

test("members that are left out are not there, and are checked all the same", () => {
  const without = new Set(["a"])
  const array = (count: number): (string | number)[] => [
    "{",
    "U",
    1,
    "a",
    "[$U#U",
    count,
    7,
    8,
    "U",
    1,
    "b",
    "T}",
  ]
  const read = (count: number): unknown => parseUbjson(bytes(...array(count)), "x.ubj", without)
  expect(read(2)).toEqual(new Map([["b", true]]))
  expect(() => read(200)).toThrow("impossible count of array entries")
})

test.each<[(string | number)[], string]>([
  [[], "byte 0: truncated while reading a type marker; expected 1 more bytes, got 0"],
  [["N"], "byte 1: truncated while reading a type marker"],
  [["i"], "byte 1: truncated while reading a number; expected 1 more bytes, got 0"],
  [["x"], 'byte 0: unknown type marker; expected a UBJSON type, got "x"'],
  [[7], "byte 0: unknown type marker; expected a UBJSON type, got byte 0x7"],
  [["[$U#d", 0, 0, 0, 0], 'byte 4: unknown type marker; expected a UBJSON type, got "d"'],
  [["[$U#D", 0, 0, 0, 0, 0, 0, 0, 0], 'byte 4: unknown type marker; expected a UBJSON type, got "D"'],
  [["[$I#U", 3, 0, 0, 0, 0], "byte 4: impossible count of array entries; expected 0..2 (bytes left), got 3"],
  [["[$U#i", 0xff], "byte 4: impossible count of array entries; expected 0..0 (bytes left), got -1"],
  [["[$UU", 1], 'byte 3: typed array without a count; expected "#", got another mark'],
  [["SU", 5, "hi"], "byte 1: impossible count of bytes in a string; expected 0..2 (bytes left), got 5"],
  [["SU", 1, 0xff], "byte 3: string is not UTF-8; expected valid UTF-8, got other bytes"],
  [
    ["L", 0x7f, 0, 0, 0, 0, 0, 0, 0],
    "byte 1: integer too large; expected at most 53 bits, got about 9151314442816848000",
  ],
])("broken bytes are refused word for word, case %#", (parts, message) => {
  expect(() => parse(...parts)).toThrow(`x.ubj @ ${message}`)
})

test("what is left out comes back as nothing of its type's size, and entries follow each other", () => {
  expect(parse("[$I#U", 3, 0, 1, 0, 2, 0xff, 0xff)).toEqual(Int16Array.of(1, 2, -1))
  expect(parse("[$D#U", 1, 0x40, 0, 0, 0, 0, 0, 0, 0)).toEqual(Float64Array.of(2))
})
