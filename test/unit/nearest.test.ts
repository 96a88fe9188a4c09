import { expect, test } from "vitest"
import { nearest } from "../../src/nearest.ts"
import { jahsSpace } from "../../src/space/jahs-space.ts"

test.each([
  ["learning_rate", "LearningRate"],
  ["learningrate", "LearningRate"],
  ["LearnigRate", "LearningRate"],
  ["LearningRaet", "LearningRate"],
  ["weight-decay", "WeightDecay"],
  ["Optimiser", "Optimizer"],
  ["OP3", "Op3"],
  ["resolution", "Resolution"],
  ["n", "N"],
  ["lr", undefined],
  ["dropout", undefined],
  ["", undefined],
  ["__proto__", undefined],
])("%s means %s", (name, meant) => {
  expect(nearest(name, jahsSpace.names)).toBe(meant)
})

test("swapped neighbours count as one edit", () => {
  expect(nearest("ba", ["abc", "xyz"])).toBe(undefined)
  expect(nearest("bac", ["abc", "xyz"])).toBe("abc")
})

test("of two close candidates the closer one is taken", () => {
  expect(nearest("Op22", ["Op1", "Op2"])).toBe("Op2")
})

test("a very long name is answered quickly", () => {
  expect(nearest("x".repeat(1e6), jahsSpace.names)).toBe(undefined)
})
