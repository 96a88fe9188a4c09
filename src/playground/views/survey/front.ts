/** The Pareto front of points in a plane. */

import type { Metric } from "../../../entries/index.web.ts"

type Goal = Metric["goal"]

/**
 * The points that no other beats in one metric without losing in the other; of several in one place, the first.
 *
 * @param goals of both metrics
 * @returns positions, by growing x
 */
export function frontOf(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  goals: readonly [x: Goal, y: Goal],
): readonly number[] {
  const [xSign, ySign] = goals.map(goal => (goal === "minimize" ? 1 : -1)) as [number, number]
  const order = Array.from(x, (_, i) => i)
  order.sort((a, b) => xSign * (x[a]! - x[b]!) || ySign * (y[a]! - y[b]!) || a - b)
  let best = Infinity
  const front = order.filter(i => {
    if (ySign * y[i]! >= best) return false
    best = ySign * y[i]!
    return true
  })
  return front.sort((a, b) => x[a]! - x[b]!)
}
