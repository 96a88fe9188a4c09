/**
 * From a table of trainings to the surrogates of one task: the procedure of Bansal et al. (2022), appendix C. One
 * model a metric; its parameters are searched by Bayesian optimisation for the highest Kendall's tau on the
 * validation's rows.
 */

import { sha256, toHex } from "../bytes/sha256.ts"
import { ModelFormatError, show } from "../errors.ts"
import { kendallTau } from "../numeric/kendall-tau.ts"
import type { Booster } from "../predict/booster.ts"
import { BayesianOptimiser, type TrialRecord } from "../search/index.ts"
import { createEncoder, type Encoder, encodedColumns } from "../space/index.ts"
import type { ReleaseCard } from "../surrogate/card.ts"
import { Surrogate } from "../surrogate/surrogate.ts"
import { writeReleasePack } from "../surrogate/write-release-pack.ts"
import { evaluateSurrogate, type MetricEvaluation, takeRows } from "./evaluate-surrogate.ts"
import { type Constants, configurationColumns, domainOf, encodeTable, fidelityColumns } from "./jahs-table.ts"
import type { Journal } from "./journal.ts"
import { searchTrials } from "./search-trials.ts"
import { splitTable, type TableSplit } from "./split-table.ts"
import {
  DEFAULT_PARAMETERS,
  parametersOf,
  type SurrogateParameters,
  surrogateBeliefs,
  surrogateSpace,
  trainingParameters,
} from "./surrogate-parameters.ts"
import type { Table } from "./table.ts"
import { boundsOf, fillMissing, type LabelBounds, sigmoidTransforms, targetsOf } from "./target.ts"
import { train } from "./train.ts"

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
  /** Evaluations of the search for each metric; 0 trains with `parameters` alone. Default: 20. */
  readonly trials?: number
  /** Trials of a search that are out at a time. Default: 4. */
  readonly workers?: number
  /** Without a search: settings that differ from the defaults of the paper. */
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
  readonly onProgress?: (progress: FitProgress) => void
  /** Stops between two trees, with its reason. */
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

/** What trials of one metric share. */
interface MetricData {
  readonly metric: string
  readonly labels: Float64Array
  readonly bounds: LabelBounds
}

/** A model that was trained, and how good it is. */
interface Candidate {
  readonly booster: Booster
  readonly surrogate: Surrogate
  readonly tau: number
}

class Fitter {
  private readonly options: FitOptions
  private readonly encoder: Encoder
  private readonly split: TableSplit
  private readonly trainingRows: Float32Array
  private readonly validationRows: Float32Array
  private readonly numTrees: number
  private readonly seed: number
  private readonly total: number
  private done = 0

  constructor(options: FitOptions, encoder: Encoder, rows: Float32Array, split: TableSplit) {
    const { metrics, trials = 20, numTrees = 500, seed = 0 } = options
    this.options = options
    this.encoder = encoder
    this.split = split
    this.trainingRows = takeRows(rows, encoder.numFeatures, split.training)
    this.validationRows = takeRows(rows, encoder.numFeatures, split.validation)
    this.numTrees = numTrees
    this.seed = seed
    this.total = metrics.length * Math.max(1, trials) * numTrees
  }

  private advance(metric: string, trees: number): void {
    this.done += trees
    this.options.onProgress?.({ metric, done: Math.min(this.done, this.total), total: this.total })
  }

  private async candidate(data: MetricData, parameters: SurrogateParameters): Promise<Candidate> {
    const { encoder, split, numTrees, seed } = this
    const { metric, labels, bounds } = data
    const { signal } = this.options
    const transforms = sigmoidTransforms(bounds, parameters.k)
    const { booster } = await train(
      {
        rows: this.trainingRows,
        numFeatures: encoder.numFeatures,
        labels: targetsOf(labels, split.training, bounds, transforms),
        featureNames: encoder.featureNames,
      },
      trainingParameters(parameters, numTrees, seed),
      { ...(signal === undefined ? {} : { signal }), onProgress: () => this.advance(metric, 1) },
    )
    const surrogate = new Surrogate(metric, booster, encoder, transforms)
    const predicted = new Float32Array(split.validation.length)
    surrogate.evaluateMany(this.validationRows, predicted)
    const tau = kendallTau(
      Float64Array.from(split.validation, row => labels[row]),
      predicted,
    )
    // A model that answers the same for every row orders nothing.
    return { booster, surrogate, tau: Number.isNaN(tau) ? 0 : tau }
  }

