/** The highest point of a function over the unit cube: many draws, then climbs by random steps from the best. */

import type { RandomSource } from "../../random/generator.ts"
import { drawNormal } from "../../random/normal.ts"
import type { UnitCube } from "../cube/unit-cube.ts"

const CLIMBERS = 4
/** Standard deviations of steps, in units of the cube, from wide to narrow. */
const STEPS = [0.2, 0.1, 0.05, 0.025, 0.0125, 0.006]
const TRIES = 12

interface Found {
  readonly point: Float64Array
  readonly height: number
}

/** A neighbour: one coordinate moved, or all. */
function neighbour(cube: UnitCube, { point }: Found, step: number, random: RandomSource): Float64Array {
  const moved = point.slice()
  const only = random.integers(-1, cube.size)
  for (const [at, { isUnordered, numValues }] of cube.axes.entries()) {
    if (only >= 0 && only !== at) continue
    if (isUnordered) {
      if (only === at || random.random() < step) moved[at] = random.random()
      continue
    }
    // A step between integers must reach the next one.
    const width = numValues > 0 ? Math.max(step, 1 / numValues) : step
    moved[at] = Math.min(1, Math.max(0, moved[at] + width * drawNormal(random)))
  }
  cube.snap(moved)
  return moved
}

/**
 * Looks for the highest point.
 *
 * @param height of a snapped point; -Infinity where it must not lie
 * @param draws points to begin with
 * @returns the best point met; null where all are at -Infinity
 */
export function maximise(
  cube: UnitCube,
  height: (point: Float64Array) => number,
  draws: readonly Float64Array[],
  random: RandomSource,
): Float64Array | null {
  const climbers = draws
    .map((point): Found => ({ point, height: height(point) }))
    .sort((a, b) => (a.height === b.height ? 0 : b.height - a.height))
    .slice(0, CLIMBERS)
  let best: Found | null = null
  for (const start of climbers) {
    let at = start
    for (const step of STEPS) {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const point = neighbour(cube, at, step, random)
        const found = { point, height: height(point) }
        if (found.height > at.height) at = found
      }
    }
    if (at.height > (best?.height ?? Number.NEGATIVE_INFINITY)) best = at
  }
  return best?.point ?? null
}
