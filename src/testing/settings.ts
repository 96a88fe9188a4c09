/** The checks of what callers set. */

import { show } from "../errors.ts"

/** A misspelt option would silently check something else. */
export function checkKeys(options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new TypeError(`options.${key}: unknown option; expected ${known.join(", ")}`)
    }
  }
}

/** @returns the number of runs (default 100) */
export function checkNumRuns(numRuns: number | undefined = 100, path = "options.numRuns"): number {
  if (Number.isInteger(numRuns) && numRuns > 0) return numRuns
  throw new RangeError(`${path}: expected an integer above 0, got ${show(numRuns)}`)
}

/** @returns the seed (default 0): fast-check's are 32 bits */
export function checkSeed(seed: number | undefined = 0): number {
  if (Number.isInteger(seed) && Math.abs(seed) < 2 ** 31) return seed
  throw new RangeError(`options.seed: expected a 32-bit integer, got ${show(seed)}`)
}
