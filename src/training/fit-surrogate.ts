/**
 * From a table of trainings to the surrogates of one task: the procedure of Bansal et al. (2022), appendix C. One
 * model a metric; its parameters are searched by Bayesian optimisation for the highest Kendall's tau on the
 * validation's rows.
 */

import { ShapeError, show } from "../errors.ts"
import { createEncoder, type Encoder, encodedColumns } from "../space/index.ts"
import type { ReleaseCard } from "../surrogate/card.ts"
import type { Surrogate } from "../surrogate/surrogate.ts"
import { writeReleasePack } from "../surrogate/write-release-pack.ts"
import { evaluateSurrogate, type MetricEvaluation, takeRows } from "./evaluate-surrogate.ts"
import { fitCard } from "./fit-card.ts"
import { journalLines } from "./fit-identity.ts"
import { type Constants, configurationColumns, domainOf, encodeTable, fidelityColumns } from "./jahs-table.ts"
import type { Journal } from "./journal.ts"
import { type FittedMetric, type MetricFit, MetricFitter } from "./metric-fitter.ts"
import { splitTable, type TableSplit } from "./split-table.ts"
import { constraintParameters, type SurrogateConstraints } from "./surrogate-constraints.ts"
import { checkGiven, type SurrogateParameters, searchedSpace } from "./surrogate-parameters.ts"
import { checkHasRows, checkPositions, type Table } from "./table.ts"
import { boundsOf, checkBounds, fillMissing, type LabelBounds } from "./target.ts"
import type { MetricData, TrialSubject } from "./trial.ts"
import { type StartTrainer, TrialRunner } from "./trial-runner.ts"

/** How far a fit is. */
export interface FitProgress {
  readonly metric: string
  /** Trees that were grown, of all metrics and trials. */
  readonly done: number
  readonly total: number
}

/** How surrogates are fitted. */
export interface FitOptions {
  /** Columns to fit a surrogate to, each. */
  readonly metrics: readonly string[]
  /** Evaluations of the search for each metric; 0 trains with `parameters` and defaults alone. Default: 20. */
  readonly trials?: number
  /** Trials of a search that are out at a time, on which its result depends. Default: 4. */
  readonly workers?: number
  /**
   * Threads that train them, on which nothing depends but the time; 0 is this thread. Default: on Node, Deno and Bun
   * as many as `workers`, elsewhere 0.
   */
  readonly threads?: number
  /** Settings that are given: those are not searched, and without a search others are the paper's defaults. */
  readonly parameters?: Partial<SurrogateParameters>
  /** Default: 500. */
  readonly numTrees?: number
  /** Of splits, search and trees. Default: 0. */
  readonly seed?: number
  /** Values of hyperparameters that the table has no column for. */
  readonly constants?: Constants
  /** What writes rows. Default: the 41 columns of the original. */
  readonly encoder?: Encoder
  /** Default: by configuration, stratified by fidelity group, 70/15/15. */
  readonly split?: TableSplit
  /** Bounds that predictions cannot leave, by metric. Default: the range of what the table has. */
  readonly bounds?: Readonly<Record<string, LabelBounds>>
  /**
   * Trees without a lower loss on the validation's rows after which a model's training stops; the trees up to the best
   * one are kept. Default: all trees are grown and kept.
   */
  readonly earlyStoppingRounds?: number
  /** By metric: which way it may go with a column, and what may act together. */
  readonly constraints?: Readonly<Record<string, SurrogateConstraints>>
  /**
   * Parts of the card that are known better than the defaults say: `trainedOn`, `licence` (an SPDX identifier; default
   * `NOASSERTION`) and `attribution` of the data, `release` (default `fitted`) and `task` (default `cifar10`) above all.
   */
  readonly card?: Partial<ReleaseCard>
  /** Told after each tree; by threads, after each trial. */
  readonly onProgress?: (progress: FitProgress) => void
  /** Stops between two trees, and threads at once, with its reason. */
  readonly signal?: AbortSignal
  /** Where trials are kept, and from where an interrupted search goes on. */
  readonly journal?: Journal
}

/** Surrogates, and how they came about. */
export interface FittedRelease {
  readonly surrogates: readonly Surrogate[]
  readonly fits: readonly MetricFit[]
  readonly split: TableSplit
  /** On the test's rows. */
  readonly evaluations: readonly MetricEvaluation[]
  readonly card: ReleaseCard
  /** @returns the bytes of a release pack, which `openBenchmark` takes as its source */
  pack(): Promise<Uint8Array>
}

/** Trials at a time beyond which a count is a slip. */
const MAX_THREADS = 256
const MAX_TRIALS = 1_000_000
const MAX_TREES = 2 ** 30

function checkCount(name: string, value: unknown, lower: number, upper: number): void {
  if (value === undefined) return
  if (Number.isInteger(value) && (value as number) >= lower && (value as number) <= upper) return
  throw new RangeError(`options.${name}: expected an integer in ${lower}..${upper}, got ${show(value)}`)
}

/** Refuses parts of a split without rows that something is to be learnt of. */
function checkSplit(split: TableSplit, needsValidation: boolean): void {
  for (const [part, isNeeded] of [["training", true] as const, ["validation", needsValidation] as const]) {
    if (!isNeeded || split[part].length > 0) continue
    throw new ShapeError({
      path: `split.${part}`,
      what: "no rows",
      expected: part === "training" ? "1 or more" : "1 or more, by which settings or trees are chosen",
      actual: "0",
      remedy: "give more configurations, or a split of your own as options.split",
    })
  }
}

