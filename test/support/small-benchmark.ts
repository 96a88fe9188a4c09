/** Benchmarks of a few random small trees over the real design space: small enough to try every answer. */

import { Benchmark } from "../../src/benchmark/benchmark.ts"
import { type Configuration, createEncoder, jahsSpace } from "../../src/space/index.ts"
import type { ReleaseCard } from "../../src/surrogate/card.ts"
import type { Surrogate as SurrogateType } from "../../src/surrogate/surrogate.ts"
import { Surrogate } from "../../src/surrogate/surrogate.ts"
import type { TargetTransform } from "../../src/surrogate/target-transform.ts"
import { boosterFor, type Node } from "../unit/explain/models.ts"
import type { Random } from "./random.ts"

const OPTIONS = [0, 1, 2, 3, 4] as const
const HEADER = [
  ...["Op1", "Op2"].flatMap(name => OPTIONS.map(option => `${name}_${option}`)),
  "LearningRate",
  "WeightDecay",
  "TrivialAugment_True",
  ...["ReLU", "Hardswish", "Mish"].map(name => `Activation_${name}`),
  "epoch",
]
export const learningRateCuts: readonly number[] = [0.01, 0.1, 0.3].map(Math.fround)
export const weightDecayCuts: readonly number[] = [1e-4, 5e-4].map(Math.fround)

const TRANSFORMS: readonly (readonly TargetTransform[])[] = [
  [],
  [{ kind: "min-max", scale: 0.25, min: -0.5 }],
  [
    { kind: "min-max", scale: 0.01, min: -0.05 },
    { kind: "inverse-sigmoid", k: 1 },
  ],
  [{ kind: "min-max", scale: -2, min: 0.5 }],
  // Saturates: many margins have one metric value.
  [{ kind: "inverse-sigmoid", k: 40 }],
]

function conditionOn(name: string, random: Random): number {
  if (name === "LearningRate") return random.pick([...learningRateCuts, Math.fround(1e-4), 2])
  if (name === "WeightDecay") return random.pick(weightDecayCuts)
  return name === "epoch" ? random.pick([50, 200, 201]) : 0.5
}

/** Leaves are few numbers, so that there are ties, or any, so that sums are rounded. */
function randomTree(random: Random, depth: number, isCoarse: boolean): Node {
  if (depth === 0 || random.chance(0.1)) {
    const leaf = isCoarse ? random.below(5) / 4 - 0.5 : Math.fround(random.below(1e9) / 1e9 - 0.5)
    return { leaf, cover: 1 }
  }
  const feature = random.below(HEADER.length)
  const left = randomTree(random, depth - 1, isCoarse)
  const right = randomTree(random, depth - 1, isCoarse)
  const condition = conditionOn(HEADER[feature]!, random)
  return { feature, condition, defaultLeft: random.chance(0.5), left, right, cover: 2 }
}

function randomSurrogate(metric: string, random: Random): SurrogateType {
  const numTrees = 1 + random.below(8)
  const isCoarse = random.chance(0.5)
  const trees = Array.from({ length: numTrees }, () => randomTree(random, 5, isCoarse))
  const booster = boosterFor({
    numFeatures: HEADER.length,
    trees,
    numOutputs: 1,
    treeInfo: trees.map(() => 0),
    baseScore: random.pick([0, 0.5, -3]),
  })
  return new Surrogate(metric, booster, createEncoder(HEADER), random.pick(TRANSFORMS))
}

/** A benchmark of three metrics; its surrogates read Op1, Op2, Activation, TrivialAugment, both floats and epoch. */
export function smallBenchmark(random: Random): {
  readonly benchmark: Benchmark
  readonly surrogates: ReadonlyMap<string, SurrogateType>
} {
  const surrogates = ["valid-acc", "latency", "size_MB"].map(metric => randomSurrogate(metric, random))
  const domain = { N: [5], W: [16], Resolution: [1], LearningRate: [0.001, 1], WeightDecay: [1e-5, 1e-3] }
  const card = { release: "small", task: "cifar10", domain } as unknown as ReleaseCard
  const metrics = surrogates.map(({ metric }) => metric)
  const pack = { task: "cifar10", card, metrics, surrogates, sha256: "" }
  return {
    benchmark: new Benchmark("cifar10", pack),
    surrogates: new Map(surrogates.map(surrogate => [surrogate.metric, surrogate])),
  }
}

/** A value in every cell of an axis, ascending. */
const cellsOf = (lower: number, cuts: readonly number[]): number[] => [lower, ...cuts]

/** Every answer there is: discrete choices in the space's order, then LearningRate, then WeightDecay. */
export function everyConfiguration(): Configuration[] {
  const base = jahsSpace.validate({ ...jahsSpace.defaultConfiguration(), N: 5, W: 16, Resolution: 1 })
  const all: Configuration[] = []
  for (const Op1 of OPTIONS)
    for (const Op2 of OPTIONS)
      for (const Activation of ["ReLU", "Hardswish", "Mish"] as const)
        for (const TrivialAugment of [true, false])
          for (const LearningRate of cellsOf(0.001, learningRateCuts))
            for (const WeightDecay of cellsOf(1e-5, weightDecayCuts))
              all.push({ ...base, Op1, Op2, Activation, TrivialAugment, LearningRate, WeightDecay })
  return all
}
