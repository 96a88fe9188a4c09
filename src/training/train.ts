/** The trainer: tables to boosters, by gradient boosting on histograms as XGBoost's `hist` does it. */

import { show } from "../errors.ts"
import { evenRounds, type ParsedModel, type ParsedTree } from "../formats/parsed-model.ts"
import { didYouMean } from "../nearest.ts"
import type { Booster } from "../predict/booster/booster.ts"
import { boosterOf } from "../predict/booster/booster-of.ts"
import { Boosting } from "./boosting.ts"
import { defaultMetric, EVALUATION_METRICS, type EvaluationMetric } from "./metrics.ts"
import { checkLabelsFor, documentOf } from "./objectives.ts"
import { type Settings, settingsOf, type TrainingParameters } from "./parameters.ts"
import { checkTable, type TrainingData, type TrainingTable } from "./training-data.ts"

/** How far a training is. */
export interface TrainingProgress {
  /** Trees so far. */
  readonly tree: number
  /** Trees at most. */
  readonly numTrees: number
  /** The evaluation metric over the training's rows. */
  readonly trainingLoss: number
  /** Likewise over the validation's; null without. */
  readonly validationLoss: number | null
}

/** What `train` may be told beside the parameters of the trees. */
export interface TrainingOptions {
  /** Rows that are watched, and not trained on. */
  readonly validation?: TrainingData
  /** Stops after so many trees without a lower loss of the validation. */
  readonly earlyStoppingRounds?: number
  /** What the losses are (default: as XGBoost, by objective). */
  readonly evaluationMetric?: EvaluationMetric
  /** Told after each tree. */
  readonly onProgress?: (progress: TrainingProgress) => void
  /** Stops between two trees, with its reason. */
  readonly signal?: AbortSignal
}

/** Losses after each tree. */
export interface TrainingHistory {
  readonly metric: EvaluationMetric
  readonly trainingLoss: Float64Array
  /** null without validation. */
  readonly validationLoss: Float64Array | null
}

/** What came of a training. */
export interface Trained {
  /** All trees that were grown; `options.iterationRange` of `predict` takes fewer. */
  readonly booster: Booster
  /** The tree after which the validation's loss was least; without validation the last one. From 0 on. */
  readonly bestIteration: number
  readonly history: TrainingHistory
}

/** The options, checked. */
interface Watch {
  readonly metric: EvaluationMetric
  readonly validation: TrainingTable | null
  readonly patience: number
}

function watchOf(options: TrainingOptions, settings: Settings, numFeatures: number): Watch {
  const { validation, earlyStoppingRounds, evaluationMetric } = options
  const metric = evaluationMetric ?? defaultMetric(settings)
  if (!EVALUATION_METRICS.includes(metric)) {
    const remedy = didYouMean(metric, EVALUATION_METRICS)
    const expected = `one of ${EVALUATION_METRICS.join(", ")}`
    throw new RangeError(
      `options.evaluationMetric: expected ${expected}, got ${show(metric)}${remedy === undefined ? "" : `; ${remedy}`}`,
    )
  }
  const patience = earlyStoppingRounds ?? Number.POSITIVE_INFINITY
  if (earlyStoppingRounds !== undefined && !(Number.isInteger(patience) && patience >= 1)) {
    throw new RangeError(
      `options.earlyStoppingRounds: expected an integer of 1 or more, got ${show(earlyStoppingRounds)}`,
    )
  }
  if (validation === undefined) {
    if (earlyStoppingRounds === undefined) return { metric, validation: null, patience }
    throw new TypeError("options.earlyStoppingRounds: expected options.validation beside it, got none")
  }
  const table = checkTable(validation, "options.validation")
  if (table.numFeatures !== numFeatures) {
    throw new RangeError(
      `options.validation.numFeatures: expected ${numFeatures} as in data, got ${table.numFeatures}`,
    )
  }
  checkLabelsFor(settings.objective, table.labels, "options.validation.labels")
  return { metric, validation: table, patience }
}

