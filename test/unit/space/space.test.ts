import { expect, test } from "vitest"
import { ConfigurationError } from "../../../src/errors.ts"
import type { ConfigurationInput } from "../../../src/space/configuration.ts"
import type { Hyperparameter } from "../../../src/space/hyperparameter.ts"
import { epochFidelity, jahsSpace } from "../../../src/space/jahs-space.ts"
import { Space } from "../../../src/space/space.ts"

const input: ConfigurationInput = {
  Op1: 4,
  Op2: 0,
  Op3: 1,
  Op4: 3,
  Op5: 0,
  Op6: 0,
  Activation: "Mish",
  TrivialAugment: true,
  LearningRate: 0.7083228002410106,
  WeightDecay: 0.0002807500074145,
  N: 5,
  W: 16,
  Resolution: 1,
}

test("validate returns a new, frozen, complete configuration in the space's order", () => {
  const configuration = jahsSpace.validate(input)
  expect(configuration).toEqual({ ...input, Optimizer: "SGD" })
  expect(configuration).not.toBe(input)
  expect(Object.isFrozen(configuration)).toBe(true)
  expect(Object.keys(configuration)).toEqual([...jahsSpace.names])
})

test("validate turns -0 into the allowed 0", () => {
  expect(Object.is(jahsSpace.validate({ ...input, Op2: -0 }).Op2, 0)).toBe(true)
})

test("get finds by name and proposes the nearest", () => {
  expect(jahsSpace.get("W").name).toBe("W")
  expect(() => jahsSpace.get("width")).toThrow(ConfigurationError)
  expect(() => jahsSpace.get("weight_decay")).toThrow(/got "weight_decay"; did you mean WeightDecay\?$/)
  expect(() => jahsSpace.get("toString")).toThrow(ConfigurationError)
})

test("the default configuration is valid and frozen", () => {
  const configuration = jahsSpace.defaultConfiguration()
  expect(jahsSpace.validate(configuration)).toEqual(configuration)
  expect(Object.isFrozen(configuration)).toBe(true)
})

test("a seed is no source of numbers", () => {
  const seed = 1 as never
  expect(() => jahsSpace.sample(seed)).toThrow(
    "random: expected a source of numbers such as createRandom(seed), got 1",
  )
})

test("samples are frozen", () => {
  expect(Object.isFrozen(jahsSpace.sample({ random: () => 0.5, integers: low => low }))).toBe(true)
})

test("the space cannot be changed from outside", () => {
  const op1 = jahsSpace.get("Op1") as unknown as { defaultValue: unknown; values: unknown[] }
  expect(() => {
    op1.defaultValue = 3
  }).toThrow(TypeError)
  expect(() => op1.values.push(5)).toThrow(TypeError)
  expect(() => (jahsSpace.hyperparameters as unknown[]).pop()).toThrow(TypeError)
  expect(() => (jahsSpace.names as string[]).pop()).toThrow(TypeError)
})

test("restricting the operations restricts the number of architectures", () => {
  expect(jahsSpace.restrict({ Op1: [0], Op2: [2, 3] }).numArchitectures).toBe(2 * 5 ** 4)
})

test("a space freezes what it is made of", () => {
  const given: Hyperparameter[] = [
    { ...epochFidelity },
    { ...jahsSpace.get("Op1"), values: [0, 1, 2] } as Hyperparameter,
  ]
  const { hyperparameters } = new Space(given)
  expect(Object.isFrozen(given)).toBe(false)
  for (const [i, hyperparameter] of hyperparameters.entries()) {
    expect(hyperparameter).toBe(given[i])
    expect(Object.isFrozen(hyperparameter)).toBe(true)
  }
  expect(Object.isFrozen((given[1] as { values?: unknown }).values)).toBe(true)
})

test("an unknown name is told with all that are known", () => {
  const get = (name: unknown) => () => new Space([epochFidelity, jahsSpace.get("N")]).get(name as string)
  expect(get("epochs")).toThrow(
    'space: unknown hyperparameter; expected one of epoch, N, got "epochs"; did you mean epoch?',
  )
  expect(get(5)).toThrow(/^space: unknown hyperparameter; expected one of epoch, N, got 5$/)
})

test("nothing that could draw no numbers is asked for them", () => {
  for (const nothing of [null, undefined]) {
    expect(() => jahsSpace.sample(nothing as never)).toThrow(`such as createRandom(seed), got ${nothing}`)
  }
})
