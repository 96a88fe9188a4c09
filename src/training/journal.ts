/** A journal of a search: lines that outlive the process, from which the search goes on. */

import { ModelFormatError, show } from "../errors.ts"

/** Where lines are kept. `fileJournal` of `jahs-bench-201/node` keeps them in a file. */
export interface Journal {
  /** @returns the whole lines that were appended before; a half one, of a process that died, is left out */
  readLines(): Promise<readonly string[]>
  /** Appends a line; resolves when it is kept. */
  appendLine(line: string): Promise<void>
}

/** What an error of any journal ends with. */
const REMEDY = "name another journal, or remove this one"

/**
 * Opens a journal: the first line of each says what the others are of. An empty one begins with it.
 *
 * @param heading the first line
 * @param what is said of a journal with another one
 * @returns the lines behind the first
 * @throws {ModelFormatError} for a journal with another first line
 */
export async function openJournal(
  journal: Journal,
  heading: string,
  what: string,
): Promise<readonly string[]> {
  const [first, ...lines] = await journal.readLines()
  if (first === undefined) await journal.appendLine(heading)
  else if (first !== heading) {
    throw new ModelFormatError({
      ...{ source: "journal", path: "line 1", what },
      ...{ expected: heading, actual: show(first), remedy: REMEDY },
    })
  }
  return lines
}

/**
 * Reads a line behind the first.
 *
 * @param at 0 for the line behind the first
 * @param isEntry whether a value is what lines hold
 * @param expected what lines hold, in words
 * @throws {ModelFormatError} for a line that holds something else
 */
export function readEntry<Entry>(
  line: string,
  at: number,
  isEntry: (value: unknown) => value is Entry,
  expected: string,
): Entry {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    value = undefined
  }
  if (isEntry(value)) return value
  throw new ModelFormatError({
    ...{ source: "journal", path: `line ${at + 2}`, what: "damaged" },
    ...{ expected, actual: show(line), remedy: REMEDY },
  })
}
