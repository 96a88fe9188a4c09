/**
 * Children of two points: simulated binary crossover and polynomial mutation (K. Deb and R. B. Agrawal, Complex
 * Systems 9, 1995; K. Deb and M. Goyal, 1996) of what has an order, with categories from either parent.
 */

import { pow } from "../../numeric/pow.ts"
import type { RandomSource } from "../../random/generator.ts"
import type { UnitCube } from "./unit-cube.ts"
import { otherCoordinate } from "./vary.ts"

/** Distribution indices of NSGA-II's paper: the higher, the nearer children are to parents. */
const CROSSOVER_INDEX = 20
const MUTATION_INDEX = 20
const CROSSOVER_PROBABILITY = 0.9

/** How far children lie apart, as a multiple of their parents' distance. */
function spread(u: number): number {
  const power = 1 / (CROSSOVER_INDEX + 1)
  return u <= 0.5 ? pow(2 * u, power) : pow(1 / (2 * (1 - u)), power)
}

/** A step of polynomial mutation, from -1 to 1. */
function step(u: number): number {
  const power = 1 / (MUTATION_INDEX + 1)
  return u < 0.5 ? pow(2 * u, power) - 1 : 1 - pow(2 * (1 - u), power)
}

const within = (coordinate: number): number => Math.min(1, Math.max(0, coordinate))

/**
 * One child of two parents. On average, one axis is mutated.
 *
 * @returns a snapped point
 */
export function crossOver(
  cube: UnitCube,
  first: Float64Array,
  second: Float64Array,
  random: RandomSource,
): Float64Array {
  const child = first.slice()
  const isCrossed = random.random() < CROSSOVER_PROBABILITY
  for (const [at, axis] of cube.axes.entries()) {
    if (isCrossed && random.random() < 0.5) {
      const [a, b] = [first[at], second[at]]
      const half = axis.isUnordered
        ? b
        : (a + b) / 2 + ((random.random() < 0.5 ? 1 : -1) * spread(random.random()) * (b - a)) / 2
      child[at] = within(half)
    }
    if (random.random() * cube.size >= 1) continue
    const isDiscrete = axis.numValues > 0
    child[at] = isDiscrete
      ? otherCoordinate(axis, child[at], 0, random)
      : within(child[at] + step(random.random()))
  }
  cube.snap(child)
  return child
}
