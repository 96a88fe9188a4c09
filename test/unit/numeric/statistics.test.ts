import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { ShapeError } from "../../../src/errors.ts"
import { meanAbsoluteError, r2Score, rootMeanSquaredError } from "../../../src/numeric/fit-scores.ts"
import { kendallTau } from "../../../src/numeric/kendall-tau.ts"
import { millsRatio, normalCdf, normalDensity } from "../../../src/numeric/normal.ts"
import { quantile, ranks } from "../../../src/numeric/ranks.ts"

const root = join(import.meta.dirname, "..", "..", "..")
const folder = join(root, "test", "fixtures", "statistics")
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"))

interface Answers {
  readonly [name: string]: number | number[]
  readonly x: number[]
  readonly y: number[]
  readonly probabilities: number[]
}

/** Relative difference; equal numbers, infinite ones included, differ by 0. */
function relative(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b))
}

describe("scipy's and scikit-learn's answers", () => {
  const all = read("columns.json") as Answers[]
  it.each(all.map((answers, i) => [i, answers.x.length, answers] as const))(
    "columns %i: %i rows",
    (_, __, a) => {
      const { x, y } = a
      expect(relative(kendallTau(x, y), a["tau"] as number)).toBeLessThan(1e-14)
      expect(Array.from(ranks(x))).toEqual(a["ranks"])
      expect(relative(r2Score(x, y), a["r2"] as number)).toBeLessThan(1e-12)
      expect(relative(meanAbsoluteError(x, y), a["mae"] as number)).toBeLessThan(1e-13)
      expect(relative(rootMeanSquaredError(x, y), a["rmse"] as number)).toBeLessThan(1e-13)
      for (const [i, probability] of a.probabilities.entries()) {
        expect(relative(quantile(x, probability), (a["quantiles"] as number[])[i]!)).toBeLessThan(1e-15)
      }
    },
  )

  it("of the normal distribution, tails included", () => {
    const normal = read("normal.json") as Record<string, number[]>
    for (const [i, z] of normal["z"]!.entries()) {
      expect(relative(normalDensity(z), normal["density"]![i]!), `density(${z})`).toBeLessThan(2e-13)
      expect(relative(normalCdf(z), normal["cdf"]![i]!), `cdf(${z})`).toBeLessThan(2e-13)
    }
    for (const [i, z] of normal["half"]!.entries()) {
      expect(relative(millsRatio(z), normal["mills"]![i]!), `mills(${z})`).toBeLessThan(1e-13)
    }
  })

  const hasPython = spawnSync("/usr/bin/python3", ["-c", "import scipy, sklearn"]).status === 0
  it.skipIf(!hasPython && process.env["CI"] !== "true")("come out of the script again", () => {
    const again = mkdtempSync(join(tmpdir(), "statistics-"))
    execFileSync("/usr/bin/python3", [join(root, "scripts", "statistics-oracle.py"), again])
    for (const name of ["columns.json", "normal.json", "tests.json", "strata.json"]) {
      expect(JSON.parse(readFileSync(join(again, name), "utf8"))).toEqual(read(name))
    }
    rmSync(again, { recursive: true })
  })
})

describe("what has no answer", () => {
  it("is NaN for columns that do not vary", () => {
    expect(kendallTau([1, 1, 1], [1, 2, 3])).toBeNaN()
    expect(kendallTau([], [])).toBeNaN()
    expect(kendallTau([1], [2])).toBeNaN()
    expect(r2Score([2, 2], [1, 3])).toBeNaN()
    expect(meanAbsoluteError([], [])).toBeNaN()
    expect(rootMeanSquaredError([], [])).toBeNaN()
  })

  it("is refused for columns that do not fit, and for NaN", () => {
    expect(() => kendallTau([1, 2], [1])).toThrow(ShapeError)
    expect(() => r2Score([1, 2], [1, Number.NaN])).toThrow("y[1]: expected a number, got NaN")
    expect(() => meanAbsoluteError([Number.NaN], [1])).toThrow("x[0]: expected a number, got NaN")
    expect(() => ranks([1, Number.NaN])).toThrow("values[1]: expected a number, got NaN")
    expect(() => quantile([], 0.5)).toThrow("values: expected at least one value, got none")
    expect(() => quantile([1], 1.5)).toThrow("probability: expected a number from 0 to 1, got 1.5")
  })

  it("is no quantile between infinities", () => {
    expect(quantile([-Infinity, 1, Infinity], 0.5)).toBe(1)
    expect(quantile([1, 2, Infinity], 1)).toBe(Infinity)
  })
})

it("tau of 100,000 rows takes n log n steps, not n squared", () => {
  const length = 100_000
  const x = Float32Array.from({ length }, (_, i) => (i * 7919) % 100_003)
  const begin = process.cpuUsage()
  expect(kendallTau(x, x)).toBe(1)
  expect(
    kendallTau(
      x,
      x.map(value => -value),
    ),
  ).toBe(-1)
  const { user, system } = process.cpuUsage(begin)
  // Five thousand million pairs would take several seconds of CPU time each.
  expect(user + system).toBeLessThan(4e6)
})
