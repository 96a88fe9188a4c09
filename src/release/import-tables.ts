/**
 * The official performance tables, entry by entry, to Parquet: each table is a file once it was read, and a task's
 * three splits become one when the archive has ended. One table at a time is in memory.
 */

import { tasks as allTasks, type TaskName } from "../benchmark/index.ts"
import type { ByteSource, Platform } from "../bytes/byte-source.ts"
import { sha256, toHex } from "../bytes/sha256.ts"
import { ModelFormatError, NotFoundError } from "../errors.ts"
import type { SourceFile } from "../surrogate/card.ts"
import { readFrameTable } from "./frame-table.ts"
import { gunzipFile } from "./gunzip-file.ts"
import type { ReleaseEntry, SkippedEntry } from "./import-options.ts"
import { frameFile, joinedFile, type WrittenTable } from "./table-file.ts"
import { splitSets, type TablePath, type TableSet, tablePath } from "./table-path.ts"

/** Where tables are written: a folder, in which every file is whole or not there. */
export interface TableFolder {
  has(name: string): boolean
  write(name: string, pieces: AsyncIterable<Uint8Array>): Promise<void>
  open(name: string): ByteSource
  remove(name: string): Promise<void>
}

export interface ImportTablesOptions {
  /** The files of the release, in any order. */
  readonly entries: AsyncIterable<ReleaseEntry>
  /** Name of the archive or folder, for messages and for the card. */
  readonly archive: string
  readonly release: string
  /** Version of this package, for the card. */
  readonly version: string
  /** Tasks to import (default: all that are there). */
  readonly tasks?: readonly TaskName[]
  /** Import again what is there (default false). */
  readonly force?: boolean
  /** Longest file that is taken, packed or not (default 8 GiB). */
  readonly maxBytes?: number
  readonly signal?: AbortSignal
  readonly onStart?: (task: TaskName, set: TableSet | "table") => void
  readonly onTable?: (table: ImportedTable) => void
  readonly platform?: Platform
}

/** A table, written. */
export interface ImportedTable extends WrittenTable {
  readonly task: TaskName
  /** `table` for the three splits together, which benchmarks open. */
  readonly set: TableSet | "table"
  /** Its name in the folder. */
  readonly file: string
  /** Bytes of the file that it was made of; 0 for the splits together. */
  readonly bytesIn: number
  readonly bytesOut: number
}

export interface ImportTablesSummary {
  readonly tables: readonly ImportedTable[]
  readonly skipped: readonly SkippedEntry[]
  /** What was there before: `task/set`. */
  readonly before: readonly string[]
}

const EIGHT_GIB = 2 ** 33

/** The table that benchmarks open. */
const tableFile = (task: TaskName): string => `${task}.parquet`

/** A table on its own: `raw` for good, a split until it is joined to the others. */
const setFile = ({ task, set }: TablePath): string =>
  set === "raw" ? `${task}.raw.parquet` : `${task}.${set}.part.parquet`

/** @returns names of the files that an import of tasks ends with */
export function tableFiles(tasks: readonly TaskName[]): string[] {
  return tasks.flatMap(task => [tableFile(task), setFile({ task, set: "raw" })])
}

/** Bytes on their way, counted. */
async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onBytes(piece.length)
    yield piece
  }
}

class TableImport {
  private readonly options: ImportTablesOptions
  private readonly folder: TableFolder
  private readonly maxBytes: number
  private readonly seen = new Set<string>()
  readonly tables: ImportedTable[] = []
  readonly skipped: SkippedEntry[] = []
  readonly before: string[] = []

  constructor(options: ImportTablesOptions, folder: TableFolder) {
    this.options = options
    this.folder = folder
    this.maxBytes = options.maxBytes ?? EIGHT_GIB
  }

  private fail(path: string, what: string, expected: string, actual: string): never {
    throw new ModelFormatError({ source: this.options.archive, path, what, expected, actual })
  }

  /** A split is done as a part, or within the whole table. */
  private isDone(at: TablePath): boolean {
    const { force = false } = this.options
    if (at.set === "raw") return !force && this.folder.has(setFile(at))
    return this.folder.has(setFile(at)) || (!force && this.folder.has(tableFile(at.task)))
  }

