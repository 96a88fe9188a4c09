/** What a service answers, as documents: the words between `service/` and `client/`. */

import type {
  CertificateSummary,
  Constraints,
  GridAxisValues,
  MetricName,
  Optimum,
  TaskName,
} from "../benchmark/index.ts"
import type { Hyperparameter, JsonSchema } from "../space/index.ts"
import type { PlainNumber } from "./plain-number.ts"

/** What one request may ask for. */
export interface Limits {
  /** Bytes of a body. */
  readonly bodyBytes: number
  /** Configurations or rows, or values of one axis of a grid. */
  readonly rows: number
  /** Numbers in an answer: rows × epochs × metrics, a grid's cells × metrics, or rows × outputs. */
  readonly cells: number
  /** Milliseconds from the first byte of a request to the last of its answer. */
  readonly milliseconds: number
}

/** One benchmark of `GET /v1/tasks`. */
export interface TaskEntry {
  readonly task: TaskName
  readonly release: string
  /** What the release must not be taken for. */
  readonly notice: string
  /** Digest of the release's pack: 64 hexadecimal digits. */
  readonly sha256: string
  readonly metrics: readonly MetricName[]
  /** Where its questions are asked. */
  readonly path: string
}

/** `GET /v1/tasks`. */
export interface TasksDocument {
  readonly tasks: readonly TaskEntry[]
  readonly limits: Limits
}

/** `GET …/space`. */
export interface SpaceDocument {
  readonly task: TaskName
  readonly release: string
  readonly hyperparameters: readonly Hyperparameter[]
  readonly schema: JsonSchema
}

/** What every answer of a benchmark begins with. */
export interface Answered {
  readonly task: TaskName
  readonly release: string
}

/** `…/query`. */
export interface QueryDocument extends Answered {
  readonly epoch: number
  readonly metrics: Readonly<Record<string, number>>
}

/** `…/batch` and `…/trajectory`, and `…/predict` of a model: one array a name, one entry a row. */
export interface ColumnsDocument {
  readonly columns: Readonly<Record<string, readonly number[]>>
}

/** `…/grid`: the last axis is fastest in the columns. */
export interface GridDocument extends Answered, ColumnsDocument {
  readonly axes: readonly GridAxisValues[]
}

/** Bounds of a metric; infinite ones as text. */
export interface PlainBounds {
  readonly lower: PlainNumber
  readonly upper: PlainNumber
}

/** `…/bound`. */
export interface BoundDocument extends Answered {
  /** The first and the last one. */
  readonly epoch: readonly [number, number]
  readonly bounds: Readonly<Record<string, PlainBounds>>
}

/** `…/optimum`. */
export interface OptimumDocument extends Answered, Pick<Optimum, "metric" | "goal" | "best"> {
  readonly epoch: number
  readonly constraints: Constraints
  readonly certificate: CertificateSummary
}

/** Media type of answers with one document a line. */
export const LINES_TYPE = "application/x-ndjson"

/**
 * Where a benchmark is asked. The path names the release, so that what it answers never changes.
 *
 * @example
 * ```ts
 * benchmarkPath("cifar10", "distilled-2") // "/v1/cifar10/distilled-2"
 * ```
 */
export function benchmarkPath(task: string, release: string): string {
  return `/v1/${encodeURIComponent(task)}/${encodeURIComponent(release)}`
}
