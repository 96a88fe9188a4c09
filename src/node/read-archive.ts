/** Files of a release on the disk: out of a tar archive, plain or in gzip, or out of a folder. */

import { createReadStream } from "node:fs"
import { readdir, readFile, stat } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import { Readable } from "node:stream"
import { tarEntries } from "../bytes/tar.ts"
import { ModelFormatError, NotFoundError } from "../errors.ts"
import type { ReleaseEntry } from "../release/index.ts"

/** An archive that is being read. */
export interface Archive {
  readonly entries: AsyncIterable<ReleaseEntry>
  /** Bytes in all. */
  readonly total: number
}

/** A file of a folder, or what is none. */
interface FolderFile {
  readonly path: string
  readonly size: number
  /** Links are refused where their content is asked for: they may lead anywhere. */
  readonly isFile: boolean
}

async function readFrom(folder: string, { path, isFile }: FolderFile): Promise<Uint8Array> {
  if (isFile) return new Uint8Array(await readFile(join(folder, path)))
  throw new ModelFormatError({
    source: folder,
    path,
    what: "the folder holds what is no plain file",
    expected: "files and folders only",
    actual: "a link or a device",
  })
}

async function* folderEntries(
  folder: string,
  onRead: (bytes: number) => void,
  files: readonly FolderFile[],
): AsyncGenerator<ReleaseEntry> {
  let done = 0
  for (const file of files) {
    const { path, size } = file
    yield { path, size, bytes: () => readFrom(folder, file), skip: async () => {} }
    done += size
    onRead(done)
  }
}

async function filesOf(folder: string): Promise<FolderFile[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = found.filter(entry => !entry.isDirectory())
  const sized = files.map(async entry => {
    const full = join(entry.parentPath ?? entry.path, entry.name)
    const isFile = entry.isFile()
    const { size } = isFile ? await stat(full) : { size: 0 }
    return { path: relative(folder, full).split(sep).join("/"), size, isFile }
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
