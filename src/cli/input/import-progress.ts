/** What imports of every kind are given, and how they say how far they are. */

import { releaseFolder } from "../../node/cache.ts"
import type { Screen } from "../frame/screen.ts"

/** Which parts of a release, and whether again. */
export interface ImportChoice {
  readonly task?: readonly string[]
  readonly metric?: readonly string[]
  readonly force?: boolean
}

/** What is imported, and as what. */
export interface GivenImport {
  /** Of the archive or folder. */
  readonly path: string
  /** What cards call it. */
  readonly archive: string
  readonly release: string
  readonly choice: ImportChoice
  readonly signal: AbortSignal
}

/** What every import takes: where it goes, and whom it tells. */
interface ImportFrame {
  readonly path: string
  readonly archive: string
  readonly release: string
  readonly folder: string
  readonly version: string
  readonly force: boolean
  readonly signal: AbortSignal
  readonly onStart: (task: string, part: string) => void
  readonly onRead: (bytes: number, total: number) => void
}

/** Runs an import with a progress bar, which is labelled with the part at hand. */
export async function withImportProgress<Result>(
  screen: Screen,
  { path, archive, release, choice, signal }: GivenImport,
  run: (frame: ImportFrame) => Promise<Result>,
): Promise<Result> {
  let progress: ReturnType<Screen["progress"]> | null = null
  let now = "reading"
  try {
    return await run({
      ...{ path, archive, release, signal },
      folder: releaseFolder(release),
      version: screen.version,
      force: choice.force ?? false,
      onStart: (task, part) => {
        now = `${task}/${part}`
        progress?.label(now)
      },
      onRead: (bytes, total) => {
        progress ??= screen.progress(now, total, "bytes")
        progress.update(bytes)
      },
    })
  } finally {
    ;(progress as ReturnType<Screen["progress"]> | null)?.end()
  }
}
