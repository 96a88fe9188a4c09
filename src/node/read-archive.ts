/** Files of a release on the disk: out of a tar archive, plain or in gzip, or out of a folder. */

import { createReadStream } from "node:fs"
import { readdir, readFile, stat } from "node:fs/promises"
import { join, sep } from "node:path"
import { Readable } from "node:stream"
import { tarEntries } from "../bytes/tar.ts"
import { NotFoundError } from "../errors.ts"
import type { ReleaseEntry } from "../release/index.ts"

/** An archive that is being read. */
export interface Archive {
  readonly entries: AsyncIterable<ReleaseEntry>
  /** Bytes in all. */
  readonly total: number
}

async function* folderEntries(
  folder: string,
  onRead: (bytes: number) => void,
  files: readonly { readonly path: string; readonly size: number }[],
): AsyncGenerator<ReleaseEntry> {
  let done = 0
  for (const { path, size } of files) {
    yield {
      path,
      size,
      bytes: async () => new Uint8Array(await readFile(join(folder, path))),
      skip: async () => {},
    }
    done += size
    onRead(done)
  }
}

async function filesOf(folder: string): Promise<{ path: string; size: number }[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = found.filter(entry => entry.isFile())
  const sized = files.map(async ({ parentPath, path, name }) => {
    const full = join(parentPath ?? path, name)
    const { size } = await stat(full)
    return { path: full.slice(folder.length).split(sep).filter(Boolean).join("/"), size }
  })
  return (await Promise.all(sized)).sort((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * @param path a tar or tar.gz file, or a folder
 * @param onRead told how many bytes have been read
 * @throws {NotFoundError} where nothing is there
 */
export async function readArchive(
  path: string,
  onRead: (bytes: number) => void = () => {},
): Promise<Archive> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new NotFoundError({
      source: path,
      what: "nothing to import",
      expected: "a tar or tar.gz file, a folder or a URL",
      actual: error.code ?? error.message,
    })
  })
  if (found.isDirectory()) {
    const files = await filesOf(path)
    return {
      entries: folderEntries(path, onRead, files),
      total: files.reduce((sum, { size }) => sum + size, 0),
    }
  }
  let done = 0
  const file = createReadStream(path, { highWaterMark: 1 << 20 })
  file.on("data", chunk => {
    done += chunk.length
    onRead(done)
  })
  file.pause()
  const stream = Readable.toWeb(file) as ReadableStream<Uint8Array>
  return { entries: tarEntries(stream, path), total: found.size }
}
