/**
 * Whole files or none: written beside their place, forced to the disk, then renamed over it, so that whoever
 * opens the file finds the old content or the new one, also after a crash.
 */

import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises"
import { hostname } from "node:os"
import { basename, dirname, join } from "node:path"
import { JahsBenchError } from "../errors.ts"
import { codeOf, StorageError } from "./storage-error.ts"

/** A temporary file that nobody has touched for so long is nobody's, whatever its process id says. */
const ABANDONED_MS = 24 * 3_600_000

/** Machines may share a folder, and a process id means nothing on another machine. */
function machine(): string {
  return hostname().replaceAll(/[^A-Za-z0-9-]/g, "-") || "host"
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs as somebody else. Whatever else is unclear counts as running.
    return codeOf(error) !== "ESRCH"
  }
}

/** Whether a name is that of a temporary file for `name`, and whose. */
function ownerOf(found: string, name: string): { machine: string; pid: number } | null {
  if (!found.startsWith(`${name}.`)) return null
  const [, owner, pid] = /^([A-Za-z0-9-]+)\.(\d+)\.[0-9a-f]{8}\.tmp$/.exec(found.slice(name.length + 1)) ?? []
  return owner === undefined || pid === undefined ? null : { machine: owner, pid: Number(pid) }
}

/** Takes away what processes left that ended while they wrote. That it fails is no reason not to write. */
async function sweep(folder: string, name: string): Promise<void> {
  for (const found of await readdir(folder).catch(() => [])) {
    const owner = ownerOf(found, name)
    if (owner === null) continue
    const path = join(folder, found)
    const isDead = owner.machine === machine() && !isRunning(owner.pid)
    const modified = isDead ? 0 : await stat(path).then(({ mtimeMs }) => mtimeMs, Date.now)
    if (isDead || Date.now() - modified > ABANDONED_MS) await rm(path, { force: true }).catch(() => {})
  }
}

/** The rename itself survives a crash only once its folder is on the disk. Not every system can do that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close().catch(() => {})
}

/** What stopped the work is not the disk's fault. */
const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError"

async function writeThrough(path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(path, "wx")
  try {
    if (bytes instanceof Uint8Array) await handle.writeFile(bytes)
    // Each goes on where the last one ended.
    else for await (const piece of bytes) await handle.writeFile(piece)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Writes a file so that nobody ever sees half of it. Its folder is made where there is none; a file of that
 * name is replaced.
 *
 * @param path of the file
 * @param bytes its content, or the pieces of it as they are made
 * @throws {StorageError} naming the path: a full disk, a folder that may not be written to
 * @throws whatever makes the pieces throws
 */
export async function writeAtomically(
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)]
  const temporary = join(folder, `${name}.${machine()}.${process.pid}.${crypto.randomUUID().slice(0, 8)}.tmp`)
  try {
    await mkdir(folder, { recursive: true })
    await sweep(folder, name)
    await writeThrough(temporary, bytes)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    if (error instanceof JahsBenchError || isAbort(error)) throw error
    throw new StorageError(path, error)
  }
  await syncFolder(folder)
}
