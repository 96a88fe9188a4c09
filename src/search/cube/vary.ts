/** Small changes of points in the unit cube. */

import type { RandomSource } from "../../random/generator.ts"
import { drawNormal } from "../../random/normal.ts"
import type { Axis, UnitCube } from "./unit-cube.ts"

/** A number moved back into [0, 1] as by mirrors at its ends. */
export function reflect(coordinate: number): number {
  const turned = Math.abs(coordinate) % 2
  return turned > 1 ? 2 - turned : turned
}

/**
 * Another value of one axis: of a float, a normal step; of a list or a range, each other value equally likely.
 *
 * @param coordinate of a snapped point
 * @param deviation of steps of floats, in units of the cube
 * @returns a snapped coordinate; the same only where there is one value
 */
export function otherCoordinate(
  axis: Axis,
  coordinate: number,
  deviation: number,
  random: RandomSource,
): number {
  const { numValues } = axis
  if (numValues === 0) return reflect(coordinate + deviation * drawNormal(random))
  if (numValues === 1) return coordinate
  const other = random.integers(0, numValues - 1)
  return ((other < Math.floor(coordinate * numValues) ? other : other + 1) + 0.5) / numValues
}

/**
 * A copy of a point with one axis changed, each equally likely.
 *
 * @param deviation of steps of floats, in units of the cube
 */
export function mutate(
  cube: UnitCube,
  point: Float64Array,
  deviation: number,
  random: RandomSource,
): Float64Array {
  const mutant = point.slice()
  if (cube.size === 0) return mutant
  const at = random.integers(0, cube.size)
  mutant[at] = otherCoordinate(cube.axes[at], point[at], deviation, random)
  return mutant
}
