/**
 * Where a random forest expects most: SMAC's choice of the next configuration (F. Hutter, H. Hoos and K.
 * Leyton-Brown, LION 2011, section 4.3), by local searches from the best trials and from the most promising of many
 * random points, over one-exchange neighbourhoods.
 */

import { log } from "../../numeric/log.ts"
import { quantile } from "../../numeric/ranks.ts"
import type { RandomSource } from "../../random/generator.ts"
import { neighboursOf } from "../cube/neighbours.ts"
import type { UnitCube } from "../cube/unit-cube.ts"
import { compareLosses, type LostTrial } from "../trials/logged-search.ts"
import { improvementOfLogarithm, logExpectedImprovement } from "./expected-improvement.ts"
import { RegressionForest } from "./regression-forest.ts"

/** How a forest is asked. */
export interface ForestSettings {
  readonly numTrees: number
  /** Whether it learns logarithms of losses. */
  readonly isLogarithmic: boolean
  /** Random points among which climbs begin. */
  readonly numDraws: number
  /** Climbs from the best trials, and as many from the most promising points. */
  readonly numClimbs: number
}

/** Steps of one climb, at most. */
const MOST_STEPS = 20
/** The lowest loss itself has a logarithm, too. */
const SMALLEST = 1e-10

/** Losses from just above 0 to 1: SMAC3's log-scaled costs, whose zero lies below the lowest as its 5 % quantile lies above. */
function scaled(losses: readonly number[]): Float64Array {
  const low = Math.min(...losses)
  const zero = low - (quantile(losses, 0.05) - low)
  const extent = Math.max(...losses) - zero
  return Float64Array.from(losses, loss => (extent > 0 ? Math.max(SMALLEST, (loss - zero) / extent) : 1))
}

/**
 * Proposes a point.
 *
 * @param trials with values, at least one
 * @param isKnown whether a point was asked for
 * @returns a point that was not asked for; null where none was met
 */
export function proposeByForest(
  cube: UnitCube,
  trials: readonly LostTrial<unknown>[],
  isKnown: (point: Float64Array) => boolean,
  { numTrees, isLogarithmic, numDraws, numClimbs }: ForestSettings,
  random: RandomSource,
): Float64Array | null {
  const losses = isLogarithmic
    ? scaled(trials.map(({ loss }) => loss))
    : Float64Array.from(trials, ({ loss }) => loss)
  const values = isLogarithmic ? losses.map(log) : losses
  const forest = new RegressionForest(
    cube.axes,
    trials.map(({ point }) => point),
    values,
    numTrees,
    random,
  )
  const lowest = Math.min(...values)
  const heightOf = (point: Float64Array): number => {
    const posterior = forest.predict(point)
    return isLogarithmic
      ? improvementOfLogarithm(posterior, lowest)
      : logExpectedImprovement(posterior, lowest)
  }
  let best: Float64Array | null = null
  let highest = Number.NEGATIVE_INFINITY
  const consider = (point: Float64Array): number => {
    const height = heightOf(point)
    const isBest = best === null || height > highest
    if (isBest && !isKnown(cube.settled(point))) {
      best = point
      highest = height
    }
    return height
  }
  const climb = (start: Float64Array): void => {
    let [at, height] = [start, heightOf(start)]
    for (let step = 0; step < MOST_STEPS; step++) {
      let next: Float64Array | null = null
      for (const neighbour of neighboursOf(cube, at, random)) {
        const found = consider(neighbour)
        if (found <= height) continue
        next = neighbour
        height = found
        break
      }
      if (next === null) return
      at = next
    }
  }
  const draws = Array.from({ length: numDraws }, () => {
    const point = cube.draw(random)
    return { point, height: consider(point) }
  })
  draws.sort((a, b) => (a.height === b.height ? 0 : b.height - a.height))
  for (const { point } of draws.slice(0, numClimbs)) climb(point)
  for (const { point } of [...trials].sort(compareLosses).slice(0, numClimbs)) climb(point)
  return best
}
