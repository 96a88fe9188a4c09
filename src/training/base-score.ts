/** The prediction before the first tree. */

import { applyLink, type Objective } from "../predict/booster/objective.ts"
import { quantile } from "./grow/weighted-values.ts"
import type { FillGradients } from "./objectives.ts"
import type { Settings } from "./parameters.ts"
import type { TrainingTable } from "./training-data.ts"

/** The least sum of hessians that XGBoost divides by. */
const MIN_HESSIAN = 1e-6

/** One Newton step from a margin of 0, as XGBoost 2 fits its stump. */
function newtonStep(table: TrainingTable, link: Objective, fillGradients: FillGradients): number {
  const { numRows } = table
  const margins = new Float32Array(numRows)
  const predictions = new Float32Array(numRows)
  applyLink(link, predictions, numRows, 1)
  const pairs = new Float32Array(2 * numRows)
  fillGradients(table, margins, predictions, pairs)
  let gradient = 0
  let hessian = 0
  for (let row = 0; row < numRows; row++) {
    gradient += pairs[2 * row]
    hessian += pairs[2 * row + 1]
  }
  const score = Float32Array.of(-gradient / Math.max(hessian, MIN_HESSIAN))
  applyLink(link, score, 1, 1)
  return score[0]
}

/**
 * The base score of a training.
 *
 * @param leafQuantile the quantile that a robust loss sets its leaves to; its base score is that of the labels
 * @returns a float32 number in output space
 */
export function baseScoreOf(
  settings: Settings,
  table: TrainingTable,
  link: Objective,
  fillGradients: FillGradients,
  leafQuantile: number | null,
): number {
  const { baseScore } = settings
  if (typeof baseScore === "number") return baseScore
  if (leafQuantile !== null) {
    const own = quantile(table.labels, table.weights, leafQuantile)
    // XGBoost averages the medians of its machines by their weights: of one the same but for two roundings.
    const { totalWeight } = table
    return settings.objective === "reg:absoluteerror"
      ? Math.fround(Math.fround(own * totalWeight) / totalWeight)
      : own
  }
  return baseScore === "estimate" ? newtonStep(table, link, fillGradients) : 0.5
}
