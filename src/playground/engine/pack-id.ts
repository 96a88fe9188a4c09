/** Names of the packs that a site has. */

import type { TaskName } from "../../entries/index.web.ts"

/** Task and release: what a pack answers for. */
export interface PackId {
  readonly task: TaskName
  readonly release: string
}

/** A pack of the site, as `models/index.json` lists it. */
export interface SitePack extends PackId {
  /** Address relative to the page. */
  readonly path: string
  readonly bytes: number
  /** SHA-256 of the file, 64 hexadecimal digits: what is cached under another one is another pack. */
  readonly sha256: string
}

/** Whether two names are of one pack. */
export function isSamePack(a: PackId, b: PackId): boolean {
  return a.task === b.task && a.release === b.release
}
