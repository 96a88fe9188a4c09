/**
 * The Pareto front of two forests' margins over a space: every pair of margins that nothing beats in one without
 * losing in the other, exactly as `predict` would answer.
 */

import { branchAndBound, type Pursuit, type SearchState, type SumCells } from "./branch-and-bound.ts"
import { marginRange } from "./cell-plane.ts"
import type { ChoiceTrees } from "./choice-trees.ts"
import { Descent } from "./descent.ts"
import { OptimumSearch } from "./find-optimum.ts"
import { type ForestLimit, forestLimits, keepWithin, type Limit } from "./limits.ts"
import { comparePlaces, evaluateAll, fillCells, type Place } from "./place.ts"
import { Steps, secondAt } from "./staircase.ts"

/** A place with both margins; of several with the same pair the first one. */
export interface FrontPlace extends Place {
  readonly first: number
  readonly second: number
}

/** How far the search for a front is. */
export interface FrontState extends SearchState {
  readonly front: readonly FrontPlace[]
}

export interface FoundFront {
  /** The first margins descend, the second ones rise. */
  readonly front: readonly FrontPlace[]
  /** Combinations of which every cell was summed; the others cannot add to the front. */
  readonly numSummed: number
}

/** What a stop can reach at best: the greatest second margin, a step of the first one. */
type Reach = Float64Array

class FrontPursuit implements Pursuit<Reach> {
  readonly all: readonly ChoiceTrees[]
  /** The first margins descend, the second ones rise. */
  front: FrontPlace[] = []
  numSummed = 0
  private readonly limits: readonly ForestLimit[]
  private readonly slack: readonly [number, number]
  private readonly steps: Steps
  /** Greatest second margin of the front from each step on. */
  private table: Float64Array
  private readonly floor: number

  constructor(
    first: ChoiceTrees,
    second: ChoiceTrees,
    limits: readonly Limit[],
    ends: readonly FrontPlace[],
  ) {
    this.all = [first, second, ...limits.map(({ trees }) => trees)]
    this.limits = forestLimits(limits, 2)
    this.slack = [marginRange(first).rounding, marginRange(second).rounding]
    this.steps = new Steps(ends[ends.length - 1].first, ends[0].first)
    this.floor = ends[0].second
    this.table = secondAt(this.steps, [], [])
    for (const end of ends) this.offer(end)
  }

  /** Cells that the front may not beat, by the tables; others become -Infinity. */
  private keepUnbeaten(sum: SumCells): readonly [Float64Array, Float64Array] {
    const firsts = sum(0)
    const seconds = sum(1)
    keepWithin(firsts, this.limits, sum)
    const { table, steps } = this
    const [firstSlack, secondSlack] = this.slack
    for (let i = 0; i < firsts.length; i++) {
      if (firsts[i] === -Infinity) continue
      if (table[steps.of(firsts[i] + firstSlack)] > seconds[i] + secondSlack) firsts[i] = -Infinity
    }
    return [firsts, seconds]
  }

  judge(_options: Int8Array, sum: SumCells): Reach {
    const [firsts, seconds] = this.keepUnbeaten(sum)
    const reach = new Float64Array(this.steps.length).fill(-Infinity)
    for (let i = 0; i < firsts.length; i++) {
      if (firsts[i] === -Infinity) continue
      const step = this.steps.of(firsts[i] + this.slack[0])
      if (seconds[i] + this.slack[1] > reach[step]) reach[step] = seconds[i] + this.slack[1]
    }
    return reach
  }

  isOpen(reach: Reach): boolean {
    const { table } = this
    return reach.some((second, step) => second > -Infinity && !(table[step] > second))
  }

  /** How much the front would gain if all of it were reached. */
  rank(reach: Reach): number {
    const { table, floor } = this
    return reach.reduce((sum, second, step) => sum + Math.max(0, second - Math.max(table[step], floor)), 0)
  }

