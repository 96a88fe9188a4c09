/** `jahs-bench-201` on workerd, where a module cannot ask for a file: the caller passes the pack. */

import type { Benchmark } from "../benchmark/index.ts"
import type { OpenOptions } from "../benchmark/open-benchmark.ts"
import type { ReleaseStore } from "../benchmark/release-store.ts"
import { checkBundled } from "../benchmark/task.ts"
import {
  type BenchmarkWorkers,
  type OpenWorkersOptions,
  openWorkersWith,
} from "../benchmark/workers/benchmark-workers.ts"
import { openUrl } from "../bytes/source-of.ts"
import { NotFoundError } from "../errors.ts"
import type { LiveBenchmark } from "../live/live-benchmark.ts"
import { type AnyBenchmark, type OpenAnyOptions, openKindWith } from "../live/open-kind.ts"
import type { OpenLiveOptions } from "../live/open-live-options.ts"
import type { OpenTableOptions } from "../table/open-table-options.ts"
import type { TableBenchmark } from "../table/table-benchmark.ts"
import { checkBundledTable } from "../table/table-releases.ts"

export * from "./public.ts"

const store: ReleaseStore = {
  open({ task, release, kind }) {
    if (kind === "table") checkBundledTable(task, release)
    else checkBundled(task, release)
    const file = `${release}/${task}.${kind === "table" ? "parquet" : "bin"}`
    throw new NotFoundError({
      path: "source",
      what: "a worker has no file system to find the pack in",
      expected: "the pack as `source`",
      actual: "none",
      remedy: `import pack from "jahs-bench-201/models/${file}" and pass { task: "${task}",${kind === undefined ? "" : ` kind: "${kind}",`} source: pack }`,
    })
  },
}

/**
 * Opens the benchmark of a task from a pack that was imported as data.
 *
 * @param options the task, and its pack as `source`
 * @throws {NotFoundError} without `source`, saying how to get it
 * @throws {NotFoundError} for `kind: "live"`, which needs Node, Deno or Bun
 * @throws {ModelFormatError} where the pack or the table is damaged
 */
export function openBenchmark(options: OpenOptions): Promise<Benchmark>
export function openBenchmark(options: OpenTableOptions): Promise<TableBenchmark>
export function openBenchmark(options: OpenLiveOptions): Promise<LiveBenchmark>
export function openBenchmark(options: OpenAnyOptions): Promise<AnyBenchmark> {
  return openKindWith({ store, openUrl }, options)
}

/** As in other runtimes, but that an isolate has no threads: this one does the work, in pieces. */
export function openWorkers(
  benchmark: Benchmark,
  options: OpenWorkersOptions = {},
): Promise<BenchmarkWorkers> {
  return openWorkersWith(null, 0, benchmark, options)
}
