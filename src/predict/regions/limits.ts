/** Limits that the margins of some forests keep to while another one's are searched. */

import type { SumCells } from "./branch-and-bound.ts"
import { marginRange } from "./cell-plane.ts"
import type { ChoiceTrees } from "./choice-trees.ts"

/** A forest whose margin must not be below a limit. */
export interface Limit {
  readonly trees: ChoiceTrees
  /** A float32 number. */
  readonly atLeast: number
}

/** A limit on one of the forests that are searched, by its position. */
export interface ForestLimit {
  readonly forest: number
  readonly atLeast: number
  readonly rounding: number
}

/** @param first position of the first limited forest among those that are searched */
export function forestLimits(limits: readonly Limit[], first: number): ForestLimit[] {
  return limits.map(({ trees, atLeast }, i) => ({
    forest: first + i,
    atLeast,
    rounding: marginRange(trees).rounding,
  }))
}

/** Marks the cells that cannot keep to the limits: their margin becomes -Infinity. */
export function keepWithin(margins: Float64Array, limits: readonly ForestLimit[], sum: SumCells): void {
  for (const { forest, atLeast, rounding } of limits) {
    const limited = sum(forest)
    const least = atLeast - rounding
    for (let i = 0; i < margins.length; i++) if (limited[i] < least) margins[i] = -Infinity
  }
}
