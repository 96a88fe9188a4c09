/** The benchmark floor's public names. */

export type { GridPoint } from "../surrogate/encode-grid.ts"
export { Benchmark } from "./benchmark.ts"
export type { BenchmarkWorkers, OpenWorkersOptions, WorkOptions } from "./benchmark-workers.ts"
export type { FoundConfiguration } from "./best-configuration.ts"
export type { MetricBoundOptions, MetricBounds } from "./bound.ts"
export type { CallConfiguration, CallOptions, CallResult } from "./call.ts"
export type { Constraint, Constraints } from "./constraint.ts"
export { Grid, type GridAxisValues, type GridInput, type GridValues } from "./grid.ts"
export type {
  Fanova,
  FanovaOptions,
  Marginal,
  MarginalAxis,
  MarginalOptions,
  VarianceShare,
} from "./marginals.ts"
export { type MeasuredConfiguration, measuredConfiguration } from "./measured-configuration.ts"
export { type Metric, type MetricName, metrics } from "./metric.ts"
export type { OpenOptions } from "./open-benchmark.ts"
export type {
  BestConfiguration,
  Certificate,
  CertificateSummary,
  Optimum,
  OptimumOptions,
  OptimumProgress,
} from "./optimum.ts"
export type { GridOptions, QueryOptions, TrajectoryOptions } from "./options.ts"
export type { ParetoFront, ParetoFrontOptions, ParetoFrontProgress } from "./pareto-front.ts"
export type { QueryColumns, QueryResult, Trajectory } from "./queries.ts"
export type { Region } from "./region.ts"
export type { Cell, Interval } from "./region-space.ts"
export type { ReleaseRequest, ReleaseStore } from "./release-store.ts"
export type { RepairName } from "./repair.ts"
export type { ConfigRandom, SampledConfig } from "./sample-config.ts"
export type { SearchOptions } from "./search.ts"
export { type Part, type SpecialiseOptions, specialiseBenchmark } from "./specialise.ts"
export { bundledReleases, type TaskName, tasks } from "./task.ts"
