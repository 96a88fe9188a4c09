/** Functions with known minima, for optimisers. */

import type { Optimiser, SearchConfiguration } from "../../../src/search/index.ts"
import type { FloatHyperparameter, Hyperparameter } from "../../../src/space/index.ts"

/** A float by name and range. */
export function float(name: string, lower = 0, upper = 1, log = false): FloatHyperparameter {
  return {
    kind: "float",
    name,
    role: "hyperparameter",
    description: "",
    lower,
    upper,
    log,
    defaultValue: lower,
  }
}

/** A function and where it is lowest. */
export interface KnownFunction {
  readonly space: readonly Hyperparameter[]
  readonly minimum: number
  /** A place where it has the minimum. */
  readonly best: Readonly<Record<string, number>>
  at(configuration: SearchConfiguration): number
}

/** Branin's function, of two variables; Dixon and Szegő (1978). */
export const branin: KnownFunction = {
  space: [float("x", -5, 10), float("y", 0, 15)],
  minimum: 0.39788735772973816,
  best: { x: Math.PI, y: 2.275 },
  at({ x, y }) {
    const parabola = Number(y) - (5.1 / (4 * Math.PI ** 2)) * Number(x) ** 2 + (5 / Math.PI) * Number(x) - 6
    return parabola ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(Number(x)) + 10
  },
}

const STEEPNESS = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
]
const CENTRES = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]
const HEIGHTS = [1, 1.2, 3, 3.2]
const HARTMANN_BEST = [0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573]

/** Hartmann's function of six variables; Dixon and Szegő (1978). */
export const hartmann: KnownFunction = {
  space: HARTMANN_BEST.map((_, i) => float(`x${i}`)),
  minimum: -3.32237,
  best: Object.fromEntries(HARTMANN_BEST.map((value, i) => [`x${i}`, value])),
  at(configuration) {
    const terms = HEIGHTS.map((height, k) => {
      const distances = CENTRES[k]!.map(
        (c, i) => STEEPNESS[k]![i]! * (Number(configuration[`x${i}`]) - c) ** 2,
      )
      return height * Math.exp(-distances.reduce((sum, distance) => sum + distance))
    })
    return -terms.reduce((sum, term) => sum + term)
  },
}

/** Runs a search, and says how far above the minimum its best trial is. */
export function regretOf(search: Optimiser, { at, minimum }: KnownFunction, numTrials: number): number {
  for (let i = 0; i < numTrials; i++) {
    const { id, configuration } = search.ask()
    search.tell(id, at(configuration))
  }
  return search.best!.value - minimum
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
