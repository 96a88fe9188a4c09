/**
 * Points that differ from one in a single coordinate. Steps of floats are those of SMAC's local search (F. Hutter,
 * H. Hoos and K. Leyton-Brown, LION 2011, section 4.3): four normal ones of deviation 0.2.
 */

import type { RandomSource } from "../../random/generator.ts"
import { drawNormal } from "../../random/normal.ts"
import type { UnitCube } from "./unit-cube.ts"
import { reflect } from "./vary.ts"

const FLOAT_STEPS = 4
const DEVIATION = 0.2

/**
 * All other values of categories, the next ones of integers and ordinals, some of floats; in a random order.
 *
 * @param point snapped coordinates
 * @returns snapped points
 */
export function neighboursOf(cube: UnitCube, point: Float64Array, random: RandomSource): Float64Array[] {
  const neighbours: Float64Array[] = []
  const add = (at: number, coordinate: number): void => {
    const neighbour = point.slice()
    neighbour[at] = coordinate
    neighbours.push(neighbour)
  }
  for (const [at, { numValues, isUnordered }] of cube.axes.entries()) {
    if (numValues === 0) {
      for (let i = 0; i < FLOAT_STEPS; i++) add(at, reflect(point[at] + DEVIATION * drawNormal(random)))
      continue
    }
    const own = Math.floor(point[at] * numValues)
    for (let value = 0; value < numValues; value++) {
      if (value !== own && (isUnordered || Math.abs(value - own) === 1)) add(at, (value + 0.5) / numValues)
    }
  }
  for (let left = neighbours.length; left > 1; left--) {
    const other = random.integers(0, left)
    const last = neighbours[left - 1]
    neighbours[left - 1] = neighbours[other]
    neighbours[other] = last
  }
  return neighbours
}
