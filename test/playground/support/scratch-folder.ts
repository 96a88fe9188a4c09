/** Folders inside the repository, where the package's own name leads to what was built. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { onTestFinished } from "vitest"

const parent = join(import.meta.dirname, "..", "..", "..", ".tmp")

/** Makes an empty folder, which the end of the test removes. */
export function scratchFolder(prefix: string): string {
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, prefix))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}
