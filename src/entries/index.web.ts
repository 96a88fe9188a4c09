/** `jahs-bench-201` in browsers: packs are fetched from beside the module. */

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
import type { LiveBenchmark } from "../live/live-benchmark.ts"
import { type AnyBenchmark, type OpenAnyOptions, openKindWith } from "../live/open-kind.ts"
import type { OpenLiveOptions } from "../live/open-live-options.ts"
import { webWorkerPort } from "../parallel/web-worker.ts"
import type { OpenTableOptions } from "../table/open-table-options.ts"
import type { TableBenchmark } from "../table/table-benchmark.ts"
import { checkBundledTable } from "../table/table-releases.ts"

export * from "./public.ts"

const store: ReleaseStore = {
  open({ task, release, kind }) {
    if (kind === "table") {
      checkBundledTable(task, release)
      return new URL("../models/measured-1/fashion_mnist.parquet", import.meta.url)
    }
    checkBundled(task, release)
    // Written out in full, so that bundlers recognise the files as assets.
    if (release === "distilled-1") {
      return task === "cifar10"
        ? new URL("../models/distilled-1/cifar10.bin", import.meta.url)
        : new URL("../models/distilled-1/fashion_mnist.bin", import.meta.url)
    }
    return task === "cifar10"
      ? new URL("../models/distilled-2/cifar10.bin", import.meta.url)
      : new URL("../models/distilled-2/fashion_mnist.bin", import.meta.url)
  },
}

/**
 * Opens the benchmark of a task.
 *
 * @param options the task; optionally `kind: "table"` for recorded runs, another release, or where its pack is
 * @throws {NotFoundError} saying what is bundled, or that the pack could not be fetched
 * @throws {NotFoundError} for `kind: "live"`, which needs Node, Deno or Bun
 * @throws {ModelFormatError} where the pack or the table is damaged
 * @example
 * ```ts
 * import { openBenchmark } from "jahs-bench-201"
 * const benchmark = await openBenchmark({ task: "cifar10" })
 * ```
 */
export function openBenchmark(options: OpenOptions): Promise<Benchmark>
export function openBenchmark(options: OpenTableOptions): Promise<TableBenchmark>
export function openBenchmark(options: OpenLiveOptions): Promise<LiveBenchmark>
export function openBenchmark(options: OpenAnyOptions): Promise<AnyBenchmark> {
  return openKindWith({ store, openUrl }, options)
}

/**
 * Opens Web Workers for a benchmark. They share its trees where the page is cross-origin isolated, and have copies
 * elsewhere; they answer with the same bits.
 *
 * @param options how many; 0 computes on this thread, in pieces between which signals are heard
 * @throws {RangeError} for a count that is no integer from 0 to 256
 * @throws what keeps a worker from starting
 */
export function openWorkers(
  benchmark: Benchmark,
  options: OpenWorkersOptions = {},
): Promise<BenchmarkWorkers> {
  const start =
    typeof Worker === "function"
      ? (script: URL | undefined) =>
          webWorkerPort(
            script === undefined
              ? // Written out in full, so that bundlers recognise the script.
                new Worker(new URL("./worker.web.js", import.meta.url), { type: "module" })
              : new Worker(script, { type: "module" }),
          )
      : null
  return openWorkersWith(start, navigator.hardwareConcurrency, benchmark, options)
}
