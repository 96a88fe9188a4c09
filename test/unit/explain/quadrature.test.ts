import { describe, expect, test } from "vitest"
import { type QuadratureRule, ruleFor } from "../../../src/explain/quadrature.ts"

function integral(rule: QuadratureRule, integrand: (t: number, u: number) => number): number {
  return rule.weights.reduce(
    (sum, weight, k) => sum + weight * integrand(rule.points[k], rule.complements[k]),
    0,
  )
}

function logFactorial(n: number): number {
  let sum = 0
  for (let k = 2; k <= n; k++) sum += Math.log(k)
  return sum
}

/** Coalitions of `size` of `count` other features, all on: the integral is the Shapley weight 1 / (count + 1). */
function coalitionError(rule: QuadratureRule, count: number, size: number): number {
  const choices = logFactorial(count) - logFactorial(size) - logFactorial(count - size)
  const share = integral(rule, (t, u) =>
    Math.exp(choices + size * Math.log(t) + (count - size) * Math.log(u)),
  )
  return Math.abs(share * (count + 1) - 1)
}

describe("ruleFor", () => {
  test.each([1, 2, 3, 4, 7, 12, 16, 41, 63])(
    "integrates what paths of %i features need, and no less",
    count => {
      const rule = ruleFor(count)
      expect(rule.points.length).toBe(Math.ceil(count / 2))
      for (let power = 0; power <= count - 1; power++) {
        expect(Math.abs(integral(rule, t => t ** power) * (power + 1) - 1)).toBeLessThan(1e-13)
      }
      const tooHigh = 2 * rule.points.length
      if (count < 20)
        expect(Math.abs(integral(rule, t => t ** tooHigh) * (tooHigh + 1) - 1)).toBeGreaterThan(1e-12)
    },
  )

  test("has ascending points inside the interval, and mirrored ones", () => {
    const { points, complements, weights } = ruleFor(25)
    expect(points.length).toBe(13)
    for (let k = 0; k < points.length; k++) {
      expect(points[k]).toBeGreaterThan(k === 0 ? 0 : points[k - 1])
      expect(points[k] + complements[k]).toBeCloseTo(1, 15)
      expect(complements[k]).toBe(points[points.length - 1 - k])
      expect(weights[k]).toBe(weights[weights.length - 1 - k])
    }
    expect(points[12]).toBeLessThan(1)
  })

  test.each([
    [130, 1e-12],
    [500, 1e-11],
    [2000, 1e-10],
  ])("does with fewer points for %i features", (count, limit) => {
    const rule = ruleFor(count)
    expect(rule.points.length).toBeLessThan(count / 2)
    for (const size of [0, 1, 2, 10, count / 10, count / 2 - 1, count - 2, count - 1]) {
      expect(coalitionError(rule, count - 1, size)).toBeLessThan(limit)
    }
  })

  test("is made once per size", () => {
    expect(ruleFor(9)).toBe(ruleFor(10))
    expect(ruleFor(0).points.length).toBe(1)
  })
})
