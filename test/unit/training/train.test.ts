/** Training by hand: sums, leaves, draws, constraints, and what each parameter says it does. */
import { describe, expect, it } from "vitest"
import { train } from "../../../src/entries/training.ts"
import { readBooster, writeJson, writeUbjson } from "../../../src/entries/trees.ts"
import { UnsupportedModelError } from "../../../src/errors.ts"
import type { ParsedTree } from "../../../src/formats/parsed-model.ts"
import type { Booster } from "../../../src/predict/booster/booster.ts"
import { readFixture } from "../../support/fixtures.ts"
import { firstDifference } from "../../support/float32.ts"
import { smallTable } from "./tables.ts"

const table = smallTable(400, 0.1, 5)
const data = { rows: table.rows, numFeatures: table.numFeatures, labels: table.labels }

/** Eight rows of one feature: four labels of 0, then four of 5. */
const steps = {
  rows: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7),
  numFeatures: 1,
  labels: Float32Array.of(0, 0, 0, 0, 5, 5, 5, 5),
}

function treesOf(booster: Booster): readonly ParsedTree[] {
  return booster.model!.trees
}

const numLeaves = ({ leftChildren }: ParsedTree): number => leftChildren.filter(left => left === -1).length

/** Edges on the longest path, and every set of features that is on a path. */
function pathsOf({ leftChildren, rightChildren, splitIndices }: ParsedTree): number[][] {
  const paths: number[][] = []
  const visit = (node: number, path: readonly number[]): void => {
    if (leftChildren[node] === -1) {
      paths.push([...path])
      return
    }
    const below = [...path, splitIndices[node]!]
    visit(leftChildren[node]!, below)
    visit(rightChildren[node]!, below)
  }
  visit(0, [])
  return paths
}

describe("one tree on eight rows", () => {
  it("splits in the middle, with the leaves that the sums give", async () => {
    const { booster } = await train(steps, { numTrees: 1, maxDepth: 1, minChildWeight: 0 })
    const [tree] = treesOf(booster) as [ParsedTree]
    // Gradients are 0.5 and -4.5, hessians 1: weights are -G / (H + 1), gains G² / (H + 1), all float32.
    const [left, right] = [-2 / 5, 18 / 5].map(weight => Math.fround(Math.fround(0.3) * Math.fround(weight)))
    expect(tree.splitConditions).toEqual(Float32Array.of(4, left!, right!))
    expect(Array.from(tree.sumHessian!)).toEqual([8, 4, 4])
    const [own, ofLeft, ofRight] = [256 / 9, 4 / 5, 324 / 5].map(Math.fround) as [number, number, number]
    expect(tree.lossChanges![0]).toBe(Math.fround(Math.fround(ofLeft + ofRight) - own))
    expect(Array.from(tree.baseWeights!).slice(0, 1)).toEqual([Math.fround(16 / 9)])
    expect(booster.predict(Float32Array.of(3.99))[0]).toBe(Math.fround(0.5 + left!))
  })

  it("weighs rows", async () => {
    const weights = Float32Array.of(1, 1, 1, 1, 1, 1, 2, 0)
    const { booster } = await train({ ...steps, weights }, { numTrees: 1, maxDepth: 1, learningRate: 1 })
    expect(treesOf(booster)[0]!.sumHessian).toEqual(Float32Array.of(8, 4, 4))
    const heavy = Float32Array.of(9, 0, 0, 0, 1, 0, 0, 0)
    const other = await train({ ...steps, weights: heavy }, { numTrees: 1, maxDepth: 1, learningRate: 1 })
    expect(treesOf(other.booster)[0]!.splitConditions.slice(1)).toEqual(Float32Array.of(-4.5 / 10, 4.5 / 2))
  })

  it("sends missing values where they belong", async () => {
    const rows = steps.rows.slice()
    rows[7] = Number.NaN
    for (const [labels, left] of [
      [steps.labels, 0],
      [Float32Array.of(0, 0, 0, 0, 5, 5, 5, 0), 1],
    ] as const) {
      const { booster } = await train({ ...steps, rows, labels }, { numTrees: 1, maxDepth: 1 })
      expect(treesOf(booster)[0]!.defaultLeft[0]).toBe(left)
    }
  })

  it("keeps missing values apart from all others", async () => {
    const rows = Float32Array.of(1, 1, 1, 1, NaN, NaN, NaN, NaN)
    const { booster } = await train(
      { ...steps, rows },
      { numTrees: 1, maxDepth: 1, learningRate: 1, lambda: 0 },
    )
    expect(booster.predict(Float32Array.of(1, NaN), { numRows: 2 })).toEqual(Float32Array.of(0, 5))
  })

  it("is a leaf where nothing is gained", async () => {
    const labels = new Float32Array(8).fill(2)
    const { booster } = await train({ ...steps, labels }, { numTrees: 1, learningRate: 1, lambda: 0 })
    expect(treesOf(booster)[0]!.numNodes).toBe(1)
    expect(booster.predict(Float32Array.of(3))[0]).toBe(2)
    const constant = { rows: new Float32Array(8), numFeatures: 1, labels: steps.labels }
    expect(treesOf((await train(constant, { numTrees: 1 })).booster)[0]!.numNodes).toBe(1)
    const absent = { rows: new Float32Array(8).fill(Number.NaN), numFeatures: 1, labels: steps.labels }
    expect(treesOf((await train(absent, { numTrees: 1 })).booster)[0]!.numNodes).toBe(1)
  })
})

