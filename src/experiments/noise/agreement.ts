/** How far runs of the same configurations agree: Kendall's tau, as tables 11 and 12 of the paper have it. */

import { kendallTau } from "../../numeric/kendall-tau.ts"
import { mean } from "../../numeric/moments.ts"
import type { RandomSource } from "../../random/generator.ts"
import { type BootstrapOptions, bootstrap, type Estimate } from "./bootstrap.ts"
import type { MeasuredRun } from "./measured-runs.ts"

/** Runs that were measured alike: the same repeat of the same collection. */
export interface RunSeries {
  readonly repeat: number
  readonly collection: number
}

/** Two series and how far they agree on the configurations that both have. */
export interface SeriesPair {
  readonly first: RunSeries
  readonly second: RunSeries
  readonly numConfigurations: number
  readonly tau: number
}

/** The agreement of runs in one metric. */
export interface Agreement {
  readonly metric: string
  /** The mean of the pairs' taus, with the interval over configurations. */
  readonly tau: Estimate
  /** Configurations that are in some pair. */
  readonly numConfigurations: number
  readonly pairs: readonly SeriesPair[]
}

/** With less, an order says nothing. */
const FEWEST = 3

/** Values of one series, by the configuration's number. */
interface ValuedSeries extends RunSeries {
  readonly values: ReadonlyMap<number, number>
}

function seriesOf(runs: readonly MeasuredRun[], metric: string): ValuedSeries[] {
  const found = new Map<string, RunSeries & { readonly values: Map<number, number> }>()
  for (const { repeat, collection, number, values } of runs) {
    const value = values[metric]
    if (value === undefined || Number.isNaN(value)) continue
    const key = `${collection} ${repeat}`
    const series = found.get(key) ?? { repeat, collection, values: new Map() }
    series.values.set(number, value)
    found.set(key, series)
  }
  return [...found.values()]
}

const nameOf = ({ repeat, collection }: ValuedSeries): RunSeries => ({ repeat, collection })

/** Tau over some configurations, each as often as it is there, of those that both series have. */
function tauOver(first: ValuedSeries, second: ValuedSeries, numbers: readonly number[]): number {
  const shared = numbers.filter(number => first.values.has(number) && second.values.has(number))
  return kendallTau(
    shared.map(number => first.values.get(number)!),
    shared.map(number => second.values.get(number)!),
  )
}

/**
 * The agreement of runs of one fidelity.
 *
 * @param runs of one fidelity
 * @param isCompared which series are
 * @param random draws the resamples of the interval
 * @returns null where no two series that are compared share three configurations
 */
export function agreementOf(
  runs: readonly MeasuredRun[],
  metric: string,
  isCompared: (first: RunSeries, second: RunSeries) => boolean,
  random: RandomSource,
  options: BootstrapOptions = {},
): Agreement | null {
  const series = seriesOf(runs, metric)
  const compared = series.flatMap((first, at) =>
    series
      .slice(at + 1)
      .filter(second => isCompared(first, second))
      .map(second => ({ first, second, numbers: [...first.values.keys()].filter(n => second.values.has(n)) }))
      .filter(({ numbers }) => numbers.length >= FEWEST),
  )
  if (compared.length === 0) return null
  const units = [...new Set(compared.flatMap(({ numbers }) => numbers))]
  const statistic = (drawn: Uint32Array): number => {
    const numbers = Array.from(drawn, unit => units[unit]!)
    return mean(compared.map(({ first, second }) => tauOver(first, second, numbers)))
  }
  const pairs = compared.map(({ first, second, numbers }) => ({
    first: nameOf(first),
    second: nameOf(second),
    numConfigurations: numbers.length,
    tau: tauOver(first, second, numbers),
  }))
  const tau = bootstrap(units.length, statistic, random, options)
  return { metric, tau, numConfigurations: units.length, pairs }
}

/**
 * The agreement with a single run that a model would reach which knew every configuration's expected value, where two
 * runs agree by `tau`: of normal values with normal noise, by W. Greiner's relation between tau and correlation, and
 * the correlation with the expectation being the root of that of two runs.
 *
 * @param tau of two runs
 * @returns at least `tau`; NaN where runs do not agree at all
 */
export function ceilingOf(tau: number): number {
  if (!(tau >= 0)) return Number.NaN
  return Math.min(1, (2 / Math.PI) * Math.asin(Math.sqrt(Math.sin((Math.PI / 2) * tau))))
}
