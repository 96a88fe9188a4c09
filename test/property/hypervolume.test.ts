/** Hypervolume against inclusion-exclusion: the signed volumes of what every subset of points has in common. */

import { expect, it } from "vitest"
import { hypervolume } from "../../src/numeric/hypervolume.ts"
import fc from "../support/fast-check.ts"

function inclusionExclusion(points: readonly (readonly number[])[], reference: readonly number[]): number {
  let sum = 0
  for (let subset = 1; subset < 1 << points.length; subset++) {
    const chosen = points.filter((_, i) => subset & (1 << i))
    const corner = reference.map((_, axis) => Math.max(...chosen.map(point => point[axis]!)))
    const box = corner.reduce((product, x, axis) => product * Math.max(0, reference[axis]! - x), 1)
    sum += chosen.length % 2 === 1 ? box : -box
  }
  return sum
}

it.each([2, 3, 4, 5])("of small sets in %i dimensions", dimensions => {
  const reference = Array<number>(dimensions).fill(8)
  // Integers, so that both sums are exact; some points lie beyond the reference, some twice.
  const point = fc.array(fc.integer({ min: -3, max: 9 }), { minLength: dimensions, maxLength: dimensions })
  fc.assert(
    fc.property(fc.array(point, { maxLength: 8 }), points => {
      expect(hypervolume(points, reference)).toBe(inclusionExclusion(points, reference))
    }),
  )
})

it("says what it cannot measure", () => {
  expect(() => hypervolume([[1]], [2])).toThrow("reference: too few objectives; expected 2 or more, got 1")
  expect(() => hypervolume([[1, 2, 3]], [2, 2])).toThrow(
    "points[0]: wrong length; expected 2 objectives, as the reference has, got 3",
  )
  expect(() => hypervolume([[Number.NaN, 1]], [2, 2])).toThrow("points[0]: expected numbers, got NaN")
})