describe("parameters", () => {
  const deepest = (booster: Booster): number => {
    return Math.max(...treesOf(booster).flatMap(tree => pathsOf(tree).map(path => path.length)))
  }

  it("bound depth and leaves", async () => {
    for (const maxDepth of [1, 2, 5]) {
      expect(deepest((await train(data, { numTrees: 3, maxDepth })).booster)).toBe(maxDepth)
    }
    for (const growPolicy of ["depthwise", "lossguide"] as const) {
      const { booster } = await train(data, { numTrees: 3, maxLeaves: 7, maxDepth: 0, growPolicy })
      expect(treesOf(booster).map(numLeaves)).toEqual([7, 7, 7])
    }
  })

  it("bound the weight of children and the gain of splits", async () => {
    const { booster } = await train(data, { numTrees: 3, minChildWeight: 50 })
    for (const { sumHessian } of treesOf(booster)) expect(Math.min(...sumHessian!)).toBeGreaterThanOrEqual(50)
    const { booster: gaining } = await train(data, { numTrees: 3, gamma: 3 })
    for (const { lossChanges, leftChildren } of treesOf(gaining)) {
      leftChildren.forEach((left, node) => {
        if (left !== -1) expect(lossChanges![node]).toBeGreaterThanOrEqual(3)
      })
    }
  })

  it("bound steps, shrink leaves, and scale them", async () => {
    const leavesOf = (booster: Booster): number[] =>
      treesOf(booster).flatMap(({ leftChildren, splitConditions }) =>
        Array.from(splitConditions).filter((_, node) => leftChildren[node] === -1),
      )
    const bounded = await train(data, { numTrees: 2, maxDeltaStep: 0.25, learningRate: 1 })
    expect(Math.max(...leavesOf(bounded.booster).map(Math.abs))).toBe(0.25)
    const largest = async (lambda: number, alpha: number): Promise<number> => {
      const { booster } = await train(data, { numTrees: 1, lambda, alpha })
      return Math.max(...leavesOf(booster).map(Math.abs))
    }
    expect(await largest(50, 0)).toBeLessThan(await largest(1, 0))
    expect(await largest(1, 10)).toBeLessThan(await largest(1, 0))
    const half = await train(data, { numTrees: 1, learningRate: 0.5 })
    const whole = await train(data, { numTrees: 1, learningRate: 1 })
    expect(leavesOf(half.booster)).toEqual(leavesOf(whole.booster).map(leaf => leaf / 2))
  })

  it("draw rows: covers are of the drawn ones, and all rows are predicted", async () => {
    const { booster, history } = await train(data, { numTrees: 20, subsample: 0.5 })
    for (const { sumHessian } of treesOf(booster)) {
      expect(sumHessian![0]).toBeGreaterThan(140)
      expect(sumHessian![0]).toBeLessThan(260)
    }
    const predictions = booster.predict(table.rows, { numRows: table.numRows })
    const squares = predictions.reduce((sum, value, row) => sum + (value - table.labels[row]!) ** 2, 0)
    expect(history.trainingLoss[19]).toBeCloseTo(Math.sqrt(squares / table.numRows), 6)
  })

  it("draw features of trees, depths and nodes; 0 means one", async () => {
    const { booster: byTree } = await train(data, { numTrees: 12, colsampleByTree: 0 })
    const ofTrees = treesOf(byTree).map(tree => new Set(pathsOf(tree).flat()))
    for (const used of ofTrees) expect(used.size).toBeLessThanOrEqual(1)
    expect(new Set(ofTrees.flatMap(used => [...used])).size).toBeGreaterThan(2)
    const { booster: byLevel } = await train(data, { numTrees: 6, colsampleByLevel: 0, maxDepth: 3 })
    for (const tree of treesOf(byLevel)) {
      for (const depth of [0, 1, 2]) {
        const used = pathsOf(tree).flatMap(path => path.slice(depth, depth + 1))
        expect(new Set(used).size).toBeLessThanOrEqual(1)
      }
    }
    const { booster: byNode } = await train(data, { numTrees: 6, colsampleByNode: 0, maxDepth: 3 })
    const seconds = treesOf(byNode).map(tree => new Set(pathsOf(tree).flatMap(path => path.slice(1, 2))).size)
    expect(Math.max(...seconds)).toBe(2)
  })

  it("limit bins", async () => {
    const { booster } = await train(data, { numTrees: 30, maxBins: 3 })
    const cuts = new Set<string>()
    for (const { leftChildren, splitIndices, splitConditions } of treesOf(booster)) {
      leftChildren.forEach((left, node) => {
        if (left !== -1 && splitIndices[node] === 0) cuts.add(`${splitConditions[node]}`)
      })
    }
    // Two between three bins, and the two beyond which only missing values are.
    expect(cuts.size).toBeGreaterThan(0)
    expect(cuts.size).toBeLessThanOrEqual(4)
  })

  it("set the base score", async () => {
    const start = async (baseScore?: number | "estimate"): Promise<number> => {
      const parameters = { numTrees: 1, ...(baseScore === undefined ? {} : { baseScore }) }
      return (await train(steps, parameters)).booster.info.baseScore[0]!
    }
    expect([await start(), await start(7), await start("estimate")]).toEqual([0.5, 7, 2.5])
    const odd = { ...steps, labels: Float32Array.of(9, 1, 2, 3, 4, 5, 6, 100) }
    const robust = { numTrees: 1, objective: "reg:quantileerror", quantileAlpha: 0.25 } as const
    // (n + 1) · 0.25 = 2.25: a quarter of the way from the second to the third.
    expect((await train(odd, robust)).booster.info.baseScore[0]).toBe(2.25)
    const counts = { ...steps, labels: Float32Array.of(3, 3, 3, 3, 3, 3, 3, 3) }
    const poisson = await train(counts, { numTrees: 1, objective: "count:poisson", baseScore: "estimate" })
    // One step of (3 - 1) / e^0.7 from a margin of 0.
    expect(poisson.booster.info.baseScore[0]).toBeCloseTo(Math.exp(2 / Math.exp(0.7)), 5)
  })
})

