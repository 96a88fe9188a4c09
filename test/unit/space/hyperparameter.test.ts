import { describe, expect, test } from "vitest"
import {
  defaultOf,
  describeAllowed,
  type Hyperparameter,
  problemOf,
  remedyFor,
} from "../../../src/space/hyperparameter.ts"
import { epochFidelity, jahsSpace } from "../../../src/space/jahs-space.ts"

const op1 = jahsSpace.get("Op1")
const learningRate = jahsSpace.get("LearningRate")
const activation = jahsSpace.get("Activation")
const augment = jahsSpace.get("TrivialAugment")
const optimizer = jahsSpace.get("Optimizer")
const resolution = jahsSpace.get("Resolution")

describe("problemOf", () => {
  test.each<[Hyperparameter, unknown, string | null]>([
    [op1, 0, null],
    [op1, -0, null],
    [op1, 4, null],
    [op1, 5, "value off the list"],
    [op1, 2.5, "value off the list"],
    [op1, "0", "wrong type"],
    [op1, 0n, "wrong type"],
    [op1, true, "wrong type"],
    [op1, Number.NaN, "not a finite number"],
    [op1, undefined, "wrong type"],
    [op1, null, "wrong type"],
    [op1, [0], "wrong type"],
    [learningRate, 0.001, null],
    [learningRate, 1, null],
    [learningRate, 0.0009999999999999998, "out of range"],
    [learningRate, 1.0000000000000002, "out of range"],
    [learningRate, Number.NaN, "not a finite number"],
    [learningRate, Number.POSITIVE_INFINITY, "not a finite number"],
    [learningRate, "0.1", "wrong type"],
    [learningRate, new Number(0.1), "wrong type"],
    [activation, "Mish", null],
    [activation, "mish", "value off the list"],
    [activation, 1, "wrong type"],
    [augment, false, null],
    [augment, 1, "wrong type"],
    [augment, "true", "wrong type"],
    [optimizer, "SGD", null],
    [optimizer, "Adam", "not the constant"],
    [optimizer, 1, "wrong type"],
    [resolution, 0.25, null],
    [resolution, 0.3, "value off the list"],
    [epochFidelity, 200, null],
    [epochFidelity, 0, "out of range"],
    [epochFidelity, 2.5, "not an integer"],
    [epochFidelity, "2", "wrong type"],
  ])("%#: %o", (hyperparameter, value, problem) => {
    expect(problemOf(hyperparameter, value)).toBe(problem)
  })
})

test("describeAllowed names every value and both ends", () => {
  expect(describeAllowed(op1)).toBe("0, 1, 2, 3 or 4")
  expect(describeAllowed(learningRate)).toBe("a number from 0.001 to 1")
  expect(describeAllowed(activation)).toBe('"ReLU", "Hardswish" or "Mish"')
  expect(describeAllowed(augment)).toBe("true or false")
  expect(describeAllowed(optimizer)).toBe('"SGD", the only value here')
  expect(describeAllowed(epochFidelity)).toBe("an integer from 1 to 200")
})

describe("remedyFor", () => {
  test.each<[Hyperparameter, unknown, string | undefined]>([
    [op1, "3", "pass the number 3"],
    [op1, 3n, "pass the number 3"],
    [op1, "7", undefined],
    [learningRate, "0.1", "pass the number 0.1"],
    [learningRate, "1e-9", undefined],
    [learningRate, " 0.1 ", "pass the number 0.1"],
    [learningRate, "", undefined],
    [learningRate, 2, undefined],
    // Allowed as it is: another number was not meant.
    [learningRate, 0.1, undefined],
    [epochFidelity, "50", "pass the number 50"],
    [epochFidelity, "2.5", undefined],
    [{ ...epochFidelity, lower: 0 }, " ", undefined],
    [activation, " Mish\n", 'pass "Mish"'],
    // Their texts are values, but nobody means them so.
    [activation, ["ReLU"], undefined],
    [activation, Object.assign(() => 0, { toString: () => "ReLU" }), undefined],
    [activation, "relu", 'pass "ReLU"'],
    [activation, "Tanh", undefined],
    [augment, 1, "pass the boolean true"],
    [augment, 0, "pass the boolean false"],
    [augment, "True", "pass the boolean true"],
    [augment, 2, undefined],
    [optimizer, "sgd", 'pass "SGD"'],
    [op1, {}, undefined],
    [op1, Symbol("0"), undefined],
    [op1, null, undefined],
    [op1, undefined, undefined],
  ])("%#: %o", (hyperparameter, value, remedy) => {
    expect(remedyFor(hyperparameter, value)).toBe(remedy)
  })
})

test("defaultOf a constant is its value", () => {
  expect(defaultOf(optimizer)).toBe("SGD")
  expect(defaultOf(learningRate)).toBe(0.1)
})
