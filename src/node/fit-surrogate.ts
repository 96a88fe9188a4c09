/** Surrogates fitted by several threads, on Node, Deno and Bun. */

import { type FitOptions, type FittedRelease, fitSurrogateWith } from "../training/fit-surrogate.ts"
import type { Table } from "../training/table.ts"
import { workerStarter } from "./start-worker.ts"

/**
 * Fits surrogates.
 *
 * @param table a row for each configuration and epoch: hyperparameters, `epoch` and metrics; see `tableOf`
 * @param options metrics, budget of the search, seed, threads, journal
 * @returns surrogates, a card, and a pack; the same table, options and seed give the same bits on every engine, and
 *   with any number of threads
 * @throws {NotFoundError} for columns that the table does not have
 * @throws {ConfigurationError} for values that the design space does not have
 * @throws {ModelFormatError} for a journal of another fit
 * @throws {ShapeError} for tables of too few configurations to be split
 * @throws {RangeError} for options out of range, and metrics without a number or beyond float32
 * @throws what keeps a thread from starting; `threads: 0` needs none
 */
export async function fitSurrogate(table: Table, options: FitOptions): Promise<FittedRelease> {
  const start = await workerStarter({
    web: new URL("./training-worker.web.js", import.meta.url),
    node: new URL("./training-worker.node.js", import.meta.url),
  })
  return fitSurrogateWith(() => start(), table, options)
}
