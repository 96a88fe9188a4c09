/**
 * Mean trajectories as JAHS-Bench-201's study draws them (Bansal et al., NeurIPS 2022, appendix D): mean and
 * standard error over runs at the union of all times, thinned evenly by position.
 */

import { mean, standardError } from "../../numeric/moments.ts"
import { type Steps, stepAt, unionOfTimes } from "./steps.ts"

/** How many rows the paper keeps. */
const PAPER_ROWS = 1001

/** A mean of step functions. */
export interface MeanTrajectory {
  readonly numRuns: number
  readonly time: Float64Array
  readonly mean: Float64Array
  /** NaN for a single run. */
  readonly standardError: Float64Array
}

/**
 * Positions that are spread evenly, the first and the last among them.
 *
 * @param length of what is thinned
 * @param numRows how many are kept at most, 2 or more
 * @example
 * ```ts
 * evenPositions(10, 4) // [0, 3, 6, 9]
 * ```
 */
export function evenPositions(length: number, numRows: number): number[] {
  if (length <= numRows) return Array.from({ length }, (_, i) => i)
  return Array.from({ length: numRows }, (_, i) => Math.floor((i * (length - 1)) / (numRows - 1)))
}

/**
 * The mean of step functions with its standard error.
 *
 * @param runs at least one, each with at least one step
 * @param numRows at most so many rows. Default: 1,001, as in the paper
 */
export function meanTrajectory(runs: readonly Steps[], numRows: number = PAPER_ROWS): MeanTrajectory {
  const union = unionOfTimes(runs)
  const time = Float64Array.from(evenPositions(union.length, numRows), position => union[position])
  return meanAtTimes(runs, time)
}

/** The same at given times. */
export function meanAtTimes(runs: readonly Steps[], time: Float64Array): MeanTrajectory {
  const means = new Float64Array(time.length)
  const errors = new Float64Array(time.length)
  for (const [row, at] of time.entries()) {
    const values = Float64Array.from(runs, run => stepAt(run, at))
    means[row] = mean(values)
    errors[row] = standardError(values)
  }
  return { numRuns: runs.length, time, mean: means, standardError: errors }
}
