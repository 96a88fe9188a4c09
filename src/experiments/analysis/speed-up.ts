/**
 * How much sooner one search reaches what another ends with: JAHS-Bench-201's tables 9 and 10, as distributions.
 * One fixed architecture or setting a seed makes a single block of ten seeds a lottery.
 */

import { mean } from "../../numeric/moments.ts"
import { pow } from "../../numeric/pow.ts"
import { quantile } from "../../numeric/ranks.ts"
import { changesOf, lastOf, type Steps, stepAt, unionOfTimes } from "./steps.ts"

/** How many seeds the paper has. */
export const BLOCK_SIZE = 10

/**
 * The first time at which the mean of runs is as good as a target.
 *
 * @param runs at least one, low is good
 * @returns null where it never is
 */
export function timeToReach(runs: readonly Steps[], target: number): number | null {
  const changes = runs.map(changesOf)
  for (const time of unionOfTimes(changes)) {
    if (mean(changes.map(run => stepAt(run, time))) <= target) return time
  }
  return null
}

/**
 * Speed-ups of a search over another, a block of seeds at a time: the budget, divided by the time at which the mean
 * of the one is as low as the mean of the other at the end.
 *
 * @param fast runs of the one, a seed each
 * @param slow runs of the other, in the same order
 * @param budget of all runs, in the unit of their times
 * @param blockSize seeds of a block; those that do not fill one are left out. Default: 10
 * @returns one a block; 0 where the budget is not enough, which is less than 1 and is known as no more
 */
export function speedUps(
  fast: readonly Steps[],
  slow: readonly Steps[],
  budget: number,
  blockSize: number = BLOCK_SIZE,
): number[] {
  const numBlocks = Math.floor(Math.min(fast.length, slow.length) / blockSize)
  return Array.from({ length: numBlocks }, (_, block) => {
    const [from, to] = [block * blockSize, (block + 1) * blockSize]
    const target = mean(slow.slice(from, to).map(lastOf))
    const time = timeToReach(fast.slice(from, to), target)
    return time === null ? 0 : budget / time
  })
}

/**
 * Geometric means over tasks, block by block.
 *
 * @param byTask speed-ups of each task, as many blocks each
 * @returns one a block; 0 where one of the tasks has 0
 */
export function geometricMeans(byTask: readonly (readonly number[])[]): number[] {
  const numBlocks = Math.min(...byTask.map(({ length }) => length))
  return Array.from({ length: numBlocks }, (_, block) =>
    byTask.reduce((product, speeds) => product * pow(speeds[block], 1 / byTask.length), 1),
  )
}

/** A distribution of speed-ups in a few numbers. */
export interface SpeedUpSummary {
  readonly numBlocks: number
  readonly median: number
  /** The 5 % and the 95 % quantile. */
  readonly low: number
  readonly high: number
  /** Blocks whose target was not reached within the budget; they count as less than all others. */
  readonly numUnreached: number
}

/**
 * Median and 5-95 % interval.
 *
 * @param values as `speedUps` gives them, at least one
 */
export function summariseSpeedUps(values: readonly number[]): SpeedUpSummary {
  return {
    numBlocks: values.length,
    median: quantile(values, 0.5),
    low: quantile(values, 0.05),
    high: quantile(values, 0.95),
    numUnreached: values.filter(value => value === 0).length,
  }
}