describe("reg:quantileerror", () => {
  const parameters = { objective: "reg:quantileerror", quantileAlpha: 0.8, numTrees: 40 } as const

  it("sets leaves to the quantile of their residuals", async () => {
    const labels = Float32Array.of(0, 1, 2, 3, 10, 12, 14, 16)
    const { booster } = await train(
      { ...steps, labels },
      { ...parameters, numTrees: 1, maxDepth: 1, quantileAlpha: 0.5, learningRate: 1 },
    )
    // The median of all is 6.5, those of the halves are 1.5 and 13.
    expect(booster.predict(Float32Array.of(0, 7), { numRows: 2 })).toEqual(Float32Array.of(1.5, 13))
  })

  it("has its share of the labels below it", async () => {
    const { booster } = await train(data, parameters)
    const predictions = booster.predict(table.rows, { numRows: table.numRows })
    const below = table.labels.filter((label, row) => label <= predictions[row]!).length
    expect(below / table.numRows).toBeGreaterThan(0.75)
    expect(below / table.numRows).toBeLessThan(0.87)
  })

  it("is written for XGBoost 2, which has it, and not for 1.7", async () => {
    const { booster } = await train(data, parameters)
    const margins = booster.predict(table.rows, { numRows: table.numRows, output: "margin" })
    for (const write of [writeJson, writeUbjson]) {
      expect(() => write(booster)).toThrow(UnsupportedModelError)
      const again = readBooster(write(booster, { version: "source" }))
      expect(again.info.version).toEqual([2, 1, 4])
      const found = again.predict(table.rows, { numRows: table.numRows, output: "margin" })
      expect(firstDifference(found, margins)).toBe(-1)
    }
    const text = new TextDecoder().decode(writeJson(booster, { version: "source" }))
    expect(text).toContain('"quantile_loss_param":{"quantile_alpha":"[0.8')
  })

  it("has the fields that a model of XGBoost 2.1 has, each of the same kind", async () => {
    const { booster } = await train(data, { ...parameters, numTrees: 2 })
    /** Fields and kinds of values; of a list those of its first entry. */
    const kindOf = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.slice(0, 1).map(kindOf)
      if (typeof value !== "object" || value === null) return typeof value
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, kindOf(inner)]))
    }
    const parse = (bytes: Uint8Array): { learner: Record<string, unknown>; version: unknown } =>
      JSON.parse(new TextDecoder().decode(bytes))
    const theirs = parse(readFixture("xgboost-2.1", "quantile_multi", "model.json"))
    const ours = parse(writeJson(booster, { version: "source" }))
    expect(ours.version).toEqual(theirs.version)
    // Which iteration was best is said by trainings that were watched, in both.
    const plain = (model: typeof ours): unknown => kindOf({ ...model.learner, attributes: {} })
    expect(plain(ours)).toEqual(plain(theirs))
  })
})

