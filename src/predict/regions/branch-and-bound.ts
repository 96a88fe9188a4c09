/**
 * Branch and bound over a space: depth first, the most promising option first. What a search is after, and what
 * it need not look at any more, is its pursuit's to say.
 */

import { numCombinations } from "./choice-space.ts"
import type { Descent, Stop } from "./descent.ts"

/** Sums a forest's margins at the stop at hand, numRows × numColumns; they may be changed. */
export type SumCells = (forest: number) => Float64Array

/** What a search is after. */
export interface Pursuit<Prospect> {
  /** What a stop with open choices promises at best. */
  judge(options: Int8Array, sum: SumCells): Prospect
  /** Whether a stop may hold something that is wanted. */
  isOpen(prospect: Prospect): boolean
  /** Greater is looked at first. */
  rank(prospect: Prospect): number
  /** Takes what is wanted of a combination. */
  settle(options: Int8Array, sum: SumCells): void
}

/** How far a search is. */
export interface SearchState {
  /** Combinations that were settled or left out. */
  readonly numDecided: number
  readonly numCombinations: number
  /** The greatest rank of what is still to be looked at; -Infinity at the end. */
  readonly outstanding: number
}

/** @returns how many combinations there are below the first choices of the order */
export function numBelow({ order, numOptions }: Descent, numAnswered: number): number {
  return numCombinations(order.slice(numAnswered).map(choice => numOptions[choice]))
}

function judge<Prospect>(descent: Descent, pursuit: Pursuit<Prospect>, stop: Stop): Prospect {
  return pursuit.judge(stop.options, forest => descent.sum(stop, forest))
}

interface Child<Prospect> {
  readonly stop: Stop
  readonly prospect: Prospect
}

class Search<Prospect> {
  private readonly descent: Descent
  private readonly pursuit: Pursuit<Prospect>
  private readonly path: readonly number[]
  private readonly numOptions: readonly number[]
  private readonly total: number
  private numDecided = 0
  /** The greatest rank that waits at each depth. */
  private readonly waiting: number[] = []

  constructor(descent: Descent, pursuit: Pursuit<Prospect>, path: readonly number[]) {
    this.descent = descent
    this.pursuit = pursuit
    this.path = path
    this.numOptions = descent.numOptions
    this.total = numBelow(descent, path.length)
    this.waiting = this.numOptions.map(() => -Infinity)
  }

  *run(): Generator<SearchState, void> {
    const { descent, path } = this
    const marks = descent.mark()
    const start = descent.descend(path)
    if (path.length === this.numOptions.length) this.settle(start)
    else yield* this.below(start, path.length)
    descent.leave(start)
    descent.release(marks)
  }

  private settle(stop: Stop): void {
    this.pursuit.settle(stop.options, forest => this.descent.sum(stop, forest))
    this.numDecided++
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
      } else children.push({ stop, prospect: judge(descent, pursuit, stop) })
    }
    const rank = (child: Child<Prospect>): number => pursuit.rank(child.prospect)
    children.sort((a, b) => rank(b) - rank(a))
    for (const [i, child] of children.entries()) {
      waiting[depth] = i + 1 < children.length ? rank(children[i + 1]) : -Infinity
      if (pursuit.isOpen(child.prospect)) yield* this.below(child.stop, depth + 1)
      else this.numDecided += numBelow(descent, depth + 1)
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
 * @param path options of the first choices of the descent's order, where only what is below them is searched
 */
export function branchAndBound<Prospect>(
  descent: Descent,
  pursuit: Pursuit<Prospect>,
  path: readonly number[] = [],
): Generator<SearchState, void> {
  return new Search(descent, pursuit, path).run()
}

/**
 * Judges what is right below some answered choices, of which at least two are open.
 *
 * @param path options of the first choices of the descent's order
 * @returns one prospect an option of the next choice
 */
export function judgeBelow<Prospect>(
  descent: Descent,
  pursuit: Pursuit<Prospect>,
  path: readonly number[],
): Prospect[] {
  const choice = descent.order[path.length]
  const marks = descent.mark()
  const from = descent.descend(path)
  const prospects = Array.from({ length: descent.numOptions[choice] }, (_, option) => {
    const stop = descent.step(from, choice, option)
    const prospect = judge(descent, pursuit, stop)
    descent.leave(stop)
    return prospect
  })
  descent.leave(from)
  descent.release(marks)
  return prospects
}
