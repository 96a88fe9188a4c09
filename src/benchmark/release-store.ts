/** How release packs are found: a store has the file of each task of each release. */

import type { PackSource } from "../bytes/source-of.ts"
import type { TaskName } from "./task.ts"

/** What a store is asked for. */
export interface ReleaseRequest {
  readonly task: TaskName
  readonly release: string
  /** `"table"` for a table in Parquet; a pack of surrogates where it is left out. */
  readonly kind?: "table"
}

/** Finds release packs: in a folder, behind a URL, in a key-value store. */
export interface ReleaseStore {
  /**
   * @param request which task of which release
   * @returns the pack, or the table, in any form
   * @throws {NotFoundError} where the store does not have it
   */
  open(request: ReleaseRequest): PackSource | Promise<PackSource>
}
