/** The three kinds of benchmark behind one function: what reads tables, or trains, is loaded when it is first needed. */

import type { Benchmark } from "../benchmark/index.ts"
import { type BenchmarkRuntime, type OpenOptions, openBenchmarkWith } from "../benchmark/open-benchmark.ts"
import { NotFoundError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import type { OpenTableOptions } from "../table/open-table-options.ts"
import type { TableBenchmark } from "../table/table-benchmark.ts"
import type { LiveBenchmark } from "./live-benchmark.ts"
import type { OpenLiveOptions } from "./open-live-options.ts"

const KINDS: readonly string[] = ["surrogate", "table", "live"]

/** What a benchmark of any kind is opened with. */
export type OpenAnyOptions = OpenOptions | OpenTableOptions | OpenLiveOptions

/** A benchmark of any kind. */
export type AnyBenchmark = Benchmark | TableBenchmark | LiveBenchmark

/** What the entries of the runtimes differ in. */
export interface KindRuntime extends BenchmarkRuntime {
  /** Left out where no process can be started: its code is not loaded there. */
  readonly openLive?: (options: OpenLiveOptions) => Promise<LiveBenchmark>
}

/**
 * Opens a benchmark of any kind with a runtime's store; the entries' `openBenchmark` is this with theirs.
 *
 * @throws {NotFoundError} for another kind, and as `openBenchmarkWith`, `openTableWith` or the runtime's `openLive`
 */
export function openKindWith(runtime: KindRuntime, options: OpenOptions): Promise<Benchmark>
export function openKindWith(runtime: KindRuntime, options: OpenTableOptions): Promise<TableBenchmark>
export function openKindWith(runtime: KindRuntime, options: OpenLiveOptions): Promise<LiveBenchmark>
export function openKindWith(runtime: KindRuntime, options: OpenAnyOptions): Promise<AnyBenchmark>
export async function openKindWith(runtime: KindRuntime, options: OpenAnyOptions): Promise<AnyBenchmark> {
  const kind: unknown = options?.kind ?? "surrogate"
  if (options?.kind === "table") {
    const { openTableWith } = await import("../table/open-table.ts")
    return openTableWith(runtime, options)
  }
  if (options?.kind === "live") {
    if (runtime.openLive !== undefined) return runtime.openLive(options)
    throw new NotFoundError({
      path: "options.kind",
      what: "live training starts Python, and no process can be started here",
      expected: "the package from npm on Node, Deno or Bun",
      actual: '"live"',
      remedy: 'runs that were recorded open everywhere: kind: "table"',
    })
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