/** The model as XGBoost would have written it. */
function modelOf(
  table: TrainingTable,
  settings: Settings,
  baseScore: number,
  trees: readonly ParsedTree[],
  attributes: ReadonlyMap<string, string>,
): ParsedModel {
  const { version, document } = documentOf(settings)
  return {
    format: "json",
    source: "trained",
    version,
    booster: "gbtree",
    objective: settings.objective,
    objectiveDocument: document,
    baseScore: Float32Array.of(baseScore),
    baseScoreIsMargin: false,
    numFeatures: table.numFeatures,
    numClass: 0,
    numTarget: 1,
    featureNames: table.featureNames,
    featureTypes: null,
    categoryValues: null,
    attributes,
    numParallelTree: 1,
    iterationIndptr: evenRounds(trees.length, 1),
    treeInfo: new Int32Array(trees.length),
    trees,
    weightDrop: null,
    linearWeights: null,
    boostFromAverage: settings.baseScore === null,
  }
}

/** Lets others have the thread. */
const nextTurn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

/**
 * Trains a booster: the same data, parameters and seed give the same bits on every runtime.
 *
 * @param data rows, labels and weights
 * @param parameters XGBoost's, in camelCase, with XGBoost's defaults
 * @param options validation, early stopping, progress, a signal that stops
 * @returns the booster, which predicts, is explained, and is written as a model file or a pack
 * @throws {TypeError} for arrays of the wrong kind
 * @throws {ShapeError} where lengths do not fit each other
 * @throws {RangeError} for values out of range, naming the argument, and where predictions leave float32
 * @example
 * ```ts
 * const rows = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7)
 * const labels = Float32Array.of(0, 0, 0, 0, 5, 5, 5, 5)
 * const { booster } = await train({ rows, numFeatures: 1, labels }, { numTrees: 50 })
 * console.log(booster.predict(Float32Array.of(6))) // Float32Array [4.9996]
 * ```
 */
export async function train(
  data: TrainingData,
  parameters: TrainingParameters = {},
  options: TrainingOptions = {},
): Promise<Trained> {
  const { onProgress, signal } = options
  const table = checkTable(data, "data")
  const settings = settingsOf(parameters, table.numFeatures)
  checkLabelsFor(settings.objective, table.labels, "data.labels")
  const { metric, validation, patience } = watchOf(options, settings, table.numFeatures)
  signal?.throwIfAborted()
  const boosting = new Boosting(table, settings, metric)
  const watched = validation === null ? null : boosting.watch(validation, metric)
  const trees: ParsedTree[] = []
  const trainingLosses: number[] = []
  const validationLosses: number[] = []
  let bestIteration = 0
  for (let round = 0; round < settings.numTrees; round++) {
    await nextTurn()
    signal?.throwIfAborted()
    const tree = boosting.next()
    trees.push(tree.finish())
    const trainingLoss = boosting.training.loss
    trainingLosses.push(trainingLoss)
    if (watched !== null) {
      watched.walk(tree, () => true)
      watched.refresh()
      validationLosses.push(watched.loss)
    }
    const validationLoss = watched === null ? null : validationLosses[round]
    if (validationLoss === null || validationLoss < validationLosses[bestIteration]) bestIteration = round
    onProgress?.({ tree: round + 1, numTrees: settings.numTrees, trainingLoss, validationLoss })
    if (round - bestIteration >= patience) break
  }
  const attributes = new Map([["best_iteration", `${bestIteration}`]])
  if (watched !== null) attributes.set("best_score", `${validationLosses[bestIteration]}`)
  return {
    booster: boosterOf(modelOf(table, settings, boosting.baseScore, trees, attributes)),
    bestIteration,
    history: {
      metric,
      trainingLoss: Float64Array.from(trainingLosses),
      validationLoss: watched === null ? null : Float64Array.from(validationLosses),
    },
  }
}
