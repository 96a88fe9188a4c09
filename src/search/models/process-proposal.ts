/**
 * Where a Gaussian process expects most: expected improvement, weighted by what is believed. Trials that are still
 * out count as values at their posterior means, the "kriging believer" of D. Ginsbourger, R. Le Riche and L. Carraro,
 * "Kriging Is Well-Suited to Parallelize Optimization" (2010).
 */

import type { RandomSource } from "../../random/generator.ts"
import { PointSet } from "../cube/point-set.ts"
import type { UnitCube } from "../cube/unit-cube.ts"
import type { UserPrior } from "../priors/user-prior.ts"
import { logExpectedImprovement } from "./expected-improvement.ts"
import { fitKernel } from "./fit-kernel.ts"
import { GaussianProcess } from "./gaussian-process.ts"
import { maximise } from "./maximise.ts"

/** What is known when a process is asked. */
export interface Known {
  /** Points of trials with values, at least one. */
  readonly told: readonly Float64Array[]
  /** Their losses. */
  readonly losses: Float64Array
  /** Points of trials that are out. */
  readonly pending: readonly Float64Array[]
  /** Points of trials with values that the process does not learn from, but that are not proposed again. */
  readonly others?: readonly Float64Array[]
}

/** What is believed, and with which exponent it counts. */
export interface WeightedPrior {
  readonly prior: UserPrior
  readonly exponent: number
}

/** Points among which climbs begin, of each source. */
const DRAWS = 400

/** Mean 0 and variance 1. */
function standardised(losses: Float64Array): Float64Array {
  const mean = losses.reduce((sum, value) => sum + value, 0) / losses.length
  const variance = losses.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / losses.length
  const deviation = variance > 0 ? Math.sqrt(variance) : 1
  return losses.map(value => (value - mean) / deviation)
}

/**
 * Proposes a point.
 *
 * @returns a point that was not asked for; null where none was met
 */
export function proposeByProcess(
  cube: UnitCube,
  { told, losses, pending, others = [] }: Known,
  belief: WeightedPrior | null,
  random: RandomSource,
): Float64Array | null {
  const values = standardised(losses)
  const isUnordered = cube.axes.map(axis => axis.isUnordered)
  const parameters = fitKernel(told, values, isUnordered, random)
  const process = new GaussianProcess(told, values, isUnordered, parameters)
  const believed = Float64Array.from(pending, point => process.predict(point).mean)
  const all =
    pending.length === 0
      ? process
      : new GaussianProcess(
          [...told, ...pending],
          Float64Array.of(...values, ...believed),
          isUnordered,
          parameters,
        )
  // Of noisy values the lowest may be luck: what the process makes of it is compared with.
  const best = Math.min(...told.map(point => process.predict(point).mean))
  const seen = new PointSet([...told, ...pending, ...others])
  const height = (point: Float64Array): number => {
    if (seen.has(point)) return Number.NEGATIVE_INFINITY
    const improvement = logExpectedImprovement(all.predict(point), best)
    return belief === null ? improvement : improvement + belief.exponent * belief.prior.logDensity(point)
  }
  const draws = Array.from({ length: DRAWS }, () => cube.draw(random))
  if (belief !== null) for (let i = 0; i < DRAWS; i++) draws.push(belief.prior.draw(random))
  // Around the best trials there is often a better one.
  draws.push(...told)
  return maximise(cube, height, draws, random)
}
