/** Distinct values with the weight that each has: what cut points, medians and quantiles are taken of. */

/** Distinct values in ascending order, and their weights. */
export interface WeightedValues {
  readonly values: Float32Array
  readonly weights: Float64Array
}

/** Index of a value that is among ascending ones. */
function indexOf(values: Float32Array, value: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (values[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Sorts values and sums the weights of equal ones, in the order in which they are given. The sort of a typed
 * array is by value alone, so that it is the same on every engine.
 *
 * @param values none of them NaN
 * @param weights one per value; null: 1 each
 */
export function weightedValues(values: Float32Array, weights: Float32Array | null): WeightedValues {
  const sorted = values.slice().sort()
  let numDistinct = 0
  const counts = new Float64Array(sorted.length)
  for (let at = 0; at < sorted.length; at++) {
    if (at === 0 || sorted[at] !== sorted[numDistinct - 1]) sorted[numDistinct++] = sorted[at]
    counts[numDistinct - 1]++
  }
  const distinct = sorted.slice(0, numDistinct)
  if (weights === null) return { values: distinct, weights: counts.slice(0, numDistinct) }
  const sums = new Float64Array(numDistinct)
  for (let at = 0; at < values.length; at++) sums[indexOf(distinct, values[at])] += weights[at]
  return { values: distinct, weights: sums }
}

/**
 * The quantile by which XGBoost sets leaves and base scores (src/common/stats.h): between two values at
 * alpha · (n + 1); with weights, the first value at which their sum reaches alpha of all.
 *
 * @param values at least one, none of them NaN
 * @param weights one per value; null: 1 each
 * @param alpha above 0 and below 1
 * @returns the quantile, rounded to float32
 */
export function quantile(values: Float32Array, weights: Float32Array | null, alpha: number): number {
  if (weights === null) {
    const sorted = values.slice().sort()
    const n = sorted.length
    if (alpha <= 1 / (n + 1)) return sorted[0]
    if (alpha >= n / (n + 1)) return sorted[n - 1]
    const place = alpha * (n + 1)
    const below = Math.floor(place) - 1
    const low = sorted[below]
    return Math.fround(low + (place - 1 - below) * Math.fround(sorted[below + 1] - low))
  }
  const weighted = weightedValues(values, weights)
  let total = 0
  for (const weight of weighted.weights) total += weight
  const threshold = total * alpha
  let sum = 0
  const last = weighted.values.length - 1
  for (let at = 0; at < last; at++) {
    sum += weighted.weights[at]
    if (sum >= threshold) return weighted.values[at]
  }
  return weighted.values[last]
}