  /** One metric, with the settings given or the best of a search. */
  async fit(data: MetricData, lines: readonly string[]): Promise<MetricFit & { surrogate: Surrogate }> {
    const { trials = 20, workers = 4, parameters, journal = null } = this.options
    const { metric } = data
    if (trials === 0) {
      const chosen = { ...DEFAULT_PARAMETERS, ...parameters }
      const { surrogate, tau } = await this.candidate(data, chosen)
      return { metric, parameters: chosen, validationTau: tau, trials: [], surrogate }
    }
    const search = new BayesianOptimiser(surrogateSpace, {
      goal: "maximize",
      seed: this.seed,
      prior: surrogateBeliefs(),
      // The paper of πBO: a tenth of the trials.
      priorStrength: trials / 10,
    })
    const ran = new Map<number, Surrogate>()
    await searchTrials(search, {
      ...{ name: metric, numTrials: trials, workers, lines, journal },
      evaluate: async (configuration, id) => {
        const { surrogate, tau } = await this.candidate(data, parametersOf(configuration))
        ran.set(id, surrogate)
        return tau
      },
      onTold: id => {
        if (!ran.has(id)) this.advance(metric, this.numTrees)
        // Only the best model is needed any more, and those that are still out.
        for (const known of ran.keys()) if (known < id && known !== search.best?.id) ran.delete(known)
      },
    })
    const best = search.best!
    const chosen = parametersOf(best.configuration)
    const surrogate = ran.get(best.id) ?? (await this.candidate(data, chosen)).surrogate
    return {
      ...{ metric, parameters: chosen, validationTau: best.value, surrogate },
      trials: search.toJSON().trials,
    }
  }
}

/** The journal's lines, once its first one is this fit's. */
async function journalLines(journal: Journal | undefined, identity: string): Promise<readonly string[]> {
  if (journal === undefined) return []
  const [first, ...lines] = await journal.readLines()
  if (first === undefined) await journal.appendLine(identity)
  else if (first !== identity) {
    throw new ModelFormatError({
      source: "journal",
      path: "first line",
      what: "a journal of another fit: other rows, metrics or settings",
      expected: identity,
      actual: show(first),
      remedy: "use a new journal",
    })
  }
  return lines
}

/** What a search depends on, as the journal's first line. */
async function identityOf(
  rows: Float32Array,
  data: readonly MetricData[],
  split: TableSplit,
  { trials = 20, workers = 4, numTrees = 500, seed = 0 }: FitOptions,
): Promise<string> {
  const digest = async ({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<string> =>
    toHex(await sha256(new Uint8Array(buffer, byteOffset, byteLength))).slice(0, 16)
  const labels = await Promise.all(
    data.map(async ({ metric, labels: values, bounds }) => [metric, await digest(values), ...bounds]),
  )
  const parts = [await digest(rows), await digest(split.training), await digest(split.validation)]
  return JSON.stringify({
    format: "jahs-bench-201 fit 1",
    trials,
    workers,
    numTrees,
    seed,
    labels,
    rows: parts,
  })
}

/**
 * Fits surrogates.
 *
 * @param table a row for each configuration and epoch: hyperparameters, `epoch` and metrics; see `tableOf`
 * @param options metrics, budget of the search, seed, journal
 * @returns surrogates, a card, and a pack; the same table, options and seed give the same bits on every engine
 * @throws {NotFoundError} for columns that the table does not have
 * @throws {ConfigurationError} for values that the design space does not have
 * @throws {ModelFormatError} for a journal of another fit
 */
export async function fitSurrogate(table: Table, options: FitOptions): Promise<FittedRelease> {
  const { constants = {}, seed = 0, card: given = {} } = options
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
  const lines = await journalLines(options.journal, await identityOf(rows, data, split, options))
  const fitter = new Fitter(options, encoder, rows, split)
  const found: (MetricFit & { surrogate: Surrogate })[] = []
  for (const metric of data) found.push(await fitter.fit(metric, lines))
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
