/** The benchmark floor's public names. */

export {
  Benchmark,
  type QueryColumns,
  type QueryResult,
  type Trajectory,
} from "./benchmark.ts"
export type { BenchmarkWorkers, OpenWorkersOptions, WorkOptions } from "./benchmark-workers.ts"
export type { CallConfiguration, CallOptions, CallResult } from "./call.ts"
export { Grid, type GridAxisValues, type GridInput } from "./grid.ts"
export { type Metric, type MetricName, metrics } from "./metric.ts"
export type { OpenOptions } from "./open-benchmark.ts"
export type { GridOptions, QueryOptions, TrajectoryOptions } from "./options.ts"
export type { ReleaseStore } from "./release-store.ts"
export type { ConfigRandom, SampledConfig } from "./sample-config.ts"
export { type Part, type SpecialiseOptions, specialiseBenchmark } from "./specialise.ts"
export { bundledReleases, type TaskName, tasks } from "./task.ts"
