import { describe, expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import { type DocumentValue, Field, isNumericArray } from "../../../src/formats/document.ts"

const field = (value: DocumentValue | undefined, path = "a.b"): Field => new Field(value, path, "x")
const object = new Map<string, DocumentValue>([["key", 7]])

/** A refusal, word for word. */
function expectRefused(read: () => unknown, message: string): void {
  expect(read).toThrow(ModelFormatError)
  expect(read).toThrow(message)
}

test("typed arrays are numbers, but for those of 64-bit integers and views of bytes", () => {
  for (const array of [
    Int8Array.of(1),
    Uint8Array.of(1),
    Int16Array.of(1),
    Int32Array.of(1),
    Float32Array.of(1),
    Float64Array.of(1),
  ]) {
    expect(isNumericArray(array)).toBe(true)
  }
  for (const other of [
    BigInt64Array.of(1n),
    new DataView(new ArrayBuffer(1)),
    [1],
    "1",
    null,
    new ArrayBuffer(1),
  ]) {
    expect(isNumericArray(other)).toBe(false)
  }
})

describe("objects", () => {
  test("have members, which may be absent", () => {
    const member = field(object).get("key")
    expect([member.value, member.path, member.source, member.exists]).toEqual([7, "a.b.key", "x", true])
    expect(field(object).get("none").exists).toBe(false)
    expect(field(object, "").get("key").path).toBe("key")
    expect(field(object).object()).toBe(object)
  })

  test.each<[DocumentValue | undefined, string]>([
    [undefined, "x, a.b: missing field; expected an object, got nothing"],
    [null, "x, a.b: wrong type; expected an object, got null"],
    [[1], "x, a.b: wrong type; expected an object, got an array of 1"],
    [Int8Array.of(1, 2), "x, a.b: wrong type; expected an object, got an array of 2"],
    ["text", 'x, a.b: wrong type; expected an object, got "text"'],
  ])("are not %o", (value, message) => expectRefused(() => field(value).get("key"), message))

  test("without a path are the document", () => {
    expectRefused(() => field(5, "").object(), "x, document: wrong type; expected an object, got 5")
  })
})

describe("arrays", () => {
  test("have items with their places", () => {
    for (const value of [[4, 5], Int8Array.of(4, 5)]) {
      const items = field(value).items()
      expect(items.map(({ value, path, source }) => [value, path, source])).toEqual([
        [4, "a.b[0]", "x"],
        [5, "a.b[1]", "x"],
      ])
    }
    expectRefused(() => field(object).items(), "x, a.b: wrong type; expected an array, got an object")
  })

  test("of strings", () => {
    expect(field(["p", "q"]).strings()).toEqual(["p", "q"])
    expectRefused(() => field(["p", 1]).strings(), "x, a.b[1]: wrong type; expected a string, got 1")
  })

  test("of numbers, as they are", () => {
    const typed = Int16Array.of(1, 2)
    expect(field(typed).numbers()).toBe(typed)
    expect(field(typed).numbers(2)).toBe(typed)
    expect(field([1, 0.1]).numbers(2)).toEqual(Float64Array.of(1, 0.1))
    expectRefused(() => field(typed).numbers(3), "x, a.b: length mismatch; expected 3 entries, got 2")
    expectRefused(() => field([1]).numbers(0), "x, a.b: length mismatch; expected 0 entries, got 1")
    expectRefused(() => field([1, "2"]).numbers(), 'x, a.b[1]: wrong type; expected a number, got "2"')
    expectRefused(() => field("12").numbers(), 'x, a.b: wrong type; expected an array of numbers, got "12"')
  })

  test("of float32 and of int32, without a copy where they are that", () => {
    const floats = Float32Array.of(0.5)
    expect(field(floats).float32Array(1)).toBe(floats)
    expect(field([0.1]).float32Array()).toEqual(Float32Array.of(0.1))
    expectRefused(() => field(floats).float32Array(2), "length mismatch; expected 2 entries, got 1")
    const integers = Int32Array.of(5)
    expect(field(integers).int32Array(1)).toBe(integers)
    expect(field([5, -2147483648, 2147483647]).int32Array()).toEqual(
      Int32Array.of(5, -2147483648, 2147483647),
    )
    expectRefused(() => field(integers).int32Array(2), "length mismatch; expected 2 entries, got 1")
    expectRefused(
      () => field([0, 2147483648]).int32Array(),
      "x, a.b[1]: out of range; expected an integer of 32 bits, got 2147483648",
    )
    expectRefused(
      () => field([0.5]).int32Array(),
      "x, a.b[0]: out of range; expected an integer of 32 bits, got 0.5",
    )
  })

  test("of flags, as numbers or as booleans", () => {
    expect(field([1, 0, 1]).flags(3)).toEqual(Uint8Array.of(1, 0, 1))
    expect(field([true, false]).flags(2)).toEqual(Uint8Array.of(1, 0))
    expect(field(Float64Array.of(0, 1)).flags(2)).toEqual(Uint8Array.of(0, 1))
    expectRefused(() => field([true]).flags(2), "x, a.b: length mismatch; expected 2 entries, got 1")
    expectRefused(() => field([0, 2]).flags(2), "x, a.b[1]: not a flag; expected 0, 1, true or false, got 2")
    expectRefused(() => field("0").flags(1), "x, a.b: wrong type; expected an array of numbers")
  })
})

describe("integers", () => {
  test.each<[DocumentValue, number]>([
    [3, 3],
    ["3", 3],
    [" -3 ", -3],
    ["+5", 5],
    [-5, -5],
    [5, 5],
  ])("%j", (value, integer) => expect(field(value).integer(-5, 5)).toBe(integer))

  test("of fifteen digits are exact in text, and longer ones are refused", () => {
    expect(field("123456789012345").integer(0, 1e15)).toBe(123456789012345)
    expectRefused(() => field("1234567890123456").integer(0, 1e17), "not an integer")
  })

  test.each<[DocumentValue | undefined, string]>([
    [6, "x, a.b: out of range; expected an integer in -5..5, got 6"],
    ["-6", 'x, a.b: out of range; expected an integer in -5..5, got "-6"'],
    [0.5, "x, a.b: not an integer; expected an integer, got 0.5"],
    ["0.5", 'x, a.b: not an integer; expected an integer, got "0.5"'],
    ["", 'x, a.b: not an integer; expected an integer, got ""'],
    ["1x", "not an integer"],
    ["x1", "not an integer"],
    ["1e1", "not an integer"],
    [true, "x, a.b: wrong type; expected an integer, got true"],
    [undefined, "x, a.b: missing field; expected an integer, got nothing"],
  ])("not %j", (value, message) => expectRefused(() => field(value).integer(-5, 5), message))

  test("that older files lack have a value", () => {
    expect(field(undefined).integerOr(9, 0, 1)).toBe(9)
    expect(field(1).integerOr(9, 0, 1)).toBe(1)
    expectRefused(() => field(2).integerOr(9, 0, 1), "out of range; expected an integer in 0..1, got 2")
  })
})

test("strings and numbers", () => {
  expect(field("text").string()).toBe("text")
  expectRefused(() => field(1).string(), "x, a.b: wrong type; expected a string, got 1")
  expectRefused(() => field(undefined).string(), "x, a.b: missing field; expected a string, got nothing")
  expect(field(0.1).float32()).toBe(Math.fround(0.1))
  expectRefused(() => field("0.1").float32(), 'x, a.b: wrong type; expected a number, got "0.1"')
})
