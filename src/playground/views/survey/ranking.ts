/** Where a value stands among others. */

import type { Metric } from "../../../entries/index.web.ts"

export interface Standing {
  /** 1 for the best; those that are equal share a rank. */
  readonly rank: number
  /** Others that are as good. */
  readonly numEqual: number
  readonly numWorse: number
  readonly total: number
}

/** @param own is one of `values` */
export function standingOf(values: ArrayLike<number>, own: number, goal: Metric["goal"]): Standing {
  let numBetter = 0
  let numWorse = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (goal === "minimize" ? value < own : value > own) numBetter++
    else if (value !== own) numWorse++
  }
  const total = values.length
  return { rank: numBetter + 1, numEqual: total - numBetter - numWorse - 1, numWorse, total }
}

export interface Bins {
  readonly lower: number
  readonly upper: number
  readonly counts: readonly number[]
}

/** Counts values in bins of one width. */
export function binsOf(values: ArrayLike<number>, numBins: number): Bins {
  let [lower, upper] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    lower = Math.min(lower, values[i]!)
    upper = Math.max(upper, values[i]!)
  }
  const counts = new Array<number>(numBins).fill(0)
  const width = (upper - lower) / numBins || 1
  for (let i = 0; i < values.length; i++) {
    counts[Math.min(numBins - 1, Math.floor((values[i]! - lower) / width))]!++
  }
  return { lower, upper, counts }
}
