import { expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import { documentFromObject } from "../../../src/formats/plain-object.ts"

test("objects, arrays, typed arrays and maps", () => {
  const floats = Float32Array.of(1, 2)
  expect(
    documentFromObject({ a: [1, 2.5], b: ["x", null], c: floats, d: new Map([["e", true]]) }, "o"),
  ).toEqual(
    new Map<string, unknown>([
      ["a", Float64Array.of(1, 2.5)],
      ["b", ["x", null]],
      ["c", floats],
      ["d", new Map([["e", true]])],
    ]),
  )
})

test("a shared part is read once, a cycle is an error with its path", () => {
  const shared = { x: 1 }
  expect(documentFromObject({ a: shared, b: [shared, shared] }, "o")).toBeInstanceOf(Map)
  const cyclic: Record<string, unknown> = { learner: {} }
  ;(cyclic["learner"] as Record<string, unknown>)["again"] = cyclic
  expect(() => documentFromObject(cyclic, "o")).toThrow(ModelFormatError)
  expect(() => documentFromObject(cyclic, "o")).toThrow("o, learner.again: object contains itself")
})

test("doubling references stay linear in time", () => {
  let node: unknown = [0, "leaf"]
  for (let i = 0; i < 200; i++) node = [node, node, "x"]
  expect(documentFromObject({ node }, "o")).toBeInstanceOf(Map)
})

test("nesting beyond reason, functions and bigints", () => {
  let deep: unknown = "x"
  for (let i = 0; i < 100_000; i++) deep = [deep]
  expect(() => documentFromObject({ deep }, "o")).toThrow("nested too deep")
  expect(() => documentFromObject({ f: () => 1 }, "o")).toThrow("o, f: not a JSON value")
  expect(() => documentFromObject({ n: 1n }, "o")).toThrow(/got 1n/)
  expect(() => documentFromObject({ n: BigInt64Array.of(1n) }, "o")).toThrow(ModelFormatError)
})

test("__proto__ is a key like any other", () => {
  const document = documentFromObject(JSON.parse('{"__proto__": {"polluted": true}}'), "o") as Map<
    string,
    unknown
  >
  expect(document.get("__proto__")).toEqual(new Map([["polluted", true]]))
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined()
})

test("what JSON cannot hold is refused by its place", () => {
  const holes = [1, "x"]
  holes[3] = "y"
  for (const [value, message] of [
    [
      { a: { b: [0, "x", undefined] } },
      "o, a.b[2]: not a JSON value; expected null, a boolean, number, string, array or object, got undefined",
    ],
    [{ a: Symbol.iterator }, "o, a: not a JSON value"],
    [{ a: new DataView(new ArrayBuffer(1)) }, "o, a: not a JSON value; expected an array of numbers, got "],
    [{ a: ["", holes] }, "o, a[1]: array with holes; expected a value at every index, got none at 2"],
    [() => 1, "o, document: not a JSON value"],
  ] as const) {
    expect(() => documentFromObject(value as object, "o")).toThrow(ModelFormatError)
    expect(() => documentFromObject(value as object, "o")).toThrow(message)
  }
})

test("10,000 levels are read, and no more", () => {
  const nested = (levels: number): object => {
    let value: unknown = "x"
    for (let i = 0; i < levels; i++) value = [value]
    return value as object
  }
  let levels = 0
  for (let value: unknown = documentFromObject(nested(10_000), "o"); Array.isArray(value); value = value[0])
    levels++
  expect(levels).toBe(10_000)
  expect(() => documentFromObject(nested(10_001), "o")).toThrow(
    /\[0\]: nested too deep; expected at most 10000 levels, got more$/,
  )
})

test("shared parts are one value, cycles in arrays are refused, empty arrays stay arrays", () => {
  const shared = { x: 1 }
  const document = documentFromObject({ a: shared, b: shared }, "o") as Map<string, unknown>
  expect(document.get("a")).toBe(document.get("b"))
  const cycle: unknown[] = ["x"]
  cycle.push(cycle)
  expect(() => documentFromObject(cycle, "o")).toThrow(
    "o, [1]: object contains itself; expected a document without cycles, got a cycle",
  )
  expect(documentFromObject({ a: [], b: {}, c: [[]] }, "o")).toEqual(
    new Map<string, unknown>([
      ["a", []],
      ["b", new Map()],
      ["c", [[]]],
    ]),
  )
  expect(documentFromObject(new Map([[1, "a"]]), "o")).toEqual(new Map([["1", "a"]]))
})
