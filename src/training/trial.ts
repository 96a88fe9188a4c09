/** One trial of a surrogate's settings: trains the trees, and judges them by rank correlation on validation rows. */

import { evenRounds, type ParsedModel } from "../formats/parsed-model.ts"
import { kendallTau } from "../numeric/kendall-tau.ts"
import type { JobTable } from "../parallel/port.ts"
import type { Booster } from "../predict/booster/booster.ts"
import { boosterOf } from "../predict/booster/booster-of.ts"
import { invertTransforms } from "../surrogate/target-transform.ts"
import type { ConstraintParameters } from "./surrogate-constraints.ts"
import { type SurrogateParameters, trainingParameters } from "./surrogate-parameters.ts"
import { type LabelBounds, sigmoidTransforms, targetsOf } from "./target.ts"
import { type Trained, train } from "./train.ts"
import type { TrainingData } from "./training-data.ts"

/** One metric's labels. */
export interface MetricData {
  readonly metric: string
  /** Of the whole table, without NaN. */
  readonly labels: Float64Array
  readonly bounds: LabelBounds
  readonly constraints: ConstraintParameters
}

/** What all trials of a fit have in common, as plain data that threads can share. */
export interface TrialSubject {
  readonly featureNames: readonly string[]
  /** Encoded rows, one after the other. */
  readonly trainingRows: Float32Array
  readonly validationRows: Float32Array
  /** Where the rows are in the table. */
  readonly training: Uint32Array
  readonly validation: Uint32Array
  readonly metrics: readonly MetricData[]
  readonly numTrees: number
  /** Trees without a lower loss of the validation after which training stops; null: never. */
  readonly earlyStoppingRounds: number | null
  readonly seed: number
}

/** What is tried. */
export interface Trial {
  readonly metric: string
  readonly parameters: SurrogateParameters
}

/** A model that was trained, and how good it is. */
export interface TrialResult {
  readonly booster: Booster
  /** Kendall's tau on the validation's rows; 0 for a model that answers the same for every row. */
  readonly tau: number
}

/** What a trial tells and hears while it runs. */
export interface TrialWatch {
  readonly signal?: AbortSignal
  /** Told after each tree. */
  readonly onTree?: () => void
}

/** The trees up to the best one: a pack has no use for the others. */
function bestTreesOf({ booster, bestIteration }: Trained): Booster {
  const model = booster.model!
  const numTrees = bestIteration + 1
  return boosterOf({
    ...model,
    iterationIndptr: evenRounds(numTrees, 1),
    treeInfo: model.treeInfo.slice(0, numTrees),
    trees: model.trees.slice(0, numTrees),
  })
}

/** Runs a trial on this thread. */
export async function runTrial(
  subject: TrialSubject,
  { metric, parameters }: Trial,
  { signal, onTree }: TrialWatch = {},
): Promise<TrialResult> {
  const { featureNames, training, validation, numTrees, earlyStoppingRounds, seed } = subject
  const { labels, bounds, constraints } = subject.metrics.find(data => data.metric === metric)!
  const transforms = sigmoidTransforms(bounds, parameters.k)
  const part = (rows: Float32Array, positions: Uint32Array): TrainingData => ({
    rows,
    numFeatures: featureNames.length,
    labels: targetsOf(labels, positions, bounds, transforms),
    featureNames,
  })
  const trained = await train(
    part(subject.trainingRows, training),
    { ...trainingParameters(parameters, numTrees, seed), ...constraints },
    {
      ...(earlyStoppingRounds === null
        ? {}
        : { validation: part(subject.validationRows, validation), earlyStoppingRounds }),
      ...(signal === undefined ? {} : { signal }),
      ...(onTree === undefined ? {} : { onProgress: onTree }),
    },
  )
  const booster = earlyStoppingRounds === null ? trained.booster : bestTreesOf(trained)
  const predicted = booster.predict(subject.validationRows, {
    numRows: validation.length,
    output: "margin",
  }) as Float32Array
  const tau = kendallTau(
    Float64Array.from(validation, row => labels[row]),
    predicted.map(margin => invertTransforms(transforms, margin)),
  )
  return { booster, tau: Number.isNaN(tau) ? 0 : tau }
}

/** A trial's result as a thread sends it. */
export interface SentTrial {
  readonly model: ParsedModel
  readonly tau: number
}

/** What threads do for a search. */
export const trialJobs: {
  trial(subject: TrialSubject, input: Trial): Promise<SentTrial>
} & JobTable<TrialSubject> = /* @__PURE__ */ Object.freeze({
  async trial(subject: TrialSubject, input: Trial): Promise<SentTrial> {
    const { booster, tau } = await runTrial(subject, input)
    return { model: booster.model!, tau }
  },
})
