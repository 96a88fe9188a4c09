/**
 * From a table of trainings to the surrogates of one task: the procedure of Bansal et al. (2022), appendix C. One
 * model a metric; its parameters are searched by Bayesian optimisation for the highest Kendall's tau on the
 * validation's rows.
 */

import { show } from "../errors.ts"
import { BayesianOptimiser, type TrialRecord } from "../search/index.ts"
import { createEncoder, type Encoder, encodedColumns } from "../space/index.ts"
import type { ReleaseCard } from "../surrogate/card.ts"
import { Surrogate } from "../surrogate/surrogate.ts"
import { writeReleasePack } from "../surrogate/write-release-pack.ts"
import { evaluateSurrogate, type MetricEvaluation, takeRows } from "./evaluate-surrogate.ts"
import { journalLines } from "./fit-identity.ts"
import { type Constants, configurationColumns, domainOf, encodeTable, fidelityColumns } from "./jahs-table.ts"
import type { Journal } from "./journal.ts"
import { searchTrials } from "./search-trials.ts"
import { splitTable, type TableSplit } from "./split-table.ts"
import {
  checkGiven,
  DEFAULT_PARAMETERS,
  parametersOf,
  type SurrogateParameters,
  searchedSpace,
  surrogateBeliefs,
} from "./surrogate-parameters.ts"
import type { Table } from "./table.ts"
import { boundsOf, fillMissing, type LabelBounds, sigmoidTransforms } from "./target.ts"
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
  /** Parts of the card that are known better than the defaults say. */
  readonly card?: Partial<ReleaseCard>
  /** Told after each tree; by threads, after each trial. */
  readonly onProgress?: (progress: FitProgress) => void
  /** Stops between two trees, and threads at once, with its reason. */
  readonly signal?: AbortSignal
  /** Where trials are kept, and from where an interrupted search goes on. */
  readonly journal?: Journal
}

/** What came of one metric. */
export interface MetricFit {
  readonly metric: string
  readonly parameters: SurrogateParameters
  /** Kendall's tau on the validation's rows. */
  readonly validationTau: number
  /** The search's trials, in their order; empty without a search. */
  readonly trials: readonly TrialRecord[]
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

/** A model that was trained, and how good it is. */
interface Candidate {
  readonly surrogate: Surrogate
  readonly tau: number
}

/** How much a search is, with every default filled in. */
interface Budget {
  readonly trials: number
  readonly workers: number
  readonly seed: number
}

/** Fits one metric after the other. */
class Fitter {
  private readonly options: FitOptions & Budget
  private readonly given: Partial<SurrogateParameters>
  private readonly encoder: Encoder
  private readonly runner: TrialRunner
  /** Told of trees that need not be grown, as a journal knows their trial. */
  private readonly onSpared: (metric: string) => void

  constructor(
    options: FitOptions & Budget,
    given: Partial<SurrogateParameters>,
    encoder: Encoder,
    runner: TrialRunner,
    onSpared: (metric: string) => void,
  ) {
    this.options = options
    this.given = given
    this.encoder = encoder
    this.runner = runner
    this.onSpared = onSpared
  }

  private async candidate(
    { metric, bounds }: MetricData,
    parameters: SurrogateParameters,
  ): Promise<Candidate> {
    const { booster, tau } = await this.runner.run({ metric, parameters })
    const transforms = sigmoidTransforms(bounds, parameters.k)
    return { surrogate: new Surrogate(metric, booster, this.encoder, transforms), tau }
  }