  async take(entry: ReleaseEntry): Promise<void> {
    const { tasks = allTasks, signal } = this.options
    signal?.throwIfAborted()
    const at = tablePath(entry.path)
    if (typeof at === "string") {
      this.skipped.push({ path: entry.path, reason: at })
      return entry.skip()
    }
    if (!tasks.includes(at.task)) return entry.skip()
    const name = `${at.task}/${at.set}`
    if (this.seen.has(name)) this.fail(entry.path, "the table is there twice", `one ${name}`, "another")
    this.seen.add(name)
    if (this.isDone(at)) {
      this.before.push(name)
      return entry.skip()
    }
    if (entry.size > this.maxBytes) {
      this.fail(entry.path, "the file is too long", `at most ${this.maxBytes} bytes`, `${entry.size}`)
    }
    await this.convert(entry, at)
  }

  private async convert(entry: ReleaseEntry, at: TablePath): Promise<void> {
    const { platform, onStart, release, archive, version } = this.options
    onStart?.(at.task, at.set)
    const packed = await entry.bytes()
    const digest = await (platform === undefined ? sha256(packed) : platform.sha256(packed))
    const file: SourceFile = { path: entry.path, bytes: packed.length, sha256: toHex(digest) }
    const frame = readFrameTable(
      await gunzipFile(packed, entry.path, this.maxBytes, platform),
      at.set,
      entry.path,
    )
    const origin = { task: at.task, release, archive, version, files: [file] }
    await this.write(at.task, at.set, setFile(at), packed.length, onEnd => frameFile(frame, origin, onEnd))
  }

  private async write(
    task: TaskName,
    set: ImportedTable["set"],
    file: string,
    bytesIn: number,
    make: (onEnd: (written: WrittenTable) => void) => AsyncIterable<Uint8Array>,
  ): Promise<void> {
    let bytesOut = 0
    let written: WrittenTable = { numRows: 0, numConfigurations: 0 }
    const pieces = counted(
      make(end => {
        written = end
      }),
      bytes => {
        this.options.signal?.throwIfAborted()
        bytesOut += bytes
      },
    )
    await this.folder.write(file, pieces)
    const table = { task, set, file, bytesIn, bytesOut, ...written }
    this.tables.push(table)
    this.options.onTable?.(table)
  }

  /** Joins the splits of each task that has new ones. */
  async finish(): Promise<void> {
    const { tasks = allTasks, release, archive, version, onStart } = this.options
    this.requireFound()
    for (const task of tasks) {
      const parts = splitSets.map(set => setFile({ task, set }))
      const missing = splitSets.filter((_, i) => !this.folder.has(parts[i]!))
      if (missing.length === parts.length) continue
      if (missing.length > 0) {
        const expected = splitSets.map(set => `${task}/${set}.pkl.gz`).join(", ")
        this.fail("", `the table of ${task} is incomplete`, expected, `none of ${missing.join(", ")}`)
      }
      onStart?.(task, "table")
      const sources = parts.map(part => this.folder.open(part))
      try {
        const origin = { task, release, archive, version }
        await this.write(task, "table", tableFile(task), 0, onEnd => joinedFile(sources, origin, onEnd))
      } finally {
        for (const source of sources) await source.close?.()
      }
      for (const part of parts) await this.folder.remove(part)
    }
  }

  /** Names what was asked for and is not there; without wishes, one table is enough. */
  private requireFound(): void {
    const { tasks, archive } = this.options
    const missing = (tasks ?? []).filter(task => ![...this.seen].some(name => name.startsWith(`${task}/`)))
    if (this.seen.size > 0 && missing.length === 0) return
    throw new NotFoundError({
      source: archive,
      what: this.seen.size > 0 ? "tables are missing" : "no table that was asked for is in the archive",
      expected: "files such as metric_data/cifar10/train_set.pkl.gz",
      actual: missing.length > 0 ? `none of ${missing.join(", ")}` : "other files only",
    })
  }
}

/**
 * Imports the official performance tables. Nothing in their pickles is ever run.
 *
 * @param options the entries and what is wanted of them
 * @param folder where the files are written
 * @returns what was imported, left out, and there before
 * @throws {ModelFormatError} naming file and path: broken, incomplete, there twice
 * @throws {UnsupportedModelError} for a table of a form that is not read
 * @throws {NotFoundError} where nothing, or not all that was named, is there
 */
export async function importTables(
  options: ImportTablesOptions,
  folder: TableFolder,
): Promise<ImportTablesSummary> {
  const work = new TableImport(options, folder)
  for await (const entry of options.entries) await work.take(entry)
  await work.finish()
  return { tables: work.tables, skipped: work.skipped, before: work.before }
}
