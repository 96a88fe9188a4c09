/** Draws the features of each tree, of each depth among those, and of each node among those. */

import type { RandomSource } from "../../random/generator.ts"
import type { Settings } from "../parameters.ts"

/** Draws a share of an ascending list without replacement, one at least; the result is ascending. */
function draw(from: Int32Array, share: number, random: RandomSource): Int32Array {
  if (share === 1) return from
  const size = Math.max(1, Math.floor(share * from.length))
  // Selection sampling (Knuth, TAOCP 2, algorithm S): ascending without a sort.
  const drawn = new Int32Array(size)
  let taken = 0
  for (let at = 0; taken < size; at++) {
    if (random.integers(0, from.length - at) < size - taken) drawn[taken++] = from[at]
  }
  return drawn
}

export class ColumnSampler {
  private readonly settings: Settings
  private readonly random: RandomSource
  private readonly ofTree: Int32Array
  private readonly ofDepth = new Map<number, Int32Array>()

  /** @param numFeatures of which a tree's are drawn, all alike: those that no split can use, too */
  constructor(settings: Settings, numFeatures: number, random: RandomSource) {
    this.settings = settings
    this.random = random
    const all = Int32Array.from({ length: numFeatures }, (_, feature) => feature)
    this.ofTree = draw(all, settings.colsampleByTree, random)
  }

  /** The features of a node, ascending. */
  atDepth(depth: number): Int32Array {
    const { settings, random, ofDepth } = this
    let features = ofDepth.get(depth)
    if (features === undefined) {
      features = draw(this.ofTree, settings.colsampleByLevel, random)
      ofDepth.set(depth, features)
    }
    return draw(features, settings.colsampleByNode, random)
  }
}
