/** Normal numbers from uniform ones: G. Marsaglia's polar method, which asks no sine of the engine. */

import { log } from "../numeric/log.ts"
import type { RandomSource } from "./generator.ts"

/**
 * Draws from the standard normal distribution, with as many pairs of uniform numbers as it takes.
 *
 * @param random source of the numbers
 * @returns the same number on every engine for the same draws
 */
export function drawNormal(random: RandomSource): number {
  for (;;) {
    const a = 2 * random.random() - 1
    const b = 2 * random.random() - 1
    const square = a * a + b * b
    if (square > 0 && square < 1) return a * Math.sqrt((-2 * log(square)) / square)
  }
}
