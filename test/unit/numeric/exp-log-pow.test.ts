/** exp, log and pow against exact values, which `scripts/random-vectors.py` computes in decimal arithmetic. */
import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import type { DoubleDouble } from "../../../src/numeric/double-double.ts"
import { exp, expDoubleDouble } from "../../../src/numeric/exp.ts"
import { log, logDoubleDouble } from "../../../src/numeric/log.ts"
import { pow } from "../../../src/numeric/pow.ts"

interface Answers {
  readonly exp: readonly [x: number, nearest: number][]
  readonly log: readonly [x: number, nearest: number][]
  readonly pow: readonly [base: number, exponent: number, nearest: number][]
  /** The exact value times 2^200, without a fraction. */
  readonly expScaled: readonly [x: number, scaled: string][]
  readonly logScaled: readonly [x: number, scaled: string][]
}

const fixture = new URL("../../fixtures/random/exp-log-pow.json", import.meta.url)
const answers = JSON.parse(readFileSync(fixture, "utf8")) as Answers

const { NaN: nan, POSITIVE_INFINITY: inf, MAX_VALUE: max, MIN_VALUE: min } = Number

/** A hexadecimal integer with a sign, which BigInt does not take. */
function fromHex(text: string): bigint {
  return text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text)
}

/** log2 of the relative error of a double-double, to the next integer above; exponent scales it. */
function errorBits({ high, low }: DoubleDouble, exponent: number, scaled: string): number {
  const unit = 2 ** (200 + exponent)
  const exact = fromHex(scaled)
  const error = BigInt(high * unit) + BigInt(low * unit) - exact
  const length = (value: bigint): number => (value < 0n ? -value : value).toString(2).length
  return error === 0n ? -inf : length(error) - length(exact) + 1
}

describe("exp", () => {
  test("is the nearest float64 for every argument of the fixture", () => {
    const wrong = answers.exp.filter(([x, nearest]) => !Object.is(exp(x), nearest))
    expect(wrong).toEqual([])
    expect(answers.exp.length).toBeGreaterThan(200)
  })

  test("keeps 99 bits before it rounds", () => {
    for (const [x, scaled] of answers.expScaled) {
      const result = expDoubleDouble(x, 0)
      expect(errorBits(result, result.exponent, scaled), `exp(${x})`).toBeLessThanOrEqual(-99)
    }
  })

  test.each([
    [0, 1],
    [-0, 1],
    [inf, inf],
    [-inf, 0],
    [nan, nan],
    [max, inf],
    [-max, 0],
    [min, 1],
    [-min, 1],
    [1, Math.E],
    // Either side of the largest argument with a finite result, and of the smallest with one above zero.
    [709.782712893384, 1.7976931348622732e308],
    [709.7827128933841, inf],
    [-745.1332191019411, min],
    [-745.1332191019412, 0],
  ])("exp(%s) is %s", (x, expected) => {
    expect(exp(x)).toBe(expected)
  })
})

describe("log", () => {
  test("is the nearest float64 for every argument of the fixture", () => {
    const wrong = answers.log.filter(([x, nearest]) => !Object.is(log(x), nearest))
    expect(wrong).toEqual([])
    expect(answers.log.length).toBeGreaterThan(200)
  })

  test("keeps 99 bits before it rounds", () => {
    for (const [x, scaled] of answers.logScaled) {
      expect(errorBits(logDoubleDouble(x), 0, scaled), `log(${x})`).toBeLessThanOrEqual(-99)
    }
  })

  test.each([
    [1, 0],
    [0, -inf],
    [-0, -inf],
    [inf, inf],
    [-inf, nan],
    [-1, nan],
    [-min, nan],
    [nan, nan],
    [2, Math.LN2],
    [10, Math.LN10],
    [Math.E, 1],
    [max, 709.782712893384],
    [min, -744.4400719213812],
  ])("log(%s) is %s", (x, expected) => {
    expect(log(x)).toBe(expected)
  })
})

describe("pow", () => {
  test("is the nearest float64 for every pair of the fixture", () => {
    const wrong = answers.pow.filter(([base, exponent, nearest]) => !Object.is(pow(base, exponent), nearest))
    expect(wrong).toEqual([])
    expect(answers.pow.length).toBeGreaterThan(200)
  })

  test.each([
    [1, nan, 1],
    [nan, 0, 1],
    [1, inf, 1],
    [nan, 1, nan],
    [2, nan, nan],
    [0, 2, 0],
    [-0, 3, 0],
    [0, -2, inf],
    [0, inf, 0],
    [0, -inf, inf],
    [inf, 1, inf],
    [inf, -1, 0],
    [inf, -inf, 0],
    [2, inf, inf],
    [2, -inf, 0],
    [0.5, inf, 0],
    [0.5, -inf, inf],
    [2, max, inf],
    [2, -max, 0],
    [2, min, 1],
    [1 + 2 ** -52, max, inf],
    [2, 1023, 2 ** 1023],
    [2, 1024, inf],
    [2, -1074, min],
    // Exactly halfway between 0 and the smallest number: to the even one.
    [2, -1075, 0],
    [max, 1, max],
    [min, 1, min],
    [4, 0.5, 2],
  ])("pow(%s, %s) is %s", (base, exponent, expected) => {
    expect(pow(base, exponent)).toBe(expected)
  })

  test("refuses a negative base", () => {
    expect(() => pow(-2, 2)).toThrow(
      new RangeError("pow: base is negative; expected a number of at least 0, got -2"),
    )
  })
})
