/** Which metrics moved between two sets of runs, such as two collections: paired and unpaired, with corrected tests. */

import { hodgesLehmann } from "../../numeric/hodges-lehmann.ts"
import { holm } from "../../numeric/holm.ts"
import { log } from "../../numeric/log.ts"
import { mean } from "../../numeric/moments.ts"
import { type Stratum, vanElteren } from "../../numeric/van-elteren.ts"
import { signedRank } from "../../numeric/wilcoxon.ts"
import type { RandomSource } from "../../random/generator.ts"
import { type BootstrapOptions, bootstrap, type Estimate } from "./bootstrap.ts"
import { byFidelity, type MeasuredRun } from "./measured-runs.ts"

/** Configurations that both sets have: how far the second is from the first. */
export interface PairedShift {
  readonly numConfigurations: number
  /**
   * The middle of the differences (Hodges and Lehmann): of logarithms for metrics that are above 0 throughout, else in
   * the metric's unit.
   */
  readonly difference: Estimate
  readonly pValue: number
  /** Corrected for all tests of the report. */
  readonly adjusted: number
}

/** Configurations that one of the sets has alone: draws of the same space, which are compared within fidelities. */
export interface UnpairedShift {
  readonly numConfigurations: readonly [first: number, second: number]
  /** The share of pairs in which the second set's value is above the first's: 0.5 without a shift. */
  readonly shareAbove: Estimate
  readonly pValue: number
  readonly adjusted: number
}

/** What is known of one metric. */
export interface MetricShift {
  readonly metric: string
  /** Whether differences are of logarithms: `exp(difference) - 1` is how much of itself the metric grew by. */
  readonly isRelative: boolean
  /** null without configurations that both sets have. */
  readonly paired: PairedShift | null
  /** null where no fidelity has further configurations in both sets. */
  readonly unpaired: UnpairedShift | null
  /** Whether either test, corrected, says so at the level that was asked for. */
  readonly hasMoved: boolean
}

/** How shifts are looked for. */
export interface ShiftOptions extends BootstrapOptions {
  /** Chance of naming any metric where none has moved (default 0.05); intervals have their own `level`. */
  readonly significance?: number
}

/** A configuration at a fidelity: its mean over the set's runs. */
type ByConfiguration = ReadonlyMap<number, number>

function means(runs: readonly MeasuredRun[], metric: string, isRelative: boolean): ByConfiguration {
  const values = new Map<number, number[]>()
  for (const run of runs) {
    const value = run.values[metric]
    if (value === undefined || Number.isNaN(value)) continue
    const transformed = isRelative ? log(value) : value
    values.set(run.number, [...(values.get(run.number) ?? []), transformed])
  }
  return new Map(Array.from(values, ([number, of]) => [number, mean(of)]))
}

/** Accuracies are shares: a difference of points says more than a ratio. */
function isRatio(metric: string, runs: readonly MeasuredRun[]): boolean {
  if (metric.endsWith("-acc")) return false
  return runs.every(({ values }) => !((values[metric] ?? 0) <= 0))
}

/** Differences of shared configurations, and what is left, by fidelity. */
interface Comparison {
  readonly differences: readonly number[]
  readonly strata: readonly (Stratum & { readonly x: readonly number[]; readonly y: readonly number[] })[]
}

function compare(
  first: readonly MeasuredRun[],
  second: readonly MeasuredRun[],
  metric: string,
  isRelative: boolean,
): Comparison {
  const [before, after] = [byFidelity(first), byFidelity(second)]
  const differences: number[] = []
  const strata: { x: number[]; y: number[] }[] = []
  for (const [fidelity, runs] of before) {
    const x = means(runs, metric, isRelative)
    const y = means(after.get(fidelity) ?? [], metric, isRelative)
    for (const [number, value] of x) {
      const other = y.get(number)
      if (other !== undefined) differences.push(other - value)
    }
    strata.push({
      x: [...x].filter(([number]) => !y.has(number)).map(([, value]) => value),
      y: [...y].filter(([number]) => !x.has(number)).map(([, value]) => value),
    })
  }
  return { differences, strata: strata.filter(({ x, y }) => x.length > 0 && y.length > 0) }
}

