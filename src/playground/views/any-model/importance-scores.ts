/** Importance as a record: all of XGBoost’s measures. */

import type { ImportanceType } from "../../../entries/explain.ts"

export const importanceTypes = ["gain", "cover", "weight", "total_gain", "total_cover"] as const

/** A feature and its scores; kinds that the file does not tell are left out. */
export interface FeatureScores {
  readonly feature: string
  readonly scores: Readonly<Partial<Record<ImportanceType, number>>>
}
