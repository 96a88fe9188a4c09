/** Release packs in a folder of the file system, and file URLs: the edge to Node's `fs`. */

import { closeSync, fstatSync, openSync, readSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { ReleaseStore } from "../benchmark/release-store.ts"
import type { ByteSource } from "../bytes/byte-source.ts"
import { type OpenUrl, openUrl } from "../bytes/source-of.ts"
import { NotFoundError, show } from "../errors.ts"
import { platform } from "./platform.ts"

/**
 * A file, opened when it is first read and read in pieces. Synchronous: a pack is a few megabytes, and in a
 * fresh process the promises of `fs` cost more than the reading.
 */
export function fileSource(path: string): ByteSource {
  let file = -1
  // Fresh memory costs more than reading into it: up to 3 ms a megabyte.
  let scratch = new Uint8Array(0)
  const opened = <T>(use: (file: number) => T): T => {
    try {
      if (file < 0) file = openSync(path, "r")
      return use(file)
    } catch (error) {
      throw new NotFoundError({
        source: path,
        what: "the pack could not be read",
        expected: "a file",
        actual: error instanceof Error && "code" in error ? String(error.code) : show(error),
      })
    }
  }
  return {
    name: path,
    platform,
    isLocal: true,
    size: async () => opened(handle => fstatSync(handle).size),
    read: async (offset, length) =>
      opened(handle => {
        if (scratch.length < length) scratch = new Uint8Array(length)
        return scratch.subarray(0, readSync(handle, scratch, 0, length, offset))
      }),
    async close() {
      if (file >= 0) closeSync(file)
      file = -1
    },
  }
}

/** As the web's, and `file:` URLs, which Node's `fetch` does not open. */
export const openFileOrUrl: OpenUrl = (url, whole) =>
  url.protocol === "file:" ? fileSource(fileURLToPath(url)) : openUrl(url, whole)

/**
 * A store of packs named `<task>.bin`, and of tables named `<task>.parquet`, in a folder.
 *
 * @param folder path of the folder
 * @example
 * ```ts
 * import { fileSystemStore, openBenchmark } from "jahs-bench-201/node"
 * const benchmark = await openBenchmark({ task: "cifar10", source: fileSystemStore("./models/distilled-2") })
 * ```
 */
export function fileSystemStore(folder: string): ReleaseStore {
  return {
    open: ({ task, kind }) => fileSource(join(folder, `${task}.${kind === "table" ? "parquet" : "bin"}`)),
  }
}
