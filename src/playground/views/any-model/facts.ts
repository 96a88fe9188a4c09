/** What is told of a model that was opened, and of a file that was not: plain records, for both ends of the engine. */

import type { BoosterDescription, ModelFormat } from "../../../entries/trees.ts"

/** A feature as the form needs it. */
export interface FeatureFacts {
  /** The model's, or `f<column>`. */
  readonly name: string
  /** XGBoost's type: q, float, int, i or c; null where the file does not say. */
  readonly type: string | null
  /** What the codes 0, 1, 2, … stand for; null where values are numbers. */
  readonly categories: readonly (string | number)[] | null
  readonly numSplits: number
  /** The middle one of the conditions it is split at; NaN where there are none. */
  readonly middle: number
}

/** A model that is open in the engine. */
export interface ModelFacts {
  /** By which the engine knows it. */
  readonly model: number
  readonly format: ModelFormat
  readonly numBytes: number
  readonly description: BoosterDescription
  readonly features: readonly FeatureFacts[]
  /** Columns of a row of predictions: fewer than outputs where a prediction is a class; 0 where there are margins alone. */
  readonly numPredictions: number
  readonly hasCovers: boolean
  /** What one has to know of this file, a sentence each. */
  readonly notes: readonly string[]
}

/** What a dump does not hold. */
export interface DumpChoice {
  readonly baseScore: readonly number[]
  readonly objective: string | null
  readonly numOutputs: number
  /** Null where the dump has no names. */
  readonly featureNames: readonly string[] | null
}

/** What is wrong with a file, in the parts of the package's messages. */
export interface FileProblem {
  readonly source: string
  readonly what: string
  readonly where: string | null
  readonly expected: string | null
  readonly got: string | null
  readonly remedy: string | null
  readonly code: string | null
  /** The bytes around the place as text; what cannot be printed is a dot. */
  readonly excerpt: { readonly before: string; readonly at: string; readonly after: string } | null
}

/** How a file ended up. */
export type Opened =
  | { readonly kind: "model"; readonly facts: ModelFacts }
  /** A dump, of which nobody said yet what it does not hold. */
  | { readonly kind: "dump" }
  | { readonly kind: "refused"; readonly problem: FileProblem }

/** How far a file is. */
export interface OpenProgress {
  readonly stage: "reading" | "parsing"
  /** From 0 to 1, of what is read. */
  readonly share: number
}
