/** What trains on Node, Deno and Bun: a Python, the images, and the collector that the package brings. */

import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { NotFoundError } from "../errors.ts"
import type { OpenLiveOptions } from "../live/open-live-options.ts"
import type { Trainer } from "../live/trainer.ts"
import { cacheFolder, type Environment } from "./cache.ts"
import { findPython } from "./find-python.ts"
import { trainingLines } from "./training-process.ts"

const DEBIANS_IMAGES = "/usr/share/datasets/fashion-mnist"
const FILES = ["train", "t10k"].flatMap(split => [
  ...[`${split}-images-idx3-ubyte.gz`, `${split}-labels-idx1-ubyte.gz`],
])

function findImages(option: string | undefined, env: Environment): string {
  const folder = option ?? (env["JAHS_BENCH_IMAGES"] || DEBIANS_IMAGES)
  const missing = FILES.find(file => !existsSync(join(folder, file)))
  if (missing === undefined) return folder
  throw new NotFoundError({
    source: folder,
    path: "images",
    what: "Fashion-MNIST is not there",
    expected: FILES.join(", "),
    actual: `no ${missing}`,
    remedy:
      "install it (Debian: apt install dataset-fashion-mnist), or name its folder by options.images or " +
      "JAHS_BENCH_IMAGES",
  })
}

/**
 * Finds what trains.
 *
 * @param collector folder of the collector's files
 * @throws {NotFoundError} naming what is missing and how to have it
 */
export async function findTrainerIn(
  collector: URL,
  { python: given, images: folder, cache = join(cacheFolder(), "images") }: OpenLiveOptions,
  env: Environment = process.env,
): Promise<Trainer> {
  const python = await findPython(given, env)
  const images = findImages(folder, env)
  const script = fileURLToPath(new URL("live.py", collector))
  return {
    python,
    images,
    train: (request, signal) => trainingLines({ python, script, images, cache }, request, signal),
  }
}
