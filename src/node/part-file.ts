/**
 * A download that is not complete yet: `<file>.part`, and `<file>.part.json` with what the server said of the
 * file, so that a later run can ask whether it is still the same. The note outlives the part: a complete file
 * that is asked for again is confirmed by its last byte, not sent once more.
 */

import { createHash, type Hash } from "node:crypto"
import { existsSync } from "node:fs"
import { type FileHandle, mkdir, open, readFile, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"
import { codeOf, StorageError } from "./storage-error.ts"
import { writeAtomically } from "./write-atomically.ts"

/** What a server said of a file. */
export interface RemoteFile {
  readonly url: string
  readonly etag: string | null
  readonly lastModified: string | null
  /** Length in bytes, or null where it was not said. */
  readonly total: number | null
}

const READ_BYTES = 2 ** 20

function isTextOrNull(value: unknown): value is string | null {
  return value === null || (typeof value === "string" && value.length < 1000)
}

/** Null for whatever is not such a note: the download begins anew then. */
function parseNote(text: string): RemoteFile | null {
  let note: unknown
  try {
    note = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof note !== "object" || note === null) return null
  const { url, etag, lastModified, total } = note as Record<keyof RemoteFile, unknown>
  const isLength = total === null || (Number.isSafeInteger(total) && Number(total) >= 0)
  if (typeof url !== "string" || !isTextOrNull(etag) || !isTextOrNull(lastModified) || !isLength) return null
  return { url, etag, lastModified, total: total === null ? null : Number(total) }
}

/**
 * What a conditional range request may name (RFC 9110, 13.1.5): a strong ETag, or else the date.
 *
 * @returns null where there is neither: such a download cannot be resumed
 */
export function validatorOf({ etag, lastModified }: RemoteFile): string | null {
  return etag?.startsWith('"') ? etag : lastModified
}

/** Opened by `openPartFile`; `size` bytes of it are known to be good, and are in the hash. */
export class PartFile {
  readonly path: string
  size = 0
  remote: RemoteFile | null = null
  private readonly file: string
  private readonly handle: FileHandle
  private hash: Hash = createHash("sha256")
  private isOpen = true

  constructor(file: string, handle: FileHandle) {
    this.file = file
    this.path = `${file}.part`
    this.handle = handle
  }

  /** Takes over what an earlier run left, as far as it can be resumed. */
  async takeOver(url: string, signal: AbortSignal | undefined): Promise<void> {
    const note = await readFile(`${this.path}.json`, "utf8").then(parseNote, () => null)
    if (note === null || note.url !== url || validatorOf(note) === null) return
    const { size } = await this.handle.stat()
    const total = note.total ?? Number.POSITIVE_INFINITY
    // The last byte of a whole file is asked for again, so that its server says whether it is still the same.
    const kept = size > total ? 0 : Math.max(0, Math.min(size, total - 1))
    this.remote = note
    const buffer = new Uint8Array(READ_BYTES)
    while (this.size < kept) {
      signal?.throwIfAborted()
      const length = Math.min(READ_BYTES, kept - this.size)
      const { bytesRead } = await this.handle.read(buffer, 0, length, this.size)
      if (bytesRead === 0) break
      this.hash.update(buffer.subarray(0, bytesRead))
      this.size += bytesRead
    }
  }

  /** Begins anew. The note goes first: bytes without one are never taken for a part. */
  async begin(remote: RemoteFile): Promise<void> {
    await this.guard(async () => {
      await rm(`${this.path}.json`, { force: true })
      await this.handle.truncate(0)
    })
    this.size = 0
    this.hash = createHash("sha256")
    await this.note(remote)
  }

  /** Keeps what the server says of the file. */
  async note(remote: RemoteFile): Promise<void> {
    this.remote = remote
    await writeAtomically(`${this.path}.json`, new TextEncoder().encode(`${JSON.stringify(remote)}\n`))
  }

  async append(bytes: Uint8Array): Promise<void> {
    await this.guard(async () => {
      let done = 0
      while (done < bytes.length) {
        const at = this.size + done
        done += (await this.handle.write(bytes, done, bytes.length - done, at)).bytesWritten
      }
    })
    this.hash.update(bytes)
    this.size += bytes.length
  }

  /**
   * Gives the file its name. The note stays.
   *
   * @returns its SHA-256, in hexadecimal digits
   */
  async finish(): Promise<string> {
    await this.guard(async () => {
      await this.handle.truncate(this.size)
      await this.close()
      await rename(this.path, this.file)
    })
    return this.hash.digest("hex")
  }

  /** Leaves what has come for a later run. */
  async close(): Promise<void> {
    if (!this.isOpen) return
    this.isOpen = false
    try {
      await this.guard(() => this.handle.sync())
    } finally {
      await this.handle.close()
    }
  }

  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      throw new StorageError(this.path, error)
    }
  }
}

/** A complete file with its note becomes a part again: all but its last byte is there. */
async function reopenWhole(file: string, path: string): Promise<void> {
  if (existsSync(file) && existsSync(`${path}.json`) && !existsSync(path)) await rename(file, path)
}

/** Removes a downloaded file and its note. */
export async function removeDownload(file: string): Promise<void> {
  await rm(file, { force: true })
  await rm(`${file}.part.json`, { force: true })
}

/**
 * Opens the part of a file, or begins one.
 *
 * @param file path that the complete file will have; its folder is made where there is none
 * @param url where it comes from: a part from elsewhere is not taken over
 * @throws {StorageError} where it cannot be written
 */
export async function openPartFile(
  file: string,
  url: string,
  signal: AbortSignal | undefined,
): Promise<PartFile> {
  const path = `${file}.part`
  let handle: FileHandle
  try {
    await mkdir(dirname(path), { recursive: true })
    await reopenWhole(file, path)
    handle = await open(path, "r+").catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return open(path, "wx+")
      throw error
    })
  } catch (error) {
    throw new StorageError(path, error)
  }
  const part = new PartFile(file, handle)
  try {
    await part.takeOver(url, signal)
    return part
  } catch (error) {
    await part.close()
    signal?.throwIfAborted()
    throw new StorageError(path, error)
  }
}
