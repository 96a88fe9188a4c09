/** The exact optimum of a metric over a region, with a certificate. */

import { ulpsFrom } from "../../numeric/ulps.ts"
import { combinationAt } from "../../predict/regions/choice-space.ts"
import { type FoundOptimum, OptimumSearch, type OptimumState } from "../../predict/regions/find-optimum.ts"
import type { Proof } from "../../predict/regions/proof.ts"
import type { Configuration } from "../../space/index.ts"
import type { Surrogate } from "../../surrogate/surrogate.ts"
import { invertBound } from "../../surrogate/target-transform.ts"
import type { Metric, MetricName } from "../metric.ts"
import { type FoundConfiguration, foundConfiguration } from "./best-configuration.ts"
import { type Constraints, constrained, limitsOf } from "./constraint.ts"
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

/** What a certificate says in a few numbers. A discrete choice is one combination of `choices`. */
export interface CertificateSummary {
  /** The discrete hyperparameters with several values that the surrogates read. */
  readonly choices: readonly { readonly name: string; readonly values: readonly unknown[] }[]
  readonly numChoices: number
  /** Discrete choices of which every cell was summed; the others were discarded by their bound. */
  readonly numSummed: number
  /** Cells of each discrete choice. */
  readonly cells: { readonly LearningRate: number; readonly WeightDecay: number }
}

/**
 * Why nothing is better. It is the certificate of a search that knew the best from the start, so that it does not
 * depend on the way there.
 */
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

/** What is asked, as plain data. */
export type OptimumQuestion = Pick<OptimumOptions, "metric" | "goal" | "constraints">

/** A search that can run, as a whole or in parts, and what its answers mean. */
export class OptimumPlan {
  readonly search: OptimumSearch
  private readonly metric: MetricName
  private readonly goal: Metric["goal"]
  private readonly over: RegionSpace
  private readonly surrogate: Surrogate
  /** The surrogate, and those that are constrained. */
  private readonly used: readonly Surrogate[]
  private readonly sign: 1 | -1
  private readonly epoch: number

  /** @throws as `Benchmark.optimum` */
  constructor({ surrogates, region, epoch }: SearchContext, question: OptimumQuestion) {
    this.metric = question.metric
    this.epoch = epoch
    this.surrogate = surrogateOf(surrogates, question.metric, "options.metric")
    this.goal = goalOf(question.metric, question.goal, "options.goal")
    this.sign = signOf(this.surrogate, this.goal)
    const constraints = constrained(question.constraints ?? {}, surrogates)
    this.used = [...new Set([this.surrogate, ...constraints.map(([surrogate]) => surrogate)])]
    this.over = new RegionSpace(region, this.used, epoch)
    const limits = limitsOf(this.over, [this.surrogate], constraints)
    this.search = new OptimumSearch(this.over.treesOf(this.surrogate, this.sign), limits)
  }

  private toMetric(bound: number): number {
    if (bound === -Infinity) return this.goal === "maximize" ? -Infinity : Infinity
    return invertBound(this.surrogate.transforms, this.sign * roundedUp(bound))
  }

  progressOf({ best, bound: margin, numDecided, numCombinations }: OptimumState): OptimumProgress {
    const value = best && this.toMetric(best.margin)
    const bound = this.toMetric(margin)
    const gap = value === null ? Infinity : Math.abs(bound - value)
    return { done: numDecided, total: numCombinations, value, bound, gap }
  }

  answerOf({ best, proof }: FoundOptimum): Optimum {
    const { metric, goal, over, used, epoch } = this
    const found = best && foundConfiguration(over, used, best, epoch)
    return {
      metric,
      goal,
      best: found && { ...found, value: found.metrics[metric] as number },
      certificate: certificateOf(over, proof, bound => this.toMetric(bound)),
    }
  }
}

/** @throws as `Benchmark.optimum` */
export async function optimum(context: SearchContext, options: OptimumOptions): Promise<Optimum> {
  const plan = new OptimumPlan(context, options)
  const found = await runSearch(plan.search.run(), options.signal, state => {
    options.onProgress?.(plan.progressOf(state))
  })
  return plan.answerOf(found)
}
