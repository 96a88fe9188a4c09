/** Ranks and quantiles: what the order of values says, as scipy's `rankdata` and numpy's `quantile` define it. */

/**
 * Positions in ascending order; equal ones keep their order.
 *
 * @param compare as `Array.prototype.sort` takes it, of two positions
 */
export function sortedOrder(length: number, compare: (a: number, b: number) => number): Uint32Array {
  return Uint32Array.from({ length }, (_, i) => i).sort(compare)
}

/**
 * Ranks from 1 on; equal values share the mean of their ranks.
 *
 * @param values no NaN
 * @returns one rank a value
 * @throws {RangeError} for NaN
 * @example
 * ```ts
 * ranks([30, 10, 20, 10]) // Float64Array [4, 1.5, 3, 1.5]
 * ```
 */
export function ranks(values: ArrayLike<number>): Float64Array {
  checkNumbers(values)
  const order = sortedOrder(values.length, (a, b) => values[a] - values[b])
  const result = new Float64Array(values.length)
  for (let begin = 0; begin < order.length; ) {
    let end = begin + 1
    while (end < order.length && values[order[end]] === values[order[begin]]) end++
    for (let at = begin; at < end; at++) result[order[at]] = (begin + 1 + end) / 2
    begin = end
  }
  return result
}

/**
 * A quantile of values, interpolated between neighbours (numpy's default, type 7 of Hyndman and Fan 1996).
 *
 * @param values at least one, no NaN
 * @param probability from 0, the smallest, to 1, the largest
 * @throws {RangeError} without values, for NaN, and for other probabilities
 * @example
 * ```ts
 * quantile([4, 1, 3, 2], 0.5) // 2.5
 * ```
 */
export function quantile(values: ArrayLike<number>, probability: number): number {
  if (values.length === 0) throw new RangeError("values: expected at least one value, got none")
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability: expected a number from 0 to 1, got ${probability}`)
  }
  checkNumbers(values)
  const sorted = Float64Array.from(values).sort()
  const place = probability * (sorted.length - 1)
  const below = Math.floor(place)
  const share = place - below
  // Not a weighted sum of an infinity: 0 × Infinity is no number.
  return share === 0 ? sorted[below] : between(sorted[below], sorted[below + 1], share)
}

/** What lies at a share of the way from `low` to `high`, both included. */
function between(low: number, high: number, share: number): number {
  const distance = high - low
  // Two finite numbers may be further apart than any number: their halves are not.
  const isTooFar = distance === Number.POSITIVE_INFINITY && Number.isFinite(high) && Number.isFinite(low)
  const found = isTooFar ? 2 * (low / 2 + share * (high / 2 - low / 2)) : low + share * distance
  // Rounding may lead past the end.
  return Math.min(found, high)
}

function checkNumbers(values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) throw new RangeError(`values[${i}]: expected a number, got NaN`)
  }
}
