/**
 * The official release, entry by entry, to packs: a metric's three files are gathered in whatever order they
 * come, converted once they are complete, and let go before the next metric is read.
 */

import { sha256, toHex } from "../bytes/sha256.ts"
import { ModelFormatError, NotFoundError } from "../errors.ts"
import type { SourceFile } from "../surrogate/card.ts"
import type { Surrogate } from "../surrogate/surrogate.ts"
import { writeReleasePack } from "../surrogate/write-release-pack.ts"
import { gunzipFile } from "./gunzip-file.ts"
import type {
  ImportOptions,
  ImportSummary,
  ReleaseEntry,
  ReleaseSink,
  SkippedEntry,
} from "./import-options.ts"
import { type ImportedModel, sizesOf } from "./imported-model.ts"
import { officialCard } from "./official-card.ts"
import { readOfficialModel, readOfficialParams } from "./official-model.ts"
import { type OfficialFileName, officialFileNames, type ReleasePath, releasePath } from "./release-path.ts"
import { tablePath } from "./table-path.ts"

/** The files of one metric that have come so far. */
interface Gathered {
  readonly at: ReleasePath
  readonly files: Map<OfficialFileName, { readonly path: string; readonly bytes: Uint8Array }>
}

const TWO_GIB = 2 ** 31
const NUM_FILES = 3
const UNTRAINED = "the surrogate was never trained"

class Import {
  private readonly options: ImportOptions
  private readonly sink: ReleaseSink
  private readonly maxBytes: number
  private readonly gathered = new Map<string, Gathered>()
  private readonly finished = new Set<string>()
  private readonly done = new Map<string, boolean>()
  readonly models: ImportedModel[] = []
  readonly skipped: SkippedEntry[] = []

  constructor(options: ImportOptions, sink: ReleaseSink) {
    this.options = options
    this.sink = sink
    this.maxBytes = options.maxBytes ?? TWO_GIB
  }

  private fail(path: string, what: string, expected: string, actual: string): never {
    throw new ModelFormatError({ source: this.options.archive, path, what, expected, actual })
  }

  private isWanted({ task, metric }: ReleasePath): boolean {
    const { tasks, metrics } = this.options
    return (tasks?.includes(task) ?? true) && (metrics?.includes(metric) ?? true)
  }

  async take(entry: ReleaseEntry): Promise<void> {
    const at = releasePath(entry.path)
    if (typeof at === "string") {
      this.skipped.push({ path: entry.path, reason: at })
      return entry.skip()
    }
    if (!this.isWanted(at)) return entry.skip()
    const { folder, file } = at
    const known = this.gathered.get(folder)
    if (known?.files.has(file) || (this.finished.has(folder) && !(await this.wasDone(at)))) {
      this.fail(entry.path, "the file is there twice", `one ${folder} in the archive`, "another")
    }
    if (await this.wasDone(at)) return entry.skip()
    if (entry.size > this.maxBytes) {
      this.fail(entry.path, "the file is too long", `at most ${this.maxBytes} bytes`, `${entry.size}`)
    }
    const gathered = known ?? { at, files: new Map() }
    gathered.files.set(file, { path: entry.path, bytes: await entry.bytes() })
    if (gathered.files.size < NUM_FILES) {
      this.gathered.set(folder, gathered)
      return
    }
    this.gathered.delete(folder)
    this.finished.add(folder)
    this.options.signal?.throwIfAborted()
    await this.convert(gathered)
  }

  /** Asked once a metric: it was there before this import began, or it was not. */
  private async wasDone({ task, metric, folder }: ReleasePath): Promise<boolean> {
    let done = this.done.get(folder)
    if (done === undefined) {
      done = (await this.options.isDone?.(task, metric)) ?? false
      this.done.set(folder, done)
    }
    return done
  }

  private async hash(bytes: Uint8Array): Promise<string> {
    const { platform } = this.options
    return toHex(await (platform === undefined ? sha256(bytes) : platform.sha256(bytes)))
  }

