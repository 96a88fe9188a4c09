/** What a classification model gives each class of each row. */

import type { Booster } from "../../predict/booster/booster.ts"
import { applyLink, objectiveOf } from "../../predict/booster/objective.ts"

/** Probabilities of classes. */
export interface ClassProbabilities {
  readonly numClasses: number
  /** numRows × numClasses, row by row. */
  readonly values: Float32Array
}

/** Objectives of classes, and the one whose predictions are their probabilities. */
const OBJECTIVES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["binary:logistic", "binary:logistic"],
  ["binary:logitraw", "binary:logistic"],
  ["multi:softprob", "multi:softprob"],
  // It predicts the class alone; its margins say how likely it is.
  ["multi:softmax", "multi:softprob"],
])

/** @returns null where the model is none of classes */
export function classProbabilities(
  booster: Booster,
  rows: Float32Array,
  numRows: number,
): ClassProbabilities | null {
  const objective = OBJECTIVES.get(booster.info.objective ?? "")
  if (objective === undefined) return null
  const { numOutputs } = booster
  const values = booster.predict(rows, { numRows, output: "margin" }) as Float32Array
  applyLink(objectiveOf(objective)!, values, numRows, numOutputs)
  if (numOutputs > 1) return { numClasses: numOutputs, values }
  const both = new Float32Array(2 * numRows)
  for (let row = 0; row < numRows; row++) {
    both[2 * row] = 1 - values[row]
    both[2 * row + 1] = values[row]
  }
  return { numClasses: 2, values: both }
}
