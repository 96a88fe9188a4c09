/** The two kinds of benchmark behind one function: what reads tables is loaded when the first one is opened. */

import type { Benchmark } from "../benchmark/index.ts"
import { type BenchmarkRuntime, type OpenOptions, openBenchmarkWith } from "../benchmark/open-benchmark.ts"
import { NotFoundError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import type { OpenTableOptions } from "./open-table-options.ts"
import type { TableBenchmark } from "./table-benchmark.ts"

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
