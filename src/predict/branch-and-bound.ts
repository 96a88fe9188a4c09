/**
 * Branch and bound over a space: depth first, the most promising option first. What a search is after, and what
 * it need not look at any more, is its pursuit's to say.
 */

import { numCombinations } from "./choice-space.ts"
import type { ChoiceTrees } from "./choice-trees.ts"
import { Descent, type Stop } from "./descent.ts"

/** Sums a forest's margins at the stop at hand, numRows × numColumns; they may be changed. */
export type SumCells = (forest: number) => Float64Array

/** What a search is after. */
export interface Pursuit<Prospect> {
  /** What a stop promises at best. */
  judge(sum: SumCells): Prospect
  /** Whether a stop may hold something that is wanted. */
  isOpen(prospect: Prospect): boolean
  /** Greater is looked at first. */
  rank(prospect: Prospect): number
  /** Takes what is wanted of a combination. */
  settle(options: Int8Array, sum: SumCells): void
  /** All combinations below some answered choices are left out. */
  discard(options: Int8Array, prospect: Prospect): void
}

/** How far a search is. */
export interface SearchState {
  /** Combinations that were settled or left out. */
  readonly numDecided: number
  readonly numCombinations: number
  /** The greatest rank of what is still to be looked at; -Infinity at the end. */
  readonly outstanding: number
}

interface Child<Prospect> {
  readonly stop: Stop
  readonly prospect: Prospect
}

class Search<Prospect> {
  private readonly descent: Descent
  private readonly pursuit: Pursuit<Prospect>
  private readonly numOptions: readonly number[]
  private readonly total: number
  private numDecided = 0
  /** The greatest rank that waits at each depth. */
  private readonly waiting: number[] = []

  constructor(forests: readonly ChoiceTrees[], pursuit: Pursuit<Prospect>) {
    this.descent = new Descent(forests)
    this.pursuit = pursuit
    this.numOptions = forests[0].space.numOptions
    this.total = numCombinations(this.numOptions)
    this.waiting = this.numOptions.map(() => -Infinity)
  }

  *run(): Generator<SearchState, void> {
    const start = this.descent.start()
    if (this.numOptions.length === 0) this.settle(start)
    else yield* this.below(start, 0)
  }

  private settle(stop: Stop): void {
    this.pursuit.settle(stop.options, forest => this.descent.sum(stop, forest))
    this.numDecided++
  }

  private discard({ stop, prospect }: Child<Prospect>, depth: number): void {
    this.pursuit.discard(stop.options, prospect)
    const open = this.descent.order.slice(depth + 1).map(choice => this.numOptions[choice])
    this.numDecided += numCombinations(open)
  }

  private *below(from: Stop, depth: number): Generator<SearchState, void> {
    const { descent, pursuit, waiting } = this
    const choice = descent.order[depth]
    const isLast = depth + 1 === this.numOptions.length
    const marks = descent.mark()
    const children: Child<Prospect>[] = []
    for (let option = 0; option < this.numOptions[choice]; option++) {
      const stop = descent.step(from, choice, option)
      if (isLast) {
        this.settle(stop)
        descent.leave(stop)
      } else children.push({ stop, prospect: pursuit.judge(forest => descent.sum(stop, forest)) })
    }
    const rank = (child: Child<Prospect>): number => pursuit.rank(child.prospect)
    children.sort((a, b) => rank(b) - rank(a))
    for (const [i, child] of children.entries()) {
      waiting[depth] = i + 1 < children.length ? rank(children[i + 1]) : -Infinity
      if (pursuit.isOpen(child.prospect)) yield* this.below(child.stop, depth + 1)
      else this.discard(child, depth)
      descent.leave(child.stop)
    }
    waiting[depth] = -Infinity
    descent.release(marks)
    yield {
      numDecided: this.numDecided,
      numCombinations: this.total,
      outstanding: waiting.reduce((most, rank) => Math.max(most, rank), -Infinity),
    }
  }
}

/**
 * Searches a space for what a pursuit wants, and tells after every few combinations how far it is.
 *
 * @param forests at least one, over one space
 */
export function branchAndBound<Prospect>(
  forests: readonly ChoiceTrees[],
  pursuit: Pursuit<Prospect>,
): Generator<SearchState, void> {
  return new Search(forests, pursuit).run()
}
