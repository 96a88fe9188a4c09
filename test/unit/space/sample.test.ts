import { describe, expect, test } from "vitest"
import { createRandom, type RandomSource } from "../../../src/random/generator.ts"
import { epochFidelity, jahsSpace } from "../../../src/space/jahs-space.ts"
import { draw } from "../../../src/space/sample.ts"
import samples from "../../fixtures/space/samples.json" with { type: "json" }

/** A source that writes down what it was asked and answers with the lowest or the highest number. */
function recording(end: "lowest" | "highest"): RandomSource & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    random() {
      asked.push("random()")
      return end === "lowest" ? 0 : 1 - 2 ** -53
    },
    integers(low, high) {
      asked.push(`integers(${low}, ${high})`)
      return end === "lowest" ? low : high - 1
    },
  }
}

describe("the order of draws", () => {
  test("is the space's order, one draw a hyperparameter, none for constants", () => {
    const random = recording("lowest")
    jahsSpace.sample(random)
    expect(random.asked).toEqual([
      ...Array.from({ length: 6 }, () => "integers(0, 5)"),
      "random()",
      "random()",
      "integers(0, 3)",
      "integers(0, 2)",
      "integers(0, 3)",
      "integers(0, 3)",
      "integers(0, 3)",
    ])
  })

  test("a restricted space draws nothing for what became constant", () => {
    const random = recording("lowest")
    jahsSpace.restrict({ N: [5], W: [16], Resolution: [1], WeightDecay: [0.001, 0.001] }).sample(random)
    expect(random.asked).toHaveLength(9)
  })
})

describe("the ends of the draws", () => {
  test.each(["lowest", "highest"] as const)("the %s numbers give allowed values at the ends", end => {
    const configuration = jahsSpace.sample(recording(end))
    expect(jahsSpace.validate(configuration)).toEqual(configuration)
    expect(configuration.Op1).toBe(end === "lowest" ? 0 : 4)
    expect(configuration.Activation).toBe(end === "lowest" ? "ReLU" : "Mish")
    expect(configuration.TrivialAugment).toBe(end === "lowest")
    expect(configuration.Resolution).toBe(end === "lowest" ? 0.25 : 1)
    const [learningRate, weightDecay] = end === "lowest" ? [1e-3, 1e-5] : [1, 1e-2]
    expect(Math.abs(configuration.LearningRate / learningRate - 1)).toBeLessThan(2e-15)
    expect(Math.abs(configuration.WeightDecay / weightDecay - 1)).toBeLessThan(4e-15)
  })

  test("integers include both ends", () => {
    expect(draw(epochFidelity, recording("lowest"))).toBe(1)
    expect(draw(epochFidelity, recording("highest"))).toBe(200)
  })

  test("a float without log is drawn uniformly and stays inside", () => {
    const plain = { ...jahsSpace.get("LearningRate"), log: false, lower: 0.1, upper: 0.3 } as never
    expect(draw(plain, recording("lowest"))).toBe(0.1)
    expect(draw(plain, recording("highest"))).toBeLessThanOrEqual(0.3)
    expect(draw(plain, { ...recording("lowest"), random: () => 0.5 })).toBeCloseTo(0.2, 15)
  })
})

/** numpy drew these with `Generator(Philox(seed))`; exp and log were rounded once, from 60 digits. */
describe("samples equal numpy's, to the bit", () => {
  test.each(samples)("seed $seed", ({ seed, configurations }) => {
    const random = createRandom(seed)
    expect(configurations).toHaveLength(20)
    for (const theirs of configurations) expect(jahsSpace.sample(random)).toEqual(theirs)
  })
})
