/** Pairs that differ, and which way: F. Wilcoxon's signed-rank test (Biometrics Bulletin 1, 1945). */

import { tieSum } from "./friedman.ts"
import { normalCdf } from "./normal.ts"
import { checkPaired } from "./paired.ts"
import { ranks } from "./ranks.ts"

/** Which differences are evidence: any, x below y, or x above y. */
export type Alternative = "two-sided" | "less" | "greater"

/** What the signed-rank test finds. */
export interface SignedRank {
  /** The sum of ranks of pairs in which x is above y. */
  readonly statistic: number
  readonly pValue: number
  /** Pairs that differ: the others are left out. */
  readonly numPairs: number
  readonly method: "exact" | "normal"
}

/** Up to so many pairs, all signs are counted: 2^50 cases are exact in float64. */
const EXACT_PAIRS = 50

/**
 * In how many of all ways to sign the ranks each sum of positive ones comes up. Ranks are doubled, so that those
 * of ties are integers, too: the test is exact with ties as without.
 */
function countSums(doubledRanks: readonly number[]): Float64Array {
  const counts = new Float64Array(doubledRanks.reduce((sum, rank) => sum + rank, 0) + 1)
  counts[0] = 1
  let reached = 0
  for (const rank of doubledRanks) {
    reached += rank
    for (let sum = reached; sum >= rank; sum--) counts[sum] += counts[sum - rank]
  }
  return counts
}

/** P(W <= statistic) and P(W >= statistic), of all ways to sign the ranks. */
function exactTails(ranked: Float64Array, statistic: number): readonly [below: number, above: number] {
  const counts = countSums(Array.from(ranked, rank => 2 * rank))
  let below = 0
  let above = 0
  for (const [sum, count] of counts.entries()) {
    if (sum <= 2 * statistic) below += count
    if (sum >= 2 * statistic) above += count
  }
  const all = 2 ** ranked.length
  return [below / all, above / all]
}

function normalTails(ranked: Float64Array, statistic: number): readonly [below: number, above: number] {
  const { length } = ranked
  const variance = (length * (length + 1) * (2 * length + 1)) / 24 - tieSum(ranked) / 48
  const z = (statistic - (length * (length + 1)) / 4) / Math.sqrt(variance)
  return [normalCdf(z), normalCdf(-z)]
}

/** The p-value of both tails, by what is evidence. */
export function pValueOf([below, above]: readonly [number, number], alternative: Alternative): number {
  if (alternative === "two-sided") return Math.min(1, 2 * Math.min(below, above))
  return alternative === "less" ? below : above
}

/**
 * Wilcoxon's signed-rank test: exact up to 50 pairs that differ, ties included; beyond, by the normal distribution
 * with the variance corrected for ties.
 *
 * @param x one value a pair
 * @param y the other
 * @param alternative `"less"`: x tends to be below y
 * @returns a p-value of 1 where no pair differs
 * @throws {ShapeError} for columns of different lengths
 * @throws {RangeError} for NaN
 * @example
 * ```ts
 * signedRank([9.1, 9.3, 9.0, 9.4], [9.5, 9.6, 9.5, 9.6], "less").pValue // 0.0625
 * ```
 */
export function signedRank(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  alternative: Alternative = "two-sided",
): SignedRank {
  checkPaired(x, y)
  const differences = Float64Array.from(x, (value, i) => value - y[i]).filter(difference => difference !== 0)
  const numPairs = differences.length
  const ranked = ranks(differences.map(Math.abs))
  const statistic = ranked.reduce((sum, rank, i) => (differences[i] > 0 ? sum + rank : sum), 0)
  const method = numPairs <= EXACT_PAIRS ? "exact" : "normal"
  const tails = method === "exact" ? exactTails(ranked, statistic) : normalTails(ranked, statistic)
  return { statistic, pValue: pValueOf(tails, alternative), numPairs, method }
}
