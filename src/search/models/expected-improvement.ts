/**
 * Expected improvement as its logarithm, which tells places apart even where the improvement is too small for a
 * float64: Jones, Schonlau and Welch (1998); in logarithms, Ament et al., "Unexpected Improvements to Expected
 * Improvement for Bayesian Optimization" (2023).
 */

import { exp } from "../../numeric/exp.ts"
import { log } from "../../numeric/log.ts"
import { millsRatio, normalCdf, normalDensity } from "../../numeric/normal.ts"
import type { Posterior } from "./gaussian-process.ts"

const LOG_ROOT_TWO_PI = 0.9189385332046727

/**
 * log(density(z) + z × P(Z <= z)), the expected improvement of a deviation of 1.
 *
 * @param z any number
 */
function logImprovement(z: number): number {
  if (z > -1) return log(normalDensity(z) + z * normalCdf(z))
  const logDensity = -0.5 * z * z - LOG_ROOT_TWO_PI
  // 1 + z R(-z) is 1/z² - 3/z⁴ + …: from here on the difference would lose its digits.
  if (z < -1000) return logDensity - 2 * log(-z)
  return logDensity + log(1 + z * millsRatio(-z))
}

/**
 * The logarithm of how much a value is expected to lie below the best one.
 *
 * @param posterior what is known of the value
 * @param best lowest value so far
 * @returns -Infinity where the value is known, and no better
 */
export function logExpectedImprovement({ mean, variance }: Posterior, best: number): number {
  if (variance === 0) return log(Math.max(0, best - mean))
  const deviation = Math.sqrt(variance)
  return log(deviation) + logImprovement((best - mean) / deviation)
}

/**
 * How much a value is expected to lie below the best one, where their logarithms are known: F. Hutter, H. Hoos, K.
 * Leyton-Brown and K. Murphy, "An Experimental Investigation of Model-Based Parameter Optimisation: SPO and Beyond"
 * (GECCO 2009), section 5.2.
 *
 * @param posterior what is known of the value's logarithm
 * @param best logarithm of the lowest value so far
 * @returns the improvement itself, 0 or more
 */
export function improvementOfLogarithm({ mean, variance }: Posterior, best: number): number {
  if (variance === 0) return Math.max(0, exp(best) - exp(mean))
  const deviation = Math.sqrt(variance)
  const z = (best - mean) / deviation
  return Math.max(0, exp(best) * normalCdf(z) - exp(mean + variance / 2) * normalCdf(z - deviation))
}
