/** `jahs-bench-201` in browsers: packs are fetched from beside the module. */

import type { Benchmark } from "../benchmark/index.ts"
import { type OpenOptions, openBenchmarkWith } from "../benchmark/open-benchmark.ts"
import type { ReleaseStore } from "../benchmark/release-store.ts"
import { checkBundled } from "../benchmark/task.ts"
import { openUrl } from "../bytes/source-of.ts"

export * from "./public.ts"

const store: ReleaseStore = {
  open({ task, release }) {
    checkBundled(task, release)
    // Written out in full, so that bundlers recognise the files as assets.
    return task === "cifar10"
      ? new URL("../models/cifar10.bin", import.meta.url)
      : new URL("../models/fashion_mnist.bin", import.meta.url)
  },
}

/**
 * Opens the benchmark of a task.
 *
 * @param options the task; optionally another release, or where its pack is
 * @throws {NotFoundError} saying what is bundled, or that the pack could not be fetched
 * @throws {ModelFormatError} where the pack is damaged
 * @example
 * ```ts
 * import { openBenchmark } from "jahs-bench-201"
 * const benchmark = await openBenchmark({ task: "cifar10" })
 * ```
 */
export function openBenchmark(options: OpenOptions): Promise<Benchmark> {
  return openBenchmarkWith({ store, openUrl }, options)
}
