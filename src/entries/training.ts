/** `jahs-bench-201/training`: boosters from tables. */

export { ShapeError } from "../errors.ts"
export type { EvaluationMetric } from "../training/metrics.ts"
export type { TrainingObjective, TrainingParameters } from "../training/parameters.ts"
export {
  type Trained,
  type TrainingHistory,
  type TrainingOptions,
  type TrainingProgress,
  train,
} from "../training/train.ts"
export type { TrainingData } from "../training/training-data.ts"
