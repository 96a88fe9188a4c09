/** Release packs in a folder of the file system, and file URLs: the edge to Node's `fs`. */

import { closeSync, openSync, readSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { gunzipSync } from "node:zlib"
import type { ReleaseStore } from "../benchmark/release-store.ts"
import type { ByteSource, Platform } from "../bytes/byte-source.ts"
import { sha256Now } from "../bytes/sha256.ts"
import { type OpenUrl, openUrl } from "../bytes/source-of.ts"
import { NotFoundError, show } from "../errors.ts"

const platform: Platform = {
  // One chunk of the right size: pieces would have to be joined. A longer result is an error of zlib's.
  gunzip(bytes, length) {
    const limits = { chunkSize: Math.max(64, length + 1), maxOutputLength: length + 1 }
    const { buffer, byteOffset, byteLength } = gunzipSync(bytes, limits)
    // A plain view: a Buffer's `slice` would share memory where everybody expects a copy.
    return new Uint8Array(buffer, byteOffset, byteLength)
  },
  // Of the section table only: some hundred bytes, and node:crypto takes 5 ms to load.
  sha256: sha256Now,
}

/**
 * A file, opened when it is first read and read in pieces. Synchronous: a pack is a few megabytes, and in a
 * fresh process the promises of `fs` cost more than the reading.
 */
function fileSource(path: string): ByteSource {
  let file = -1
  // Fresh memory costs more than reading into it: up to 3 ms a megabyte.
  let scratch = new Uint8Array(0)
  return {
    name: path,
    platform,
    async read(offset, length) {
      try {
        if (file < 0) file = openSync(path, "r")
        if (scratch.length < length) scratch = new Uint8Array(length)
        return scratch.subarray(0, readSync(file, scratch, 0, length, offset))
      } catch (error) {
        throw new NotFoundError({
          source: path,
          what: "the pack could not be read",
          expected: "a file",
          actual: error instanceof Error && "code" in error ? String(error.code) : show(error),
        })
      }
    },
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
  return { open: ({ task }) => fileSource(join(folder, `${task}.bin`)) }
}
