/** `@jahs-bench-201/jahs-bench-201` on JSR: the sources themselves, and the packs beside them by their URLs. */

import type { Benchmark } from "../benchmark/index.ts"
import type { OpenOptions } from "../benchmark/open-benchmark.ts"
import type { ReleaseStore } from "../benchmark/release-store.ts"
import { checkBundled } from "../benchmark/task.ts"
import type { LiveBenchmark } from "../live/live-benchmark.ts"
import { type AnyBenchmark, type OpenAnyOptions, openKindWith } from "../live/open-kind.ts"
import type { OpenLiveOptions } from "../live/open-live-options.ts"
import { openFileOrUrl } from "../node/file-system-store.ts"
import { platform } from "../node/platform.ts"
import type { OpenTableOptions } from "../table/open-table-options.ts"
import type { TableBenchmark } from "../table/table-benchmark.ts"
import { checkBundledTable } from "../table/table-releases.ts"

export * from "./public.ts"

const store: ReleaseStore = {
  open({ task, release, kind }) {
    if (kind === "table") {
      checkBundledTable(task, release)
      return new URL(`../../models/${release}/${task}.parquet`, import.meta.url)
    }
    checkBundled(task, release)
    return new URL(`../../models/${release}/${task}.bin`, import.meta.url)
  },
}

/**
 * Opens the benchmark of a task.
 *
 * @param options the task; optionally `kind: "table"` for recorded runs, another release, or where its pack is
 * @throws {NotFoundError} saying what is bundled, or that the pack could not be fetched
 * @throws {NotFoundError} for `kind: "live"`, which needs Node, Deno or Bun
 * @throws {ModelFormatError} where the pack or the table is damaged
 */
export function openBenchmark(options: OpenOptions): Promise<Benchmark>
export function openBenchmark(options: OpenTableOptions): Promise<TableBenchmark>
export function openBenchmark(options: OpenLiveOptions): Promise<LiveBenchmark>
export function openBenchmark(options: OpenAnyOptions): Promise<AnyBenchmark> {
  return openKindWith({ store, openUrl: openFileOrUrl, platform }, options)
}
