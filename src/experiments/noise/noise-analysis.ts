/** A table questioned: how far its runs repeat, whether its collections agree, and what surrogates can know of it. */

import { metrics as allMetrics } from "../../benchmark/index.ts"
import { createRandom } from "../../random/generator.ts"
import type { ReleaseCard } from "../../surrogate/card.ts"
import type { TableBenchmark } from "../../table/index.ts"
import { type Agreement, agreementOf, ceilingOf, type RunSeries } from "./agreement.ts"
import { type LearningPoint, learningCurve, mostConfigurations } from "./learning-curve.ts"
import { byFidelity, type MeasuredRun, measuredRuns } from "./measured-runs.ts"
import { detectShift, type MetricShift, type ShiftOptions } from "./shift.ts"

/** How a table is questioned. */
export interface NoiseOptions extends ShiftOptions {
  /** At which epoch (default: the table's last). */
  readonly epoch?: number
  /** Of resamples and splits. Default: 0. */
  readonly seed?: number
  /** Further runs, which count as a later collection: what moved is looked for between them and the table's. */
  readonly against?: TableBenchmark
  /** Cards of surrogates whose scores are shown beside the noise. */
  readonly cards?: readonly ReleaseCard[]
  /** Sizes of the learning curve, smaller than the largest there is, which is always measured. Default: none. */
  readonly sizes?: readonly number[]
  /** Splits of the learning curve; 0 fits no surrogates. Default: 5. */
  readonly splits?: number
}

/** Runs with further seeds at one fidelity: table 11 of the paper. */
export interface RerunAgreement extends Agreement {
  readonly fidelity: string
  /** The agreement with a run of what knows every configuration's expected value: `ceilingOf`. */
  readonly ceiling: number
}

/** Collections at one fidelity: table 12 of the paper. */
export interface CollectionAgreement {
  readonly fidelity: string
  readonly metric: string
  /** Runs of a configuration in different collections; null where no three configurations have them. */
  readonly between: Agreement | null
  /** Runs of a configuration in one collection, with different seeds, for what noise does by itself. */
  readonly within: Agreement | null
}

/** Scores of a surrogate on what was held out when it was fitted. */
export interface SurrogateScores {
  readonly release: string
  readonly task: string
  /** Metric → Kendall's tau. */
  readonly tau: Readonly<Record<string, number>>
}

/** What was found. */
export interface NoiseAnalysis {
  readonly release: string
  readonly task: string
  readonly epoch: number
  readonly seed: number
  readonly numRuns: number
  /** Of each fidelity. */
  readonly fidelities: readonly {
    readonly fidelity: string
    readonly configurations: number
    readonly runs: number
  }[]
  readonly reruns: readonly RerunAgreement[]
  readonly collections: readonly CollectionAgreement[]
  /** null without a second collection. */
  readonly shift: {
    readonly numRuns: readonly [first: number, second: number]
    readonly metrics: readonly MetricShift[]
  } | null
  /** Of the fidelity with most configurations. */
  readonly learning: { readonly fidelity: string; readonly points: readonly LearningPoint[] } | null
  readonly surrogates: readonly SurrogateScores[]
}

const names: readonly string[] = /* @__PURE__ */ allMetrics.map(({ name }) => name)

const isRerun = (first: RunSeries, second: RunSeries): boolean => first.repeat !== second.repeat
const isAcross = (first: RunSeries, second: RunSeries): boolean => first.collection !== second.collection
const isWithin = (first: RunSeries, second: RunSeries): boolean => first.collection === second.collection

const countConfigurations = (runs: readonly MeasuredRun[]): number =>
  new Set(runs.map(({ number }) => number)).size

