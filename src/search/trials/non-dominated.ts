/**
 * Order among points of several objectives, of which low is good: fronts, one behind the other, and how crowded a
 * place on a front is. K. Deb, A. Pratap, S. Agarwal and T. Meyarivan, "A Fast and Elitist Multiobjective Genetic
 * Algorithm: NSGA-II" (IEEE Transactions on Evolutionary Computation 6, 2002), section III.
 */

/** Losses of one trial, one an objective. */
export type Losses = readonly number[]

/**
 * Whether one point is nowhere worse than another, and somewhere better.
 *
 * @param a one number an objective, low is good
 * @param b as many numbers
 * @example
 * ```ts
 * dominates([1, 2], [1, 3]) // true
 * dominates([1, 2], [2, 1]) // false
 * ```
 */
export function dominates(a: Losses, b: Losses): boolean {
  return a.every((loss, at) => loss <= b[at]) && a.some((loss, at) => loss < b[at])
}

/**
 * Fronts: the points that no other dominates, then those that only these dominate, and so on.
 *
 * @param points one number an objective each, low is good
 * @returns positions, in ascending order within a front
 * @example
 * ```ts
 * frontsOf([[1, 3], [2, 2], [2, 3], [3, 1]]) // [[0, 1, 3], [2]]
 * ```
 */
export function frontsOf(points: readonly Losses[]): number[][] {
  const dominated = points.map((point): number[] =>
    points.flatMap((other, k) => (dominates(point, other) ? [k] : [])),
  )
  const numDominators = new Uint32Array(points.length)
  for (const positions of dominated) for (const k of positions) numDominators[k]++
  const fronts: number[][] = []
  let front = Array.from(points.keys()).filter(k => numDominators[k] === 0)
  while (front.length > 0) {
    fronts.push(front)
    const next: number[] = []
    for (const k of front)
      for (const other of dominated[k]) if (--numDominators[other] === 0) next.push(other)
    front = next.sort((a, b) => a - b)
  }
  return fronts
}

/**
 * How far the neighbours of each point of a front are apart, summed over objectives as shares of the front's
 * extent; infinite at its ends.
 *
 * @param front one number an objective each
 * @returns one distance a point
 */
export function crowdingDistances(front: readonly Losses[]): Float64Array {
  const distances = new Float64Array(front.length)
  for (let objective = 0; objective < (front[0]?.length ?? 0); objective++) {
    const order = Array.from(front.keys()).sort((a, b) => front[a][objective] - front[b][objective] || a - b)
    const [first, last] = [order[0], order[order.length - 1]]
    const extent = front[last][objective] - front[first][objective]
    distances[first] = Number.POSITIVE_INFINITY
    distances[last] = Number.POSITIVE_INFINITY
    if (extent === 0) continue
    for (let k = 1; k + 1 < order.length; k++) {
      distances[order[k]] += (front[order[k + 1]][objective] - front[order[k - 1]][objective]) / extent
    }
  }
  return distances
}
