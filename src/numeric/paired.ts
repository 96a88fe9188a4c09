/** What statistics of two columns ask of them. */

import { ShapeError } from "../errors.ts"

/**
 * Checks that two columns belong together.
 *
 * @returns their length
 * @throws {ShapeError} for columns of different lengths
 * @throws {RangeError} for NaN, which has no place in an order or a mean
 */
export function checkPaired(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) {
    throw new ShapeError({
      path: "y",
      what: "columns of different lengths",
      expected: `${x.length} values`,
      actual: `${y.length}`,
    })
  }
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i])) throw new RangeError(`x[${i}]: expected a number, got NaN`)
    if (Number.isNaN(y[i])) throw new RangeError(`y[${i}]: expected a number, got NaN`)
  }
  return x.length
}
