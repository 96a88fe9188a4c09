import { describe, expect, it } from "vitest"
import { factor, inverse, solveLower, solveUpper } from "../../../../src/numeric/cholesky.ts"
import { createRandom } from "../../../../src/random/generator.ts"
import { drawNormal } from "../../../../src/random/normal.ts"
import { logExpectedImprovement } from "../../../../src/search/models/expected-improvement.ts"
import { fitKernel } from "../../../../src/search/models/fit-kernel.ts"
import { GaussianProcess, type KernelParameters } from "../../../../src/search/models/gaussian-process.ts"

const random = createRandom(5)
const points = Array.from({ length: 14 }, () => Float64Array.of(random.random(), random.random()))

const parameters = (lengths: number[], noise = -8): KernelParameters => ({
  logLengths: Float64Array.from(lengths),
  logSignalVariance: 0,
  logNoiseVariance: noise,
})

describe("a Cholesky factor", () => {
  const n = 6
  const seeds = Array.from({ length: n * n }, () => random.random() - 0.5)
  // B Bᵀ and something on the diagonal is positive definite.
  const matrix = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, k] = [Math.floor(at / n), at % n]
    return (
      (i === k ? 0.5 : 0) + seeds.slice(i * n, i * n + n).reduce((s, v, j) => s + v * seeds[k * n + j]!, 0)
    )
  })
  const lower = matrix.slice()

  it("solves, and inverts", () => {
    expect(factor(lower, n)).toBe(true)
    const b = Float64Array.from({ length: n }, (_, i) => i - 2)
    const x = b.slice()
    solveLower(lower, x)
    solveUpper(lower, x)
    const inverted = inverse(lower, n)
    for (let i = 0; i < n; i++) {
      let product = 0
      for (let k = 0; k < n; k++) product += matrix[i * n + k]! * x[k]!
      expect(product).toBeCloseTo(b[i]!, 12)
      for (let k = 0; k < n; k++) {
        let entry = 0
        for (let j = 0; j < n; j++) entry += matrix[i * n + j]! * inverted[j * n + k]!
        expect(entry).toBeCloseTo(i === k ? 1 : 0, 12)
      }
    }
  })

  it("does not exist of a matrix that is not positive definite", () => {
    expect(factor(Float64Array.of(1, 2, 2, 1), 2)).toBe(false)
  })
})

describe("a Gaussian process", () => {
  const values = Float64Array.from(points, ([x, y]) => Math.sin(5 * x!) + y!)

  it("goes through what it has seen, and knows nothing far away", () => {
    const process = new GaussianProcess(points, values, [false, false], parameters([-1, -1], -14))
    for (const [i, point] of points.entries()) {
      const { mean, variance } = process.predict(point)
      expect(mean).toBeCloseTo(values[i]!, 3)
      expect(variance).toBeLessThan(1e-4)
    }
    const far = process.predict(Float64Array.of(100, 100))
    expect(far.mean).toBeCloseTo(0, 12)
    expect(far.variance).toBeCloseTo(1, 12)
  })

  it("is at one distance from every other category", () => {
    const process = new GaussianProcess(
      [Float64Array.of(0.1)],
      Float64Array.of(1),
      [true],
      parameters([0], -14),
    )
    const [near, far] = [0.3, 0.9].map(value => process.predict(Float64Array.of(value)).mean)
    expect(near).toBe(far)
    // The kernel of Matérn 5/2 at distance 1.
    expect(near).toBeCloseTo((1 + Math.sqrt(5) + 5 / 3) * Math.exp(-Math.sqrt(5)), 5)
  })

  it("refuses points that coincide without noise", () => {
    const twice = [points[0]!, points[0]!]
    expect(
      () => new GaussianProcess(twice, Float64Array.of(0, 1), [false, false], parameters([0, 0], -800)),
    ).toThrow("not positive definite")
  })
})

