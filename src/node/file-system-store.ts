/** Release packs in a folder of the file system, and file URLs: the edge to Node's `fs`. */

import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { fetchBytes, type ReleaseStore } from "../benchmark/release-store.ts"
import { NotFoundError, show } from "../errors.ts"

async function readPack(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new NotFoundError({
      source: path,
      what: "the pack could not be read",
      expected: "a file",
      actual: error instanceof Error && "code" in error ? String(error.code) : show(error),
    })
  }
}

/** As `fetchBytes`, and `file:` URLs, which Node's `fetch` does not open. */
export function readUrl(url: URL): Promise<Uint8Array> {
  return url.protocol === "file:" ? readPack(fileURLToPath(url)) : fetchBytes(url)
}

/**
 * A store of packs named `<task>.bin` in a folder.
 *
 * @param folder path of the folder
 * @example
 * ```ts
 * import { fileSystemStore, openBenchmark } from "jahs-bench-201/node"
 * const benchmark = await openBenchmark({ task: "cifar10", source: fileSystemStore("./models") })
 * ```
 */
export function fileSystemStore(folder: string): ReleaseStore {
  return { open: ({ task }) => readPack(join(folder, `${task}.bin`)) }
}