/** A metric's tests before they are corrected for one another. */
interface Tested {
  readonly metric: string
  readonly isRelative: boolean
  readonly paired: Omit<PairedShift, "adjusted"> | null
  readonly unpaired: Omit<UnpairedShift, "adjusted"> | null
}

function pairedShift(
  differences: readonly number[],
  random: RandomSource,
  options: BootstrapOptions,
): Omit<PairedShift, "adjusted"> | null {
  if (differences.length === 0) return null
  const middle = (units: Uint32Array): number => hodgesLehmann(Array.from(units, unit => differences[unit]!))
  return {
    numConfigurations: differences.length,
    difference: bootstrap(differences.length, middle, random, options),
    pValue: signedRank(differences, new Float64Array(differences.length)).pValue,
  }
}

function unpairedShift(
  strata: Comparison["strata"],
  random: RandomSource,
  options: BootstrapOptions,
): Omit<UnpairedShift, "adjusted"> | null {
  if (strata.length === 0) return null
  const count = (pick: (stratum: Comparison["strata"][number]) => readonly number[]): number =>
    strata.reduce((sum, stratum) => sum + pick(stratum).length, 0)
  const [m, n] = [count(({ x }) => x), count(({ y }) => y)]
  // Units are numbered through: all of the first set, then all of the second; a stratum keeps what is drawn of it.
  const labelled = [
    ...strata.flatMap(({ x }, stratum) => x.map(value => ({ stratum, value, isFirst: true }))),
    ...strata.flatMap(({ y }, stratum) => y.map(value => ({ stratum, value, isFirst: false }))),
  ]
  const share = (units: Uint32Array): number => {
    const drawn = strata.map(() => ({ x: [] as number[], y: [] as number[] }))
    for (const unit of units) {
      const { stratum, value, isFirst } = labelled[unit]!
      drawn[stratum]![isFirst ? "x" : "y"].push(value)
    }
    return vanElteren(drawn).shareAbove
  }
  return {
    numConfigurations: [m, n],
    shareAbove: bootstrap(labelled.length, share, random, options),
    pValue: vanElteren(strata).pValue,
  }
}

/**
 * Looks for metrics that moved between two sets of runs. Configurations that both have are compared in pairs
 * (Wilcoxon's signed-rank test), the others, as draws of one space, within fidelities (van Elteren's test); all tests
 * together are corrected by Holm's method.
 *
 * @param first for example of collection 1
 * @param second for example of collection 2
 * @param metrics names of what the runs have
 * @param random draws the resamples of the intervals
 */
export function detectShift(
  first: readonly MeasuredRun[],
  second: readonly MeasuredRun[],
  metrics: readonly string[],
  random: RandomSource,
  options: ShiftOptions = {},
): MetricShift[] {
  const { significance = 0.05 } = options
  const tested = metrics.map((metric): Tested => {
    const isRelative = isRatio(metric, [...first, ...second])
    const { differences, strata } = compare(first, second, metric, isRelative)
    const paired = pairedShift(differences, random, options)
    return { metric, isRelative, paired, unpaired: unpairedShift(strata, random, options) }
  })
  const pValues = tested.flatMap(({ paired, unpaired }) =>
    [paired, unpaired].flatMap(test => (test === null ? [] : [test.pValue])),
  )
  const adjusted = holm(pValues)[Symbol.iterator]()
  const next = (): number => adjusted.next().value as number
  return tested.map(({ metric, isRelative, paired, unpaired }) => {
    const both = {
      paired: paired === null ? null : { ...paired, adjusted: next() },
      unpaired: unpaired === null ? null : { ...unpaired, adjusted: next() },
    }
    const hasMoved = [both.paired, both.unpaired].some(test => test !== null && test.adjusted <= significance)
    return { metric, isRelative, ...both, hasMoved }
  })
}
