/** What hyperparameters contribute to a metric over a region: exact marginals and functional ANOVA. */

import { show } from "../../errors.ts"
import { marginRange } from "../../predict/regions/cell-plane.ts"
import { type Marginals, pairKey, sumMarginals } from "../../predict/regions/sum-marginals.ts"
import type { HyperparameterName, HyperparameterValue } from "../../space/index.ts"
import type { MetricName } from "../metric.ts"
import { metricOfMargin } from "./margin-table.ts"
import { type Interval, RegionSpace } from "./region-space.ts"
import { runSearch } from "./run-search.ts"
import { type SearchContext, type SearchOptions, surrogateOf } from "./search.ts"

export interface FanovaOptions extends SearchOptions {
  readonly metric: MetricName
  /** Is told how many discrete choices are summed, some times a second. */
  readonly onProgress?: (done: number, total: number) => void
}

export interface MarginalOptions extends FanovaOptions {
  /** One hyperparameter, or two. */
  readonly by: readonly HyperparameterName[]
}

/** The values along one hyperparameter: of a float, the intervals within which nothing changes. */
export interface MarginalAxis {
  readonly name: HyperparameterName
  readonly values: readonly (HyperparameterValue | Interval)[]
  /** Share of each value in the mean; together 1. */
  readonly weights: Float64Array
}

/** Mean of a metric given values of one or two hyperparameters, over all values of the others. */
export interface Marginal {
  readonly metric: MetricName
  readonly axes: readonly MarginalAxis[]
  /** One entry a value, or a pair of them with the second axis fastest; in the metric's unit. */
  readonly means: Float64Array
  /** Over the whole region. */
  readonly mean: number
  readonly variance: number
}

/** Part of the variance that one hyperparameter explains, or two only together. */
export interface VarianceShare {
  readonly names: readonly HyperparameterName[]
  /** In the metric's unit squared. */
  readonly variance: number
  /** Share of the whole variance; 0 where there is none. */
  readonly share: number
}

/** How a metric's variance is made up. */
export interface Fanova {
  readonly metric: MetricName
  readonly mean: number
  readonly variance: number
  /** One a hyperparameter, the largest first. */
  readonly single: readonly VarianceShare[]
  /** One a pair, beyond what both explain alone, the largest first. */
  readonly pairs: readonly VarianceShare[]
  /** Share of three and more together. */
  readonly rest: number
}

interface Summed {
  readonly over: RegionSpace
  readonly marginals: Marginals
  /** Names of the variables, in their order. */
  readonly names: readonly HyperparameterName[]
}

async function sum({ surrogates, region, epoch }: SearchContext, options: FanovaOptions): Promise<Summed> {
  const surrogate = surrogateOf(surrogates, options.metric, "options.metric")
  const over = new RegionSpace(region, [surrogate], epoch)
  const trees = over.treesOf(surrogate, 1)
  const { least, greatest } = marginRange(trees)
  const value = metricOfMargin(surrogate, least, greatest)
  const search = sumMarginals(trees, { rows: over.weightsOf(0), columns: over.weightsOf(1) }, value)
  const marginals = await runSearch(search, options.signal, ({ numDone, total }) => {
    options.onProgress?.(numDone, total)
  })
  const names = [...over.choices.map(({ name }) => name), "LearningRate", "WeightDecay"] as const
  return { over, marginals, names }
}

function axisOf({ over, marginals, names }: Summed, variable: number): MarginalAxis {
  const name = names[variable]
  const weights = marginals.weights[variable]
  const choice = over.choices[variable]
  if (choice !== undefined) return { name, values: choice.values, weights }
  return { name, values: over.intervalsOf(variable - over.choices.length), weights }
}

/** @throws as `Benchmark.exactMarginal` */
export async function exactMarginal(context: SearchContext, options: MarginalOptions): Promise<Marginal> {
  const { by, metric } = options
  if (!Array.isArray(by) || by.length < 1 || by.length > 2 || by[0] === by[1]) {
    throw new TypeError(`options.by: expected one hyperparameter or two different ones, got ${show(by)}`)
  }
  const summed = await sum(context, options)
  const { marginals, names } = summed
  const variables = by.map(name => {
    const variable = names.indexOf(name)
    if (variable >= 0) return variable
    throw new RangeError(`options.by: expected some of ${names.join(", ")}, which vary, got ${show(name)}`)
  })
  const { mean, variance } = marginals
  const axes = variables.map(variable => axisOf(summed, variable))
  return { metric, axes, means: meansOf(marginals, variables), mean, variance }
}

function meansOf({ single, pairs, lengths }: Marginals, variables: readonly number[]): Float64Array {
  const [a, b] = variables
  if (b === undefined) return single[a]
  if (a < b) return pairs.get(pairKey(a, b)) as Float64Array
  const stored = pairs.get(pairKey(b, a)) as Float64Array
  return Float64Array.from(
    stored,
    (_, i) => stored[(i % lengths[b]) * lengths[a] + Math.floor(i / lengths[b])],
  )
}

/** Variance of the mean given one variable. */
function singleVariance({ single, weights, mean }: Marginals, variable: number): number {
  return single[variable].reduce((sum, value, i) => sum + weights[variable][i] * (value - mean) ** 2, 0)
}

/** Variance of what two variables do together beyond what each does alone. */
function pairVariance({ single, pairs, weights, lengths, mean }: Marginals, a: number, b: number): number {
  const means = pairs.get(pairKey(a, b)) as Float64Array
  return means.reduce((sum, value, at) => {
    const [i, j] = [Math.floor(at / lengths[b]), at % lengths[b]]
    const together = value - single[a][i] - single[b][j] + mean
    return sum + weights[a][i] * weights[b][j] * together ** 2
  }, 0)
}

/** @throws as `Benchmark.fanova` */
export async function fanova(context: SearchContext, options: FanovaOptions): Promise<Fanova> {
  const { marginals, names } = await sum(context, options)
  const { mean, variance } = marginals
  const share = (names: readonly HyperparameterName[], part: number): VarianceShare => ({
    names,
    variance: part,
    share: variance === 0 ? 0 : part / variance,
  })
  const bySize = (a: VarianceShare, b: VarianceShare): number => b.variance - a.variance
  const single = names.map((name, a) => share([name], singleVariance(marginals, a)))
  const pairs = names.flatMap((first, a) =>
    names.slice(a + 1).map((second, i) => share([first, second], pairVariance(marginals, a, a + 1 + i))),
  )
  const explained = [...single, ...pairs].reduce((sum, part) => sum + part.variance, 0)
  return {
    metric: options.metric,
    mean,
    variance,
    single: single.sort(bySize),
    pairs: pairs.sort(bySize),
    rest: variance === 0 ? 0 : Math.max(0, 1 - explained / variance),
  }
}
