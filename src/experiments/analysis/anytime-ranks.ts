/** How optimisers rank among each other while the budget is spent. */

import { exp } from "../../numeric/exp.ts"
import { log } from "../../numeric/log.ts"
import { ranks } from "../../numeric/ranks.ts"
import { type Steps, stepAt } from "./steps.ts"

/**
 * Times that are spread evenly in the logarithm.
 *
 * @param first above 0
 * @param last above the first
 * @param length 2 or more
 */
export function logarithmicTimes(first: number, last: number, length: number): Float64Array {
  const [from, to] = [log(first), log(last)]
  return Float64Array.from({ length }, (_, i) => {
    if (i === length - 1) return last
    return i === 0 ? first : exp(from + ((to - from) * i) / (length - 1))
  })
}

/**
 * Mean ranks over time.
 *
 * @param blocks a row a block (a task and a seed), in it the trajectory of each optimiser; low is good
 * @param times at which they are ranked
 * @returns a column an optimiser, with an entry a time; 1 is best, and equal ones share their ranks
 */
export function anytimeRanks(
  blocks: readonly (readonly Steps[])[],
  times: Float64Array,
): readonly Float64Array[] {
  const columns = blocks[0].map(() => new Float64Array(times.length))
  for (const [row, time] of times.entries()) {
    for (const block of blocks) {
      const ranked = ranks(block.map(steps => stepAt(steps, time)))
      for (const [at, column] of columns.entries()) column[row] += ranked[at] / blocks.length
    }
  }
  return columns
}
