/**
 * The standard normal distribution in float64, the same bits on every engine: G. Marsaglia's series ("Evaluating
 * the Normal Distribution", JSS 11, 2004) in the middle, Laplace's continued fraction for the tails.
 */

import { exp } from "./exp.ts"

const INVERSE_ROOT_TWO_PI = 0.3989422804014327
const ROOT_HALF_PI = 1.2533141373155003

/** From here on the fraction below converges within its terms; the series loses digits further out. */
const TAIL = 2.5
const TERMS = 90

/**
 * The density of the standard normal distribution.
 *
 * @param z any number
 */
export function normalDensity(z: number): number {
  return INVERSE_ROOT_TWO_PI * exp(-0.5 * z * z)
}

/** Density-free part of the middle: (P(Z <= z) - 1/2) / density. */
function middle(z: number): number {
  let term = z
  let sum = z
  for (let i = 3; ; i += 2) {
    term *= (z * z) / i
    if (sum + term === sum) return sum
    sum += term
  }
}

/**
 * Mills' ratio, P(Z > z) / density(z), which stays a plain number where both are too small for one.
 *
 * @param z a number of at least 0
 */
export function millsRatio(z: number): number {
  if (z < TAIL) return ROOT_HALF_PI * exp(0.5 * z * z) - middle(z)
  let fraction = z
  for (let i = TERMS; i > 0; i--) fraction = z + i / fraction
  return 1 / fraction
}

/**
 * The distribution function of the standard normal distribution.
 *
 * @param z any number
 * @returns P(Z <= z)
 * @example
 * ```ts
 * normalCdf(1.96) // 0.975
 * ```
 */
export function normalCdf(z: number): number {
  if (z <= -TAIL) return normalDensity(z) * millsRatio(-z)
  if (z >= TAIL) return 1 - normalDensity(z) * millsRatio(z)
  return 0.5 + normalDensity(z) * middle(z)
}
