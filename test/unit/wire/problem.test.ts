import { expect, it } from "vitest"
import * as errors from "../../../src/errors.ts"
import { errorOf, isProblem, problemKinds, problemOf, ServiceError } from "../../../src/wire/index.ts"

const details = {
  what: "out of range",
  source: "configurations[3]",
  path: "LearningRate",
  expected: "a number from 0.001 to 1",
  actual: "5",
  remedy: "pass a smaller one",
}

type Typed = new (details: errors.ErrorDetails) => errors.JahsBenchError
const classes = Object.values(errors).filter(
  value => (value as { prototype?: unknown }).prototype instanceof errors.JahsBenchError,
) as Typed[]

it("every class of error comes back as it was", () => {
  expect(classes.length).toBeGreaterThanOrEqual(7)
  for (const type of classes) {
    const error = new type(details)
    const problem = problemOf(error)
    expect(isProblem(JSON.parse(JSON.stringify(problem)))).toBe(true)
    const again = errorOf(problem)
    expect(again).toBeInstanceOf(type)
    expect({ ...again }).toEqual({ ...error })
    expect([again.name, again.message]).toEqual([error.name, error.message])
  }
})

it("names the field", () => {
  const field = (given: Partial<errors.ErrorDetails>): string | undefined =>
    problemOf(new errors.ConfigurationError({ what: "x", ...given })).field
  expect(field({ source: "configurations[3]", path: "Op1" })).toBe("configurations[3].Op1")
  expect(field({ source: "configuration", path: "Op1" })).toBe("Op1")
  expect(field({ path: "options.epoch" })).toBe("epoch")
  expect(field({})).toBe(undefined)
})

it("keeps the status of a service's own errors", () => {
  for (const code of Object.keys(problemKinds)) {
    expect(problemKinds[code]!.status).toBeGreaterThanOrEqual(400)
  }
  const again = errorOf(problemOf(new ServiceError("ERR_TIMEOUT", { what: "late" })))
  expect(again).toBeInstanceOf(ServiceError)
  expect(again).toMatchObject({ code: "ERR_TIMEOUT", status: 408 })
})

it("says nothing of anything else that was thrown", () => {
  for (const thrown of [new Error("secret"), "secret", null, new RangeError("secret")]) {
    expect(JSON.stringify(problemOf(thrown))).not.toContain("secret")
    expect(problemOf(thrown)).toMatchObject({ status: 500, code: "ERR_SERVICE" })
  }
})

it("a code of a later version is a ServiceError with its status", () => {
  const problem = { ...problemOf(new errors.ShapeError(details)), code: "ERR_LATER", status: 429 }
  expect(errorOf(problem)).toMatchObject({ name: "ServiceError", status: 429, what: details.what })
})
