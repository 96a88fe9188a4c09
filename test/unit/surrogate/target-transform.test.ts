import { expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import { documentFromObject } from "../../../src/formats/plain-object.ts"
import { invertTransforms, parseTransforms } from "../../../src/surrogate/target-transform.ts"

const { fround } = Math

test("no transform: the margin itself", () => {
  expect(invertTransforms([], 1.5)).toBe(1.5)
})

test("min-max: float64 inside, rounded to float32 after each step", () => {
  const scale = 0.1
  const min = 0.2
  const margin = fround(0.7)
  const expected = fround(fround(margin - min) / scale)
  expect(invertTransforms([{ kind: "min-max", scale, min }], margin)).toBe(expected)
})

test("the inverse sigmoid's inverse is the sigmoid, float32 throughout", () => {
  const transform = [{ kind: "inverse-sigmoid", k: 0.5 }] as const
  expect(invertTransforms(transform, 0)).toBe(0.5)
  expect(invertTransforms(transform, 1000)).toBe(1)
  expect(invertTransforms(transform, -1000)).toBe(0)
  // e^-1 = 0.36787944…: 1 / 1.3678794 rounded to float32
  expect(invertTransforms([{ kind: "inverse-sigmoid", k: 1 }], 1)).toBe(fround(0.7310585786300049))
})

test("transforms are undone from last to first", () => {
  const minMax = { kind: "min-max", scale: 0.5, min: 0 } as const
  const sigmoid = { kind: "inverse-sigmoid", k: 1 } as const
  expect(invertTransforms([minMax, sigmoid], 0)).toBe(1)
  expect(invertTransforms([sigmoid, minMax], 0)).toBe(0.5)
})

test.each([
  [[{ kind: "log" }], "targetTransform[0].kind"],
  [[{ kind: "min-max", scale: "1", min: 0 }], "targetTransform[0].scale"],
  [[{ kind: "inverse-sigmoid", k: Number.NaN }], "targetTransform[0].k"],
])("a broken description names the field: %j", (description, path) => {
  const document = documentFromObject(description, "card")
  expect(() => parseTransforms(document, "card")).toThrow(ModelFormatError)
  expect(() => parseTransforms(document, "card")).toThrow(path)
})
