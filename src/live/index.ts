/** The live floor's public names. */

export type {
  LiveBenchmark,
  LiveQueryOptions,
  LiveTrainOptions,
  LiveTrajectoryOptions,
  RunOptions,
} from "./live-benchmark.ts"
export { type LiveEpoch, type LiveMetricName, liveMetrics } from "./live-metrics.ts"
export type { OpenLiveOptions } from "./open-live-options.ts"
export type { LiveProgress } from "./training-clock.ts"
