/**
 * The greatest margin of a forest over a space, where other forests' margins keep to limits: exactly what
 * `predict` would answer, with proof that nothing is above it.
 */

import { SharedMaximum } from "../../parallel/shared-maximum.ts"
import {
  branchAndBound,
  judgeBelow,
  type Pursuit,
  type SearchState,
  type SumCells,
} from "./branch-and-bound.ts"
import { marginRange } from "./cell-plane.ts"
import type { ChoiceTrees } from "./choice-trees.ts"
import { Descent } from "./descent.ts"
import { type ForestLimit, forestLimits, keepWithin, type Limit } from "./limits.ts"
import { comparePlaces, evaluateAll, fillCells, type Place } from "./place.ts"
import { type Finding, isOpen, type Proof, proofOf, rangeOf } from "./proof.ts"

/** The best place; of several, the combination that comes first, then the first row, then the first column. */
export interface BestPlace extends Place {
  readonly margin: number
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

/** What came of a part of a search. */
export interface FoundBelow {
  /** The best place of the part; null where nothing in it can be the optimum. */
  readonly best: BestPlace | null
  readonly findings: readonly Finding[]
}

/** The better one of two places. */
export function betterOf(
  numOptions: readonly number[],
  a: BestPlace | null,
  b: BestPlace | null,
): BestPlace | null {
  if (a === null || b === null) return a ?? b
  if (a.margin !== b.margin) return a.margin > b.margin ? a : b
  return comparePlaces(numOptions, a, b) <= 0 ? a : b
}

/** The first cell with the greatest margin. */
function greatestAt(margins: Float64Array): number {
  let at = 0
  for (let i = 1; i < margins.length; i++) if (margins[i] > margins[at]) at = i
  return at
}

class OptimumPursuit implements Pursuit<number>, FoundBelow {
  best: BestPlace | null = null
  readonly findings: Finding[] = []
  private readonly search: OptimumSearch
  private readonly incumbent: SharedMaximum

  constructor(search: OptimumSearch, incumbent: SharedMaximum) {
    this.search = search
    this.incumbent = incumbent
  }

  judge(options: Int8Array, sum: SumCells): number {
    const { limits, rounding, descent } = this.search
    const margins = sum(0)
    const bound = margins[greatestAt(margins)] + rounding
    let within = bound
    // Limits lower the bound: below the best there is nothing to lower.
    if (limits.length > 0 && this.isOpen(bound)) {
      keepWithin(margins, limits, sum)
      within = margins[greatestAt(margins)] + rounding
    }
    this.findings.push({ ...rangeOf(descent, options), bound, within, isSummed: false })
    return within
  }

  isOpen(bound: number): boolean {
    return isOpen(bound, this.incumbent.value)
  }

  rank(bound: number): number {
    return bound
  }

  settle(options: Int8Array, sum: SumCells): void {
    const { forests, limits, rounding, descent } = this.search
    const margins = sum(0)
    keepWithin(margins, limits, sum)
    const bound = margins[greatestAt(margins)] + rounding
    this.findings.push({ ...rangeOf(descent, options), bound, within: bound, isSummed: true })
    const { numColumns } = forests[0].space
    for (;;) {
      const cell = greatestAt(margins)
      if (!this.isOpen(margins[cell] + rounding)) break
      const found = evaluateAll(forests, options, Math.floor(cell / numColumns), cell % numColumns)
      if (limits.every(({ forest, atLeast }) => found.margins[forest] >= atLeast)) {
        this.offer({ options, cells: found.cells, margin: found.margins[0] })
      }
      fillCells(margins, numColumns, found.cells, -Infinity)
    }
  }

  private offer(found: BestPlace): void {
    this.best = betterOf(this.search.descent.numOptions, found, this.best)
    this.incumbent.raise(found.margin)
  }
}

/** A forest and its limits, ready to be searched: as a whole, or in parts. */
export class OptimumSearch {
  readonly descent: Descent
  /** All that are summed: the forest, then the limited ones. */
  readonly forests: readonly ChoiceTrees[]
  readonly limits: readonly ForestLimit[]
  /** How far a sum can be from the margin. */
  readonly rounding: number

  /**
   * @param trees the forest; with the sign -1 its least margin is sought
   * @param limits other forests over the same space
   */
  constructor(trees: ChoiceTrees, limits: readonly Limit[]) {
    this.forests = [trees, ...limits.map(limit => limit.trees)]
    this.limits = forestLimits(limits, 1)
    this.rounding = marginRange(trees).rounding
    this.descent = new Descent(this.forests)
  }

  /** Searches everything. */
  *run(): Generator<OptimumState, FoundOptimum> {
    const { best, findings } = yield* this.below([], new SharedMaximum())
    return { best, proof: proofOf(this.descent, findings, best?.margin ?? -Infinity) }
  }

  /**
   * Searches a part.
   *
   * @param path options of the first choices of the descent's order
   * @param incumbent the best margin that is known anywhere: what is below it is left out
   */
  *below(path: readonly number[], incumbent: SharedMaximum): Generator<OptimumState, FoundBelow> {
    const pursuit = new OptimumPursuit(this, incumbent)
    for (const state of branchAndBound(this.descent, pursuit, path)) {
      const { best } = pursuit
      yield { ...state, best, bound: Math.max(state.outstanding, best?.margin ?? -Infinity) }
    }
    return pursuit
  }

  /**
   * Bounds what is right below some answered choices, of which at least two are open.
   *
   * @returns a finding an option of the next choice
   */
  branches(path: readonly number[], incumbent: SharedMaximum): readonly Finding[] {
    const pursuit = new OptimumPursuit(this, incumbent)
    judgeBelow(this.descent, pursuit, path)
    return pursuit.findings
  }
}