  settle(options: Int8Array, sum: SumCells): void {
    this.numSummed++
    const [firsts, seconds] = this.keepUnbeaten(sum)
    const { numColumns } = this.all[0].space
    for (const cell of this.unbeatenAmong(firsts, seconds)) {
      // A cell with the same leaves as one before.
      if (firsts[cell] === -Infinity) continue
      const found = evaluateAll(this.all, options, Math.floor(cell / numColumns), cell % numColumns)
      fillCells(firsts, numColumns, found.cells, -Infinity)
      if (!this.limits.every(({ forest, atLeast }) => found.margins[forest] >= atLeast)) continue
      this.offer({ options, cells: found.cells, first: found.margins[0], second: found.margins[1] })
    }
  }

  /** Cells of one combination that none of its others beats by more than rounding; the first margin descends. */
  private unbeatenAmong(firsts: Float64Array, seconds: Float64Array): number[] {
    const kept: number[] = []
    for (let i = 0; i < firsts.length; i++) if (firsts[i] > -Infinity) kept.push(i)
    kept.sort((a, b) => firsts[b] - firsts[a] || a - b)
    const [firstSlack, secondSlack] = this.slack
    let ahead = 0
    let best = -Infinity
    return kept.filter(cell => {
      while (firsts[kept[ahead]] > firsts[cell] + 2 * firstSlack) {
        best = Math.max(best, seconds[kept[ahead++]])
      }
      return !(best > seconds[cell] + 2 * secondSlack)
    })
  }

  private offer(place: FrontPlace): void {
    const { front } = this
    // The first one that does not have a greater first margin.
    let at = 0
    while (at < front.length && front[at].first > place.first) at++
    if (at > 0 && front[at - 1].second >= place.second) return
    const same = front[at]
    if (same?.first === place.first) {
      if (same.second > place.second) return
      if (same.second === place.second) {
        const isEarlier = comparePlaces(this.all[0].space.numOptions, place, same) < 0
        if (isEarlier) front[at] = place
        return
      }
    }
    let end = at
    while (end < front.length && front[end].second <= place.second) end++
    front.splice(at, end - at, place)
    this.table = secondAt(
      this.steps,
      front.map(({ first }) => first),
      front.map(({ second }) => second),
    )
  }
}

/** Both ends of the front: searched first, they say where all the rest is. */
function* findEnds(
  first: ChoiceTrees,
  second: ChoiceTrees,
  limits: readonly Limit[],
): Generator<SearchState, FrontPlace[]> {
  const ends: FrontPlace[] = []
  const all = [first, second, ...limits.map(({ trees }) => trees)]
  for (const trees of [first, second]) {
    const search = new OptimumSearch(trees, limits).run()
    let step = search.next()
    for (; !step.done; step = search.next()) yield { ...step.value, numDecided: 0 }
    const { best } = step.value
    if (best === null) return []
    const { margins, cells } = evaluateAll(all, best.options, best.cells.top, best.cells.left)
    ends.push({ options: best.options, cells, first: margins[0], second: margins[1] })
  }
  return ends
}

/**
 * Searches the front.
 *
 * @param first with the sign -1 its least margin is sought
 * @param second likewise
 * @param limits other forests over the same space
 */
export function* findFront(
  first: ChoiceTrees,
  second: ChoiceTrees,
  limits: readonly Limit[],
): Generator<FrontState, FoundFront> {
  const seek = findEnds(first, second, limits)
  let step = seek.next()
  for (; !step.done; step = seek.next()) yield { ...step.value, front: [] }
  const ends = step.value
  if (ends.length === 0) return { front: [], numSummed: 0 }
  const pursuit = new FrontPursuit(first, second, limits, ends)
  for (const state of branchAndBound(new Descent(pursuit.all), pursuit))
    yield { ...state, front: pursuit.front }
  return { front: pursuit.front, numSummed: pursuit.numSummed }
}