  private async convert({ at, files }: Gathered): Promise<void> {
    const { task, metric, folder } = at
    const { platform, release, archive, version, compress } = this.options
    const sources: SourceFile[] = []
    const unpacked = new Map<OfficialFileName, Uint8Array>()
    let bytesUnpacked = 0
    const total = [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
    this.options.onStart?.(task, metric, total)
    for (const [file, { path, bytes }] of files) {
      sources.push({ path, bytes: bytes.length, sha256: await this.hash(bytes) })
      const content = await gunzipFile(bytes, path, this.maxBytes, platform)
      bytesUnpacked += content.length
      unpacked.set(file, content)
      files.delete(file)
    }
    const surrogates = this.read(unpacked, folder)
    sources.sort((a, b) => (a.path < b.path ? -1 : 1))
    const provenance = { archive, files: sources, convertedBy: version }
    const pack = await writeReleasePack(task, officialCard(release, task, provenance), surrogates, compress)
    const model: ImportedModel = {
      task,
      metric,
      labels: surrogates.map(surrogate => surrogate.metric),
      ...sizesOf(surrogates),
      bytesIn: total,
      bytesUnpacked,
      bytesOut: pack.length,
      sha256In: sources.find(({ path }) => path.endsWith("model.pkl.gz"))?.sha256 ?? "",
      sha256Out: await this.hash(pack),
      files: sources,
    }
    await this.sink(model, pack)
    this.models.push(model)
    this.options.onModel?.(model)
  }

  /** The bytes are let go as soon as they are parsed. */
  private read(unpacked: Map<OfficialFileName, Uint8Array>, folder: string): Surrogate[] {
    const take = (file: OfficialFileName): Uint8Array => {
      const bytes = unpacked.get(file) as Uint8Array
      unpacked.delete(file)
      return bytes
    }
    const files = { params: take("params"), labelHeaders: take("labelHeaders"), model: take("model") }
    return readOfficialModel(files, folder)
  }

  /** What is left when the archive has ended: folders without all of their files. */
  async finish(): Promise<void> {
    const incomplete: string[] = []
    for (const [folder, { files }] of this.gathered) {
      const params = files.get("params")
      if (files.size === 1 && params !== undefined) {
        const content = await gunzipFile(params.bytes, params.path, this.maxBytes, this.options.platform)
        if (!readOfficialParams(content, params.path).isTrained) {
          this.skipped.push({ path: params.path, reason: UNTRAINED })
          continue
        }
      }
      const paths = [...files.values()].map(({ path }) => path.slice(path.lastIndexOf("/") + 1))
      incomplete.push(
        `${folder} without ${officialFileNames.filter(name => !paths.includes(name)).join(" and ")}`,
      )
    }
    if (incomplete.length > 0) {
      const expected = `${officialFileNames.join(", ")} in each folder`
      this.fail("", "surrogates are incomplete", expected, incomplete.join("; "))
    }
    this.requireFound()
  }

  /** Names what was asked for and is not there; without wishes, one surrogate is enough. */
  private requireFound(): void {
    const { tasks = [], metrics, archive } = this.options
    const before = [...this.done].filter(([, isDone]) => isDone).map(([folder]) => folder)
    const found = [...this.finished, ...before]
    const wanted = tasks.flatMap(task => metrics?.map(metric => `${task}/${metric}`) ?? [task])
    const missing = wanted.filter(
      name => !found.some(folder => folder === name || folder.startsWith(`${name}/`)),
    )
    if (found.length > 0 && missing.length === 0) return
    const untrained = this.skipped.filter(({ reason }) => reason === UNTRAINED).map(({ path }) => path)
    const others = untrained.length > 0 ? `${untrained.join(", ")}: ${UNTRAINED}` : "other files only"
    throw new NotFoundError({
      source: archive,
      what: found.length > 0 ? "surrogates are missing" : "no surrogate that was asked for is in the archive",
      expected: "files such as assembled_surrogates/cifar10/latency/model.pkl.gz",
      actual: missing.length > 0 ? `none of ${missing.join(", ")}` : others,
      remedy: this.skipped.some(({ path }) => typeof tablePath(path) !== "string")
        ? "performance tables are imported with --target metric_data"
        : undefined,
    })
  }
}

/**
 * Imports the official surrogates. Nothing in their pickles is ever run; one model at a time is in memory, beside
 * the compressed files of metrics that are not complete yet.
 *
 * @param options the entries and what is wanted of them
 * @param sink takes each metric's pack
 * @returns what was imported and what was left out
 * @throws {ModelFormatError} naming file and path: broken, incomplete, there twice
 * @throws {UnsupportedModelError} for a pipeline that is not evaluated here
 * @throws {NotFoundError} where nothing, or not all that was named, is there
 */
export async function importRelease(options: ImportOptions, sink: ReleaseSink): Promise<ImportSummary> {
  const work = new Import(options, sink)
  for await (const entry of options.entries) {
    options.signal?.throwIfAborted()
    await work.take(entry)
  }
  await work.finish()
  return { models: work.models, skipped: work.skipped }
}