/** All runs, those of the other table as a collection after the last. */
function gather(
  table: TableBenchmark,
  { against }: NoiseOptions,
  epoch: number,
): [MeasuredRun[], MeasuredRun[]] {
  const runs = measuredRuns(table, epoch)
  if (against === undefined) {
    const first = Math.min(...runs.map(({ collection }) => collection))
    return [
      runs.filter(({ collection }) => collection === first),
      runs.filter(({ collection }) => collection !== first),
    ]
  }
  const last = Math.max(...runs.map(({ collection }) => collection))
  const others = measuredRuns(against, epoch)
  return [runs, others.map(run => ({ ...run, collection: run.collection + last }))]
}

async function learn(
  groups: ReadonlyMap<string, readonly MeasuredRun[]>,
  { seed = 0, sizes = [], splits = 5 }: NoiseOptions,
): Promise<NoiseAnalysis["learning"]> {
  if (splits === 0) return null
  const [fidelity, all] = [...groups].reduce((most, group) =>
    countConfigurations(group[1]) > countConfigurations(most[1]) ? group : most,
  )
  // What diverged has no times: surrogates would be fitted to what was not measured.
  const runs = all.filter(({ values }) => names.every(name => !Number.isNaN(values[name])))
  const most = mostConfigurations(runs)
  const chosen = [...sizes.filter(size => size < most), most]
  const points = await learningCurve(runs, names, createRandom(seed), { sizes: chosen, splits })
  return { fidelity, points }
}

/**
 * Questions a table of runs with repeats and collections, such as `measured-1`.
 *
 * @returns the same numbers for the same table, options and seed
 * @throws {NotFoundError} for a table that does not tell repeats and collections apart
 * @throws {FidelityError} for an epoch that was not recorded
 * @example
 * ```ts
 * import { openBenchmark } from "jahs-bench-201"
 * const table = await openBenchmark({ task: "fashion_mnist", kind: "table" })
 * const { reruns } = await noiseAnalysis(table, { splits: 0, resamples: 200 })
 * reruns.find(({ metric }) => metric === "FLOPS")?.tau.value.toFixed(3) // 1.000
 * ```
 */
export async function noiseAnalysis(
  table: TableBenchmark,
  options: NoiseOptions = {},
): Promise<NoiseAnalysis> {
  const { epoch = table.epochs.upper, seed = 0, cards = [] } = options
  const [first, second] = gather(table, options, epoch)
  const groups = byFidelity([...first, ...second])
  // Every metric's resamples are the same ones.
  const agreement = (
    runs: readonly MeasuredRun[],
    metric: string,
    isCompared: typeof isRerun,
  ): Agreement | null => agreementOf(runs, metric, isCompared, createRandom(seed), options)
  const each = <Result>(
    make: (fidelity: string, runs: readonly MeasuredRun[], metric: string) => Result,
  ): Result[] => [...groups].flatMap(([fidelity, runs]) => names.map(metric => make(fidelity, runs, metric)))
  return {
    ...{ release: table.release, task: table.task, epoch, seed, numRuns: first.length + second.length },
    fidelities: Array.from(groups, ([fidelity, runs]) => {
      return { fidelity, configurations: countConfigurations(runs), runs: runs.length }
    }),
    reruns: each((fidelity, runs, metric) => {
      const found = agreement(runs, metric, isRerun)
      return found === null ? [] : [{ fidelity, ...found, ceiling: ceilingOf(found.tau.value) }]
    }).flat(),
    collections: each((fidelity, runs, metric) => {
      const [between, within] = [agreement(runs, metric, isAcross), agreement(runs, metric, isWithin)]
      return { fidelity, metric, between, within }
    }),
    shift:
      second.length === 0
        ? null
        : {
            numRuns: [first.length, second.length],
            metrics: detectShift(first, second, names, createRandom(seed), options),
          },
    learning: await learn(groups, options),
    surrogates: cards.map(({ release, task, scores }) => {
      const tau = Object.entries(scores.holdout).map(([name, { kendallTau }]) => [name, kendallTau])
      return { release, task, tau: Object.fromEntries(tau) }
    }),
  }
}
