/** What optimisers are compared on with Optuna: `bench/optimisers.py` has the same problems. */

import type { SearchConfiguration } from "../../../src/search/index.ts"
import type { Hyperparameter } from "../../../src/space/index.ts"
import { branin, float, hartmann, type KnownFunction } from "./functions.ts"

const NUM_ONES = 8

/** Counting ones, of eight categories and eight floats: Falkner, Klein and Hutter, ICML 2018, section 5.1. */
const countingOnes: KnownFunction = {
  space: Array.from({ length: NUM_ONES }, (_, i): Hyperparameter[] => [
    {
      ...{
        kind: "categorical",
        name: `c${i}`,
        role: "hyperparameter",
        description: "",
        valueType: "integer",
      },
      ...{ values: [0, 1], defaultValue: 0 },
    },
    float(`x${i}`),
  ]).flat(),
  minimum: -2 * NUM_ONES,
  best: Object.fromEntries(Array.from({ length: NUM_ONES }, (_, i) => [`c${i}`, 1])),
  at(configuration) {
    return -Object.values(configuration).reduce<number>((sum, value) => sum + Number(value), 0)
  },
}

/** Functions of one objective, by name. */
export const functions: Readonly<Record<string, KnownFunction>> = { branin, hartmann, countingOnes }

/** Two objectives, both to be minimised. */
export interface TwoObjectives {
  readonly space: readonly Hyperparameter[]
  /** What the volume is measured from. */
  readonly reference: readonly [number, number]
  at(configuration: SearchConfiguration): [number, number]
}

/** Currin's exponential function on the unit square, of the currin-branin problem of Belakaria et al. (2019). */
function currin(x: number, y: number): number {
  const decay = y === 0 ? 1 : 1 - Math.exp(-1 / (2 * y))
  return (
    (decay * (2300 * x ** 3 + 1900 * x ** 2 + 2092 * x + 60)) / (100 * x ** 3 + 500 * x ** 2 + 4 * x + 20)
  )
}

/** Problems of two objectives, by name. */
export const pairs: Readonly<Record<string, TwoObjectives>> = {
  braninCurrin: {
    space: branin.space,
    reference: [100, 14],
    at: configuration => [
      branin.at(configuration),
      currin((Number(configuration["x"]) + 5) / 15, Number(configuration["y"]) / 15),
    ],
  },
  // Both cannot be low: the second function is the first one, mirrored at the middle of the cube.
  hartmannMirrored: {
    space: hartmann.space,
    reference: [0, 0],
    at: configuration => [
      hartmann.at(configuration),
      hartmann.at(
        Object.fromEntries(Object.entries(configuration).map(([name, value]) => [name, 1 - Number(value)])),
      ),
    ],
  },
  // Ones are good, and each next one costs more.
  pricedOnes: {
    space: countingOnes.space,
    reference: [0, NUM_ONES * (NUM_ONES + 1)],
    at(configuration) {
      let price = 0
      for (let i = 0; i < NUM_ONES; i++) {
        price += (i + 1) * (Number(configuration[`c${i}`]) + Number(configuration[`x${i}`]))
      }
      return [countingOnes.at(configuration), price]
    },
  },
}
