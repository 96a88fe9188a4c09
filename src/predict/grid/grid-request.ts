/** What `predictGrid` is asked with. */

/** One axis of a grid: the values of a feature, or of several features that change together. */
export interface GridAxis {
  /** Index or name of the feature, or those of a group, for example the five one-hot columns of a category. */
  readonly features: number | string | readonly (number | string)[]
  /** Values of the axis, one after the other; of a group: row by row, one value a feature. NaN is missing. */
  readonly values: ArrayLike<number>
}

/** Settings of `predictGrid`. */
export interface GridOptions {
  /** numFeatures values: those of features without an axis. Needed unless every feature has one. */
  readonly base?: Float32Array
  /** What is computed (default `"prediction"`). */
  readonly output?: "prediction" | "margin"
  /** Boosting rounds `[begin, end)`; an `end` of 0 means the last round. Default: all rounds. */
  readonly iterationRange?: readonly [number, number]
  /** cells × numOutputs margins to start from instead of the base score. */
  readonly baseMargin?: Float32Array
  /** Where the result is written; of exactly the result's length. */
  readonly out?: Float32Array
}
