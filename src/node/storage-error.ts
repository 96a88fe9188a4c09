/** Files that cannot be written, in the package's own words: full disks, folders that may not be written to. */

import { JahsBenchError, show } from "../errors.ts"

/** A file or folder that could not be written. */
export class StorageError extends JahsBenchError {
  override readonly name = "StorageError"
  /**
   * @param path of the file or folder
   * @param error what the file system said
   */
  constructor(path: string, error: unknown) {
    const actual = codeOf(error)
    super("ERR_OUTPUT", { source: path, what: "could not be written", actual, ...adviceOf(actual) })
  }
}

/**
 * What the file system calls an error.
 *
 * @returns its code, such as `ENOENT`, or else its text
 */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return show(error)
  return "code" in error ? String(error.code) : error.message
}

function adviceOf(code: string): { expected: string; remedy?: string } {
  const remedy = "JAHS_BENCH_HOME names another folder for releases"
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return { expected: "room on the disk", remedy: `make room; ${remedy}` }
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return { expected: "a folder that may be written to", remedy }
    case "EISDIR":
    case "ENOTEMPTY":
      return { expected: "a file, or no file yet" }
    // EEXIST is what making a folder ends in where a file has its name.
    case "EEXIST":
    case "ENOTDIR":
      return { expected: "a folder on the way to it" }
    default:
      return { expected: "a file" }
  }
}
