/**
 * What a search came to know of branches, and the proof that it makes: the one that a search would give which knew
 * the optimum from the start. So it does not matter in which order, or by how many threads, branches were looked at.
 */

import { combinationAt, numCombinations } from "./choice-space.ts"
import type { Descent } from "./descent.ts"

/** What is known of each combination, in the order of `combinationAt`. */
export interface Proof {
  /** No cell within the limits has a greater margin; -Infinity where there is no such cell. */
  readonly bounds: Float64Array
  /** 1 where all cells were summed: the bound is the greatest margin, beside the rounding. */
  readonly isSummed: Uint8Array
}

/** What was found out about a branch: all combinations with some choices answered. */
export interface Finding {
  /** Its combinations, in the descent's order: so many from the first one on. */
  readonly first: number
  readonly count: number
  /** No margin is above it, limits or not. */
  readonly bound: number
  /** No margin within the limits is above it; `bound` where that was low enough already. */
  readonly within: number
  /** Whether all cells were summed, of a single combination. */
  readonly isSummed: boolean
}

/** Whether something with a bound may be wanted: equal ones are, as of several the first is. */
export function isOpen(bound: number, best: number): boolean {
  return bound > -Infinity && bound >= best
}

/** The combinations of a branch, in the descent's order. */
export function rangeOf(
  { order, numOptions }: Descent,
  options: Int8Array,
): { readonly first: number; readonly count: number } {
  let [first, count] = [0, 1]
  for (const choice of order) {
    if (options[choice] < 0) count *= numOptions[choice]
    first = first * numOptions[choice] + Math.max(0, options[choice])
  }
  return { first, count }
}

/** From the descent's order to that of `combinationAt`. */
function inSpaceOrder<T extends Float64Array | Uint8Array>({ order, numOptions }: Descent, values: T): T {
  const sorted = values.slice() as T
  const options = new Int8Array(numOptions.length)
  for (const value of values) {
    sorted[combinationAt(numOptions, options)] = value
    for (const choice of order.toReversed()) {
      if (++options[choice] < numOptions[choice]) break
      options[choice] = 0
    }
  }
  return sorted
}

/**
 * @param findings of every branch that was looked at, each after the one that it is a part of
 * @param best the greatest margin; -Infinity where there is none
 */
export function proofOf(descent: Descent, findings: readonly Finding[], best: number): Proof {
  const total = numCombinations(descent.numOptions)
  const bounds = new Float64Array(total)
  const isSummed = new Uint8Array(total)
  // What closes a branch stands for all of it, whatever was found out below.
  for (const { first, count, bound, within, isSummed: wasSummed } of findings.toReversed()) {
    if (!wasSummed && isOpen(bound, best) && isOpen(within, best)) continue
    bounds.fill(wasSummed || isOpen(bound, best) ? within : bound, first, first + count)
    isSummed.fill(Number(wasSummed), first, first + count)
  }
  return { bounds: inSpaceOrder(descent, bounds), isSummed: inSpaceOrder(descent, isSummed) }
}
