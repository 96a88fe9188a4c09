/** Release packs in a folder of the file system, and file URLs: the edge to Node's `fs`. */

import { type FileHandle, open } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { ReleaseStore } from "../benchmark/release-store.ts"
import type { ByteSource } from "../bytes/byte-source.ts"
import { type OpenUrl, openUrl } from "../bytes/source-of.ts"
import { NotFoundError, show } from "../errors.ts"

/** A file, opened when it is first read and read in pieces. */
function fileSource(path: string): ByteSource {
  let handle: FileHandle | null = null
  return {
    name: path,
    async read(offset, length) {
      try {
        handle ??= await open(path)
        const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset)
        return buffer.subarray(0, bytesRead)
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
      await handle?.close()
      handle = null
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
