/** The benchmark floor's public names. */

export type { GridPoint } from "../surrogate/encode-grid.ts"
export { Benchmark } from "./benchmark.ts"
export type { CallConfiguration, CallOptions, CallResult } from "./call.ts"
export { Grid, type GridAxisValues, type GridInput, type GridValues } from "./grid.ts"
export { type MeasuredConfiguration, measuredConfiguration } from "./measured-configuration.ts"
export { type Metric, type MetricName, metrics } from "./metric.ts"
export type { OpenOptions } from "./open-benchmark.ts"
export type { GridOptions, QueryOptions, TrajectoryOptions } from "./options.ts"
export type { QueryColumns, QueryResult, Trajectory } from "./queries.ts"
export type { FoundConfiguration } from "./regions/best-configuration.ts"
export type { MetricBoundOptions, MetricBounds } from "./regions/bound.ts"
export type { Constraint, Constraints } from "./regions/constraint.ts"
export type {
  Fanova,
  FanovaOptions,
  Marginal,
  MarginalAxis,
  MarginalOptions,
  VarianceShare,
} from "./regions/marginals.ts"
export type {
  BestConfiguration,
  Certificate,
  CertificateSummary,
  Optimum,
  OptimumOptions,
  OptimumProgress,
} from "./regions/optimum.ts"
export type { ParetoFront, ParetoFrontOptions, ParetoFrontProgress } from "./regions/pareto-front.ts"
export type { Region } from "./regions/region.ts"
export type { Cell, Interval } from "./regions/region-space.ts"
export type { SearchOptions } from "./regions/search.ts"
export type { ReleaseRequest, ReleaseStore } from "./release-store.ts"
export type { RepairName } from "./repair.ts"
export type { ConfigRandom, SampledConfig } from "./sample-config.ts"
export { type Part, type SpecialiseOptions, specialiseBenchmark } from "./specialise.ts"
export { bundledReleases, type TaskName, tasks } from "./task.ts"
export type { BenchmarkWorkers, OpenWorkersOptions, WorkOptions } from "./workers/benchmark-workers.ts"
