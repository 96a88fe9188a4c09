/** What a model answers to one row, and why. */

import { contributions } from "../../../entries/explain.ts"
import { JahsBenchError } from "../../../entries/index.web.ts"
import type { Booster } from "../../../entries/trees.ts"
import { modelOf } from "./open-model.ts"

export interface RowInput {
  readonly model: number
  /** A value a feature; NaN is missing. */
  readonly row: Float32Array
}

export interface RowAnswer {
  /** One an output. */
  readonly margins: Float32Array
  /** Null where the objective is not known. */
  readonly predictions: Float32Array | null
  /** An output after the other, each with its bias last; or why there are none. */
  readonly contributions: Float32Array | string
  /** Id of the leaf in each tree; null in a linear booster. */
  readonly leaves: Int32Array | null
}

/** Predictions need no covers, and are there whatever those are like. */
function contributionsOf(booster: Booster, row: Float32Array): Float32Array | string {
  try {
    return contributions(booster, row)
  } catch (error) {
    if (error instanceof JahsBenchError) return error.message
    throw error
  }
}

/** Answers a row. */
export function answerRow({ model, row }: RowInput): RowAnswer {
  const { booster, facts } = modelOf(model)
  const isLinear = facts.description.booster === "gblinear"
  return {
    margins: booster.predict(row, { output: "margin" }),
    predictions: facts.numPredictions === 0 ? null : booster.predict(row),
    contributions: contributionsOf(booster, row),
    leaves: isLinear ? null : booster.predict(row, { output: "leaf" }),
  }
}