describe("a run", () => {
  const validation = (() => {
    const { rows, numFeatures, labels } = smallTable(200, 0.1, 6)
    return { rows, numFeatures, labels }
  })()

  it("gives the same bytes again, others with another seed", async () => {
    const parameters = { numTrees: 5, subsample: 0.7, colsampleByNode: 0.5 }
    const bytes = async (seed: number): Promise<Uint8Array> =>
      writeUbjson((await train(data, { ...parameters, seed })).booster)
    expect(await bytes(1)).toEqual(await bytes(1))
    expect(await bytes(1)).not.toEqual(await bytes(2))
  })

  it("stops early, and says which tree was best", async () => {
    const seen: number[] = []
    const { booster, bestIteration, history } = await train(
      data,
      { numTrees: 500, learningRate: 0.5 },
      {
        validation,
        earlyStoppingRounds: 5,
        onProgress: ({ tree, validationLoss }) => {
          expect(validationLoss).toBeGreaterThan(0)
          seen.push(tree)
        },
      },
    )
    const losses = Array.from(history.validationLoss!)
    expect(booster.numTrees).toBe(bestIteration + 6)
    expect(booster.numTrees).toBeLessThan(500)
    expect(losses.indexOf(Math.min(...losses))).toBe(bestIteration)
    expect(seen).toEqual(losses.map((_, tree) => tree + 1))
    expect(booster.info.attributes.get("best_iteration")).toBe(`${bestIteration}`)
    const iterationRange = [0, bestIteration + 1] as const
    const best = booster.predict(validation.rows, { numRows: 200, iterationRange })
    const squares = best.reduce((sum, value, row) => sum + (value - validation.labels[row]!) ** 2, 0)
    expect(Math.sqrt(squares / 200)).toBeCloseTo(losses[bestIteration]!, 6)
  })

  it("ends with the signal's reason, between two trees", async () => {
    const stop = new AbortController()
    let trees = 0
    const run = train(
      data,
      { numTrees: 1000 },
      {
        signal: stop.signal,
        onProgress: () => {
          trees++
          if (trees === 1) setTimeout(() => stop.abort(new Error("enough")), 0)
        },
      },
    )
    await expect(run).rejects.toThrow("enough")
    expect(trees).toBeLessThan(10)
    await expect(train(data, {}, { signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow(
      "before",
    )
  })

  it("knows metrics by hand", async () => {
    const losses = async (
      objective: "binary:logistic" | "count:poisson" | "reg:squarederror",
      evaluationMetric: "logloss" | "poisson-nloglik" | "mae" | "quantile",
    ): Promise<number> => {
      const labels = Float32Array.of(0, 0, 0, 0, 1, 1, 1, 1)
      const constant = { rows: new Float32Array(8), numFeatures: 1, labels }
      const parameters = { objective, numTrees: 1, learningRate: 0, baseScore: 0.25, quantileAlpha: 0.9 }
      return (await train(constant, parameters, { evaluationMetric })).history.trainingLoss[0]!
    }
    const logloss = -(Math.log(0.25) + Math.log(0.75)) / 2
    expect(await losses("binary:logistic", "logloss")).toBeCloseTo(logloss, 6)
    // ln Γ(1) and ln Γ(2) are 0.
    expect(await losses("count:poisson", "poisson-nloglik")).toBeCloseTo(0.25 - Math.log(0.25) / 2, 6)
    expect(await losses("reg:squarederror", "mae")).toBeCloseTo(0.5, 6)
    expect(await losses("reg:squarederror", "quantile")).toBeCloseTo((0.1 * 0.25 + 0.9 * 0.75) / 2, 6)
  })
})
