import { beforeAll, describe, expect, test } from "vitest"
import { ConfigurationError } from "../../../src/errors.ts"
import { epochFidelity, jahsSpace } from "../../../src/space/jahs-space.ts"
import { type Domain, restrictHyperparameter } from "../../../src/space/restrict.ts"
import type { Space } from "../../../src/space/space.ts"

const cardDomain: Domain = {
  N: [5],
  W: [16],
  Resolution: [1],
  LearningRate: [0.001, 1],
  WeightDecay: [1e-5, 0.001],
  epoch: [1, 200],
}

describe("a release's domain", () => {
  let space: Space
  beforeAll(() => {
    space = jahsSpace.restrict(cardDomain)
  })

  test("single values become constants that keep their role and type", () => {
    expect(space.get("N")).toEqual({
      kind: "constant",
      name: "N",
      role: "fidelity",
      description: jahsSpace.get("N").description,
      valueType: "integer",
      value: 5,
    })
    expect(space.get("Resolution")).toMatchObject({ kind: "constant", valueType: "float", value: 1 })
    const narrow = jahsSpace.restrict({ LearningRate: [0.1, 0.1], TrivialAugment: [true] })
    expect(narrow.get("LearningRate")).toMatchObject({ kind: "constant", valueType: "float", value: 0.1 })
    expect(narrow.get("TrivialAugment")).toMatchObject({
      kind: "constant",
      valueType: "boolean",
      value: true,
    })
    expect(restrictHyperparameter(epochFidelity, [7, 7], "card.json")).toMatchObject({
      kind: "constant",
      valueType: "integer",
      value: 7,
    })
  })

  test("ranges are narrowed, the rest stays", () => {
    expect(space.get("WeightDecay")).toMatchObject({ kind: "float", lower: 1e-5, upper: 1e-3, log: true })
    expect(space.get("LearningRate")).toEqual(jahsSpace.get("LearningRate"))
    expect(space.get("Op4")).toBe(jahsSpace.get("Op4"))
    expect(space.names).toEqual(jahsSpace.names)
    expect(space.numArchitectures).toBe(15_625)
  })

  test("constants may be left out, and are then filled in", () => {
    const { N, W, Resolution, Optimizer, ...chosen } = space.defaultConfiguration()
    expect([N, W, Resolution, Optimizer]).toEqual([5, 16, 1, "SGD"])
    expect(space.validate(chosen)).toEqual({ ...chosen, N: 5, W: 16, Resolution: 1, Optimizer: "SGD" })
    expect(() => jahsSpace.validate(chosen)).toThrow("N: missing")
  })

  test("what is outside is an error, unless the caller extrapolates", () => {
    const outside = { ...space.defaultConfiguration(), N: 3, WeightDecay: 0.005 }
    expect(() => space.validate(outside)).toThrow(
      "configuration, WeightDecay: out of range; expected a number from 0.00001 to 0.001, got 0.005",
    )
    const { W: _, ...withoutW } = outside
    expect(space.validate(withoutW, { extrapolate: true })).toEqual({ ...outside, W: 16 })
    expect(() => space.validate({ ...outside, N: 2 }, { extrapolate: true })).toThrow(
      "expected 1, 3 or 5, got 2",
    )
  })

  test("outside names the first hyperparameter that leaves the domain", () => {
    const inside = space.defaultConfiguration()
    expect(space.outside(inside)).toBe(null)
    expect(jahsSpace.outside({ ...inside, N: 3 })).toBe(null)
    expect(space.outside({ ...inside, N: 3, WeightDecay: 0.005 })).toEqual({
      name: "WeightDecay",
      allowed: "a number from 0.00001 to 0.001",
      value: 0.005,
    })
    expect(space.outside({ ...inside, N: 3 })).toEqual({
      name: "N",
      allowed: "5, the only value here",
      value: 3,
    })
  })
})

describe("defaults that fall out of the domain", () => {
  test("a list's default becomes its first value, in the space's order", () => {
    const space = jahsSpace.restrict({ N: [5, 3], Activation: ["Mish", "Hardswish"] })
    expect(space.get("N")).toMatchObject({ values: [3, 5], defaultValue: 3 })
    expect(space.get("Activation")).toMatchObject({
      values: ["Hardswish", "Mish"],
      defaultValue: "Hardswish",
    })
  })

  test("a range's default becomes the nearest end", () => {
    expect(jahsSpace.restrict({ LearningRate: [0.2, 0.5] }).defaultConfiguration().LearningRate).toBe(0.2)
    expect(jahsSpace.restrict({ LearningRate: [0.001, 0.05] }).defaultConfiguration().LearningRate).toBe(0.05)
  })
})

test("restricting twice narrows further and remembers the whole space", () => {
  const once = jahsSpace.restrict({ N: [3, 5] })
  const twice = once.restrict({ N: [5], Optimizer: ["SGD"] })
  expect(twice.get("N")).toMatchObject({ kind: "constant", value: 5 })
  expect(() => once.restrict({ N: [1] })).toThrow(ConfigurationError)
  expect(() => twice.restrict({ N: [3] })).toThrow("domain, N: no part of the space")
  const configuration = { ...twice.defaultConfiguration(), N: 1 as const }
  expect(twice.validate(configuration, { extrapolate: true }).N).toBe(1)
})

test("the space that is restricted does not change", () => {
  const before = JSON.stringify(jahsSpace.hyperparameters)
  jahsSpace.restrict(cardDomain)
  expect(JSON.stringify(jahsSpace.hyperparameters)).toBe(before)
})

describe("a domain that is no part of the space", () => {
  test.each<[unknown, string]>([
    [{ N: [2] }, "card.json, N: no part of the space; expected 1, 3 or 5, got 2"],
    [{ N: ["5"] }, 'card.json, N: no part of the space; expected 1, 3 or 5, got "5"'],
    [
      { Optimizer: ["Adam"] },
      'card.json, Optimizer: no part of the space; expected "SGD", the only value here',
    ],
    [
      { LearningRate: [1e-9, 1] },
      "card.json, LearningRate: no part of the space; expected a number from 0.001 to 1",
    ],
    [
      { LearningRate: [0.1, 0.01] },
      "card.json, LearningRate: no range; expected [lower, upper] with lower at most upper, got [0.1, 0.01]",
    ],
    [{ LearningRate: [0.1] }, "lower at most upper, got an array of 1"],
    [{ LearningRate: [0.1, 0.2, 0.3] }, "lower at most upper, got an array of 3"],
    [
      { N: [] },
      "card.json, N: no domain; expected a list of values, or [lower, upper] of a float, got an empty list",
    ],
    [{ N: 5 }, "card.json, N: no domain"],
    [{ M: [5] }, "card.json: unknown hyperparameter; expected one of Op1"],
    [{ learningrate: [0.1, 1] }, "did you mean LearningRate?"],
    [null, "card.json: no domain; expected an object, got null"],
    [[["N", [5]]], "card.json: no domain"],
    ["N", 'card.json: no domain; expected an object, got "N"'],
    [undefined, "card.json: no domain; expected an object, got undefined"],
  ])("%o", (domain, message) => {
    const restrict = (): unknown => jahsSpace.restrict(domain as Domain, "card.json")
    expect(restrict).toThrow(ConfigurationError)
    expect(restrict).toThrow(message)
  })
})
