/** What an import takes and what it says of itself. */

import type { MetricName, TaskName } from "../benchmark/index.ts"
import type { Platform } from "../bytes/byte-source.ts"
import type { Compress } from "../bytes/section-file.ts"
import type { ImportedModel } from "./imported-model.ts"

/** A file of an archive or a folder. Its content is read at most once, before the next entry is asked for. */
export interface ReleaseEntry {
  /** Names joined by slashes, relative to the archive or folder. */
  readonly path: string
  /** Length in bytes. */
  readonly size: number
  bytes(): Promise<Uint8Array>
  skip(): Promise<void>
}

/** What is imported, and how. */
export interface ImportOptions {
  /** The files of the release, in any order. */
  readonly entries: AsyncIterable<ReleaseEntry>
  /** Name of the archive or folder, for messages and for the card. */
  readonly archive: string
  /** Name that the release gets, such as `official-1.1.0`. */
  readonly release: string
  /** Version of this package, for the card. */
  readonly version: string
  /** Tasks to import (default: all that are there). */
  readonly tasks?: readonly TaskName[]
  /** Metrics to import (default: all that are there). */
  readonly metrics?: readonly MetricName[]
  /** Whether a metric was imported before: its files are passed over then. */
  readonly isDone?: (task: TaskName, metric: MetricName) => boolean | Promise<boolean>
  /** Told before a model is converted. */
  readonly onStart?: (task: TaskName, metric: MetricName, bytes: number) => void
  /** Told after a model's pack has been handed over. */
  readonly onModel?: (model: ImportedModel) => void
  readonly signal?: AbortSignal
  /** Longest file, compressed or not (default 2 GiB). */
  readonly maxBytes?: number
  /** What decompresses and hashes instead of the web's own, where there is something quicker. */
  readonly platform?: Platform
  /** What compresses the packs. */
  readonly compress?: Compress
}

/** A file that was not read, and why. */
export interface SkippedEntry {
  readonly path: string
  readonly reason: string
}

export interface ImportSummary {
  readonly models: readonly ImportedModel[]
  readonly skipped: readonly SkippedEntry[]
}

/** Takes each pack of one metric as it is made; the next one is made after it has returned. */
export type ReleaseSink = (model: ImportedModel, pack: Uint8Array) => void | Promise<void>