/** Constraints of a metric that is not fitted would be lost without a word. */
function checkMetrics(metrics: readonly string[], constraints: object): void {
  if (!Array.isArray(metrics) || metrics.length === 0) {
    throw new RangeError(`options.metrics: expected a metric at least, got ${show(metrics)}`)
  }
  const twice = metrics.find((metric, at) => metrics.indexOf(metric) !== at)
  if (twice !== undefined) {
    throw new RangeError(`options.metrics: expected metrics that differ, got ${show(twice)} twice`)
  }
  const lost = Object.keys(constraints).find(metric => !metrics.includes(metric))
  if (lost === undefined) return
  throw new RangeError(`options.constraints: expected metrics of ${metrics.join(", ")}, got ${show(lost)}`)
}

/**
 * Fits surrogates with a runtime's way to start threads; the entries' `fitSurrogate` is this with theirs.
 *
 * @param start null where the runtime has none
 * @throws as `fitSurrogate`
 */
export async function fitSurrogateWith(
  start: StartTrainer | null,
  table: Table,
  options: FitOptions,
): Promise<FittedRelease> {
  const { constants = {}, card: given = {}, numTrees = 500, seed = 0, workers = 4, signal } = options
  checkHasRows(table)
  checkCount("threads", options.threads, 0, MAX_THREADS)
  checkCount("workers", options.workers, 1, MAX_THREADS)
  checkCount("trials", options.trials, 0, MAX_TRIALS)
  checkCount("numTrees", options.numTrees, 1, MAX_TREES)
  checkCount("seed", options.seed, 0, Number.MAX_SAFE_INTEGER)
  checkCount("earlyStoppingRounds", options.earlyStoppingRounds, 1, MAX_TREES)
  signal?.throwIfAborted()
  const parameters = checkGiven(options.parameters ?? {})
  const trials = searchedSpace(parameters).length === 0 ? 0 : (options.trials ?? 20)
  const encoder = options.encoder ?? createEncoder(encodedColumns())
  const { constraints = {}, earlyStoppingRounds = null } = options
  checkMetrics(options.metrics, constraints)
  const data = options.metrics.map((metric): MetricData => {
    const observed = table.numbers(metric)
    const bounds = options.bounds?.[metric] ?? boundsOf(observed, `table.${metric}`)
    checkBounds(
      bounds,
      options.bounds?.[metric] === undefined ? `table.${metric}` : `options.bounds.${metric}`,
    )
    const path = `options.constraints.${metric}`
    const own = constraintParameters(constraints[metric] ?? {}, encoder.featureNames, path)
    return { metric, labels: fillMissing(metric, observed), bounds, constraints: own }
  })
  const rows = encodeTable(table, encoder, constants)
  const domain = domainOf(table, constants)
  const split =
    options.split ??
    splitTable(table, {
      groupBy: configurationColumns(table),
      stratifyBy: fidelityColumns(table),
      seed,
    })
  for (const part of ["training", "validation", "test"] as const) {
    checkPositions(split[part], table, `options.split.${part}`)
  }
  checkSplit(split, trials > 0 || earlyStoppingRounds !== null)
  const subject: TrialSubject = {
    featureNames: encoder.featureNames,
    trainingRows: takeRows(rows, encoder.numFeatures, split.training),
    validationRows: takeRows(rows, encoder.numFeatures, split.validation),
    ...{ training: split.training, validation: split.validation, metrics: data, numTrees, seed },
    earlyStoppingRounds,
  }
  const settings = {
    trials,
    workers,
    parameters: Object.keys(parameters).length > 0 ? parameters : undefined,
  }
  const lines =
    options.journal === undefined ? [] : await journalLines(options.journal, rows, subject, settings)
  const total = data.length * Math.max(1, trials) * numTrees
  let done = 0
  const onTrees = (metric: string, count: number): void => {
    done = Math.min(done + count, total)
    options.onProgress?.({ metric, done, total })
  }
  // One trial at a time is as fast on this thread.
  const atATime = Math.min(workers, trials)
  const threads = Math.min(options.threads ?? (atATime > 1 ? atATime : 0), atATime)
  const runner = await TrialRunner.open(subject, start, threads, { onTrees, signal })
  const found: FittedMetric[] = []
  try {
    const budget = { trials, workers, seed, journal: options.journal ?? null }
    const onSpared = (metric: string): void => onTrees(metric, numTrees)
    const fitter = new MetricFitter(budget, parameters, encoder, runner, onSpared)
    for (const metric of data) found.push(await fitter.fit(metric, lines))
  } finally {
    await runner.close()
  }
  const surrogates = found.map(({ surrogate }) => surrogate)
  const fits = found.map(({ surrogate: _, ...fit }) => fit)
  const evaluations = evaluateSurrogate(surrogates, table, { constants, rows: split.test })
  const facts = { table, constants, domain, split, fits, data, evaluations }
  const card = fitCard({ ...facts, constraints, earlyStoppingRounds, seed }, given)
  return {
    surrogates,
    fits,
    split,
    evaluations,
    card,
    pack: () => writeReleasePack(card.task, card, surrogates),
  }
}

/**
 * Fits surrogates.
 *
 * @param table a row for each configuration and epoch: hyperparameters, `epoch` and metrics; see `tableOf`
 * @param options metrics, budget of the search, seed, journal
 * @returns surrogates, a card, and a pack; the same table, options and seed give the same bits on every engine, and
 *   with any number of threads
 * @throws {NotFoundError} for columns that the table does not have
 * @throws {ConfigurationError} for values that the design space does not have
 * @throws {ModelFormatError} for a journal of another fit
 * @throws {ShapeError} for tables of too few configurations to be split
 * @throws {RangeError} for options out of range, and metrics without a number or beyond float32
 */
export function fitSurrogate(table: Table, options: FitOptions): Promise<FittedRelease> {
  return fitSurrogateWith(null, table, options)
}
