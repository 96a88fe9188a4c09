/**
 * Cut points of a feature, as XGBoost's `hist` chooses them (src/common/quantile.cc): every distinct value where
 * there are few, weighted quantiles otherwise. A bin holds the values below its cut and not below the one before.
 *
 * XGBoost sketches; here all distinct values are kept, which is what its sketch does up to some 2,000 rows.
 */

import type { WeightedValues } from "./weighted-values.ts"

const { fround } = Math

/** What divides a feature into bins. */
export interface CutPoints {
  /** Upper bound of each bin, ascending; the last is above every value. */
  readonly cuts: Float32Array
  /** Below every value: the condition of a split that sends only missing values to the left. */
  readonly below: number
}

/** XGBoost's tolerance around the least and the greatest value. */
const MARGIN: number = /* @__PURE__ */ fround(1e-5)

/**
 * Values at evenly spread ranks: `SetPrune` of XGBoost's summaries, whose arithmetic is float32.
 *
 * @param size values to keep at most, the first and the last among them
 */
function prune({ values, weights }: WeightedValues, size: number): number[] {
  const last = values.length - 1
  if (values.length <= size) return Array.from(values)
  // Ranks of a value: the weight below it, and that and its own.
  const ranks = new Float64Array(values.length + 1)
  for (let at = 0; at <= last; at++) ranks[at + 1] = ranks[at] + weights[at]
  const begin = fround(ranks[1])
  const range = fround(ranks[last] - ranks[1])
  const numSteps = size - 1
  const kept = [values[0]]
  let at = 1
  let keptAt = 0
  for (let step = 1; step < numSteps; step++) {
    const twice = 2 * fround(fround(fround(step * range) / numSteps) + begin)
    while (at < last && twice >= ranks[at + 1] + ranks[at + 2]) at++
    if (at === last) break
    // Between two values, the one whose ranks are nearer.
    const nearest = twice < 2 * ranks[at + 1] ? at : at + 1
    if (nearest === keptAt) continue
    kept.push(values[nearest])
    keptAt = nearest
  }
  if (keptAt !== last) kept.push(values[last])
  return kept
}

/**
 * Chooses cut points.
 *
 * @param distinct values of a feature with their weights, at least one
 * @param maxBins bins at most
 */
export function cutPoints(distinct: WeightedValues, maxBins: number): CutPoints {
  const numBins = Math.min(distinct.values.length, maxBins)
  const kept = prune(distinct, numBins + 1)
  const cuts = kept.slice(1, numBins)
  const greatest = kept[kept.length - 1]
  cuts.push(fround(greatest + fround(fround(Math.abs(greatest)) + MARGIN)))
  const least = kept[0]
  return { cuts: Float32Array.from(cuts), below: fround(fround(least - Math.abs(least)) - MARGIN) }
}

/** Bin of a value: the first whose cut is above it. */
export function binOf(cuts: Float32Array, value: number): number {
  let low = 0
  let high = cuts.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (cuts[middle] > value) high = middle
    else low = middle + 1
  }
  return low
}
