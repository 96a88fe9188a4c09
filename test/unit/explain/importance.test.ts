import { describe, expect, test } from "vitest"
import { type ImportanceType, importance } from "../../../src/entries/explain.ts"
import { readDump, readJson, UnsupportedModelError } from "../../../src/entries/trees.ts"
import { Booster } from "../../../src/predict/booster/booster.ts"
import { readFixture } from "../../support/fixtures.ts"
import { boosterFor, type Node } from "./models.ts"

/** f2, then f0 and f2 again; f1 is never used. */
const tree: Node = {
  feature: 2,
  condition: 0,
  defaultLeft: true,
  cover: 30,
  gain: 8,
  left: {
    feature: 0,
    condition: 1,
    defaultLeft: true,
    cover: 20,
    gain: 3,
    left: { leaf: 1, cover: 15 },
    right: { leaf: 2, cover: 5 },
  },
  right: {
    feature: 2,
    condition: 1,
    defaultLeft: true,
    cover: 10,
    gain: 1,
    left: { leaf: 3, cover: 4 },
    right: { leaf: 4, cover: 6 },
  },
}
const booster = boosterFor({ numFeatures: 3, trees: [tree] })

test.each([
  ["weight", 1, 2],
  ["gain", 3, 4.5],
  ["total_gain", 3, 9],
  ["cover", 20, 20],
  ["total_cover", 20, 40],
] as const)("%s: by feature, in order, without what no split uses", (type, first, third) => {
  expect([...importance(booster, type)]).toEqual([
    ["f0", first],
    ["f2", third],
  ])
})

test("gain is what is asked for without a type", () => {
  expect(importance(booster)).toEqual(importance(booster, "gain"))
})

test("features go by the model's names", () => {
  const named = readJson(readFixture("xgboost-1.7", "names_types", "model.json"))
  const names = named.info.featureNames!
  const found = [...importance(named).keys()]
  expect(found).toEqual(names.filter(name => found.includes(name)))
  expect(found.length).toBeGreaterThan(2)
})

test("float32 sums run in XGBoost's order, the right branch first", () => {
  const leaf: Node = { leaf: 0, cover: 1 }
  const split = (gain: number, left: Node, right: Node): Node => ({
    feature: 0,
    condition: 0,
    defaultLeft: true,
    cover: 1,
    gain,
    left,
    right,
  })
  // 2^24 + 1 is not a float32: small gains only count while the sum is small.
  const bigLeft = split(0, split(2 ** 24, leaf, leaf), split(1, leaf, split(1, leaf, leaf)))
  const bigRight = split(0, split(1, leaf, split(1, leaf, leaf)), split(2 ** 24, leaf, leaf))
  const total = (root: Node): number | undefined =>
    importance(boosterFor({ numFeatures: 1, trees: [root] }), "total_gain").get("f0")
  expect(total(bigLeft)).toBe(2 ** 24 + 2)
  expect(total(bigRight)).toBe(2 ** 24)
})

describe("linear boosters", () => {
  test("have their weights, one per output", () => {
    const linear = readJson(readFixture("xgboost-1.7", "gblinear_multiclass", "model.json"))
    const found = importance(linear, "weight")
    expect([...found.keys()]).toEqual(["f0", "f1", "f2", "f3", "f4"])
    const weights = linear.model!.linearWeights!
    expect(found.get("f1")).toEqual([weights[3], weights[4], weights[5]])
    const single = readJson(readFixture("xgboost-1.7", "gblinear", "model.json"))
    expect(importance(single, "weight").get("f1")).toBe(single.model!.linearWeights![1])
  })

  test("and nothing else", () => {
    const linear = readJson(readFixture("xgboost-1.7", "gblinear", "model.json"))
    expect(() => importance(linear)).toThrow(UnsupportedModelError)
    expect(() => importance(linear)).toThrow(/a linear booster has no splits; expected "weight", got "gain"/)
  })
})

describe("what is missing", () => {
  test("another type", () => {
    expect(() => importance(booster, "gian" as ImportanceType)).toThrow(
      /^type: expected one of "weight".*"gian"/,
    )
  })

  test("a pack's statistics", () => {
    const packed = new Booster(booster.info, booster.trees)
    expect(() => importance(packed)).toThrow(UnsupportedModelError)
    expect(() => importance(packed)).toThrow(/loss_changes/)
  })

  test("statistics of a dump without any; splits are counted all the same", () => {
    const options = { baseScore: 0.5, numFeatures: 6 }
    const dump = readDump(readFixture("xgboost-1.7", "reg_squarederror", "dump-nostats.json"), options)
    const model = readJson(readFixture("xgboost-1.7", "reg_squarederror", "model.json"))
    expect(() => importance(dump)).toThrow(/trees\[0\]\.loss_changes/)
    expect(() => importance(dump, "cover")).toThrow(/trees\[0\]\.sum_hessian/)
    expect(importance(dump, "weight")).toEqual(importance(model, "weight"))
  })
})
