/** The playground beside the service: the site that the build wrote, and every pack that is on this machine. */

import { stat } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Benchmark } from "../../benchmark/index.ts"
import { cacheFolder } from "../../node/cache.ts"
import { firstOfEach, type PackFile, packsIn } from "../../node/playground-packs.ts"
import { openSite, type SiteHandler } from "../../node/playground-site.ts"

/** Packs of `--source` as files: a page cannot be given what is elsewhere. */
async function packsOf(benchmarks: readonly Benchmark[], source: string | undefined): Promise<PackFile[]> {
  if (source === undefined || /^https?:/.test(source)) return []
  const path = source.startsWith("file:") ? fileURLToPath(source) : source
  const isFolder = (await stat(path)).isDirectory()
  return benchmarks.map(({ task, release }) => ({
    task,
    release,
    path: isFolder ? join(path, `${task}.bin`) : path,
  }))
}

/**
 * Opens the playground with the packs that are served, those of the package, and those that were imported.
 *
 * @param benchmarks what the service answers for: offered first
 * @param source as `--source` names it
 * @throws {NotFoundError} where the package was not built
 */
export async function openPlayground(
  benchmarks: readonly Benchmark[],
  source: string | undefined,
): Promise<SiteHandler> {
  // Every built file lies directly in dist/, so the site is beside this one, and models/ beside its folder.
  const site = fileURLToPath(new URL("./playground", import.meta.url))
  const bundled = await packsIn(fileURLToPath(new URL("../models", import.meta.url)))
  const imported = await packsIn(join(cacheFolder(), "releases"))
  const isServed = (pack: PackFile): boolean =>
    benchmarks.some(({ task, release }) => task === pack.task && release === pack.release)
  const known = [...bundled, ...imported]
  return openSite(
    site,
    firstOfEach([
      ...(await packsOf(benchmarks, source)),
      ...known.filter(isServed),
      ...known.filter(pack => !isServed(pack)),
    ]),
  )
}