describe("fitting a kernel", () => {
  it("finds out which coordinate matters, and how much noise there is", () => {
    const many = Array.from({ length: 40 }, () => Float64Array.of(random.random(), random.random()))
    const raw = many.map(([x]) => Math.sin(9 * x!) + 0.05 * drawNormal(random))
    const values = Float64Array.from(raw, value => value / Math.SQRT1_2)
    const { logLengths, logNoiseVariance } = fitKernel(many, values, [false, false], createRandom(1))
    expect(logLengths[1]!).toBeGreaterThan(logLengths[0]! + 1.5)
    // 0.05² in units of variance 1/2.
    expect(logNoiseVariance).toBeGreaterThan(Math.log(0.005) - 1.2)
    expect(logNoiseVariance).toBeLessThan(Math.log(0.005) + 1.2)
  })

  it("ends higher than every neighbour: the slopes are the likelihood's", () => {
    const values = Float64Array.from(points, ([x, y]) => Math.sin(5 * x!) + y! - 1)
    const found = fitKernel(points, values, [false, false], createRandom(1))
    // The log posterior by its definition, with determinants and inverses of its own.
    const height = (logs: number[]): number => {
      const n = points.length
      const matrix = new Float64Array(n * n)
      for (let i = 0; i < n; i++) {
        for (let k = 0; k < n; k++) {
          const r = Math.hypot(...[0, 1].map(a => (points[i]![a]! - points[k]![a]!) / Math.exp(logs[a]!)))
          const scaled = Math.sqrt(5) * r
          matrix[i * n + k] = Math.exp(logs[2]!) * (1 + scaled + scaled ** 2 / 3) * Math.exp(-scaled)
        }
        matrix[i * n + i]! += Math.exp(logs[3]!)
      }
      factor(matrix, n)
      const solved = values.slice()
      solveLower(matrix, solved)
      let sum = 0
      for (let i = 0; i < n; i++) sum -= 0.5 * solved[i]! ** 2 + Math.log(matrix[i * n + i]!)
      const mean = Math.SQRT2 + 0.5 * Math.log(2)
      const priors = [...[0, 1].map(a => (logs[a]! - mean) / Math.sqrt(3)), logs[2]!, (logs[3]! + 4) / 1.5]
      return sum - 0.5 * priors.reduce((total, distance) => total + distance ** 2, 0)
    }
    const logs = [...found.logLengths, found.logSignalVariance, found.logNoiseVariance]
    for (const at of logs.keys()) {
      for (const step of [-0.05, 0.05]) {
        const moved = logs.map((value, i) => (i === at ? value + step : value))
        expect(height(moved)).toBeLessThan(height(logs))
      }
    }
  })
})

describe("expected improvement", () => {
  /** By the trapezoidal rule over the normal density. */
  function integrated(mean: number, deviation: number, best: number): number {
    let sum = 0
    const width = (best - (mean - 12 * deviation)) / 200_000
    for (let i = 0; i < 200_000; i++) {
      const value = best - (i + 0.5) * width
      const z = (value - mean) / deviation
      sum += ((best - value) * Math.exp(-0.5 * z * z) * width) / (deviation * Math.sqrt(2 * Math.PI))
    }
    return sum
  }

  it.each([
    [0, 1, 0],
    [0, 1, 1.5],
    [2, 0.5, 1],
    [3, 0.4, 1],
    [-1, 2, -4],
  ])("of mean %f, deviation %f, below %f is the integral", (mean, deviation, best) => {
    const found = logExpectedImprovement({ mean, variance: deviation ** 2 }, best)
    expect(found).toBeCloseTo(Math.log(integrated(mean, deviation, best)), 6)
  })

  it("keeps an order where a float64 would be 0", () => {
    const at = (mean: number): number => logExpectedImprovement({ mean, variance: 1 }, 0)
    const heights = [-1, 0, 0.999, 1.001, 5, 40, 100, 999, 1001, 1e4, 1e6].map(at)
    expect(heights.every((height, i) => i === 0 || height < heights[i - 1]!)).toBe(true)
    expect(heights.every(Number.isFinite)).toBe(true)
  })

  it("of a value that is known is what it is", () => {
    expect(logExpectedImprovement({ mean: 1, variance: 0 }, 3)).toBeCloseTo(Math.log(2), 14)
    expect(logExpectedImprovement({ mean: 3, variance: 0 }, 1)).toBe(-Infinity)
  })
})

it("normal numbers have mean 0, variance 1 and the tails they should", () => {
  const generator = createRandom(9)
  const drawn = Array.from({ length: 20_000 }, () => drawNormal(generator))
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length
  expect(Math.abs(mean)).toBeLessThan(0.03)
  expect(drawn.reduce((sum, value) => sum + value * value, 0) / drawn.length).toBeCloseTo(1, 1)
  expect(drawn.filter(value => Math.abs(value) > 1.96).length / drawn.length).toBeCloseTo(0.05, 2)
})
