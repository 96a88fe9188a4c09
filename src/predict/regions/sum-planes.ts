/** Every combination of a space in turn, each with the margins of all its cells: nothing is left out. */

import { numCombinations } from "./choice-space.ts"
import type { ChoiceTrees } from "./choice-trees.ts"
import { Descent, type Stop } from "./descent.ts"

/** A combination and its plane. */
export interface SummedPlane {
  readonly options: Int8Array
  /** numRows × numColumns margins in float64, good until the next plane. */
  readonly margins: Float64Array
  readonly numDone: number
  readonly total: number
}

/**
 * @param trees the forest over its space
 */
export function* sumPlanes(trees: ChoiceTrees): Generator<SummedPlane, void> {
  const { numOptions } = trees.space
  const descent = new Descent([trees])
  const total = numCombinations(numOptions)
  let numDone = 0
  function* below(stop: Stop, depth: number): Generator<SummedPlane, void> {
    if (depth === numOptions.length) {
      numDone++
      yield { options: stop.options, margins: descent.sum(stop, 0), numDone, total }
      return
    }
    const choice = descent.order[depth]
    for (let option = 0; option < numOptions[choice]; option++) {
      const mark = descent.mark()
      const next = descent.step(stop, choice, option)
      yield* below(next, depth + 1)
      descent.leave(next)
      descent.release(mark)
    }
  }
  yield* below(descent.start(), 0)
}
