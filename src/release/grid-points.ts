/** The grid of chpobench's tables of JAHS-Bench-201: 13.5 million points at epoch 200 and Resolution 1. */

import type { Configuration } from "../space/index.ts"

/** Values along each hyperparameter; what is not named here is the same at every point. */
export type GridAxes = { readonly [Name in keyof Configuration]?: readonly Configuration[Name][] }

const OPERATIONS = [0, 1, 2, 3, 4] as const

/** The axes of the published tables. */
export const publishedGrid: GridAxes = {
  LearningRate: [1e-3, 1e-2, 1e-1, 1],
  WeightDecay: [1e-5, 1e-4, 1e-3, 1e-2],
  N: [1, 3, 5],
  W: [4, 8, 16],
  Activation: ["ReLU", "Hardswish", "Mish"],
  TrivialAugment: [true, false],
  Op1: OPERATIONS,
  Op2: OPERATIONS,
  Op3: OPERATIONS,
  Op4: OPERATIONS,
  Op5: OPERATIONS,
  Op6: OPERATIONS,
}

/** @returns the number of points */
export function gridSize(axes: GridAxes): number {
  return Object.values(axes).reduce((product, values) => product * values.length, 1)
}

/**
 * Some of the points, the last axis fastest.
 *
 * @param begin first point
 * @param count how many
 */
export function gridPoints(axes: GridAxes, begin: number, count: number): Configuration[] {
  const names = Object.entries(axes).reverse() as [keyof Configuration, readonly unknown[]][]
  return Array.from({ length: count }, (_, i) => {
    const point: Record<string, unknown> = { Optimizer: "SGD", Resolution: 1 }
    let rest = begin + i
    for (const [name, values] of names) {
      point[name] = values[rest % values.length]
      rest = Math.floor(rest / values.length)
    }
    return point as unknown as Configuration
  })
}
