/** Paths of archive entries: what could leave the folder that an archive stands for is refused by name. */

import { ModelFormatError } from "../errors.ts"

/** Longer than any file system takes; extended headers could hold megabytes. */
const LONGEST = 4096

/** What is wrong with a path, or null. */
function complaint(path: string): string | null {
  if (path.length > LONGEST) return `a path of ${path.length} characters`
  if (path.includes("\0")) return "a NUL character in the path"
  if (path.includes("\\")) return "a backslash in the path"
  if (/^[A-Za-z]:/.test(path)) return "a drive letter"
  if (path.startsWith("/")) return "an absolute path"
  if (path.split("/").includes("..")) return "a path with .. in it"
  return null
}

/** A path as it can be shown on one line. */
export function printable(path: string): string {
  return JSON.stringify(path).slice(1, -1).replaceAll('\\"', '"').replaceAll("\\\\", "\\")
}

/**
 * Checks the path of an entry and takes out what means nothing.
 *
 * @param path as the archive has it
 * @param source name of the archive, for messages
 * @returns names joined by single slashes, without `.`; empty for the archive's own folder
 * @throws {ModelFormatError} for an absolute path, `..`, a backslash, a drive letter or a NUL
 */
export function entryPath(path: string, source: string): string {
  const actual = complaint(path)
  if (actual !== null) {
    throw new ModelFormatError({
      source,
      path: printable(path),
      what: "the archive names a place outside itself",
      expected: "a relative path of names and slashes",
      actual,
    })
  }
  return path
    .split("/")
    .filter(name => name !== "" && name !== ".")
    .join("/")
}
