import { describe, expect, test } from "vitest"
import { expFloat32, logFloat32 } from "../../../src/numeric/float32.ts"

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const f = Math.fround
const largest = f(3.4028234663852886e38)
const smallest = 2 ** -149

describe("expFloat32", () => {
  test.each([
    [0, 1],
    [-0, 1],
    [inf, inf],
    [-inf, 0],
    [nan, nan],
    [largest, inf],
    [-largest, 0],
    [smallest, 1],
    [-smallest, 1],
    [1, f(Math.E)],
    // Neighbours on either side of the overflow, then of half the smallest float32.
    [f(88.72283172607422), f(3.4027985374118487e38)],
    [f(88.72283935546875), inf],
    [f(-103.97207641601562), smallest],
    [f(-103.97208404541016), 0],
    [f(-87.5), f(9.982350930569248e-39)],
    // The two arguments whose exponentials lie nearest to the middle of two float32 numbers.
    [-0.007352583575993776, 0.9926744103431702],
    [-14.567090034484863, 4.716210639799101e-7],
  ])("expFloat32(%s) is %s", (x, expected) => {
    expect(expFloat32(x)).toBe(expected)
  })
})

describe("logFloat32", () => {
  test.each([
    [1, 0],
    [0, -inf],
    [-0, -inf],
    [inf, inf],
    [-inf, nan],
    [-1, nan],
    [nan, nan],
    [2, f(Math.LN2)],
    [10, f(Math.LN10)],
    [largest, f(88.72283905206835)],
    [smallest, f(-103.27892990343184)],
    [1 + 2 ** -23, f(1.1920928244535389e-7)],
    [1 - 2 ** -24, f(-5.960464655174753e-8)],
    // Near the middle of two float32 numbers, and in it as float64 (see the head of the module).
    [f(2.901052445145047e-12), -26.565948486328125],
    [f(1.5052644756711816e35), 80.99944305419922],
    [f(235203552), 19.275962829589844],
    [f(9.472636222839355), 2.2484073638916016],
  ])("logFloat32(%s) is %s", (x, expected) => {
    expect(logFloat32(x)).toBe(expected)
  })
})
