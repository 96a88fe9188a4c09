/** Step functions of time: what a search has reached, from each moment on. */

/** From each time on, the value beside it. */
export interface Steps {
  /** In ascending order. */
  readonly time: Float64Array
  /** As many. */
  readonly value: Float64Array
}

/**
 * The value of a step function. Before its first time it is the first value (filled backward), after its last the
 * last one (filled forward), as in the paper's own analysis.
 *
 * @param steps at least one
 * @param at any time
 * @example
 * ```ts
 * const steps = { time: Float64Array.of(1, 3), value: Float64Array.of(20, 10) }
 * console.log(stepAt(steps, 0), stepAt(steps, 2.9), stepAt(steps, 3)) // 20 20 10
 * ```
 */
export function stepAt({ time, value }: Steps, at: number): number {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (time[middle] <= at) low = middle + 1
    else high = middle
  }
  return value[Math.max(0, low - 1)]
}

/** The last value. */
export function lastOf({ value }: Steps): number {
  return value[value.length - 1]
}

/** All times of several step functions, in ascending order, each once. */
export function unionOfTimes(all: readonly Steps[]): Float64Array {
  const length = all.reduce((sum, { time }) => sum + time.length, 0)
  const union = new Float64Array(length)
  let filled = 0
  for (const { time } of all) {
    union.set(time, filled)
    filled += time.length
  }
  return union.sort().filter((time, i) => i === 0 || time !== union[i - 1])
}

/**
 * A step function of some positions, told in full by the entries at which the value changes.
 *
 * @param steps at least one
 */
export function changesOf({ time, value }: Steps): Steps {
  const isChange = (_: number, i: number): boolean => i === 0 || value[i] !== value[i - 1]
  return { time: time.filter(isChange), value: value.filter(isChange) }
}
