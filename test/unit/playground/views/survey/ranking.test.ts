/** Ranks share places among equals, and bins lose nothing. */
import { expect, it } from "vitest"
import { binsOf, standingOf } from "../../../../../src/playground/views/survey/ranking.ts"

const values = [3, 1, 2, 2, 5]

it("ranks from the best, equals alike", () => {
  expect(standingOf(values, 2, "minimize")).toEqual({ rank: 2, numEqual: 1, numWorse: 2, total: 5 })
  expect(standingOf(values, 2, "maximize")).toEqual({ rank: 3, numEqual: 1, numWorse: 1, total: 5 })
  expect(standingOf(values, 5, "maximize")).toEqual({ rank: 1, numEqual: 0, numWorse: 4, total: 5 })
})

it("counts every value in one bin, the greatest in the last", () => {
  expect(binsOf(values, 4)).toEqual({ lower: 1, upper: 5, counts: [1, 2, 1, 1] })
  expect(binsOf([7, 7], 3).counts).toEqual([2, 0, 0])
})
