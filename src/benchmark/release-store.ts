/** How release packs are found: a store has the file of each task of each release. */

import type { PackSource } from "../bytes/source-of.ts"
import type { TaskName } from "./task.ts"

/** Finds release packs: in a folder, behind a URL, in a key-value store. */
export interface ReleaseStore {
  /**
   * @param request which task of which release
   * @returns the pack, in any form
   * @throws {NotFoundError} where the store does not have it
   */
  open(request: { readonly task: TaskName; readonly release: string }): PackSource | Promise<PackSource>
}
