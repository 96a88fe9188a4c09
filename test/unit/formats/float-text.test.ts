import { describe, expect, test } from "vitest"
import { ByteWriter } from "../../../src/bytes/byte-writer.ts"
import { generalText, writeFloat } from "../../../src/formats/float-text.ts"
import fc from "../../support/fast-check.ts"
import { runs } from "../../support/runs.ts"

function shortest(value: number): string {
  const writer = new ByteWriter()
  writeFloat(writer, value)
  return new TextDecoder().decode(writer.finish())
}

/** Positive finite floats, every exponent as likely as any other. */
const positive = fc
  .integer({ min: 1, max: 0x7f7fffff })
  .map(bits => new Float32Array(Int32Array.of(bits).buffer)[0])

describe("writeFloat", () => {
  // Printed by XGBoost 1.7.4: save_raw("json") of a model that holds these numbers.
  test.each([
    [0.5, "5E-1"],
    [-123.456, "-1.23456E2"],
    [0, "0E0"],
    [-0, "-0E0"],
    [Number.NaN, "NaN"],
    [Infinity, "Infinity"],
    [-Infinity, "-Infinity"],
    [1.401298464324817e-45, "1E-45"],
    [1.1754943508222875e-38, "1.1754944E-38"],
    [3.4028234663852886e38, "3.4028235E38"],
    [16777216, "1.6777216E7"],
    [33554430, "3.355443E7"],
    [123456789, "1.2345679E8"],
    [1e10, "1E10"],
    [9.999999e-5, "9.999999E-5"],
    [0.119884714, "1.19884714E-1"],
    // Equally near to two decimals of eight digits: the even one.
    [2097152.25, "2.0971522E6"],
    [2097152.75, "2.0971528E6"],
    // Next to a power of ten that is no float32.
    [9.999999778196308e22, "1E23"],
    [9.999999980506448e18, "1E19"],
  ])("%d is %s", (value, text) => {
    expect(shortest(Math.fround(value))).toBe(text)
  })

  test("reads back as the same number, and no fewer digits do", () => {
    fc.assert(
      fc.property(positive, value => {
        const text = shortest(value)
        expect(text).toMatch(/^[1-9](\.\d{0,7}[1-9])?E-?(0|[1-9]\d?)$/)
        expect(Math.fround(Number(text))).toBe(value)
        const digits = text.replace(/E.*|\./g, "").length
        if (digits > 1) expect(Math.fround(Number(value.toExponential(digits - 2)))).not.toBe(value)
      }),
      { numRuns: runs(20_000), seed: 1 },
    )
  })

  test("is the nearest of its length, but for powers of two", () => {
    fc.assert(
      fc.property(positive, value => {
        const text = shortest(value)
        const digits = text.replace(/E.*|\./g, "").length
        const nearest = Number(value.toExponential(digits - 1))
        const isPowerOfTwo = Number.isInteger(Math.log2(value))
        expect(isPowerOfTwo || Math.abs(Number(text) - value) <= Math.abs(nearest - value)).toBe(true)
      }),
      { numRuns: runs(20_000), seed: 2 },
    )
  })

  test("powers of two read back, whose neighbours are not equally far", () => {
    for (let exponent = -149; exponent < 128; exponent++) {
      expect(Math.fround(Number(shortest(2 ** exponent)))).toBe(2 ** exponent)
    }
    // The nearest decimals of eight digits, 1.2621774E-29 and 1.547425E26, are the neighbours' below.
    expect(shortest(2 ** -96)).toBe("1.2621775E-29")
    expect(shortest(2 ** 87)).toBe("1.5474251E26")
  })
})

describe("generalText", () => {
  // What C's printf prints.
  test.each([
    [0, 9, "0"],
    [-0, 9, "-0"],
    [Number.NaN, 9, "nan"],
    [Infinity, 9, "inf"],
    [-Infinity, 9, "-inf"],
    [1, 9, "1"],
    [-0.25, 9, "-0.25"],
    [100, 9, "100"],
    [123456789, 9, "123456792"],
    [1e9, 9, "1e+09"],
    [-1.5e9, 9, "-1.5e+09"],
    [0.0001, 9, "9.99999975e-05"],
    [0.001, 9, "0.00100000005"],
    [0.1, 6, "0.1"],
    [1e-45, 9, "1.40129846e-45"],
    [3.4028234663852886e38, 6, "3.40282e+38"],
    [999999.9375, 6, "1e+06"],
    [9.999999980506448e18, 9, "9.99999998e+18"],
    [9.999999980506448e18, 6, "1e+19"],
    // Exactly between two decimals of nine digits: the even one.
    [1234567.125, 9, "1234567.12"],
    [1234567.375, 9, "1234567.38"],
  ])("%d with %d digits is %s", (value, precision, text) => {
    expect(generalText(Math.fround(value), precision)).toBe(text)
  })

  test("nine digits read back as the same number", () => {
    fc.assert(
      fc.property(positive, value => {
        const text = generalText(value, 9)
        expect(Math.fround(Number(text))).toBe(value)
        expect(text).not.toMatch(/\.\d*0(e|$)|\.$/)
      }),
      { numRuns: runs(20_000), seed: 3 },
    )
  })

  test("is toPrecision without its trailing zeros, but for ties", () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 1, max: 9 }), (value, precision) => {
        // Halves round up in toPrecision and to the even digit in C.
        const digits = value.toExponential(100).replace(/e.*|\./g, "")
        fc.pre(!/^50*$/.test(digits.slice(precision)))
        expect(Number(generalText(value, precision))).toBe(Number(value.toPrecision(precision)))
      }),
      { numRuns: runs(20_000), seed: 4 },
    )
  })
})
