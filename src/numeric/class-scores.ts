/** How well probabilities of classes agree with the classes: XGBoost's `logloss`, `error` and `auc`, in float64. */

import { show } from "../errors.ts"
import { log } from "./log.ts"
import { ranks } from "./ranks.ts"

/** Probabilities this small are as far from the truth as a loss tells, as in XGBoost. */
const LEAST = 1e-16

/** Scores of a classification; NaN where a score has no value. */
export interface ClassScores {
  readonly rows: number
  /** Share of the rows whose most likely class is theirs. */
  readonly accuracy: number
  /** Mean negative logarithm of the probability of a row's class. */
  readonly logLoss: number
  /** Area under the ROC curve; of several classes the mean over each one against the rest. */
  readonly AUC: number
}

/** Chance that a row of the class is given more than one that is not, ties by half: from the sum of their ranks. */
function areaUnderCurve(isInClass: (row: number) => boolean, given: ArrayLike<number>): number {
  let [inside, sum] = [0, 0]
  for (const [row, rank] of ranks(given).entries()) {
    if (!isInClass(row)) continue
    inside++
    sum += rank
  }
  return (sum - (inside * (inside + 1)) / 2) / (inside * (given.length - inside))
}

/**
 * Scores probabilities.
 *
 * @param labels one a row, integers from 0 to numClasses - 1
 * @param probabilities numRows × numClasses, row by row
 * @returns scores; the area is NaN where a class has no row, or all of them
 * @throws {RangeError} for labels that are no class, and probabilities that are NaN
 * @example
 * ```ts
 * classScoresOf([0, 1, 1], [0.9, 0.1, 0.4, 0.6, 0.7, 0.3], 2).accuracy // 0.6667
 * ```
 */
export function classScoresOf(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  numClasses: number,
): ClassScores {
  const rows = labels.length
  let [right, loss] = [0, 0]
  for (let row = 0; row < rows; row++) {
    const label = labels[row]
    if (!(Number.isInteger(label) && label >= 0 && label < numClasses)) {
      throw new RangeError(
        `labels[${row}]: expected a class, an integer in 0..${numClasses - 1}, got ${show(label)}`,
      )
    }
    let likeliest = 0
    for (let k = 1; k < numClasses; k++) {
      if (probabilities[row * numClasses + k] > probabilities[row * numClasses + likeliest]) likeliest = k
    }
    if (likeliest === label) right++
    loss -= log(Math.max(probabilities[row * numClasses + label], LEAST))
  }
  // Of two classes both have the same area.
  const judged = numClasses === 2 ? [1] : Array.from({ length: numClasses }, (_, k) => k)
  const areas = judged.map(k =>
    areaUnderCurve(
      row => labels[row] === k,
      Float64Array.from({ length: rows }, (_, row) => probabilities[row * numClasses + k]),
    ),
  )
  return {
    rows,
    accuracy: right / rows,
    logLoss: loss / rows,
    AUC: areas.reduce((sum, area) => sum + area, 0) / areas.length,
  }
}
