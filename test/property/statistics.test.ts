/** Statistics against their definitions: sums over all pairs. */

import { expect, it } from "vitest"
import { kendallTau } from "../../src/numeric/kendall-tau.ts"
import { quantile, ranks } from "../../src/numeric/ranks.ts"
import fc from "../support/fast-check.ts"

/** Few different values, so that ties of every kind come up. */
const pairs = fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 })), {
  maxLength: 60,
})

it("tau-b is its definition over all pairs", () => {
  fc.assert(
    fc.property(pairs, rows => {
      let difference = 0
      let distinctX = 0
      let distinctY = 0
      for (const [i, [x, y]] of rows.entries()) {
        for (const [otherX, otherY] of rows.slice(0, i)) {
          difference += Math.sign(x - otherX) * Math.sign(y - otherY)
          distinctX += Number(x !== otherX)
          distinctY += Number(y !== otherY)
        }
      }
      const tau = kendallTau(
        rows.map(([x]) => x),
        rows.map(([, y]) => y),
      )
      const wanted = difference / Math.sqrt(distinctX * distinctY)
      if (Number.isNaN(wanted)) expect(tau).toBeNaN()
      else expect(tau).toBeCloseTo(wanted, 13)
    }),
  )
})

it("ranks sum to those of different values, and order as the values do", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 })), values => {
      const found = ranks(values)
      expect(found.reduce((sum, rank) => sum + rank, 0)).toBe((values.length * (values.length + 1)) / 2)
      for (const [i, value] of values.entries()) {
        for (const [k, other] of values.entries()) {
          expect(Math.sign(found[i]! - found[k]!)).toBe(Math.sign(value - other))
        }
      }
    }),
  )
})

it("a quantile has its share of the values on either side", () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 })
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (numbers, probability) => {
      const found = quantile(numbers, probability)
      const below = numbers.filter(value => value < found).length
      const above = numbers.filter(value => value > found).length
      expect(below).toBeLessThanOrEqual(probability * (numbers.length - 1) + 1)
      expect(above).toBeLessThanOrEqual((1 - probability) * (numbers.length - 1) + 1)
    }),
  )
})

it("a quantile of numbers that are further apart than any number lies between them", () => {
  const widest = Number.MAX_VALUE
  expect(quantile([-widest, widest], 0.5)).toBe(0)
  expect(quantile([-widest, widest], Number.MIN_VALUE)).toBe(-widest)
  expect(quantile([-widest, widest], 0.75) / widest).toBeCloseTo(0.5, 15)
})
