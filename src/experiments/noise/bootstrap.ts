/** Confidence intervals by resampling: B. Efron's percentile bootstrap (Annals of Statistics 7, 1979). */

import { quantile } from "../../numeric/ranks.ts"
import type { RandomSource } from "../../random/generator.ts"

/** A number that data gave, and the interval in which it lies with the confidence that was asked for. */
export interface Estimate {
  readonly value: number
  /** NaN where too little was measured to tell. */
  readonly low: number
  readonly high: number
}

/** How intervals are made. */
export interface BootstrapOptions {
  /** Default: 2000. */
  readonly resamples?: number
  /** Default: 0.95. */
  readonly level?: number
}

/** Resamples, of all, that may say nothing, as those in which all values are the same do. */
const MOST_LOST = 0.5

/**
 * Estimates a statistic of independent units, for example configurations.
 *
 * @param numUnits how many there are
 * @param statistic of units, by their numbers, some of them more than once; NaN where they say nothing
 * @param random draws the resamples
 */
export function bootstrap(
  numUnits: number,
  statistic: (units: Uint32Array) => number,
  random: RandomSource,
  options: BootstrapOptions = {},
): Estimate {
  const { resamples = 2000, level = 0.95 } = options
  const value = statistic(Uint32Array.from({ length: numUnits }, (_, unit) => unit))
  const found: number[] = []
  const units = new Uint32Array(numUnits)
  for (let round = 0; round < resamples; round++) {
    for (let at = 0; at < numUnits; at++) units[at] = random.integers(0, numUnits)
    const drawn = statistic(units)
    if (!Number.isNaN(drawn)) found.push(drawn)
  }
  if (found.length <= MOST_LOST * resamples) return { value, low: Number.NaN, high: Number.NaN }
  const outside = (1 - level) / 2
  return { value, low: quantile(found, outside), high: quantile(found, 1 - outside) }
}
