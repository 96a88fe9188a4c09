/** The card of one task of a distilled release: data, licence, splits, hyperparameters, scores, worst answers. */
import { metrics } from "../../src/benchmark/index.ts"
import type { ReleaseCard } from "../../src/surrogate/card.ts"
import { type Predictions, rowsOfRuns } from "./predictions.ts"
import type { DistilledTask, TaskRecipe } from "./recipe.ts"
import { bandScores, type Compared, wholeScores, worstAnswers } from "./scores.ts"

/** What the card tells of closeness. */
interface Closeness {
  readonly compared: readonly Compared[]
  /** The release before, on the same rows, and its card. */
  readonly before: readonly Compared[]
  readonly previous: ReleaseCard
}

/** Licence, attribution and domain are those of the release before: the data are the same. */
export function releaseCard(
  release: string,
  task: DistilledTask,
  recipe: TaskRecipe,
  predictions: Predictions,
  { compared, before, previous }: Closeness,
): ReleaseCard {
  const { holdoutRuns, choosingRuns, metrics: recipes } = recipe
  const numRows = rowsOfRuns(predictions, run => !holdoutRuns.includes(run)).length
  return {
    release,
    task,
    kind: previous.kind,
    trainedOn: `${numRows} published predictions of the official JAHS-Bench-201 v1.1.0 surrogates (CC BY 4.0, Bansal et al. 2022), recorded by the public multi-objective runs of deephyper/bo-moo (2023)`,
    notice: previous.notice,
    licence: previous.licence,
    attribution: previous.attribution,
    domain: previous.domain,
    holdoutRuns,
    scores: { holdout: wholeScores(compared), byEpoch: bandScores(compared, predictions) },
    predecessor: {
      release: previous.release,
      holdout: wholeScores(before),
      byEpoch: bandScores(before, predictions),
    },
    worst: worstAnswers(compared, predictions),
    fit: {
      numRows,
      choosingRuns,
      metrics: Object.fromEntries(metrics.map(({ name }) => [name, { ...recipes[name] }] as const)),
    },
  }
}
