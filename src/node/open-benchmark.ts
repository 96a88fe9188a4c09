/** Opening benchmarks on Node: bundled packs from the package's own folder. */

import { fileURLToPath } from "node:url"
import type { Benchmark } from "../benchmark/index.ts"
import { type OpenOptions, openBenchmarkWith } from "../benchmark/open-benchmark.ts"
import type { ReleaseStore } from "../benchmark/release-store.ts"
import { checkBundled } from "../benchmark/task.ts"
import { fileSystemStore, openFileOrUrl } from "./file-system-store.ts"

const store: ReleaseStore = {
  open(request) {
    checkBundled(request.task, request.release)
    // Every built file lies directly in dist/, so the package's models/ is beside its folder.
    return fileSystemStore(fileURLToPath(new URL("../models", import.meta.url))).open(request)
  },
}

/**
 * Opens the benchmark of a task.
 *
 * @param options the task; optionally another release, or where its pack is
 * @throws {NotFoundError} saying what is bundled, or which file is missing
 * @throws {ModelFormatError} where the pack is damaged
 * @example
 * ```ts
 * import { openBenchmark } from "jahs-bench-201"
 * const benchmark = await openBenchmark({ task: "cifar10" })
 * ```
 */
export function openBenchmark(options: OpenOptions): Promise<Benchmark> {
  return openBenchmarkWith({ store, openUrl: openFileOrUrl }, options)
}
