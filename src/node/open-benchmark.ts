/** Opening benchmarks on Node, Deno and Bun: bundled packs beside the package, imported ones in the cache. */

import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Benchmark } from "../benchmark/index.ts"
import type { OpenOptions } from "../benchmark/open-benchmark.ts"
import type { ReleaseRequest, ReleaseStore } from "../benchmark/release-store.ts"
import { bundledReleases, checkBundled, checkTask } from "../benchmark/task.ts"
import { NotFoundError } from "../errors.ts"
import type { LiveBenchmark } from "../live/live-benchmark.ts"
import { type AnyBenchmark, type OpenAnyOptions, openKindWith } from "../live/open-kind.ts"
import type { OpenLiveOptions } from "../live/open-live-options.ts"
import type { OpenTableOptions } from "../table/open-table-options.ts"
import type { TableBenchmark } from "../table/table-benchmark.ts"
import { bundledTables, checkBundledTable, isBundledTable } from "../table/table-releases.ts"
import { fileSystemStore, openFileOrUrl } from "./file-system-store.ts"
import { platform } from "./platform.ts"

/** How an official release is had, in one line. */
function howToGet({ release, kind }: ReleaseRequest): string {
  const version = /^official-(\d+\.\d+\.\d+)$/.exec(release)?.[1]
  const target = kind === "table" ? " --target metric_data" : ""
  if (version === undefined)
    return `import it: npx jahs-bench-201 import <tar, folder or URL>${target} --release ${release}`
  return `get it: npx jahs-bench-201 fetch${target} --release ${version}, or import <tar>${target} where you have the file`
}

/**
 * Whether the package brings a release.
 *
 * @throws {NotFoundError} where it does, and not for the task
 */
function isBundled({ task, release, kind }: ReleaseRequest): boolean {
  if (!(kind === "table" ? isBundledTable(release) : Object.hasOwn(bundledReleases, release))) return false
  if (kind === "table") checkBundledTable(task, release)
  else checkBundled(task, release)
  return true
}

const store: ReleaseStore = {
  async open(request) {
    const { task, release, kind } = request
    const file = `${checkTask(task)}.${kind === "table" ? "parquet" : "bin"}`
    if (isBundled(request)) {
      // Every built file lies directly in dist/, so the package's models/ is beside its folder.
      const models = new URL(`../models/${release}/`, import.meta.url)
      if (models.protocol !== "file:") return new URL(file, models)
      return fileSystemStore(fileURLToPath(models)).open(request)
    }
    // Not needed for what is bundled: a fresh process asks for that first.
    const { releaseFolder } = await import("./cache.ts")
    const folder = releaseFolder(release)
    if (existsSync(join(folder, file))) return fileSystemStore(folder).open(request)
    throw new NotFoundError({
      path: "release",
      what: `${kind === "table" ? "the table of " : ""}${task} of release "${release}" is neither bundled nor imported`,
      expected: `${Object.keys(kind === "table" ? bundledTables : bundledReleases).join(", ")}, or a ${kind ?? "pack"} in ${folder}`,
      actual: release,
      remedy: howToGet(request),
    })
  },
}

/** Loaded only where something is to be trained. */
async function openLive(options: OpenLiveOptions): Promise<LiveBenchmark> {
  const [{ openLiveWith }, { findTrainerIn }] = await Promise.all([
    import("../live/open-live.ts"),
    import("./find-trainer.ts"),
  ])
  // The build puts the collector's files beside its own.
  const collector = new URL("./collect/", import.meta.url)
  return openLiveWith(asked => findTrainerIn(collector, asked), options)
}

/**
 * Opens the benchmark of a task.
 *
 * @param options the task; optionally `kind: "table"` for recorded runs or `kind: "live"` to train, another release (bundled, or imported into the cache), or where its pack is
 * @throws {NotFoundError} saying what is there and how to get the rest, or which file is missing; for `kind: "live"`, what is to be installed
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
  return openKindWith({ store, openUrl: openFileOrUrl, platform, openLive }, options)
}
