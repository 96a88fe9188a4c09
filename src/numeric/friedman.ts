/**
 * Several treatments on the same blocks by their ranks: M. Friedman's test (JASA 32, 1937) and, where it finds a
 * difference, how far mean ranks must lie apart (Nemenyi's), as J. Demšar recommends for comparisons of algorithms
 * ("Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7, 2006).
 */

import { ShapeError } from "../errors.ts"
import { chiSquareTail } from "./chi-square.ts"
import { ranks } from "./ranks.ts"
import { studentisedRangeQuantile, studentisedRangeTail } from "./studentised-range.ts"

/** What Friedman's test finds. */
export interface Friedman {
  /** Chi-square, corrected for ties; NaN where every block ties entirely. */
  readonly statistic: number
  readonly pValue: number
  /** One a treatment, from 1 for one that is lowest in every block. */
  readonly meanRanks: readonly number[]
  readonly numBlocks: number
}

/**
 * Friedman's test.
 *
 * @param blocks a row a block (a seed on a task), in it one value a treatment; low is good
 * @throws {ShapeError} without blocks, for less than two treatments, and for rows of different lengths
 * @throws {RangeError} for NaN
 * @example
 * ```ts
 * const { statistic, meanRanks } = friedman([[1, 2, 3], [1, 3, 2], [1, 2, 3], [2, 1, 3]])
 * console.log(statistic, meanRanks) // 4.5 [1.25, 2, 2.75]
 * ```
 */
export function friedman(blocks: readonly ArrayLike<number>[]): Friedman {
  const numBlocks = blocks.length
  const k = blocks[0]?.length ?? 0
  if (k < 2) {
    const expected = "one block or more, of 2 treatments or more"
    throw new ShapeError({ path: "blocks", what: "too little", expected, actual: `${numBlocks} × ${k}` })
  }
  const sums = new Float64Array(k)
  let ties = 0
  for (const [at, block] of blocks.entries()) {
    if (block.length !== k) {
      const expected = `${k} treatments, as in the first`
      throw new ShapeError({
        path: `blocks[${at}]`,
        what: "wrong length",
        expected,
        actual: `${block.length}`,
      })
    }
    const ranked = ranks(block)
    for (let treatment = 0; treatment < k; treatment++) sums[treatment] += ranked[treatment]
    ties += tieSum(ranked)
  }
  const squares = sums.reduce((sum, rankSum) => sum + rankSum * rankSum, 0)
  const untied = (12 / (k * numBlocks * (k + 1))) * squares - 3 * numBlocks * (k + 1)
  const statistic = untied / (1 - ties / (k * (k * k - 1) * numBlocks))
  return {
    statistic,
    pValue: chiSquareTail(statistic, k - 1),
    meanRanks: Array.from(sums, sum => sum / numBlocks),
    numBlocks,
  }
}

/**
 * What tied ranks take from a variance: the sum of t³ - t over groups of t equal ones.
 *
 * @param ranked ranks, in any order
 */
export function tieSum(ranked: ArrayLike<number>): number {
  const counts = new Map<number, number>()
  for (let i = 0; i < ranked.length; i++) counts.set(ranked[i], (counts.get(ranked[i]) ?? 0) + 1)
  let sum = 0
  for (const count of counts.values()) sum += count ** 3 - count
  return sum
}

/** The standard error of a difference of mean ranks, times the root of two: the unit of the studentised range. */
function rankUnit(numTreatments: number, numBlocks: number): number {
  return Math.sqrt((numTreatments * (numTreatments + 1)) / (12 * numBlocks))
}

/**
 * Nemenyi's critical difference: mean ranks that lie further apart differ, at a level for all pairs together.
 *
 * @param numTreatments 2 or more
 * @param numBlocks 1 or more
 * @param level the probability of an error anywhere. Default: 0.05
 * @example
 * ```ts
 * nemenyiDifference(4, 14) // 1.2536
 * ```
 */
export function nemenyiDifference(numTreatments: number, numBlocks: number, level = 0.05): number {
  return studentisedRangeQuantile(level, numTreatments) * rankUnit(numTreatments, numBlocks)
}

/**
 * Nemenyi's p-value of a pair among all pairs.
 *
 * @param difference of the two mean ranks
 */
export function nemenyiPValue(difference: number, numTreatments: number, numBlocks: number): number {
  return studentisedRangeTail(Math.abs(difference) / rankUnit(numTreatments, numBlocks), numTreatments)
}
