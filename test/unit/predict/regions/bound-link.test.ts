import { expect, test } from "vitest"
import type { Booster } from "../../../../src/predict/booster/booster.ts"
import { boosterOf } from "../../../../src/predict/booster/booster-of.ts"
import { type Bounds, boundPredictions } from "../../../../src/predict/regions/bound-link.ts"
import { parsedModel } from "../../../support/parsed.ts"

const booster = (objective: string, numClass = 0): Booster =>
  boosterOf(parsedModel([], { objective, numClass }))

function predictions(objective: string, lower: readonly number[], upper: readonly number[]): Bounds {
  const given = { lower: Float32Array.from(lower), upper: Float32Array.from(upper) }
  return boundPredictions(booster(objective, lower.length > 1 ? lower.length : 0), given)
}

test("links that rise are applied to both ends", () => {
  expect(predictions("reg:squarederror", [-1], [2])).toEqual({
    lower: Float32Array.of(-1),
    upper: Float32Array.of(2),
  })
  expect(predictions("binary:hinge", [-1], [2])).toEqual({
    lower: Float32Array.of(0),
    upper: Float32Array.of(1),
  })
  expect(predictions("binary:logistic", [0], [1000])).toEqual({
    lower: Float32Array.of(0.5),
    upper: Float32Array.of(1),
  })
})

test("a class is possible where it can be the first with the greatest margin", () => {
  const classes = (lower: readonly number[], upper: readonly number[]): number[] => {
    const bounds = predictions("multi:softmax", lower, upper)
    return [...bounds.lower, ...bounds.upper]
  }
  expect(classes([0, 0, 0], [1, 1, 1])).toEqual([0, 2])
  expect(classes([2, 0, 0], [3, 1, 1])).toEqual([0, 0])
  expect(classes([0, 2, 0], [1, 3, 3])).toEqual([1, 2])
  // The first of equal ones is taken.
  expect(classes([1, 0, 0], [1, 1, 1])).toEqual([0, 0])
  expect(classes([0, 1, 1], [1, 1, 1])).toEqual([0, 1])
})

test("a probability is greatest where all other margins are least, with room for rounding", () => {
  const third = Math.log(3)
  const { lower, upper } = predictions("multi:softprob", [0, 0], [0, third])
  const room = 112 * 2 ** -24
  expect(lower[0]).toBeLessThanOrEqual(0.25)
  expect(lower[0]).toBeGreaterThan(0.25 * (1 - 2 * room))
  expect(upper[0]).toBeGreaterThanOrEqual(0.5)
  expect(upper[0]).toBeLessThan(0.5 * (1 + 2 * room))
  expect(lower[1]).toBeLessThan(0.5)
  expect(lower[1]).toBeGreaterThan(0.5 * (1 - 2 * room))
  expect(upper[1]).toBeGreaterThan(0.75)
  expect(upper[1]).toBeLessThan(0.75 * (1 + 2 * room))
})

test("probabilities stay within 0 and 1, and above 0 where a float32 is", () => {
  const { lower, upper } = predictions("multi:softprob", [-1000, 0, -5], [-900, 1000, -5])
  expect([lower[0], upper[1]]).toEqual([0, 1])
  expect(upper[0]).toBe(2 ** -149)
  const three = predictions("multi:softprob", [0, 0, 0], [0, 0, 1e-3])
  expect(three.lower[0]).toBeCloseTo(1 / 3, 3)
  expect(three.upper[0]).toBeCloseTo(1 / 3, 3)
})

test("one row has its prediction, the same bits", () => {
  const { lower, upper } = predictions("multi:softprob", [0.1, 0.7, -3], [0.1, 0.7, -3])
  expect(lower).toEqual(upper)
  const sum = lower.reduce((total, share) => total + share, 0)
  expect(sum).toBeCloseTo(1, 6)
})
