/** Leaves of few bits: rounded to a step before the next tree is grown. */
import { describe, expect, it } from "vitest"
import { dumpText } from "../../../src/predict/booster/write.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { train } from "../../../src/training/train.ts"

const random = createRandom(5)
const numRows = 600
const rows = Float32Array.from({ length: 3 * numRows }, () => random.random())
const labels = Float32Array.from({ length: numRows }, (_, row) => {
  return Math.sin(6 * rows[3 * row]!) + rows[3 * row + 1]! * rows[3 * row + 2]!
})
const data = { rows, numFeatures: 3, labels }
const parameters = { numTrees: 60, maxDepth: 4, learningRate: 0.2 }

async function trainWith(leafStep: number): Promise<{ leaves: number[]; loss: number }> {
  const { booster, history } = await train(data, { ...parameters, leafStep })
  const leaves = Array.from(dumpText(booster).matchAll(/leaf=(\S+)/g), ([, value]) => Number(value))
  return { leaves, loss: history.trainingLoss.at(-1)! }
}

describe("leafStep", () => {
  it("makes every leaf a multiple of it, and none a negative zero", async () => {
    const { leaves } = await trainWith(2 ** -6)
    expect(leaves.length).toBeGreaterThan(300)
    for (const value of leaves) {
      expect(Number.isInteger(value * 64)).toBe(true)
      expect(Object.is(value, -0)).toBe(false)
    }
    expect(new Set(leaves).size).toBeLessThan(leaves.length / 5)
  })

  it("is made up for by later trees: what rounding one tree would miss is not what is missed in the end", async () => {
    const [exact, rounded] = [await trainWith(0), await trainWith(2 ** -7)]
    const step = 2 ** -7
    expect(exact.leaves.some(value => !Number.isInteger(value / step))).toBe(true)
    // Sixty trees, each off by a step's uniform error, would add up to this.
    const unanswered = Math.sqrt(60 * (step * step)) / Math.sqrt(12)
    expect(rounded.loss).toBeLessThan(exact.loss + unanswered / 2)
  })

  it("refuses what is no step", async () => {
    await expect(train(data, { leafStep: -1 })).rejects.toThrow(
      "parameters.leafStep: expected a finite number of 0 or more, got -1",
    )
  })
})
