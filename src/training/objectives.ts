/**
 * Objectives as training needs them: gradients, base scores and the leaves of robust losses, each step rounded to
 * float32 as in XGBoost's src/objective. Links and margins are those of predictions.
 */

import type { DocumentValue } from "../formats/document.ts"
import { expFloat32 } from "../numeric/float32.ts"
import type { Settings, TrainingObjective } from "./parameters.ts"
import type { TrainingTable } from "./training-data.ts"

const { fround } = Math

/** The least hessian of a logistic loss. */
const MIN_HESSIAN: number = /* @__PURE__ */ fround(1e-16)

/** Fills gradient and hessian of each row, side by side. */
export type FillGradients = (
  table: TrainingTable,
  margins: Float32Array,
  predictions: Float32Array,
  pairs: Float32Array,
) => void

/** What a file says of an objective, and the version whose files say it. */
export interface ObjectiveDocument {
  readonly version: readonly [major: number, minor: number, patch: number]
  readonly document: DocumentValue
}

const record = (entries: Readonly<Record<string, DocumentValue>>): Map<string, DocumentValue> =>
  new Map(Object.entries(entries))

const fillSquared: FillGradients = ({ labels, weights }, _margins, predictions, pairs) => {
  for (let row = 0; row < labels.length; row++) {
    const weight = weights === null ? 1 : weights[row]
    pairs[2 * row] = fround(predictions[row] - labels[row]) * weight
    pairs[2 * row + 1] = weight
  }
}

const fillLogistic: FillGradients = ({ labels, weights }, _margins, predictions, pairs) => {
  for (let row = 0; row < labels.length; row++) {
    const weight = weights === null ? 1 : weights[row]
    const prediction = predictions[row]
    const hessian = fround(prediction * fround(1 - prediction))
    pairs[2 * row] = fround(prediction - labels[row]) * weight
    pairs[2 * row + 1] = (hessian < MIN_HESSIAN ? MIN_HESSIAN : hessian) * weight
  }
}

/** Newton steps of a Poisson loss are too long where it is flat; XGBoost steepens it by this much. */
function fillPoisson(maxDeltaStep: number): FillGradients {
  return ({ labels, weights }, margins, predictions, pairs) => {
    for (let row = 0; row < labels.length; row++) {
      const weight = weights === null ? 1 : weights[row]
      pairs[2 * row] = fround(predictions[row] - labels[row]) * weight
      pairs[2 * row + 1] = expFloat32(fround(margins[row] + maxDeltaStep)) * weight
    }
  }
}

const fillAbsolute: FillGradients = ({ labels, weights }, margins, _predictions, pairs) => {
  for (let row = 0; row < labels.length; row++) {
    const weight = weights === null ? 1 : weights[row]
    const difference = margins[row] - labels[row]
    pairs[2 * row] = difference > 0 ? weight : difference < 0 ? -weight : 0
    pairs[2 * row + 1] = weight
  }
}

function fillQuantile(alpha: number): FillGradients {
  const above = fround(1 - alpha)
  return ({ labels, weights }, margins, _predictions, pairs) => {
    for (let row = 0; row < labels.length; row++) {
      const weight = weights === null ? 1 : weights[row]
      pairs[2 * row] = margins[row] >= labels[row] ? above * weight : -(alpha * weight)
      pairs[2 * row + 1] = weight
    }
  }
}

/** @returns how gradients of an objective are filled */
export function gradientsOf({ objective, quantileAlpha, maxDeltaStep }: Settings): FillGradients {
  switch (objective) {
    case "reg:squarederror":
      return fillSquared
    case "binary:logistic":
    case "reg:logistic":
      return fillLogistic
    case "count:poisson":
      return fillPoisson(maxDeltaStep)
    case "reg:absoluteerror":
      return fillAbsolute
    case "reg:quantileerror":
      return fillQuantile(quantileAlpha)
  }
}

/** @returns the quantile of residuals that leaves are set to after a tree has grown; null: leaves stay */
export function leafQuantileOf({ objective, quantileAlpha }: Settings): number | null {
  if (objective === "reg:absoluteerror") return 0.5
  return objective === "reg:quantileerror" ? quantileAlpha : null
}

/** Nine digits, as XGBoost's own files have them: enough for a float32 number. */
const digitsOf = (value: number): string => `${Number(value.toPrecision(9))}`

/** @returns what the model's file says of an objective, which later training reads */
export function documentOf({ objective, quantileAlpha, maxDeltaStep }: Settings): ObjectiveDocument {
  const name = objective
  const version = [1, 7, 4] as const
  switch (objective) {
    case "reg:absoluteerror":
      return { version, document: record({ name }) }
    case "count:poisson": {
      const group = record({ max_delta_step: digitsOf(maxDeltaStep) })
      return { version, document: record({ name, poisson_regression_param: group }) }
    }
    case "reg:quantileerror": {
      const group = record({ quantile_alpha: `[${digitsOf(quantileAlpha)}]` })
      return { version: [2, 1, 4], document: record({ name, quantile_loss_param: group }) }
    }
    default:
      return { version, document: record({ name, reg_loss_param: record({ scale_pos_weight: "1" }) }) }
  }
}

/**
 * Refuses labels that an objective cannot have.
 *
 * @throws {RangeError} naming the label
 */
export function checkLabelsFor(objective: TrainingObjective, labels: Float32Array, path: string): void {
  const isProbability = objective.endsWith(":logistic")
  if (!isProbability && objective !== "count:poisson") return
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] >= 0 && (!isProbability || labels[row] <= 1)) continue
    const expected = isProbability ? "a number in 0..1" : "a number of 0 or more"
    throw new RangeError(`${path}[${row}]: expected ${expected} for ${objective}, got ${labels[row]}`)
  }
}
