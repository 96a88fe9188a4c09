/**
 * Kendall's rank correlation with ties, tau-b, in O(n log n): W. R. Knight, "A Computer Method for Calculating
 * Kendall's Tau with Ungrouped Data", JASA 61 (1966).
 */

import { checkPaired } from "./paired.ts"
import { sortedOrder } from "./ranks.ts"

/** Pairs within runs of equal values, of values read in order. */
function tiedPairs(length: number, isTied: (position: number) => boolean): number {
  let pairs = 0
  let run = 1
  for (let i = 1; i <= length; i++) {
    if (i < length && isTied(i)) {
      run++
      continue
    }
    pairs += (run * (run - 1)) / 2
    run = 1
  }
  return pairs
}

/** Sorts by merging, and counts how many exchanges of neighbours sorting would take. */
function countExchanges(values: Float64Array): number {
  let from: Float64Array = values
  let to: Float64Array = new Float64Array(values.length)
  let exchanges = 0
  for (let width = 1; width < values.length; width *= 2) {
    for (let begin = 0; begin < values.length; begin += 2 * width) {
      const middle = Math.min(begin + width, values.length)
      const end = Math.min(begin + 2 * width, values.length)
      let left = begin
      let right = middle
      for (let at = begin; at < end; at++) {
        if (left < middle && (right === end || from[left] <= from[right])) to[at] = from[left++]
        else {
          exchanges += middle - left
          to[at] = from[right++]
        }
      }
    }
    const swapped = from
    from = to
    to = swapped
  }
  values.set(from)
  return exchanges
}

/**
 * Kendall's tau-b: the share of pairs in the same order minus that of pairs in opposite order, corrected for ties.
 *
 * @param x one value a row, no NaN
 * @param y one value a row, no NaN
 * @returns a number from -1 to 1; NaN where all values of `x` or all of `y` are the same, or there are less than 2
 * @throws {ShapeError} for arrays of different lengths
 * @throws {RangeError} for NaN
 * @example
 * ```ts
 * kendallTau([1, 2, 3, 4], [1, 3, 2, 4]) // 0.6667
 * ```
 */
export function kendallTau(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const length = checkPaired(x, y)
  const order = sortedOrder(length, (a, b) => x[a] - x[b] || y[a] - y[b])
  // Pair counts stay whole numbers below 2^53 up to 134 million rows.
  const pairs = (length * (length - 1)) / 2
  const tiedX = tiedPairs(length, i => x[order[i]] === x[order[i - 1]])
  const tiedBoth = tiedPairs(length, i => x[order[i]] === x[order[i - 1]] && y[order[i]] === y[order[i - 1]])
  const values = Float64Array.from(order, row => y[row])
  const exchanges = countExchanges(values)
  const tiedY = tiedPairs(length, i => values[i] === values[i - 1])
  const difference = pairs - tiedX - tiedY + tiedBoth - 2 * exchanges
  const tau = difference / Math.sqrt(pairs - tiedX) / Math.sqrt(pairs - tiedY)
  // The two roots are rounded: perfect agreement must not come out above 1.
  return Math.min(1, Math.max(-1, tau))
}
