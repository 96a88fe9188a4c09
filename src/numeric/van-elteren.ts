/**
 * Two samples in strata: P. van Elteren's combination of Wilcoxon's rank sums (Bulletin of the International
 * Statistical Institute 37, 1960). What differs between the strata themselves is no evidence.
 */

import { tieSum } from "./friedman.ts"
import { normalCdf } from "./normal.ts"
import { ranks } from "./ranks.ts"

/** A stratum: values of both samples that may be compared. */
export interface Stratum {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
}

/** What the test finds. */
export interface VanElteren {
  /** Standard normal where x and y are alike: above 0 where x tends to be above y. */
  readonly z: number
  /** Two-sided. */
  readonly pValue: number
  /** Of all pairs of an x and a y of one stratum, the share in which y is above x; equal ones count half. */
  readonly shareAbove: number
}

/**
 * The stratified rank-sum test, by the normal distribution with variances corrected for ties.
 *
 * @param strata those without a value in one of the samples are no evidence, and left out
 * @returns a p-value of 1 where nothing can be compared, or all values are equal
 * @throws {RangeError} for NaN
 * @example
 * ```ts
 * vanElteren([{ x: [1, 2, 3], y: [4, 5, 6] }, { x: [10, 20], y: [30, 40] }]).shareAbove // 1
 * ```
 */
export function vanElteren(strata: readonly Stratum[]): VanElteren {
  let [distance, variance, above, pairs] = [0, 0, 0, 0]
  for (const { x, y } of strata) {
    const [m, n] = [x.length, y.length]
    if (m === 0 || n === 0) continue
    const total = m + n
    const ranked = ranks([...Array.from(x), ...Array.from(y)])
    const rankSum = ranked.slice(0, m).reduce((sum, rank) => sum + rank, 0)
    // The weights that are best where the samples differ by the same shift in every stratum.
    const weight = 1 / (total + 1)
    distance += weight * (rankSum - (m * (total + 1)) / 2)
    variance += weight ** 2 * ((m * n) / 12) * (total + 1 - tieSum(ranked) / (total * (total - 1)))
    above += m * n - (rankSum - (m * (m + 1)) / 2)
    pairs += m * n
  }
  const shareAbove = pairs === 0 ? Number.NaN : above / pairs
  if (variance === 0) return { z: 0, pValue: 1, shareAbove }
  const z = distance / Math.sqrt(variance)
  return { z, pValue: Math.min(1, 2 * normalCdf(-Math.abs(z))), shareAbove }
}
