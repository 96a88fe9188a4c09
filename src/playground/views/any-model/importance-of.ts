/** Importance of all kinds that a model's file has the statistics for. */

import { importance } from "../../../entries/explain.ts"
import { UnsupportedModelError } from "../../../entries/index.web.ts"
import { type FeatureScores, importanceTypes } from "./importance-scores.ts"
import { modelOf } from "./open-model.ts"

/** Weights of several outputs are told by the sum of their sizes. */
function plain(score: number | readonly number[]): number {
  return typeof score === "number" ? score : score.reduce((sum, value) => sum + Math.abs(value), 0)
}

/** The scores of every feature that has one. */
export function importanceOf({ model }: { readonly model: number }): readonly FeatureScores[] {
  const { booster } = modelOf(model)
  const found = new Map<string, Record<string, number>>()
  for (const type of importanceTypes) {
    try {
      for (const [feature, score] of importance(booster, type)) {
        const scores = found.get(feature) ?? {}
        scores[type] = plain(score)
        found.set(feature, scores)
      }
    } catch (error) {
      if (!(error instanceof UnsupportedModelError)) throw error
    }
  }
  return Array.from(found, ([feature, scores]) => ({ feature, scores }))
}
