/** A release's card: where its surrogates come from, what they cover and how close they are. */

import type { Domain } from "../space/index.ts"

/** Agreement with the predictions a surrogate was fitted to, on rows it never saw. */
export interface MetricScores {
  /** Coefficient of determination. */
  readonly R2: number
  /** Kendall's rank correlation, tau-b. */
  readonly kendallTau: number
  /** Mean absolute error in the metric's unit. */
  readonly MAE: number
  /** Root of the mean squared error in the metric's unit. */
  readonly RMSE?: number
  readonly rows: number
}

/** Scores by metric. */
export type ScoresByMetric = Readonly<Record<string, MetricScores>>

/** Scores on the rows of some epochs. */
export interface EpochBandScores {
  /** The first and the last epoch. */
  readonly epochs: readonly [number, number]
  readonly metrics: ScoresByMetric
}

/** A row that a surrogate answers badly. */
export interface WorstAnswer {
  readonly metric: string
  readonly configuration: Readonly<Record<string, unknown>>
  readonly epoch: number
  /** What it was to answer, in the metric's unit. */
  readonly expected: number
  readonly answered: number
}

/** How surrogates were fitted. */
export interface FitRecord {
  /** Rows that were fitted to. */
  readonly numRows: number
  /** Rows of each part, where a table was split: those fitted to, those that settings were chosen by, those of the scores. */
  readonly split?: { readonly training: number; readonly validation: number; readonly test: number }
  /** Runs kept out while hyperparameters were chosen, and fitted to in the end. */
  readonly choosingRuns: readonly string[]
  /** How each metric was fitted: bounds of the target, weights, parameters of the trainer. */
  readonly metrics: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** A file that surrogates were converted from. */
export interface SourceFile {
  /** Its path in the archive. */
  readonly path: string
  readonly bytes: number
  /** 64 hexadecimal digits. */
  readonly sha256: string
}

/** Where converted surrogates come from. */
export interface Provenance {
  /** Name or address of the archive or folder. */
  readonly archive: string
  readonly files: readonly SourceFile[]
  /** Version of this package that converted them. */
  readonly convertedBy: string
}

/** The card of one task of one release. */
export interface ReleaseCard {
  readonly release: string
  readonly task: string
  /** What the surrogates are, in a few words. */
  readonly kind: string
  readonly trainedOn: string
  /** What the release must not be taken for. */
  readonly notice: string
  /** SPDX identifier of the models' licence. */
  readonly licence: string
  readonly attribution: string
  /** Part of the design space on which the surrogates were fitted. */
  readonly domain: Domain
  /** Runs kept out of the fit; `scores.holdout` was measured on them. */
  readonly holdoutRuns: readonly string[]
  readonly scores: {
    readonly holdout: ScoresByMetric
    /** On one more run, where there is one. */
    readonly untouchedRun?: ScoresByMetric
    /** `holdout` by epochs. */
    readonly byEpoch?: readonly EpochBandScores[]
  }
  /** The release before this one, on the same rows. */
  readonly predecessor?: {
    readonly release: string
    readonly holdout: ScoresByMetric
    readonly byEpoch: readonly EpochBandScores[]
  }
  /** The worst answers on the held-out rows, some a metric. */
  readonly worst?: readonly WorstAnswer[]
  /** How it was fitted, where it was fitted here. */
  readonly fit?: FitRecord
  /** The files behind it, where it was converted rather than fitted here. */
  readonly provenance?: Provenance
  /** Of a specialised pack, which knows nothing outside its domain: the digest of the pack it was made from. */
  readonly specialisedFrom?: string
}
