import { describe, expect, test } from "vitest"
import { ConfigurationError } from "../../../src/errors.ts"
import { jahsSpace } from "../../../src/space/jahs-space.ts"

const good = jahsSpace.defaultConfiguration()

function messageOf(value: unknown, space = jahsSpace): string {
  try {
    space.validate(value)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return (error as ConfigurationError).message
  }
  throw new Error("was accepted")
}

function without(name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))
}

describe("messages name the hyperparameter, what is allowed and what was given", () => {
  test.each<[string, unknown, string]>([
    [
      "missing",
      without("LearningRate"),
      "LearningRate: missing; expected a number from 0.001 to 1, got nothing",
    ],
    [
      "string for a number",
      { ...good, LearningRate: "0.1" },
      'LearningRate: wrong type; expected a number from 0.001 to 1, got "0.1"; pass the number 0.1',
    ],
    [
      "1 for true",
      { ...good, TrivialAugment: 1 },
      "TrivialAugment: wrong type; expected true or false, got 1; pass the boolean true",
    ],
    [
      "string for an operation",
      { ...good, Op1: "0" },
      'Op1: wrong type; expected 0, 1, 2, 3 or 4, got "0"; pass the number 0',
    ],
    ["off the list", { ...good, N: 2 }, "N: value off the list; expected 1, 3 or 5, got 2"],
    [
      "out of range",
      { ...good, WeightDecay: 1 },
      "WeightDecay: out of range; expected a number from 0.00001 to 0.01, got 1",
    ],
    [
      "NaN",
      { ...good, LearningRate: Number.NaN },
      "LearningRate: not a finite number; expected a number from 0.001 to 1, got NaN",
    ],
    [
      "infinity",
      { ...good, LearningRate: Number.NEGATIVE_INFINITY },
      "LearningRate: not a finite number; expected a number from 0.001 to 1, got -Infinity",
    ],
    [
      "another constant",
      { ...good, Optimizer: "Adam" },
      'Optimizer: not the constant; expected "SGD", the only value here, got "Adam"',
    ],
    ["undefined", { ...good, Op2: undefined }, "Op2: wrong type; expected 0, 1, 2, 3 or 4, got undefined"],
    [
      "an object",
      { ...good, Op2: { valueOf: () => 1 } },
      "Op2: wrong type; expected 0, 1, 2, 3 or 4, got an object",
    ],
  ])("%s", (_, value, message) => {
    expect(messageOf(value)).toBe(`configuration, ${message}`)
  })

  test("a misspelt key is reported before the missing right one", () => {
    const misspelt = { ...without("LearningRate"), learning_rate: 0.1 }
    expect(messageOf(misspelt)).toBe(
      `configuration, learning_rate: unknown hyperparameter; expected one of ${jahsSpace.names.join(", ")}; did you mean LearningRate?`,
    )
  })

  test("a name that is given already is not proposed", () => {
    expect(messageOf({ ...good, Op7: 1 })).not.toContain("did you mean")
  })

  test.each(["epoch", "nepochs", "Epochs"])("the key %s gets the hint where the epoch belongs", key => {
    expect(messageOf({ ...good, [key]: 200 })).toContain(
      `${key}: unknown hyperparameter; expected one of ${jahsSpace.names.join(", ")}; the epoch is no part of a configuration: pass it in the query's options, { epoch: 200 }`,
    )
  })

  test("the source is named as the caller names it", () => {
    expect(() => jahsSpace.validate(without("N"), { source: "configurations[17]" })).toThrow(
      "configurations[17], N: missing",
    )
  })
})

describe("hostile values", () => {
  test.each<[string, unknown]>([
    ["null", null],
    ["undefined", undefined],
    ["a number", 1],
    ["a string", JSON.stringify(good)],
    ["a symbol", Symbol("configuration")],
    ["a function", () => good],
    ["an array", [good]],
    ["an empty array", []],
  ])("%s is no configuration", (_, value) => {
    expect(messageOf(value)).toMatch(
      /^configuration: not a configuration; expected an object with one key a hyperparameter, got /,
    )
  })

  test.each<[string, object]>([
    ["a Map", new Map(Object.entries(good))],
    ["a typed array", new Float32Array(14)],
    ["a date", new Date(0)],
    ["values on the prototype only", Object.create(good)],
    [
      "values that are not enumerable",
      Object.defineProperty({ ...good }, "Op1", { enumerable: false, value: 0 }),
    ],
  ])("%s is rejected", (_, value) => {
    expect(messageOf(value)).toMatch(/missing|unknown hyperparameter/)
  })

  test.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"])(
    "an own key %s is unknown",
    key => {
      const value = JSON.parse(`{${JSON.stringify(key)}:{"Op1":0},${JSON.stringify(good).slice(1)}`)
      expect(Object.hasOwn(value, key)).toBe(true)
      expect(messageOf(value)).toContain(`${key}: unknown hyperparameter`)
      expect(({} as Record<string, unknown>)["Op1"]).toBe(undefined)
    },
  )

  test("a symbol key is unknown, one that is not enumerable does not count", () => {
    const key = Symbol("extra")
    expect(messageOf({ ...good, [key]: 1 })).toContain("Symbol(extra): unknown hyperparameter")
    expect(jahsSpace.validate(Object.defineProperty({ ...good }, key, { value: 1 }))).toEqual(good)
  })

  test("long keys and line breaks do not flood the message", () => {
    const message = messageOf({ ...good, [`a\nb${"x".repeat(10_000)}`]: 1 })
    expect(message).not.toContain("\n")
    expect(message.length).toBeLessThan(400)
  })

  test("long values do not either", () => {
    expect(messageOf({ ...good, Activation: "x".repeat(1e6) }).length).toBeLessThan(200)
  })

  test("objects without a prototype and class instances are fine", () => {
    expect(jahsSpace.validate(Object.assign(Object.create(null), good))).toEqual(good)
    class Point {
      constructor() {
        Object.assign(this, good)
      }
    }
    expect(jahsSpace.validate(new Point())).toEqual(good)
  })

  test("every key is read once", () => {
    const reads: string[] = []
    const counted = new Proxy(
      { ...good },
      {
        get(target, key, receiver) {
          reads.push(String(key))
          return Reflect.get(target, key, receiver)
        },
      },
    )
    expect(jahsSpace.validate(counted)).toEqual(good)
    expect(reads).toEqual([...jahsSpace.names])
  })
})
