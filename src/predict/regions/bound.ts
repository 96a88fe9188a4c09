/**
 * Bounds of a booster over a box of rows. Each tree gives its least and its greatest reachable leaf, and they
 * are summed as `predict` sums: in float32, in tree order. Rounding never turns an order around, so that these
 * sums bound every row's sum bit for bit, and are that sum where the box is within one leaf of every tree.
 */

import { show } from "../../errors.ts"
import type { FlatForest } from "../../forest/flat-forest.ts"
import type { Booster } from "../booster/booster.ts"
import { type Bounds, boundPredictions } from "./bound-link.ts"
import { type Box, NarrowingBox } from "./box.ts"

const { fround } = Math

export interface BoundOptions {
  /** What is bounded (default `"prediction"`). */
  readonly output?: "prediction" | "margin"
}

/** Least and greatest value of one tree over a box: one entry, or one an output for vector leaves. */
class LeafRange {
  readonly lower: Float32Array
  readonly upper: Float32Array
  private readonly forest: FlatForest
  private readonly box: NarrowingBox

  constructor(forest: FlatForest, box: NarrowingBox, length: number) {
    this.forest = forest
    this.box = box
    this.lower = new Float32Array(length)
    this.upper = new Float32Array(length)
  }

  of(root: number): void {
    this.lower.fill(Infinity)
    this.upper.fill(-Infinity)
    this.visit(root)
  }

  private readonly visit = (node: number): void => {
    const { forest, box, lower, upper } = this
    if (forest.splits[node] >= 0) {
      box.branch(forest, node, this.visit)
      return
    }
    const { leafVectors, leftChildren, values } = forest
    for (let entry = 0; entry < lower.length; entry++) {
      const value =
        leafVectors === null ? values[node] : leafVectors[leftChildren[node] * lower.length + entry]
      if (value < lower[entry]) lower[entry] = value
      if (value > upper[entry]) upper[entry] = value
    }
  }
}

function addTrees(booster: Booster, box: NarrowingBox, { lower, upper }: Bounds): void {
  const { forest, numOutputs, info } = booster
  const isVector = forest.leafVectors !== null
  const range = new LeafRange(forest, box, isVector ? numOutputs : 1)
  for (let tree = 0; tree < forest.numTrees; tree++) {
    range.of(forest.treeOffsets[tree])
    const first = isVector ? 0 : info.treeInfo[tree]
    for (let entry = 0; entry < range.lower.length; entry++) {
      lower[first + entry] += range.lower[entry]
      upper[first + entry] += range.upper[entry]
    }
  }
}

/** gblinear adds a product a feature that is present: the ends of an interval give its ends. */
function addWeights(booster: Booster, weights: Float32Array, box: NarrowingBox, bounds: Bounds): void {
  const { numFeatures, numOutputs } = booster
  for (let output = 0; output < numOutputs; output++) {
    const bias = weights[numFeatures * numOutputs + output]
    let low = fround(bias + bounds.lower[output])
    let high = fround(bias + bounds.upper[output])
    for (let feature = 0; feature < numFeatures; feature++) {
      const weight = weights[feature * numOutputs + output]
      // Adding nothing is adding 0.
      const products = box
        .extremes(feature)
        .map(value => (Number.isNaN(value) || weight === 0 ? 0 : fround(value * weight)))
      low = fround(low + Math.min(...products))
      high = fround(high + Math.max(...products))
    }
    bounds.lower[output] = low
    bounds.upper[output] = high
  }
}

/**
 * Bounds what a booster can answer over a box of rows.
 *
 * The bounds hold for float32 arithmetic as it is, rounding included, and are the answer itself, the same bits,
 * where the box is so small that every tree has one leaf for it. Over larger boxes they may be wider than what
 * the rows really reach: each tree is taken at its own best and worst row.
 *
 * @param booster trees of any kind, or a linear booster
 * @param box what the features may be; those not named may be anything, missing included
 * @param options whether predictions or margins are bounded
 * @returns the least and the greatest value of each output. Softmax probabilities of a box with several rows are
 *   rounded outwards by some millionths
 * @throws {RangeError} for a feature that is not there or twice, and for an entry that allows nothing
 * @throws {TypeError} for an entry of another kind
 * @throws {UnsupportedModelError} for predictions of an objective this version does not know
 * @example
 * ```ts
 * const { lower, upper } = bound(booster, [
 *   { feature: 0, lower: 0, upper: 0.5 },
 *   { features: [1, 2], values: [[0, 1], [1, 0]] },
 * ])
 * lower[0] <= upper[0] // true
 * ```
 */
export function bound(booster: Booster, box: Box, options: BoundOptions = {}): Bounds {
  const { output = "prediction" } = options
  if (output !== "prediction" && output !== "margin") {
    throw new TypeError(`options.output: expected "prediction" or "margin", got ${show(output)}`)
  }
  const narrowing = new NarrowingBox(booster.forest, box)
  const bounds: Bounds = { lower: booster.baseMargins.slice(), upper: booster.baseMargins.slice() }
  const { linearWeights } = booster.info
  if (linearWeights !== null) addWeights(booster, linearWeights, narrowing, bounds)
  else addTrees(booster, narrowing, bounds)
  return output === "margin" ? bounds : boundPredictions(booster, bounds)
}
