import { expect, test } from "vitest"
import { ulpsBetween, ulpsFrom } from "../../../src/numeric/ulps.ts"

test("distances count float32 numbers, across zero too", () => {
  const smallest = 2 ** -149
  expect(ulpsBetween(1, 1)).toBe(0)
  expect(ulpsBetween(1, 1 + 2 ** -23)).toBe(1)
  expect(ulpsBetween(1, 1 - 2 ** -24)).toBe(1)
  expect(ulpsBetween(0, -0)).toBe(0)
  expect(ulpsBetween(-smallest, smallest)).toBe(2)
  expect(ulpsBetween(2, 1)).toBe(2 ** 23)
  expect(ulpsBetween(Number.NaN, 1)).toBe(Number.POSITIVE_INFINITY)
  expect(ulpsBetween(Number.NaN, Number.NaN)).toBe(0)
  // Published decimals are rounded first.
  expect(ulpsBetween(11.544423, Math.fround(11.544423))).toBe(0)
})

test("steps lead to the number at that distance", () => {
  for (const value of [1, -1, 0, 89.80590057373047, 2 ** -149, -3.5e-12].map(Math.fround)) {
    for (const steps of [-5, -1, 0, 1, 4]) {
      const moved = ulpsFrom(value, steps)
      expect(ulpsBetween(moved, value)).toBe(Math.abs(steps))
      if (steps !== 0) expect(moved > value).toBe(steps > 0)
    }
  }
})
