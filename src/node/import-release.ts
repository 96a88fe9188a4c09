/**
 * Imports the official release into the cache: a pack of each metric as it is converted, joined to one pack a
 * task when the archive has ended. Every file is written whole or not at all, and what is there is not made
 * again: an import that was stopped goes on where it was.
 */

import { existsSync } from "node:fs"
import { readdir, readFile, rename, rm, stat } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import type { MetricName, TaskName } from "../benchmark/index.ts"
import { type ByteSource, memorySource } from "../bytes/byte-source.ts"
import { type ImportedModel, type ImportSummary, importRelease, joinPacks } from "../release/index.ts"
import { openReleasePack } from "../surrogate/release-pack.ts"
import { platform } from "./platform.ts"
import { readArchive } from "./read-archive.ts"
import { writeAtomically } from "./write-atomically.ts"

export interface ImportReleaseOptions {
  /** A tar or tar.gz file, or a folder. */
  readonly path: string
  /** What the archive is called in cards: where it is from. */
  readonly archive: string
  readonly release: string
  /** Where packs are written: `releaseFolder(release)`. */
  readonly folder: string
  /** Version of this package, for the card. */
  readonly version: string
  readonly tasks?: readonly TaskName[]
  readonly metrics?: readonly MetricName[]
  /** Import again what is there (default false). */
  readonly force?: boolean
  readonly signal?: AbortSignal
  /** Told how many bytes of how many have been read. */
  readonly onRead?: (bytes: number, total: number) => void
  readonly onStart?: (task: TaskName, metric: MetricName) => void
  readonly onModel?: (model: ImportedModel) => void
}

/** A task's pack, written. */
interface ImportedTask {
  readonly task: TaskName
  readonly path: string
  readonly metrics: readonly string[]
  readonly bytes: number
  readonly sha256: string
}

export interface ImportedRelease extends ImportSummary {
  readonly tasks: readonly ImportedTask[]
  /** Metrics that were there before: `task/metric`. */
  readonly before: readonly string[]
}

/** Level 9 takes four times as long and saves 0.3 % (500 trees of depth 12: 290 ms and 79 ms, 1.214 MB and 1.217 MB). */
const compress = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes, { level: 6 }))

async function sourceOf(path: string): Promise<ByteSource> {
  return memorySource(new Uint8Array(await readFile(path)), path, platform)
}

/** Metrics of a task's pack; none where there is no pack, or a damaged one, which is made again. */
async function metricsOf(path: string): Promise<readonly string[]> {
  if (!existsSync(path)) return []
  try {
    return (await openReleasePack(await sourceOf(path), [])).metrics
  } catch {
    return []
  }
}

/** The names of what is in progress: `<task>.<metric>.part.bin`. */
const partName = (task: string, metric: string): string => `${task}.${metric}.part.bin`

async function joinTask(folder: string, task: TaskName, parts: readonly string[]): Promise<ImportedTask> {
  const path = join(folder, `${task}.bin`)
  const old = await metricsOf(path)
  if (parts.length === 1 && old.length === 0) await rename(join(folder, parts[0]!), path)
  else {
    const sources = await Promise.all(parts.map(part => sourceOf(join(folder, part))))
    // What is new comes first and wins over what the pack had before.
    if (old.length > 0) sources.push(await sourceOf(path))
    const joined = await joinPacks(task, sources, { compress, keepFirst: true })
    await writeAtomically(path, joined.bytes)
    await Promise.all(parts.map(part => rm(join(folder, part), { force: true })))
  }
  const { metrics, sha256 } = await openReleasePack(await sourceOf(path), [])
  const { size: bytes } = await stat(path)
  return { task, path, metrics, bytes, sha256 }
}

/** What was converted and waits to be joined to its task's pack. */
async function partsIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter(name => name.endsWith(".part.bin")).sort()
}

/**
 * @param folder where the packs of a release are
 * @returns whether there is nothing left to import: all of it is in packs
 */
export async function isImported(
  folder: string,
  tasks: readonly TaskName[],
  metrics: readonly MetricName[],
): Promise<boolean> {
  if ((await partsIn(folder)).length > 0) return false
  for (const task of tasks) {
    const there = await metricsOf(join(folder, `${task}.bin`))
    if (!metrics.every(metric => there.includes(metric))) return false
  }
  return true
}

/**
 * @throws {ModelFormatError} naming file and path: broken, incomplete, there twice
 * @throws {UnsupportedModelError} for a pipeline that is not evaluated here
 * @throws {NotFoundError} where nothing, or not all that was named, is there
 * @throws {StorageError} where a pack could not be written
 */
export async function importInto(options: ImportReleaseOptions): Promise<ImportedRelease> {
  const { path, folder, force = false, tasks, metrics, signal, onStart, onModel } = options
  let total = 0
  const archive = await readArchive(path, bytes => options.onRead?.(bytes, total))
  total = archive.total
  const before: string[] = []
  const isDone = async (task: TaskName, metric: MetricName): Promise<boolean> => {
    const made = existsSync(join(folder, partName(task, metric)))
    const there = made || (!force && (await metricsOf(join(folder, `${task}.bin`))).includes(metric))
    if (there) before.push(`${task}/${metric}`)
    return there
  }
  const summary = await importRelease(
    {
      entries: archive.entries,
      archive: options.archive,
      release: options.release,
      version: options.version,
      ...(tasks ? { tasks } : {}),
      ...(metrics ? { metrics } : {}),
      ...(signal ? { signal } : {}),
      ...(onStart ? { onStart } : {}),
      ...(onModel ? { onModel } : {}),
      isDone,
      platform,
      compress,
    },
    (model, pack) => writeAtomically(join(folder, partName(model.task, model.metric)), pack),
  )
  const files = await partsIn(folder)
  const done: ImportedTask[] = []
  for (const task of new Set(files.map(name => name.slice(0, name.indexOf("."))))) {
    signal?.throwIfAborted()
    done.push(
      await joinTask(
        folder,
        task as TaskName,
        files.filter(name => name.startsWith(`${task}.`)),
      ),
    )
  }
  return { ...summary, tasks: done, before }
}
