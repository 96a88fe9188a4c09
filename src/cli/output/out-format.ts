/** Which format a file to be written has: its ending tells. */

import { UsageError } from "../frame/usage-error.ts"

const FORMATS = ["parquet", "csv", "json"] as const

/** Formats of tables that are written. */
export type OutFormat = (typeof FORMATS)[number]

/**
 * The format that a file's ending names.
 *
 * @throws {UsageError} for any other ending
 */
export function outFormatOf(path: string): OutFormat {
  const found = FORMATS.find(format => path.toLowerCase().endsWith(`.${format}`))
  if (found !== undefined) return found
  throw new UsageError({
    path: "--out",
    what: "the ending does not tell the format",
    expected: FORMATS.map(format => `.${format}`).join(", "),
    actual: path,
  })
}
