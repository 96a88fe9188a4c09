/** What every variant of the entry `jahs-bench-201` exports, beside its own `openBenchmark`. */

export * from "../benchmark/index.ts"
export type { ByteSource, Platform } from "../bytes/byte-source.ts"
export type { PackSource } from "../bytes/source-of.ts"
export {
  ConfigurationError,
  DomainError,
  type ErrorDetails,
  FidelityError,
  JahsBenchError,
  ModelFormatError,
  NotFoundError,
  ShapeError,
  TrainingError,
  UnsupportedModelError,
} from "../errors.ts"
export * from "../live/index.ts"
export { createRandom, Generator, type RandomSource } from "../random/generator.ts"
export { RandomState, type RandomStateState } from "../random/mt19937.ts"
export type { Philox, PhiloxState } from "../random/philox.ts"
export * from "../space/index.ts"
export type {
  EpochBandScores,
  FitRecord,
  MetricScores,
  Provenance,
  ReleaseCard,
  ScoresByMetric,
  SourceFile,
  WorstAnswer,
} from "../surrogate/card.ts"
export * from "../table/index.ts"
