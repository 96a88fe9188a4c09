/** A journal in a file: a line a trial, appended. */

import { open, readFile, truncate } from "node:fs/promises"
import type { Journal } from "../training/journal.ts"

/**
 * A journal in a file, which need not exist yet.
 *
 * @param path of the file
 * @returns for `fitSurrogate`; a half line at the file's end, of a process that died, is cut off when it is read
 */
export function fileJournal(path: string): Journal {
  return {
    async readLines() {
      const bytes = await readFile(path).catch(error => {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null
        throw error
      })
      if (bytes === null) return []
      const end = bytes.lastIndexOf(0x0a) + 1
      if (end < bytes.length) await truncate(path, end)
      return bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1)
    },
    async appendLine(line) {
      const file = await open(path, "a")
      try {
        await file.writeFile(`${line}\n`)
        await file.sync()
      } finally {
        await file.close()
      }
    },
  }
}
