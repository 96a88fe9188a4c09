/** `@jahs-bench-201/jahs-bench-201` on JSR: the sources themselves, and the packs beside them by their URLs. */

import type { Benchmark } from "../benchmark/index.ts"
import { type OpenOptions, openBenchmarkWith } from "../benchmark/open-benchmark.ts"
import type { ReleaseStore } from "../benchmark/release-store.ts"
import { checkBundled } from "../benchmark/task.ts"
import { openFileOrUrl } from "../node/file-system-store.ts"
import { platform } from "../node/platform.ts"

export * from "./public.ts"

const store: ReleaseStore = {
  open({ task, release }) {
    checkBundled(task, release)
    return new URL(`../../models/${release}/${task}.bin`, import.meta.url)
  },
}

/**
 * Opens the benchmark of a task.
 *
 * @param options the task; optionally another release, or where its pack is
 * @throws {NotFoundError} saying what is bundled, or that the pack could not be fetched
 * @throws {ModelFormatError} where the pack is damaged
 */
export function openBenchmark(options: OpenOptions): Promise<Benchmark> {
  return openBenchmarkWith({ store, openUrl: openFileOrUrl, platform }, options)
}
