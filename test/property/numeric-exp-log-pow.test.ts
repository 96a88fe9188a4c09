/** Laws of exp, log and pow over random arguments, and the exact error terms they are made of. */

import { describe, expect, test } from "vitest"
import { productError, sumError } from "../../src/numeric/double-double.ts"
import { exp } from "../../src/numeric/exp.ts"
import { significand } from "../../src/numeric/float64-bits.ts"
import { log } from "../../src/numeric/log.ts"
import { pow } from "../../src/numeric/pow.ts"
import fc from "../support/fast-check.ts"

const { EPSILON } = Number
const numRuns = 2000

const view = new DataView(new ArrayBuffer(8))

/** The next float64 above a positive or negative number. */
function nextUp(x: number): number {
  view.setFloat64(0, x)
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? 1n : -1n))
  return view.getFloat64(0)
}

const double = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
const positive = double(Number.MIN_VALUE, Number.MAX_VALUE)
/** Beside a power of two, 1 / x and the root lie too near a middle for 100 bits to tell; see the note on `pow`. */
const apart = positive.filter(x => {
  const ratio = x < 2 ** -1022 ? significand(x * 2 ** 54) : significand(x)
  return ratio === 1 || (ratio - 1 > 2 ** -40 && 2 - ratio > 2 ** -40)
})
const normal = double(2 ** -1022, Number.MAX_VALUE)

describe("error terms", () => {
  const integer = fc.maxSafeInteger()

  test("sumError is what a + b leaves", () => {
    fc.assert(
      fc.property(integer, integer, fc.integer({ min: 0, max: 60 }), (a, b, shift) => {
        const scaled = b * 2 ** shift
        const sum = a + scaled
        expect(BigInt(sum) + BigInt(sumError(a, scaled, sum))).toBe(BigInt(a) + BigInt(scaled))
      }),
      { numRuns },
    )
  })

  test("productError is what a * b leaves", () => {
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        const product = a * b
        expect(BigInt(product) + BigInt(productError(a, b, product))).toBe(BigInt(a) * BigInt(b))
      }),
      { numRuns },
    )
  })
})

describe("exp", () => {
  test("never falls from one float64 to the next", () => {
    const argument = double(-745.2, 709.8).filter(x => x !== 0)
    fc.assert(
      fc.property(argument, x => exp(nextUp(x)) >= exp(x)),
      { numRuns },
    )
  })

  test("keeps the order of any two arguments", () => {
    const argument = double(-750, 710)
    fc.assert(
      fc.property(argument, argument, (a, b) => exp(Math.min(a, b)) <= exp(Math.max(a, b))),
      { numRuns },
    )
  })

  test("is within two units in the last place of the engine's own", () => {
    fc.assert(
      fc.property(double(-708, 709.7), x => Math.abs(exp(x) - Math.exp(x)) <= 2 * EPSILON * exp(x)),
      { numRuns },
    )
  })
})

describe("log", () => {
  test("never falls from one float64 to the next", () => {
    fc.assert(
      fc.property(positive, x => log(nextUp(x)) >= log(x)),
      { numRuns },
    )
  })

  test("is undone by exp, as far as rounding the logarithm lets it", () => {
    fc.assert(
      fc.property(normal, x => {
        const y = log(x)
        return Math.abs(exp(y) - x) <= x * (EPSILON + Math.abs(y) * EPSILON)
      }),
      { numRuns },
    )
  })

  test("undoes exp, as far as rounding the exponential lets it", () => {
    fc.assert(
      fc.property(double(-708, 709.7), x => Math.abs(log(exp(x)) - x) <= EPSILON * (1 + Math.abs(x))),
      { numRuns },
    )
  })

  test("of 1 / x for a power of two is -log(x), exactly", () => {
    fc.assert(fc.property(fc.integer({ min: -1022, max: 1022 }), k => log(2 ** -k) === 0 - log(2 ** k)))
  })
})

describe("pow", () => {
  test("of a whole exponent with a representable result is exact", () => {
    const base = fc.integer({ min: 2, max: 2 ** 17 })
    fc.assert(
      fc.property(
        base,
        fc.integer({ min: 1, max: 3 }),
        (b, k) => BigInt(pow(b, k)) === BigInt(b) ** BigInt(k),
      ),
      { numRuns },
    )
  })

  test("of exponent 2 is x * x, ties included", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 28 }), x => pow(x, 2) === x * x),
      { numRuns },
    )
    fc.assert(
      fc.property(double(1e-160, 1e154), x => pow(x, 2) === x * x),
      { numRuns },
    )
  })

  test("of exponent -1 is 1 / x", () => {
    fc.assert(
      fc.property(apart, x => pow(x, -1) === 1 / x),
      { numRuns },
    )
  })

  test("of exponent 1/2 is the square root", () => {
    fc.assert(
      fc.property(apart, x => pow(x, 0.5) === Math.sqrt(x)),
      { numRuns },
    )
  })
})
