/** Judges: from the values of a family of points to how far they break a law, and where one sees it. */

/** How far a law is broken, in the invariant's unit; `at` are positions that show it, with their column. */
interface Verdict {
  readonly size: number
  readonly at: readonly { readonly column: number; readonly index: number }[]
}

/** Reads one column a metric, one value a member of the family. */
export type Judge = (columns: readonly ArrayLike<number>[]) => Verdict

const KEPT: Verdict = { size: 0, at: [] }

function verdict(size: number, ...indices: number[]): Verdict {
  return size > 0 ? { size, at: indices.map(index => ({ column: 0, index })) } : KEPT
}

/** Positions of the least and the greatest value. */
function extremes(values: ArrayLike<number>): readonly [low: number, high: number] {
  let low = 0
  let high = 0
  for (let i = 1; i < values.length; i++) {
    if (values[i] < values[low]) low = i
    if (values[i] > values[high]) high = i
  }
  return [low, high]
}

const percentOf = (part: number, whole: number): number =>
  part === 0 ? 0 : (100 * part) / Math.max(Math.abs(whole), Number.MIN_VALUE)

/** All values are the same: the range in percent of the least. */
export const sameInPercent: Judge = ([values]) => {
  const [low, high] = extremes(values)
  return verdict(percentOf(values[high] - values[low], values[low]), low, high)
}

/** All values are the same: the range. */
export const same: Judge = ([values]) => {
  const [low, high] = extremes(values)
  return verdict(values[high] - values[low], low, high)
}

/** The deepest fall from a value to a later one: its positions, and how the fall is measured. */
function deepestFall(values: ArrayLike<number>, measure: (from: number, to: number) => number): Verdict {
  let top = 0
  let worst: readonly [size: number, from: number, to: number] = [0, 0, 0]
  for (let i = 1; i < values.length; i++) {
    if (values[i] > values[top]) top = i
    const size = measure(values[top], values[i])
    if (size > worst[0]) worst = [size, top, i]
  }
  return verdict(...worst)
}

/** No value is less than an earlier one: the deepest fall. */
export const neverFalls: Judge = ([values]) => deepestFall(values, (from, to) => from - to)

/** No value is less than an earlier one: the deepest fall in percent of the higher value. */
export const neverFallsInPercent: Judge = ([values]) =>
  deepestFall(values, (from, to) => percentOf(from - to, from))

/** Values grow in proportion to their position: the farthest from a line through them, in percent of the last. */
export const straight: Judge = ([values]) => {
  const { length } = values
  const middle = (length - 1) / 2
  let mean = 0
  for (let i = 0; i < length; i++) mean += values[i] / length
  let product = 0
  let square = 0
  for (let i = 0; i < length; i++) {
    product += (i - middle) * (values[i] - mean)
    square += (i - middle) ** 2
  }
  const slope = square === 0 ? 0 : product / square
  let worst = 0
  let at = 0
  for (let i = 0; i < length; i++) {
    const distance = Math.abs(values[i] - mean - slope * (i - middle))
    if (distance > worst) {
      worst = distance
      at = i
    }
  }
  return verdict(percentOf(worst, values[length - 1]), 0, at, length - 1)
}

/** Every value lies within [low, high]: the farthest distance outside. */
export function within(low: number, high: number): Judge {
  return ([values]) => {
    let worst = 0
    let at = 0
    for (let i = 0; i < values.length; i++) {
      // Not a number is outside of everything.
      const distance = values[i] >= low && values[i] <= high ? 0 : outside(values[i], low, high)
      if (distance > worst) {
        worst = distance
        at = i
      }
    }
    return verdict(worst, at)
  }
}

function outside(value: number, low: number, high: number): number {
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : Math.max(low - value, value - high)
}

/** The first of two metrics is at least the second: by how much it is less. */
export const atLeast: Judge = ([first, second]) => pairwise(first, second, (a, b) => b - a)

/** Two metrics are close: their distance. */
export const close: Judge = ([first, second]) => pairwise(first, second, (a, b) => Math.abs(a - b))

function pairwise(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  measure: (a: number, b: number) => number,
): Verdict {
  let worst = 0
  let index = 0
  for (let i = 0; i < first.length; i++) {
    const size = measure(first[i], second[i])
    if (size > worst) {
      worst = size
      index = i
    }
  }
  return worst > 0
    ? {
        size: worst,
        at: [
          { column: 0, index },
          { column: 1, index },
        ],
      }
    : KEPT
}
