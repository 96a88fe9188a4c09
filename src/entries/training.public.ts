/** What every variant of the entry `jahs-bench-201/training` exports, beside its own `fitSurrogate`. */

export { ConfigurationError, ModelFormatError, NotFoundError, ShapeError } from "../errors.ts"
export { type ClassScores, classScoresOf } from "../numeric/class-scores.ts"
export { meanAbsoluteError, r2Score, rootMeanSquaredError } from "../numeric/fit-scores.ts"
export { kendallTau } from "../numeric/kendall-tau.ts"
export { quantile, ranks } from "../numeric/ranks.ts"
export type { Surrogate } from "../surrogate/surrogate.ts"
export type {
  InverseSigmoidTransform,
  MinMaxTransform,
  SigmoidTransform,
  TargetTransform,
} from "../surrogate/target-transform.ts"
export {
  type EvaluateOptions,
  evaluateSurrogate,
  type MetricEvaluation,
  type PartScores,
} from "../training/evaluate-surrogate.ts"
export type {
  FitOptions,
  FitProgress,
  FittedRelease,
} from "../training/fit-surrogate.ts"
export { type Constants, encodeTable } from "../training/jahs-table.ts"
export type { Journal } from "../training/journal.ts"
export type { MetricFit } from "../training/metric-fitter.ts"
export type { EvaluationMetric } from "../training/metrics.ts"
export type { TrainingObjective, TrainingParameters } from "../training/parameters.ts"
export { type Scores, scoresOf, type WorstRow, worstRows } from "../training/scores.ts"
export { type SplitOptions, splitTable, type TableSplit } from "../training/split-table.ts"
export type { SurrogateConstraints } from "../training/surrogate-constraints.ts"
export type { SurrogateParameters } from "../training/surrogate-parameters.ts"
export { type Column, Table, TableBuilder, tableOf } from "../training/table.ts"
export { boundsOf, fillMissing, type LabelBounds, sigmoidTransforms } from "../training/target.ts"
export {
  type Trained,
  type TrainingHistory,
  type TrainingOptions,
  type TrainingProgress,
  train,
} from "../training/train.ts"
export type { TrainingData } from "../training/training-data.ts"
