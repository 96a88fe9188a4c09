/** Writing what the command line names: whole files, never half ones. */

import { link, lstat, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises"
import { show } from "../../errors.ts"
import { OutputError, UsageError } from "../frame/usage-error.ts"

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : show(error)

function refuse(path: string): never {
  throw new UsageError({
    source: path,
    what: "there is such a file already",
    expected: "a new file",
    remedy: "--force replaces it",
  })
}

/**
 * That a file may be written, asked before the work that it takes.
 *
 * @throws {UsageError} where it exists and is not to be replaced, or is a folder or a device
 */
export async function checkWritable(path: string, force: boolean): Promise<void> {
  if ((await lstat(path).catch(() => null)) === null) return
  if (!force) refuse(path)
  const found = await stat(path).catch(() => null)
  if (found === null || found.isFile()) return
  throw new UsageError({
    source: path,
    what: "not a file",
    expected: "a file to replace",
    actual: found.isDirectory() ? "a folder" : "a device or pipe",
  })
}

/**
 * Makes a folder, and those above it, unless it is there.
 *
 * @throws {OutputError} where it cannot be made
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    throw new OutputError({ source: path, what: "no folder can be made there", actual: codeOf(error) })
  }
}

/** A name in two steps: linking fails where the name is taken, which renaming does not. */
async function publish(temporary: string, path: string, force: boolean): Promise<void> {
  if (force) return rename(temporary, path)
  try {
    await link(temporary, path)
  } catch (error) {
    if (codeOf(error) === "EEXIST") refuse(path)
    // Some file systems have no hard links.
    await checkWritable(path, force)
    return rename(temporary, path)
  }
  await rm(temporary)
}

/** Appends bytes to a file that is being written. */
export type Append = (bytes: Uint8Array) => Promise<void>

/**
 * Writes a file: first beside its place, then moved there, so that nobody sees half of it.
 *
 * @param content the bytes, or what appends them one after the other
 * @param force whether to replace a file that exists
 * @throws {UsageError} where it exists and is not to be replaced
 * @throws {OutputError} where it cannot be written
 */
export async function writeWhole(
  path: string,
  content: Uint8Array | ((append: Append) => Promise<void>),
  force: boolean,
): Promise<void> {
  // The file behind a symbolic link is replaced, not the link.
  const place = force ? await realpath(path).catch(() => path) : path
  const temporary = `${place}.${crypto.randomUUID()}.tmp`
  const written = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      if (error instanceof UsageError) throw error
      throw new OutputError({ source: path, what: "could not be written", actual: codeOf(error) })
    }
  }
  try {
    const file = await written(open(temporary, "wx"))
    try {
      if (content instanceof Uint8Array) await written(file.writeFile(content))
      // What goes wrong between two writes is not the file's fault, and keeps its own error.
      else await content(bytes => written(file.writeFile(bytes)))
    } finally {
      await file.close()
    }
    await written(publish(temporary, place, force))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
