import { expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import { documentFromObject } from "../../../src/formats/plain-object.ts"
import {
  directionOf,
  invertBound,
  invertTransforms,
  parseTransforms,
} from "../../../src/surrogate/target-transform.ts"

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

test("a description is read as it stands", () => {
  const description = [
    { kind: "min-max", scale: 2, min: -1 },
    { kind: "inverse-sigmoid", k: 0.25 },
    { kind: "sigmoid", k: 3 },
  ]
  expect(parseTransforms(documentFromObject(description, "card"), "card")).toEqual(description)
})

test("what a broken description should be is said", () => {
  const parse = (description: object[]): (() => unknown) => {
    return () => parseTransforms(documentFromObject(description, "card"), "card")
  }
  expect(parse([{ kind: "min-max", scale: "1", min: 0 }])).toThrow(
    'card, targetTransform[0].scale: wrong type; expected a finite number, got "1"',
  )
  expect(parse([{ kind: "log" }])).toThrow(
    'unknown transform; expected "min-max", "inverse-sigmoid" or "sigmoid", got "log"',
  )
})

test("the sigmoid's inverse is the logit, float32 throughout, and has none outside of 0 and 1", () => {
  const transform = [{ kind: "sigmoid", k: 2 }] as const
  expect(invertTransforms(transform, 0.5)).toBe(0)
  expect(invertTransforms(transform, 0.75)).toBe(
    fround(fround(fround(Math.log(0.75)) - fround(Math.log(0.25))) / 2),
  )
  for (const value of [0, 1, -0.5, 2, Number.NaN]) {
    expect(() => invertTransforms(transform, value)).toThrow(
      `the model's output has no value behind the sigmoid; expected a number above 0 and below 1, got ${value}`,
    )
  }
})

test("bounds of a sigmoid reach to the infinities, others are the values", () => {
  const sigmoid = [{ kind: "sigmoid", k: 2 }] as const
  expect(invertBound(sigmoid, -0.5)).toBe(Number.NEGATIVE_INFINITY)
  expect(invertBound(sigmoid, 1.5)).toBe(Number.POSITIVE_INFINITY)
  expect(invertBound(sigmoid, 0.5)).toBe(0)
  expect(invertBound([{ kind: "min-max", scale: 2, min: 1 }], 5)).toBe(2)
})

test("a label falls with the margin where an odd number of steps turns it", () => {
  const [up, down] = [{ kind: "min-max", scale: 1, min: 0 } as const, { kind: "sigmoid", k: -1 } as const]
  expect(directionOf([])).toBe(1)
  expect(directionOf([up])).toBe(1)
  expect(directionOf([down])).toBe(-1)
  expect(directionOf([{ kind: "min-max", scale: -1, min: 5 }])).toBe(-1)
  expect(directionOf([down, up, down])).toBe(1)
})
