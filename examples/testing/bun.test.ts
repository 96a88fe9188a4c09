/** Anybody's booster under Bun's test runner: `bun test bun.test.ts`. */
import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { assertBooster, checkBooster } from "jahs-bench-201/fast-check"
import { readBooster } from "jahs-bench-201/trees"

const booster = readBooster(readFileSync(new URL("../iris.ubj", import.meta.url)))
const length = { lower: 0, upper: 8 }
const domains = {
  "sepal length": length,
  "sepal width": length,
  "petal length": length,
  "petal width": length,
}

test("all ways to ask agree, and probabilities are some", () => {
  assertBooster(booster, { domains, bounds: [0, 1] })
})

test("its classes are no monotone functions of the petals, which is what one expects", () => {
  const outcomes = checkBooster(booster, { domains, monotone: { "petal length": 1 } })
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["kept", "broken"])
})
