/** Comparisons of optimisers: standings, blocks, tests, cliques. */
import { describe, expect, it } from "vitest"
import { jointArms, shortTitles } from "../../../../src/experiments/analysis/arm-groups.ts"
import { cliquesOf, compareAll, compareWith } from "../../../../src/experiments/analysis/compare.ts"
import { evaluationCost, spendingOf } from "../../../../src/experiments/analysis/full-evaluations.ts"
import { blocksOf, standingsOf } from "../../../../src/experiments/analysis/standings.ts"
import { armOf } from "../../../../src/experiments/arm-of.ts"
import { nemenyiDifference } from "../../../../src/numeric/friedman.ts"
import { hpoOnly, joint, writtenStudy } from "./studies.ts"

const hyperband = armOf({ optimiser: "hyperband" })
const study = writtenStudy([
  { task: "cifar10", arm: joint, seed: 0, time: [10, 20, 100], values: [[80, 90, 85]] },
  { task: "cifar10", arm: joint, seed: 1, time: [10, 40], values: [[80, 92]] },
  { task: "cifar10", arm: hyperband, seed: 0, time: [1, 20], values: [[50, 94]], epoch: [22, 200] },
  { task: "cifar10", arm: hyperband, seed: 1, time: [1, 50], values: [[50, 90]], epoch: [22, 200] },
])

describe("standings", () => {
  const standings = standingsOf(study, [joint, hyperband], { cifar10: 5 })

  it("are final errors with mean, error and regret", () => {
    expect(standings[0]).toMatchObject({
      finals: [10, 8],
      mean: 9,
      standardError: 1,
      median: 9,
      regrets: [5, 3],
    })
    expect(standingsOf(study, [joint])[0]!.regrets).toBeNull()
  })

  it("make a block a task and seed", () => {
    expect(blocksOf(standings, 2, ({ finals }) => finals)).toEqual([
      [10, 6],
      [8, 10],
    ])
  })
})

describe("a comparison", () => {
  it("of one that is always best", () => {
    const blocks = Array.from({ length: 12 }, (_, i) => [i, i + 1 + (i % 2), i + 2 - (i % 2)])
    const { friedman, pairs, cliques, criticalDifference } = compareAll(blocks)
    expect(friedman.meanRanks).toEqual([1, 2.5, 2.5])
    expect(criticalDifference).toBe(nemenyiDifference(3, 12))
    expect(cliques).toEqual([[1, 2]])
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ])
    // Twelve of twelve, both tails: 2 / 2^12, times three for the number of pairs.
    expect(pairs[0]!.wilcoxonHolm).toBe((3 * 2) / 2 ** 12)
    expect(pairs[0]!.nemenyi).toBeLessThan(0.001)
    expect(pairs[2]!.wilcoxonHolm).toBe(1)
  })

  it("with a baseline is one-sided", () => {
    expect(compareWith([1, 2, 3, 4], [2, 3, 3, 3.5])).toEqual({
      ...{ wins: 2, ties: 1, losses: 1, medianDifference: -0.5 },
      // Ranks 1, 2.5, 2.5 with only the 1 against: 2 of 8 signs are as good.
      pValue: 2 / 8,
    })
  })

  it("has the largest sets that are not told apart, and no subsets of them", () => {
    expect(cliquesOf([3, 1, 2, 5], 1)).toEqual([
      [1, 2],
      [2, 0],
    ])
    expect(cliquesOf([3, 1, 2, 5], 2)).toEqual([
      [1, 2, 0],
      [0, 3],
    ])
    expect(cliquesOf([1, 2, 3], 0.5)).toEqual([])
  })
})

describe("what is compared", () => {
  it("are arms of the joint space, by what tells their titles apart", () => {
    const { protocol } = study
    const arms = jointArms({ ...protocol, arms: [...protocol.arms, hpoOnly] })
    expect(arms).toEqual([joint, hyperband])
    expect(shortTitles(arms)).toEqual(["random search", "Hyperband, by epoch"])
    expect(shortTitles([joint, hpoOnly])).toEqual(["joint space", "hyperparameters only"])
    expect(shortTitles([joint])).toEqual([joint.title])
  })

  it("spend their budgets as they do", () => {
    expect(evaluationCost(study, "cifar10", joint)).toEqual({ numEvaluations: 5, meanSeconds: 28 })
    expect(spendingOf(study, "cifar10", hyperband)).toEqual({
      numEvaluations: 2,
      numFull: 1,
      lastImprovement: 1,
    })
    // One improves at 20 of 100, the other at the end.
    expect(spendingOf(study, "cifar10", joint).lastImprovement).toBeCloseTo(0.6, 14)
  })
})
