/** Two samples without pairs: H. Mann and D. Whitney's U (Annals of Mathematical Statistics 18, 1947). */

import { tieSum } from "./friedman.ts"
import { normalCdf } from "./normal.ts"
import { ranks } from "./ranks.ts"
import { type Alternative, pValueOf } from "./wilcoxon.ts"

/** What the test finds. */
export interface MannWhitney {
  /** Of all pairs of an x and a y, those in which x is above y; equal ones count half. */
  readonly statistic: number
  readonly pValue: number
  readonly method: "exact" | "normal"
}

/** As scipy decides: exact where one sample is no larger and no two values are equal. */
const EXACT_SIZE = 8

/** In how many of all orders of m and n values each U comes up. */
function countOrders(m: number, n: number): Float64Array {
  // Choosing m of m + n ranks, as the product of (1 - q^(n+i)) / (1 - q^i), a polynomial in q.
  const counts = new Float64Array(m * n + 1)
  counts[0] = 1
  for (let i = 1; i <= m; i++) {
    for (let u = counts.length - 1; u >= n + i; u--) counts[u] -= counts[u - n - i]
    for (let u = i; u < counts.length; u++) counts[u] += counts[u - i]
  }
  return counts
}

function exactTails(m: number, n: number, statistic: number): readonly [below: number, above: number] {
  let below = 0
  let above = 0
  let all = 0
  for (const [u, count] of countOrders(m, n).entries()) {
    all += count
    if (u <= statistic) below += count
    if (u >= statistic) above += count
  }
  return [below / all, above / all]
}

/**
 * The U test: exact where a sample has at most 8 values and none are equal, else by the normal distribution with
 * a variance corrected for ties and half a step for continuity.
 *
 * @param x at least one value
 * @param y at least one value
 * @param alternative `"less"`: x tends to be below y
 * @returns a p-value of 1 where all values are equal
 * @throws {RangeError} for a sample without values, and for NaN
 * @example
 * ```ts
 * mannWhitney([1, 2, 3], [4, 5, 6], "less").pValue // 0.05
 * ```
 */
export function mannWhitney(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  alternative: Alternative = "two-sided",
): MannWhitney {
  const [m, n] = [x.length, y.length]
  if (m === 0 || n === 0)
    throw new RangeError(`${m === 0 ? "x" : "y"}: expected at least one value, got none`)
  const ranked = ranks([...Array.from(x), ...Array.from(y)])
  const rankSum = ranked.slice(0, m).reduce((sum, rank) => sum + rank, 0)
  const statistic = rankSum - (m * (m + 1)) / 2
  const ties = tieSum(ranked)
  if (ties === 0 && Math.min(m, n) <= EXACT_SIZE) {
    return { statistic, pValue: pValueOf(exactTails(m, n, statistic), alternative), method: "exact" }
  }
  const total = m + n
  const deviation = Math.sqrt(((m * n) / 12) * (total + 1 - ties / (total * (total - 1))))
  if (deviation === 0) return { statistic, pValue: 1, method: "normal" }
  const distance = statistic - (m * n) / 2
  const tails = [normalCdf((distance + 0.5) / deviation), normalCdf(-(distance - 0.5) / deviation)] as const
  return { statistic, pValue: pValueOf(tails, alternative), method: "normal" }
}
