/** Opening benchmarks on Node, Deno and Bun: bundled packs beside the package, imported ones in the cache. */

import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Benchmark } from "../benchmark/index.ts"
import { type OpenOptions, openBenchmarkWith } from "../benchmark/open-benchmark.ts"
import type { ReleaseStore } from "../benchmark/release-store.ts"
import { bundledReleases, checkBundled, checkTask } from "../benchmark/task.ts"
import { NotFoundError } from "../errors.ts"
import { fileSystemStore, openFileOrUrl } from "./file-system-store.ts"
import { platform } from "./platform.ts"

/** How an official release is had, in one line. */
function howToGet(release: string): string {
  const version = /^official-(\d+\.\d+\.\d+)$/.exec(release)?.[1]
  if (version === undefined)
    return `import it: npx jahs-bench-201 import <tar, folder or URL> --release ${release}`
  return `get it: npx jahs-bench-201 fetch --release ${version}, or import <tar> where you have the file`
}

const store: ReleaseStore = {
  async open(request) {
    const { task, release } = request
    if (Object.hasOwn(bundledReleases, release)) {
      checkBundled(task, release)
      // Every built file lies directly in dist/, so the package's models/ is beside its folder.
      const models = new URL(`../models/${release}/`, import.meta.url)
      if (models.protocol !== "file:") return new URL(`${task}.bin`, models)
      return fileSystemStore(fileURLToPath(models)).open(request)
    }
    // Not needed for what is bundled: a fresh process asks for that first.
    const { releaseFolder } = await import("./cache.ts")
    const folder = releaseFolder(release)
    if (existsSync(join(folder, `${checkTask(task)}.bin`))) return fileSystemStore(folder).open(request)
    throw new NotFoundError({
      path: "release",
      what: `${task} of release "${release}" is neither bundled nor imported`,
      expected: `${Object.keys(bundledReleases).join(", ")}, or a pack in ${folder}`,
      actual: release,
      remedy: howToGet(release),
    })
  },
}

/**
 * Opens the benchmark of a task.
 *
 * @param options the task; optionally another release (bundled, or imported into the cache), or where its pack is
 * @throws {NotFoundError} saying what is there and how to get the rest, or which file is missing
 * @throws {ModelFormatError} where the pack is damaged
 * @example
 * ```ts
 * import { openBenchmark } from "jahs-bench-201"
 * const benchmark = await openBenchmark({ task: "cifar10" })
 * ```
 */
export function openBenchmark(options: OpenOptions): Promise<Benchmark> {
  return openBenchmarkWith({ store, openUrl: openFileOrUrl, platform }, options)
}
