/** The benchmark floor's public names. */

export {
  Benchmark,
  type GridOptions,
  type QueryColumns,
  type QueryOptions,
  type QueryResult,
  type Trajectory,
  type TrajectoryOptions,
} from "./benchmark.ts"
export type { CallConfiguration, CallOptions, CallResult } from "./call.ts"
export { Grid, type GridAxisValues, type GridInput } from "./grid.ts"
export { type Metric, type MetricName, metrics } from "./metric.ts"
export type { OpenOptions } from "./open-benchmark.ts"
export type { ReleaseStore } from "./release-store.ts"
export type { ConfigRandom, SampledConfig } from "./sample-config.ts"
export { bundledReleases, type TaskName, tasks } from "./task.ts"
