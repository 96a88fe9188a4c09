/** A journal of a search: lines that outlive the process, from which the search goes on. */

/** Where lines are kept. `fileJournal` of `jahs-bench-201/node` keeps them in a file. */
export interface Journal {
  /** @returns the whole lines that were appended before; a half one, of a process that died, is left out */
  readLines(): Promise<readonly string[]>
  /** Appends a line; resolves when it is kept. */
  appendLine(line: string): Promise<void>
}
