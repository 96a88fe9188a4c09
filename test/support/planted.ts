/** Benchmarks of a few small trees that keep every law, and places to plant a defect in them. */
import { Benchmark } from "../../src/benchmark/benchmark.ts"
import type { MetricName } from "../../src/benchmark/index.ts"
import { memorySource } from "../../src/bytes/byte-source.ts"
import type { Booster } from "../../src/predict/booster/booster.ts"
import { readJson } from "../../src/predict/booster/read.ts"
import { createEncoder, type Domain } from "../../src/space/index.ts"
import { openReleasePack } from "../../src/surrogate/release-pack.ts"
import { Surrogate } from "../../src/surrogate/surrogate.ts"
import { writeReleasePack } from "../../src/surrogate/write-release-pack.ts"
import { toDocument } from "../../src/testing/forest-document.ts"
import type { NodeSpec } from "../../src/testing/forest-spec.ts"

/** Columns that the planted trees can split. */
export const columns = [
  ...[1, 2, 3, 4, 5, 6].flatMap(edge => [0, 1, 2, 3, 4].map(operation => `Op${edge}_${operation}`)),
  ...["Activation_Hardswish", "Activation_Mish", "Activation_ReLU", "TrivialAugment_True"],
  ...["LearningRate", "WeightDecay", "N", "W", "Resolution", "epoch"],
]

const leaf = (value: number): NodeSpec => ({ kind: "leaf", values: [value] })

/** `below` where a column's value is less than the threshold, `above` elsewhere. */
export function split(
  column: string,
  condition: number,
  below: NodeSpec | number,
  above: NodeSpec | number,
): NodeSpec {
  const feature = columns.indexOf(column)
  if (feature < 0) throw new Error(`no column ${column}`)
  const node = (part: NodeSpec | number): NodeSpec => (typeof part === "number" ? leaf(part) : part)
  return {
    kind: "split",
    feature,
    condition,
    categories: null,
    defaultLeft: true,
    left: node(below),
    right: node(above),
  }
}

/** A booster of some trees over some features. */
export function boosterOf(trees: readonly NodeSpec[], numFeatures: number, baseScore = 0): Booster {
  return readJson(
    toDocument({
      numFeatures,
      numOutputs: 1,
      numParallelTree: 1,
      numRounds: trees.length,
      isVector: false,
      isDart: false,
      version: [1, 7, 4],
      baseScore,
      trees,
      seed: 0,
    }),
  )
}

/** A runtime that grows by 100 s every 5 epochs. */
const growing: readonly NodeSpec[] = Array.from({ length: 39 }, (_, i) => split("epoch", 5 * (i + 1), 0, 100))

/** What a metric is without defects: its base score and trees. */
const healthy: Readonly<Record<MetricName, readonly [baseScore: number, trees: readonly NodeSpec[]]>> = {
  FLOPS: [10, []],
  latency: [1, []],
  runtime: [100, growing],
  size_MB: [0.125, []],
  "train-acc": [90, []],
  "valid-acc": [88, []],
  "test-acc": [88, []],
}

/** Trees that are added to a metric. */
export type Defects = Partial<Readonly<Record<MetricName, NodeSpec>>>

/** A benchmark of cifar10 over the whole space, or a part of it, written and read as any release. */
export async function plantedBenchmark(defects: Defects = {}, domain: Domain = {}): Promise<Benchmark> {
  const encoder = createEncoder(columns)
  const surrogates = Object.entries(healthy).map(([metric, [baseScore, trees]]) => {
    const defect = defects[metric as MetricName]
    const all = [...trees, ...(defect === undefined ? [leaf(0)] : [defect])]
    return new Surrogate(metric, boosterOf(all, columns.length, baseScore), encoder, [])
  })
  const card = {
    release: "planted",
    task: "cifar10",
    kind: "planted",
    trainedOn: "nothing",
    notice: "for tests",
    licence: "MIT",
    attribution: "",
    domain,
    holdoutRuns: [],
    scores: { holdout: {}, untouchedRun: {} },
  }
  const bytes = await writeReleasePack("cifar10", card, surrogates)
  return new Benchmark("cifar10", await openReleasePack(memorySource(bytes, "planted.bin")))
}
