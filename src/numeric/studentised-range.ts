/**
 * The range of normal variables in units of their known deviation: the studentised range with infinitely many
 * degrees of freedom, by which Nemenyi's test decides (P. Nemenyi, "Distribution-free Multiple Comparisons", 1963).
 */

import { normalCdf, normalDensity } from "./normal.ts"

/** The trapezoid rule on a smooth function that vanishes at both ends: halving the step changes the last digit. */
const STEP = 0.125
const END = 9

function checkGroups(numGroups: number): void {
  if (Number.isSafeInteger(numGroups) && numGroups >= 2) return
  throw new RangeError(`numGroups: expected an integer of 2 or more, got ${numGroups}`)
}

/**
 * The upper tail of the range of standard normal variables.
 *
 * @param range any number
 * @param numGroups how many variables, 2 or more
 * @returns P(max - min > range)
 * @throws {RangeError} for other numbers of variables
 */
export function studentisedRangeTail(range: number, numGroups: number): number {
  checkGroups(numGroups)
  if (!(range > 0)) return Number.isNaN(range) ? Number.NaN : 1
  // Over the lowest variable: the others lie at most a range above it.
  let sum = 0
  for (let z = -END; z <= END; z += STEP) {
    const share = normalCdf(z + range) - normalCdf(z)
    let together = 1
    for (let other = 1; other < numGroups; other++) together *= share
    sum += normalDensity(z) * together
  }
  return Math.max(0, 1 - numGroups * STEP * sum)
}

/**
 * The range that is exceeded with a probability.
 *
 * @param probability above 0 and below 1
 * @param numGroups how many variables, 2 or more
 * @throws {RangeError} for other probabilities and numbers of variables
 * @example
 * ```ts
 * studentisedRangeQuantile(0.05, 5) // 3.858
 * ```
 */
export function studentisedRangeQuantile(probability: number, numGroups: number): number {
  checkGroups(numGroups)
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`probability: expected a number between 0 and 1, got ${probability}`)
  }
  let low = 0
  let high = 1
  while (studentisedRangeTail(high, numGroups) > probability && high < 64) high *= 2
  for (;;) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) return middle
    if (studentisedRangeTail(middle, numGroups) > probability) low = middle
    else high = middle
  }
}
