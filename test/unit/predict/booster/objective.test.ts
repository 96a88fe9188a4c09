import { expect, test } from "vitest"
import { applyLink, type Objective, objectiveOf } from "../../../../src/predict/booster/objective.ts"

const linked = (name: string, margins: readonly number[], numOutputs = 1): number[] => {
  const values = Float32Array.from(margins)
  applyLink(objectiveOf(name) as Objective, values, margins.length / numOutputs, numOutputs)
  return [...values]
}

const f32 = Math.fround

test.each([
  [
    "identity",
    [
      "reg:squarederror",
      "reg:linear",
      "reg:squaredlogerror",
      "reg:absoluteerror",
      "reg:pseudohubererror",
      "reg:quantileerror",
      "binary:logitraw",
      "rank:pairwise",
      "rank:ndcg",
      "rank:map",
    ],
  ],
  ["sigmoid", ["reg:logistic", "binary:logistic"]],
  ["exp", ["count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft"]],
  ["hinge", ["binary:hinge"]],
  ["softmax", ["multi:softprob"]],
  ["class", ["multi:softmax"]],
])("link %s", (link, names) => {
  for (const name of names) expect(objectiveOf(name)?.link).toBe(link)
})

test("unknown objectives are none", () => {
  for (const name of ["", "mine", "reg:", "toString"]) expect(objectiveOf(name)).toBe(null)
})

test("base margins are the inverse of the link", () => {
  const baseMargin = (name: string, score: number): number =>
    (objectiveOf(name) as Objective).baseMargin(score)
  expect(baseMargin("binary:logistic", f32(0.25))).toBe(f32(-Math.log(3)))
  expect(baseMargin("reg:logistic", f32(0.75))).toBeCloseTo(Math.log(3), 6)
  for (const name of ["count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft"]) {
    expect(baseMargin(name, 3)).toBe(f32(Math.log(3)))
  }
  for (const name of ["binary:hinge", "multi:softprob", "multi:softmax", "rank:map", "reg:squarederror"]) {
    expect(baseMargin(name, 3)).toBe(3)
  }
})

test("links", () => {
  expect(linked("rank:map", [-1, 3])).toEqual([-1, 3])
  expect(linked("binary:hinge", [-1, 0, 1e-30, Number.NaN])).toEqual([0, 0, 1, 0])
  expect(linked("count:poisson", [0, 1, -Infinity])).toEqual([1, f32(Math.E), 0])
  const [half, high, low, least, most] = linked("binary:logistic", [
    0,
    f32(Math.log(3)),
    -f32(Math.log(3)),
    -1000,
    1000,
  ])
  expect([half, most]).toEqual([0.5, 1])
  expect(high).toBeCloseTo(0.75, 6)
  expect(low).toBeCloseTo(0.25, 6)
  // XGBoost stops at an exponent of 88.7: the least probability is not 0.
  expect(least).toBeCloseTo(Math.exp(-88.7), 42)
  expect(least).toBeGreaterThan(0)
  expect(linked("binary:logistic", [-89])).toEqual([least])
  expect(linked("binary:logistic", [-88])[0]).toBeGreaterThan(least)
})

test("softmax and the first greatest margin are of a row each", () => {
  const third = f32(Math.log(3))
  const shares = linked("multi:softprob", [0, third, 0, 1000, 1000, -1000], 3)
  expect(shares.map(share => Number(share.toFixed(6)))).toEqual([0.2, 0.6, 0.2, 0.5, 0.5, 0])
  expect(linked("multi:softprob", [third, 0], 2).map(share => Number(share.toFixed(6)))).toEqual([0.75, 0.25])
  expect(linked("multi:softmax", [0, 2, 2, 5, 1, 0], 3).slice(0, 2)).toEqual([1, 0])
  expect(linked("multi:softmax", [0, 1, 2], 3)[0]).toBe(2)
})