  /** One metric, with the settings given or the best of a search. */
  async fit(data: MetricData, lines: readonly string[]): Promise<MetricFit & { surrogate: Surrogate }> {
    const { given } = this
    const { trials, workers, seed, journal = null } = this.options
    const { metric } = data
    if (trials === 0) {
      const chosen = { ...DEFAULT_PARAMETERS, ...given }
      const { surrogate, tau } = await this.candidate(data, chosen)
      return { metric, parameters: chosen, validationTau: tau, trials: [], surrogate }
    }
    const space = searchedSpace(given)
    const search = new BayesianOptimiser(space, {
      goal: "maximize",
      seed,
      prior: surrogateBeliefs(space),
      // The paper of πBO: a tenth of the trials.
      priorStrength: trials / 10,
    })
    const ran = new Map<number, Surrogate>()
    await searchTrials(search, {
      ...{ name: metric, numTrials: trials, workers, lines, journal },
      evaluate: async (configuration, id) => {
        const { surrogate, tau } = await this.candidate(data, parametersOf(configuration, given))
        ran.set(id, surrogate)
        return tau
      },
      onTold: id => {
        if (!ran.has(id)) this.onSpared(metric)
        // Only the best model is needed any more, and those that are still out.
        for (const known of ran.keys()) if (known < id && known !== search.best?.id) ran.delete(known)
      },
    })
    const best = search.best!
    const chosen = parametersOf(best.configuration, given)
    const surrogate = ran.get(best.id) ?? (await this.candidate(data, chosen)).surrogate
    return {
      ...{ metric, parameters: chosen, validationTau: best.value, surrogate },
      trials: search.toJSON().trials,
    }
  }
}

/** Trials at a time beyond which a count is a slip. */
const MAX_THREADS = 256

function checkThreads(threads: unknown): void {
  if (threads === undefined) return
  if (Number.isInteger(threads) && (threads as number) >= 0 && (threads as number) <= MAX_THREADS) return
  throw new RangeError(`options.threads: expected an integer in 0..${MAX_THREADS}, got ${show(threads)}`)
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
  checkThreads(options.threads)
  signal?.throwIfAborted()
  const parameters = checkGiven(options.parameters ?? {})
  const trials = searchedSpace(parameters).length === 0 ? 0 : (options.trials ?? 20)
  const encoder = options.encoder ?? createEncoder(encodedColumns())
  const data = options.metrics.map((metric): MetricData => {
    const observed = table.numbers(metric)
    const bounds = options.bounds?.[metric] ?? boundsOf(observed)
    return { metric, labels: fillMissing(metric, observed), bounds }
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
  const subject: TrialSubject = {
    featureNames: encoder.featureNames,
    trainingRows: takeRows(rows, encoder.numFeatures, split.training),
    validationRows: takeRows(rows, encoder.numFeatures, split.validation),
    ...{ training: split.training, validation: split.validation, metrics: data, numTrees, seed },
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
  const found: (MetricFit & { surrogate: Surrogate })[] = []
  try {
    const onSpared = (metric: string): void => onTrees(metric, numTrees)
    const fitter = new Fitter({ ...options, trials, workers, seed }, parameters, encoder, runner, onSpared)
    for (const metric of data) found.push(await fitter.fit(metric, lines))
  } finally {
    await runner.close()
  }
  const surrogates = found.map(({ surrogate }) => surrogate)
  const evaluations = evaluateSurrogate(surrogates, table, { constants, rows: split.test })
  const card: ReleaseCard = {
    release: "fitted",
    task: "cifar10",
    kind: "surrogate",
    trainedOn: `${split.training.length} of ${table.numRows} rows of a table`,
    notice: "not the official surrogates; fitted to a table of your own",
    licence: "NOASSERTION",
    attribution: "",
    domain,
    holdoutRuns: [],
    scores: {
      holdout: Object.fromEntries(
        evaluations.map(({ metric, scores: { R2, kendallTau: tau, MAE, rows: numRows } }) => [
          metric,
          { R2, kendallTau: tau, MAE, rows: numRows },
        ]),
      ),
      untouchedRun: {},
    },
    ...given,
  }
  return {
    surrogates,
    fits: found.map(({ surrogate: _, ...fit }) => fit),
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
 * @throws {RangeError} for `parameters` and `threads` out of range
 */
export function fitSurrogate(table: Table, options: FitOptions): Promise<FittedRelease> {
  return fitSurrogateWith(null, table, options)
}
