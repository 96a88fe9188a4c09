/**
 * The greatest margin of a forest over a space, where other forests' margins keep to limits: exactly what
 * `predict` would answer, with proof that nothing is above it.
 */

import { branchAndBound, type Pursuit, type SearchState, type SumCells } from "./branch-and-bound.ts"
import { marginRange } from "./cell-plane.ts"
import { combinationAt, numCombinations } from "./choice-space.ts"
import type { ChoiceTrees } from "./choice-trees.ts"
import { type ForestLimit, forestLimits, keepWithin, type Limit } from "./limits.ts"
import { comparePlaces, evaluateAll, fillCells, type Place } from "./place.ts"

/** The best place; of several, the combination that comes first, then the first row, then the first column. */
interface BestPlace extends Place {
  readonly margin: number
}

/** What is known of each combination, in the order of `combinationAt`. */
export interface Proof {
  /** No cell within the limits has a greater margin; -Infinity where there is no such cell. */
  readonly bounds: Float64Array
  /** 1 where all cells were summed: the bound is the greatest margin, beside the rounding. */
  readonly isSummed: Uint8Array
}

export interface FoundOptimum {
  /** null where no cell keeps to the limits. */
  readonly best: BestPlace | null
  readonly proof: Proof
}

/** What a search knows on its way: nothing outstanding is above `bound`. */
export interface OptimumState extends SearchState {
  readonly best: BestPlace | null
  readonly bound: number
}

/** The first cell with the greatest margin. */
function greatestAt(margins: Float64Array): number {
  let at = 0
  for (let i = 1; i < margins.length; i++) if (margins[i] > margins[at]) at = i
  return at
}

class OptimumPursuit implements Pursuit<number> {
  best: BestPlace | null = null
  readonly proof: Proof
  private readonly forests: readonly ChoiceTrees[]
  private readonly limits: readonly ForestLimit[]
  private readonly rounding: number
  private readonly numOptions: readonly number[]

  constructor(trees: ChoiceTrees, limits: readonly Limit[]) {
    this.forests = [trees, ...limits.map(limit => limit.trees)]
    this.rounding = marginRange(trees).rounding
    this.limits = forestLimits(limits, 1)
    this.numOptions = trees.space.numOptions
    const count = numCombinations(this.numOptions)
    this.proof = { bounds: new Float64Array(count), isSummed: new Uint8Array(count) }
  }

  get all(): readonly ChoiceTrees[] {
    return this.forests
  }

  judge(sum: SumCells): number {
    const margins = sum(0)
    const bound = margins[greatestAt(margins)] + this.rounding
    // Limits lower the bound: below the best there is nothing to lower.
    if (this.limits.length === 0 || !this.isOpen(bound)) return bound
    keepWithin(margins, this.limits, sum)
    return margins[greatestAt(margins)] + this.rounding
  }

  /** Equal ones stay open: of several, the first is wanted. */
  isOpen(bound: number): boolean {
    return this.best === null ? bound > -Infinity : bound >= this.best.margin
  }

  rank(bound: number): number {
    return bound
  }

  settle(options: Int8Array, sum: SumCells): void {
    const margins = sum(0)
    keepWithin(margins, this.limits, sum)
    const at = combinationAt(this.numOptions, options)
    this.proof.bounds[at] = margins[greatestAt(margins)] + this.rounding
    this.proof.isSummed[at] = 1
    const { numColumns } = this.forests[0].space
    for (;;) {
      const cell = greatestAt(margins)
      if (!this.isOpen(margins[cell] + this.rounding)) break
      const found = evaluateAll(this.forests, options, Math.floor(cell / numColumns), cell % numColumns)
      if (this.limits.every(({ forest, atLeast }) => found.margins[forest] >= atLeast)) {
        this.offer({ options, cells: found.cells, margin: found.margins[0] })
      }
      fillCells(margins, numColumns, found.cells, -Infinity)
    }
  }

  discard(options: Int8Array, bound: number): void {
    const { numOptions } = this
    const fill = (choice: number, from: number): void => {
      if (choice === numOptions.length) {
        this.proof.bounds[from] = bound
        return
      }
      const count = numOptions[choice]
      for (let option = 0; option < count; option++) {
        if (options[choice] < 0 || options[choice] === option) fill(choice + 1, from * count + option)
      }
    }
    fill(0, 0)
  }

  private offer(found: BestPlace): void {
    const { best, numOptions } = this
    const isBetter =
      best === null ||
      found.margin > best.margin ||
      (found.margin === best.margin && comparePlaces(numOptions, found, best) < 0)
    if (isBetter) this.best = found
  }
}

/**
 * Searches the greatest margin.
 *
 * @param trees the forest; with the sign -1 its least margin is sought
 * @param limits other forests over the same space
 */
export function* findOptimum(
  trees: ChoiceTrees,
  limits: readonly Limit[],
): Generator<OptimumState, FoundOptimum> {
  const pursuit = new OptimumPursuit(trees, limits)
  for (const state of branchAndBound(pursuit.all, pursuit)) {
    const { best } = pursuit
    yield { ...state, best, bound: Math.max(state.outstanding, best?.margin ?? -Infinity) }
  }
  return { best: pursuit.best, proof: pursuit.proof }
}
