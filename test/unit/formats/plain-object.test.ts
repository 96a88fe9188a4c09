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
