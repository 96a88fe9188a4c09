/** The table floor's public names. */

export type { OpenTableOptions } from "./open-table-options.ts"
export type {
  NearestConfiguration,
  TableBenchmark,
  TableQueryOptions,
  TableResult,
  TableTrajectory,
  TableTrajectoryOptions,
} from "./table-benchmark.ts"
export type { CollectionCount, FidelityCount, TableCard, TableColumnCard } from "./table-card.ts"
export { bundledTables } from "./table-releases.ts"
