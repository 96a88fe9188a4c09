/** The card of a fit: what it was fitted to and how, its scores on test rows, and its worst answers there. */

import type { Domain } from "../space/index.ts"
import type { EpochBandScores, FitRecord, MetricScores, ReleaseCard, WorstAnswer } from "../surrogate/card.ts"
import { bandName, epochBandsOf, type MetricEvaluation } from "./evaluate-surrogate.ts"
import { type Constants, configurationAt } from "./jahs-table.ts"
import type { MetricFit } from "./metric-fitter.ts"
import type { Scores } from "./scores.ts"
import type { TableSplit } from "./split-table.ts"
import type { SurrogateConstraints } from "./surrogate-constraints.ts"
import type { Table } from "./table.ts"
import type { MetricData } from "./trial.ts"

/** What a card is made of. */
export interface FitFacts {
  readonly table: Table
  readonly constants: Constants
  readonly domain: Domain
  readonly split: TableSplit
  readonly fits: readonly MetricFit[]
  readonly data: readonly MetricData[]
  readonly evaluations: readonly MetricEvaluation[]
  readonly constraints: Readonly<Record<string, SurrogateConstraints>>
  readonly earlyStoppingRounds: number | null
  readonly seed: number
}

/** Worst answers a metric. */
const NUM_WORST = 3

/** Of no rows, and of labels that are all the same, there are none. */
const hasScores = ({ R2, kendallTau }: Scores): boolean => Number.isFinite(R2) && Number.isFinite(kendallTau)

const cardScores = ({ R2, kendallTau, MAE, RMSE, rows }: Scores): MetricScores => {
  return { R2, kendallTau, MAE, RMSE, rows }
}

function byEpoch(evaluations: readonly MetricEvaluation[]): EpochBandScores[] {
  return epochBandsOf().flatMap(epochs => {
    const own = evaluations.flatMap(({ metric, byEpoch: parts }) => {
      const scores = parts.find(({ part }) => part === bandName(epochs))
      return scores === undefined || !hasScores(scores) ? [] : [[metric, cardScores(scores)] as const]
    })
    return own.length === 0 ? [] : [{ epochs, metrics: Object.fromEntries(own) }]
  })
}

function worstAnswers({ table, constants, evaluations }: FitFacts): WorstAnswer[] {
  const epochs = table.numbers("epoch")
  return evaluations.flatMap(({ metric, worst }) =>
    worst.slice(0, NUM_WORST).map(({ row, actual, predicted }) => ({
      metric,
      configuration: { ...configurationAt(table, constants, row) },
      epoch: epochs[row],
      expected: actual,
      answered: predicted,
    })),
  )
}

function recordOf({ split, fits, data, constraints, earlyStoppingRounds, seed }: FitFacts): FitRecord {
  const metrics = fits.map(({ metric, parameters, numTrees, validationTau, trials }, at) => {
    const own = {
      bounds: data[at].bounds,
      ...{ trials: trials.length, validationTau, earlyStoppingRounds },
      constraints: constraints[metric] ?? null,
      parameters: { ...parameters, numTrees, seed },
    }
    return [metric, own] as const
  })
  const { training, validation, test } = split
  return {
    numRows: training.length,
    split: { training: training.length, validation: validation.length, test: test.length },
    choosingRuns: [],
    metrics: Object.fromEntries(metrics),
  }
}

/**
 * Makes a card.
 *
 * @param given what is known better than the defaults: nobody but the caller knows the data, their licence and whom to
 *   name, and a card without them says so
 */
export function fitCard(facts: FitFacts, given: Partial<ReleaseCard>): ReleaseCard {
  const { table, split, domain, evaluations } = facts
  return {
    release: "fitted",
    task: "cifar10",
    kind: "surrogate",
    trainedOn: `${split.training.length} of ${table.numRows} rows of a table`,
    notice: "not the official surrogates; fitted to a table of your own",
    licence: "NOASSERTION",
    attribution: "none was given",
    domain,
    holdoutRuns: [],
    scores: {
      holdout: Object.fromEntries(
        evaluations
          .filter(({ scores }) => hasScores(scores))
          .map(({ metric, scores }) => [metric, cardScores(scores)]),
      ),
      byEpoch: byEpoch(evaluations),
    },
    worst: worstAnswers(facts),
    fit: recordOf(facts),
    ...given,
  }
}
