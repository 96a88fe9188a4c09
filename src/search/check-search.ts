/** What all optimisers ask of their settings and states. */

import { ModelFormatError, show } from "../errors.ts"

/**
 * @returns the seed
 * @throws {RangeError} for a seed that is no safe integer of 0 or more
 */
export function checkSeed(seed: number): number {
  if (Number.isSafeInteger(seed) && seed >= 0) return seed
  throw new RangeError(`settings.seed: expected a safe integer of 0 or more, got ${show(seed)}`)
}

/**
 * @returns the number
 * @throws {RangeError} for one that is no safe integer of 1 or more
 */
export function checkCount(count: number, path: string): number {
  if (Number.isSafeInteger(count) && count >= 1) return count
  throw new RangeError(`${path}: expected an integer of 1 or more, got ${show(count)}`)
}

/**
 * @param state what somebody wants to restore
 * @param optimiser whose state it must be
 * @throws {ModelFormatError} for the state of something else
 */
export function checkState(state: { readonly optimiser: unknown }, optimiser: string): void {
  if (state.optimiser === optimiser) return
  throw new ModelFormatError({
    source: "state",
    path: "optimiser",
    what: "the state of another optimiser",
    expected: show(optimiser),
    actual: show(state.optimiser),
  })
}

/**
 * @returns the number
 * @throws {RangeError} for one that is not from 0 to 1
 */
export function checkShare(share: number, path: string): number {
  if (share >= 0 && share <= 1) return share
  throw new RangeError(`${path}: expected a number from 0 to 1, got ${show(share)}`)
}
