import { expect, test } from "vitest"
import { labelsOf, placeOn, valueAt } from "../../../../../src/playground/views/any-model/axis-labels.ts"
import { floatOf, floatText } from "../../../../../src/playground/views/any-model/float-text.ts"

const steps = {
  kind: "steps",
  values: Float32Array.of(-Infinity, 1.5, 4, Number.NaN),
  labels: null,
  isThinned: false,
} as const

test("steps are told by where they begin, and found by what lies in them", () => {
  expect(labelsOf(steps)).toEqual(["< 1.5", "≥ 1.5", "≥ 4", "missing"])
  expect([-9, 1.49, 1.5, 3.9, 4, 1e9, Number.NaN].map(value => placeOn(steps, value))).toEqual([
    0, 0, 1, 1, 2, 2, 3,
  ])
  for (const place of [0, 1, 2, 3]) expect(placeOn(steps, valueAt(steps, place))).toBe(place)
})

test("float32 values have the shortest text that is read as the same value", () => {
  expect([1.65, 0.1, -2, 16777216, 1e-30].map(Math.fround).map(floatText)).toEqual([
    "1.65",
    "0.1",
    "-2",
    "16777216",
    "1e-30",
  ])
  const odd = Math.fround(1.6500001)
  expect(floatOf(floatText(odd))).toBe(odd)
  expect(floatText(Number.NaN)).toBe("")
  expect([floatOf(" "), floatOf("missing"), floatOf("red")]).toEqual([Number.NaN, Number.NaN, null])
})
