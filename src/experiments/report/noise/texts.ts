/** Estimates as reports of noise print them. */

import type { Estimate } from "../../noise/bootstrap.ts"
import { fixed } from "../numbers.ts"

/** A number with its interval: `0.657 (0.444 to 0.817)`. */
export function withInterval({ value, low, high }: Estimate, decimals = 3): string {
  if (!Number.isFinite(low)) return fixed(value, decimals)
  return `${fixed(value, decimals)} (${fixed(low, decimals)} to ${fixed(high, decimals)})`
}

/** A logarithm of a ratio as percent that were gained. */
const percentOf = (logarithm: number): number => 100 * Math.expm1(logarithm)

/** The same estimate in percent. */
export function inPercent({ value, low, high }: Estimate): Estimate {
  return { value: percentOf(value), low: percentOf(low), high: percentOf(high) }
}
