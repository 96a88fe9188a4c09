/** The float32 functions against the float64 ones they stand for; every float32 number where `DEEP` is set. */
import { describe, expect, test } from "vitest"
import { exp } from "../../src/numeric/exp.ts"
import { expFloat32, logFloat32 } from "../../src/numeric/float32.ts"
import { log } from "../../src/numeric/log.ts"

/** A prime, so that a million bit patterns differ in all their bits; one float32 in 4,099. */
const step = process.env["DEEP"] ? 1 : 4099

const bits = new Uint32Array(1)
const value = new Float32Array(bits.buffer)

interface Difference {
  readonly x: number
  readonly actual: number
  readonly expected: number
}

/** Whether rounding a float64 to float32 is a tie, which would round an inexact float64 result twice. */
function isTie(y: number): boolean {
  const below = Math.fround(y * (1 - Number.EPSILON))
  const above = Math.fround(y * (1 + Number.EPSILON))
  return below !== above && y - below === above - y
}

/**
 * Arguments whose logarithm, as float64, is halfway between two float32 numbers; e^x has none. Where the exact
 * value lies on the other side of the middle, rounding twice misses the nearest float32.
 */
const LOGARITHM_TIES: readonly number[] = [
  3.079322001896428e-20, 0.011794382706284523, 9.472636222839355, 58037908, 235203552, 1.2783783694984994e23,
  3.98526917732935e23, 5.498306075456329e28,
]

const isTried = (x: number): boolean => {
  value[0] = x
  return bits[0]! % step === 0
}

async function compare(
  float32: (x: number) => number,
  float64: (x: number) => number,
  allTies: readonly number[],
): Promise<void> {
  const differences: Difference[] = []
  const ties: number[] = []
  let pause = 2 ** 24
  for (let pattern = 0; pattern < 2 ** 32; pattern += step) {
    // All patterns take minutes, in which the test runner wants to hear from its worker.
    if (pattern >= pause) {
      pause += 2 ** 24
      await new Promise(resolve => setImmediate(resolve))
    }
    bits[0] = pattern
    const x = value[0]!
    const y = float64(x)
    const actual = float32(x)
    if (!Object.is(actual, Math.fround(y)) && differences.length < 5) {
      differences.push({ x, actual, expected: Math.fround(y) })
    }
    if (isTie(y)) ties.push(x)
  }
  expect({ differences, ties }).toEqual({ differences: [], ties: allTies.filter(isTried) })
}

describe("rounded to float32", () => {
  const timeout = 3_600_000
  test("expFloat32(x) = fround(exp(x))", () => compare(expFloat32, exp, []), timeout)
  test("logFloat32(x) = fround(log(x))", () => compare(logFloat32, log, LOGARITHM_TIES), timeout)
})
