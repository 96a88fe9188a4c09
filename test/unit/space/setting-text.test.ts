import { expect, test } from "vitest"
import { settingOf } from "../../../src/space/setting-text.ts"

test.each<[string, string, unknown]>([
  ["TrivialAugment", "true", true],
  ["TrivialAugment", "false", false],
  ["TrivialAugment", "True", "True"],
  ["TrivialAugment", "1", "1"],
  ["LearningRate", "0.1", 0.1],
  ["LearningRate", " 1e-3 ", 0.001],
  ["LearningRate", "", ""],
  ["LearningRate", "  ", "  "],
  ["LearningRate", "fast", "fast"],
  ["LearningRate", "NaN", "NaN"],
  ["Resolution", "0.25", 0.25],
  ["N", "5", 5],
  ["Op1", "3", 3],
  ["Op1", "true", "true"],
  ["Activation", "Mish", "Mish"],
  ["Activation", "1", "1"],
  ["Activation", "true", "true"],
  ["Optimizer", "SGD", "SGD"],
  ["Dropout", "0.5", "0.5"],
])("%s=%o means %o", (name, text, meant) => {
  expect(settingOf(name, text)).toBe(meant)
})
