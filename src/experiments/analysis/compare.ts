/**
 * Whether optimisers differ, as J. Demšar recommends ("Statistical Comparisons of Classifiers over Multiple Data
 * Sets", JMLR 7, 2006): Friedman's test over blocks, then Nemenyi's for all pairs, and Wilcoxon's with Holm's
 * adjustment.
 */

import { type Friedman, friedman, nemenyiDifference, nemenyiPValue } from "../../numeric/friedman.ts"
import { holm } from "../../numeric/holm.ts"
import { quantile, sortedOrder } from "../../numeric/ranks.ts"
import { signedRank } from "../../numeric/wilcoxon.ts"

/** Two of those that were compared, by position. */
export interface ComparedPair {
  readonly first: number
  readonly second: number
  /** Among all pairs. */
  readonly nemenyi: number
  /** Wilcoxon's signed-rank test, two-sided, after Holm's adjustment for all pairs. */
  readonly wilcoxonHolm: number
}

/** What a comparison finds. */
export interface Comparison {
  readonly friedman: Friedman
  /** Of mean ranks, at the level. */
  readonly criticalDifference: number
  readonly level: number
  readonly pairs: readonly ComparedPair[]
  /** The largest sets of neighbours in rank that Nemenyi's test does not tell apart: positions, best first. */
  readonly cliques: readonly (readonly number[])[]
}

/**
 * Compares several optimisers on the same blocks.
 *
 * @param blocks a row a block (a task and a seed), in it one loss an optimiser
 * @param level the probability of an error. Default: 0.05
 * @throws {ShapeError} for less than two optimisers or rows of different lengths
 */
export function compareAll(blocks: readonly (readonly number[])[], level = 0.05): Comparison {
  const overall = friedman(blocks)
  const { meanRanks, numBlocks } = overall
  const k = meanRanks.length
  const positions = meanRanks.flatMap((_, first) =>
    Array.from({ length: k - first - 1 }, (_unused, i) => [first, first + 1 + i] as const),
  )
  const column = (at: number): number[] => blocks.map(block => block[at])
  const adjusted = holm(positions.map(([a, b]) => signedRank(column(a), column(b)).pValue))
  const criticalDifference = nemenyiDifference(k, numBlocks, level)
  return {
    friedman: overall,
    criticalDifference,
    level,
    pairs: positions.map(([first, second], at) => ({
      first,
      second,
      nemenyi: nemenyiPValue(meanRanks[first] - meanRanks[second], k, numBlocks),
      wilcoxonHolm: adjusted[at],
    })),
    cliques: cliquesOf(meanRanks, criticalDifference),
  }
}

/**
 * The largest sets of neighbours in rank that lie within a distance of each other.
 *
 * @returns positions, best first; sets of one are none
 */
export function cliquesOf(meanRanks: readonly number[], distance: number): number[][] {
  const order = Array.from(sortedOrder(meanRanks.length, (a, b) => meanRanks[a] - meanRanks[b]))
  const cliques: number[][] = []
  let reached = 0
  for (const [begin, best] of order.entries()) {
    let end = begin + 1
    while (end < order.length && meanRanks[order[end]] - meanRanks[best] <= distance) end++
    if (end > reached && end - begin > 1) cliques.push(order.slice(begin, end))
    reached = Math.max(reached, end)
  }
  return cliques
}

/** One optimiser beside the one that all are measured by. */
export interface AgainstBaseline {
  /** Blocks in which it is better, equal and worse. */
  readonly wins: number
  readonly ties: number
  readonly losses: number
  /** The median of its loss less the baseline's: negative where it is better. */
  readonly medianDifference: number
  /** Wilcoxon's signed-rank test of whether it is better, one-sided. */
  readonly pValue: number
}

/**
 * Compares an optimiser with a baseline on the same blocks.
 *
 * @param losses one a block
 * @param baseline the other's, in the same order
 */
export function compareWith(losses: readonly number[], baseline: readonly number[]): AgainstBaseline {
  const differences = losses.map((loss, i) => loss - baseline[i])
  return {
    wins: differences.filter(difference => difference < 0).length,
    ties: differences.filter(difference => difference === 0).length,
    losses: differences.filter(difference => difference > 0).length,
    medianDifference: quantile(differences, 0.5),
    pValue: signedRank(losses, baseline, "less").pValue,
  }
}
