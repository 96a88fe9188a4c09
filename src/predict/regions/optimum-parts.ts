/**
 * The search for an optimum in parts that may be looked at in any order and at the same time: the most promising
 * first, split until they are small. What comes of all parts is what one search finds, the same bits.
 */

import { SharedMaximum } from "../../parallel/shared-maximum.ts"
import { numBelow } from "./branch-and-bound.ts"
import { numCombinations } from "./choice-space.ts"
import type { Descent } from "./descent.ts"
import {
  type BestPlace,
  betterOf,
  type FoundBelow,
  type FoundOptimum,
  type OptimumSearch,
  type OptimumState,
} from "./find-optimum.ts"
import { type Finding, isOpen, proofOf } from "./proof.ts"

/** Parts a worker, at least: the large ones come first, so that no worker waits long for the last. */
const PARTS_A_WORKER = 8

/** A part of a search. */
export interface OptimumPart {
  /** Options of the first choices of the descent's order. */
  readonly path: readonly number[]
  /** No margin in it is above. */
  readonly bound: number
  /** Whether it is to be split, its branches only bounded. */
  readonly isSplit: boolean
}

/**
 * Searches a part, or bounds its branches.
 *
 * @param incumbent the best margin that is known anywhere
 */
export function findPart(
  search: OptimumSearch,
  { path, isSplit }: OptimumPart,
  incumbent: SharedMaximum,
): FoundBelow {
  if (isSplit) return { best: null, findings: search.branches(path, incumbent) }
  const steps = search.below(path, incumbent)
  let step = steps.next()
  while (!step.done) step = steps.next()
  const { best, findings } = step.value
  return { best, findings }
}

export class OptimumParts {
  /** The best margin that is known anywhere. */
  readonly incumbent: SharedMaximum = new SharedMaximum()
  private readonly descent: Descent
  private readonly total: number
  /** Combinations of a part that is not split any more. */
  private readonly most: number
  /** The most promising last. */
  private readonly waiting: OptimumPart[]
  private readonly begun = new Set<OptimumPart>()
  private readonly findings: Finding[] = []
  private best: BestPlace | null = null
  private bound = Infinity
  private numDecided = 0

  /** @param numWorkers how many parts are to be searched at the same time */
  constructor(descent: Descent, numWorkers: number) {
    this.descent = descent
    this.total = numCombinations(descent.numOptions)
    this.most = this.total / (PARTS_A_WORKER * numWorkers)
    this.waiting = [this.part([], Infinity)]
  }

  private part(path: readonly number[], bound: number): OptimumPart {
    const { descent, most } = this
    const isLarge = numBelow(descent, path.length) > most
    return { path, bound, isSplit: isLarge && path.length + 1 < descent.numOptions.length }
  }

  /** The next part; null where none is left, or known before another one has ended. */
  next(): OptimumPart | null {
    for (;;) {
      const part = this.waiting.pop()
      if (part === undefined) return null
      if (isOpen(part.bound, this.incumbent.value)) {
        this.begun.add(part)
        return part
      }
      this.numDecided += numBelow(this.descent, part.path.length)
    }
  }

  /** Takes what came of a part. */
  end(part: OptimumPart, { best, findings }: FoundBelow): void {
    this.begun.delete(part)
    for (const finding of findings) this.findings.push(finding)
    this.best = betterOf(this.descent.numOptions, best, this.best)
    if (best !== null) this.incumbent.raise(best.margin)
    if (!part.isSplit) {
      this.numDecided += numBelow(this.descent, part.path.length)
      return
    }
    for (const [option, { within }] of findings.entries()) {
      this.waiting.push(this.part([...part.path, option], within))
    }
    this.waiting.sort((a, b) => a.bound - b.bound)
  }

  /** How far all parts together are. */
  get state(): OptimumState {
    const { best, waiting, begun } = this
    const outstanding = [...waiting, ...begun].reduce((most, { bound }) => Math.max(most, bound), -Infinity)
    // What is known of a part holds for its branches, where their own bounds are not tighter.
    this.bound = Math.min(this.bound, Math.max(outstanding, best?.margin ?? -Infinity))
    const { numDecided, total, bound } = this
    return { numDecided, numCombinations: total, outstanding, best, bound }
  }

  /** What was found, once no part is left. */
  get found(): FoundOptimum {
    const { descent, findings, best } = this
    return { best, proof: proofOf(descent, findings, best?.margin ?? -Infinity) }
  }
}
