/** What a view adds to the engine: functions that run in its worker, each from a record to a record. */

import type { Benchmark } from "../../entries/index.web.ts"
import type { PackId, SitePack } from "./pack-id.ts"

/** What an operation has at hand while it runs. */
export interface Work<Progress = never> {
  /** Aborted when the page does not want the answer any more. */
  readonly signal: AbortSignal
  /** The site's packs. */
  readonly packs: () => Promise<readonly SitePack[]>
  /** Opens a benchmark; one that is open already is answered at once. */
  readonly benchmark: (id: PackId) => Promise<Benchmark>
  /** Tells the page how far the work is. */
  readonly report: (progress: Progress) => void
  /**
   * Lets messages in: what takes longer than some milliseconds awaits it now and then, or nobody could abort it.
   *
   * @throws the signal's reason once it is aborted
   */
  readonly breathe: () => Promise<void>
}

/** An operation, whatever its input and its `Work`. What goes in and comes out is cloned: plain records and typed arrays. */
export type Operation = (input: never, work: never) => unknown

/** Operations of one view by their names. */
export type Operations = Readonly<Record<string, Operation>>

/** What an operation is given. */
export type InputOf<O extends Operation> = Parameters<O>[0]
/** What it answers. */
export type OutputOf<O extends Operation> = Awaited<ReturnType<O>>
/** What it reports meanwhile. */
export type ProgressOf<O extends Operation> = Parameters<O> extends [unknown, Work<infer P>] ? P : never
