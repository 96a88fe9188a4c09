/** How good surrogates of measured runs become with the number of configurations they are fitted to. */

import { mean, standardError } from "../../numeric/moments.ts"
import type { RandomSource } from "../../random/generator.ts"
import { fitSurrogate } from "../../training/fit-surrogate.ts"
import type { SurrogateParameters } from "../../training/surrogate-parameters.ts"
import { tableOf } from "../../training/table.ts"
import type { LabelBounds } from "../../training/target.ts"
import type { MeasuredRun } from "./measured-runs.ts"

/** Scores of one metric's surrogates, fitted to so many configurations, on configurations they never saw. */
export interface LearningPoint {
  readonly metric: string
  readonly numConfigurations: number
  /** Kendall's tau with the runs held out: its mean over the splits, and the standard error of that. */
  readonly tau: number
  readonly tauError: number
  /** Coefficient of determination, likewise. */
  readonly r2: number
  readonly r2Error: number
}

/** How a curve is measured. */
export interface LearningOptions {
  /** Numbers of configurations to fit to; the largest that the split leaves is added where `sizes` is left out. */
  readonly sizes?: readonly number[]
  /** Splits, each with models of its own. Default: 5. */
  readonly splits?: number
}

/** Of the configurations, those that are held out in every split. */
const HELD_OUT = 0.2

/**
 * The paper's defaults are for a million rows; with so few, slower and shallower trees are what generalises. Chosen once,
 * not searched: a search on hundreds of runs chooses by noise.
 */
const PARAMETERS: SurrogateParameters = {
  maxDepth: 4,
  minChildWeight: 2,
  colsampleByTree: 0.7,
  colsampleByLevel: 1,
  learningRate: 0.05,
  k: 1,
}
const NUM_TREES = 200

/**
 * What is possible, where the paper takes what was seen: of few rows, the smallest and the largest would be 14 logits
 * away from the others, and decide the fit.
 */
function boundsOf(metric: string, runs: readonly MeasuredRun[]): LabelBounds {
  if (metric.endsWith("-acc")) return [0, 100]
  return [0, 2 * Math.max(...runs.map(({ values }) => values[metric]!))]
}

/** Numbers of configurations in random order. */
function shuffled(numbers: readonly number[], random: RandomSource): number[] {
  const order = [...numbers]
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.integers(0, at + 1)
    ;[order[at], order[other]] = [order[other]!, order[at]!]
  }
  return order
}

/** @returns how many configurations can be fitted to, where some are held out */
export function mostConfigurations(runs: readonly MeasuredRun[]): number {
  const all = new Set(runs.map(({ number }) => number)).size
  return all - Math.ceil(HELD_OUT * all)
}

/**
 * Fits surrogates to runs of one fidelity by the paper's procedure, with settings that are given, and scores them on the
 * first runs of configurations that were held out.
 *
 * @param runs of one fidelity, in which each metric was measured throughout
 * @param random draws the splits
 * @returns a point a metric and size
 * @throws {ShapeError} for too few configurations to be split
 */
export async function learningCurve(
  runs: readonly MeasuredRun[],
  metrics: readonly string[],
  random: RandomSource,
  options: LearningOptions = {},
): Promise<LearningPoint[]> {
  const { splits = 5, sizes = [mostConfigurations(runs)] } = options
  const table = tableOf(
    runs.map(({ configuration, values }) => ({
      ...configuration,
      // One epoch is compared: which one it is says nothing.
      epoch: 1,
      ...Object.fromEntries(metrics.map(metric => [metric, values[metric]!])),
    })),
  )
  const bounds = Object.fromEntries(metrics.map(metric => [metric, boundsOf(metric, runs)]))
  const numbers = [...new Set(runs.map(({ number }) => number))]
  const numTest = numbers.length - mostConfigurations(runs)
  const found = new Map<string, { tau: number[]; r2: number[] }>()
  for (let split = 0; split < splits; split++) {
    const order = shuffled(numbers, random)
    const held = new Set(order.slice(0, numTest))
    const test = Uint32Array.from(runs.keys()).filter(
      row => held.has(runs[row]!.number) && runs[row]!.repeat === 0,
    )
    for (const size of sizes) {
      const chosen = new Set(order.slice(numTest, numTest + size))
      const training = Uint32Array.from(runs.keys()).filter(row => chosen.has(runs[row]!.number))
      const { evaluations } = await fitSurrogate(table, {
        ...{ metrics, bounds, trials: 0, parameters: PARAMETERS, numTrees: NUM_TREES, seed: split },
        split: { training, validation: new Uint32Array(0), test },
      })
      for (const { metric, scores } of evaluations) {
        const key = `${metric} ${size}`
        const scored = found.get(key) ?? { tau: [], r2: [] }
        scored.tau.push(scores.kendallTau)
        scored.r2.push(scores.R2)
        found.set(key, scored)
      }
    }
  }
  return metrics.flatMap(metric =>
    sizes.map(numConfigurations => {
      const { tau, r2 } = found.get(`${metric} ${numConfigurations}`)!
      const errors = { tauError: standardError(tau), r2Error: standardError(r2) }
      return { metric, numConfigurations, tau: mean(tau), r2: mean(r2), ...errors }
    }),
  )
}
