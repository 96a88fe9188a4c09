/** The exact optimum of a metric over a region, with a certificate. */

import { ulpsFrom } from "../numeric/ulps.ts"
import { combinationAt } from "../predict/choice-space.ts"
import { findOptimum, type Proof } from "../predict/find-optimum.ts"
import type { Configuration } from "../space/index.ts"
import { invertBound } from "../surrogate/target-transform.ts"
import { type FoundConfiguration, foundConfiguration } from "./best-configuration.ts"
import { type Constraints, constrained, limitsOf } from "./constraint.ts"
import type { Metric, MetricName } from "./metric.ts"
import { RegionSpace } from "./region-space.ts"
import { runSearch } from "./run-search.ts"
import { goalOf, type SearchContext, type SearchOptions, signOf, surrogateOf } from "./search.ts"

/** The best configuration of a region. */
export interface BestConfiguration extends FoundConfiguration {
  /** The metric that was searched for, in its unit. */
  readonly value: number
}

export interface OptimumOptions extends SearchOptions {
  readonly metric: MetricName
  /** Default: the metric's own goal. */
  readonly goal?: Metric["goal"]
  readonly constraints?: Constraints
  /** Is told how far the search is, some times a second. */
  readonly onProgress?: (progress: OptimumProgress) => void
}

/** How far a search for an optimum is. */
export interface OptimumProgress {
  /** Discrete choices that are summed or discarded. */
  readonly done: number
  readonly total: number
  /** Best value so far; null before there is one. */
  readonly value: number | null
  /** The optimum is not better than this. */
  readonly bound: number
  /** Between the two, in the metric's unit; Infinity before there is a value. */
  readonly gap: number
}

/** What a search went through. A discrete choice is one combination of `choices`. */
export interface CertificateSummary {
  /** The discrete hyperparameters with several values that the surrogates read. */
  readonly choices: readonly { readonly name: string; readonly values: readonly unknown[] }[]
  readonly numChoices: number
  /** Discrete choices of which every cell was summed; the others were discarded by their bound. */
  readonly numSummed: number
  /** Cells of each discrete choice. */
  readonly cells: { readonly LearningRate: number; readonly WeightDecay: number }
}

/** Why nothing is better. */
export interface Certificate extends CertificateSummary {
  /**
   * No answer of a discrete choice within the constraints is better than its bound: one entry each, the last of
   * `choices` fastest. An infinity on the bad side where nothing keeps to the constraints.
   */
  readonly bounds: Float32Array
  /** 1 where every cell was summed: the bound is the choice's own optimum, beside the rounding of sums. */
  readonly isSummed: Uint8Array
  /** The bound of a configuration's discrete choice. */
  boundOf(configuration: Configuration): number
}

export interface Optimum {
  readonly metric: MetricName
  readonly goal: Metric["goal"]
  /** null where nothing keeps to the constraints. */
  readonly best: BestConfiguration | null
  readonly certificate: Certificate
}

/** A float64 bound as the least float32 that is not below it. */
function roundedUp(bound: number): number {
  const float32 = Math.fround(bound)
  return float32 < bound ? ulpsFrom(float32, 1) : float32
}

function certificateOf(
  over: RegionSpace,
  { bounds, isSummed }: Proof,
  toMetric: (bound: number) => number,
): Certificate {
  const { choices, space } = over
  const values = Float32Array.from(bounds, toMetric)
  return {
    choices,
    numChoices: bounds.length,
    numSummed: isSummed.reduce((sum, flag) => sum + flag, 0),
    cells: { LearningRate: space.numRows, WeightDecay: space.numColumns },
    bounds: values,
    isSummed,
    boundOf(configuration: Configuration): number {
      const options = choices.map(({ name, values }) => values.indexOf(configuration[name]))
      if (options.includes(-1)) throw new RangeError("configuration: expected one of the region")
      return values[combinationAt(space.numOptions, options)]
    },
  }
}

/** @throws as `Benchmark.optimum` */
export async function optimum(context: SearchContext, options: OptimumOptions): Promise<Optimum> {
  const { surrogates, region, epoch } = context
  const surrogate = surrogateOf(surrogates, options.metric, "options.metric")
  const goal = goalOf(options.metric, options.goal, "options.goal")
  const constraints = constrained(options.constraints ?? {}, surrogates)
  const used = [...new Set([surrogate, ...constraints.map(([surrogate]) => surrogate)])]
  const over = new RegionSpace(region, used, epoch)
  const sign = signOf(surrogate, goal)
  const worst = goal === "maximize" ? -Infinity : Infinity
  const toMetric = (bound: number): number =>
    bound === -Infinity ? worst : invertBound(surrogate.transforms, sign * roundedUp(bound))
  const search = findOptimum(over.treesOf(surrogate, sign), limitsOf(over, [surrogate], constraints))
  const { best, proof } = await runSearch(search, options.signal, state => {
    const value = state.best && toMetric(state.best.margin)
    const bound = toMetric(state.bound)
    options.onProgress?.({
      done: state.numDecided,
      total: state.numCombinations,
      value,
      bound,
      gap: value === null ? Infinity : Math.abs(bound - value),
    })
  })
  const found = best && foundConfiguration(over, used, best, epoch)
  return {
    metric: options.metric,
    goal,
    best: found && { ...found, value: found.metrics[options.metric] as number },
    certificate: certificateOf(over, proof, toMetric),
  }
}
