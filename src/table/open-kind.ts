/** The two kinds of benchmark behind one function: what reads tables is loaded when the first one is opened. */

import type { Benchmark, ReleaseStore, TaskName } from "../benchmark/index.ts"
import { type BenchmarkRuntime, type OpenOptions, openBenchmarkWith } from "../benchmark/open-benchmark.ts"
import type { PackSource } from "../bytes/source-of.ts"
import { NotFoundError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import type { TableBenchmark } from "./table-benchmark.ts"

/** Opens what was recorded, instead of surrogates. */
export interface OpenTableOptions {
  readonly task: TaskName
  readonly kind: "table"
  /** Release to open (default `measured-1`, which the package brings for fashion_mnist). */
  readonly release?: string
  /**
   * Where the table is, when it is not the package's own: a Parquet file of this package, or any that has a column
   * a hyperparameter and one called `epoch`.
   */
  readonly source?: PackSource | ReleaseStore
  /** Columns to open (default: all labels). The others are not read, nor kept in memory. */
  readonly metrics?: readonly string[]
}

const KINDS: readonly string[] = ["surrogate", "table"]

/**
 * Opens a benchmark of either kind with a runtime's store.
 *
 * @throws {NotFoundError} for another kind, and as `openBenchmarkWith` or `openTableWith`
 */
export function openKindWith(runtime: BenchmarkRuntime, options: OpenOptions): Promise<Benchmark>
export function openKindWith(runtime: BenchmarkRuntime, options: OpenTableOptions): Promise<TableBenchmark>
export function openKindWith(
  runtime: BenchmarkRuntime,
  options: OpenOptions | OpenTableOptions,
): Promise<Benchmark | TableBenchmark>
export async function openKindWith(
  runtime: BenchmarkRuntime,
  options: OpenOptions | OpenTableOptions,
): Promise<Benchmark | TableBenchmark> {
  const kind: unknown = options?.kind ?? "surrogate"
  if (options?.kind === "table") {
    const { openTableWith } = await import("./open-table.ts")
    return openTableWith(runtime, options)
  }
  if (kind === "surrogate") return openBenchmarkWith(runtime, options as OpenOptions)
  throw new NotFoundError({
    path: "options.kind",
    what: "unknown kind of benchmark",
    expected: KINDS.join(" or "),
    actual: show(kind),
    remedy: didYouMean(kind, KINDS),
  })
}
