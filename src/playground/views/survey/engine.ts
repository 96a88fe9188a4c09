/** What Survey asks of the engine: random configurations, the exact optimum, ranks among all architectures. */

import {
  type BestConfiguration,
  type Constraints,
  createRandom,
  type MetricName,
  type OptimumProgress,
} from "../../../entries/index.web.ts"
import type { Operations, Work } from "../../engine/operation.ts"
import type { PackId } from "../../engine/pack-id.ts"
import type { Point } from "../../state/point.ts"
import { codeOf, type Sample, valueIn } from "./sample.ts"

interface SampleInput {
  readonly id: PackId
  readonly count: number
  readonly seed: number
  readonly epoch: number
}

/** Rows between two breaths: some ten milliseconds. */
const BLOCK = 128

/** Draws configurations as the space samples them, and asks for all their metrics; reports how many are done. */
async function sample(
  { id, count, seed, epoch }: SampleInput,
  { benchmark, report, breathe }: Work<number>,
): Promise<Sample> {
  const subject = await benchmark(id)
  const { space, metrics } = subject
  const random = createRandom(seed)
  const columns = Object.fromEntries(metrics.map(name => [name, new Float32Array(count)]))
  const codes = Object.fromEntries(space.hyperparameters.map(({ name }) => [name, new Float64Array(count)]))
  for (let first = 0; first < count; first += BLOCK) {
    const rows = Array.from({ length: Math.min(BLOCK, count - first) }, () => space.sample(random))
    const answers = subject.queryMany(rows, { epoch })
    for (const name of metrics) columns[name]!.set(answers[name], first)
    for (const hyperparameter of space.hyperparameters) {
      const { name } = hyperparameter
      for (const [i, row] of rows.entries())
        codes[name]![first + i] = codeOf(hyperparameter, valueIn(row, hyperparameter))
    }
    report(first + rows.length)
    await breathe()
  }
  return { count, seed, epoch, metrics: columns, hyperparameters: codes }
}

interface AnswersInput {
  readonly id: PackId
  readonly points: readonly Point[]
}

/** All metrics of some points, each at its own epoch. */
async function answers(
  { id, points }: AnswersInput,
  { benchmark }: Work,
): Promise<Record<MetricName, number>[]> {
  const subject = await benchmark(id)
  return points.map(({ configuration, epoch }) => subject.query(configuration, { epoch }))
}

interface OptimumInput {
  readonly id: PackId
  readonly metric: MetricName
  readonly constraints: Constraints
  readonly epoch: number
}

/** The exact optimum, as the page shows it. */
export interface FoundOptimum {
  /** null where nothing keeps to the constraints. */
  readonly best: BestConfiguration | null
  readonly numChoices: number
  readonly numSummed: number
  /** Cells of a choice. */
  readonly numCells: number
}

async function optimum(
  { id, metric, constraints, epoch }: OptimumInput,
  { benchmark, report, signal }: Work<OptimumProgress>,
): Promise<FoundOptimum> {
  const subject = await benchmark(id)
  const { best, certificate } = await subject.optimum({
    ...{ metric, constraints, epoch, signal },
    onProgress: report,
  })
  const { numChoices, numSummed, cells } = certificate
  return { best, numChoices, numSummed, numCells: cells.LearningRate * cells.WeightDecay }
}

interface RankInput {
  readonly id: PackId
  readonly point: Point
  readonly metric: MetricName
}

/** Values of a metric of all architectures, the rest being as in one point. */
export interface Ranking {
  readonly metric: MetricName
  /** Of the point itself. */
  readonly own: number
  readonly values: Float32Array
}

async function rank({ id, point, metric }: RankInput, { benchmark, breathe }: Work): Promise<Ranking> {
  const subject = await benchmark(id)
  await breathe()
  const { configuration, epoch } = point
  const all = "all" as const
  const cells = { Op1: all, Op2: all, Op3: all, Op4: all, Op5: all, Op6: all }
  const { columns } = subject.grid({ ...configuration, ...cells, epoch }, { metrics: [metric] })
  const own = subject.query(configuration, { epoch, metrics: [metric] })
  return { metric, own: own[metric], values: columns[metric] }
}

export const surveyOperations = { sample, answers, optimum, rank } satisfies Operations
