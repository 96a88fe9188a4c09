/** Tests of hypotheses, against scipy's answers (scripts/statistics-oracle.py). */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { ShapeError } from "../../../src/errors.ts"
import { chiSquareTail } from "../../../src/numeric/chi-square.ts"
import { friedman, nemenyiDifference, nemenyiPValue } from "../../../src/numeric/friedman.ts"
import { hodgesLehmann } from "../../../src/numeric/hodges-lehmann.ts"
import { holm } from "../../../src/numeric/holm.ts"
import { mannWhitney } from "../../../src/numeric/mann-whitney.ts"
import { mean, standardError } from "../../../src/numeric/moments.ts"
import { studentisedRangeQuantile, studentisedRangeTail } from "../../../src/numeric/studentised-range.ts"
import { vanElteren } from "../../../src/numeric/van-elteren.ts"
import { type Alternative, signedRank } from "../../../src/numeric/wilcoxon.ts"

interface Sample {
  readonly u: number
  readonly uPValue: number
  readonly wPValue?: number
}

interface Answers {
  readonly chiSquare: { readonly x: number[]; readonly freedoms: number[]; readonly tails: number[][] }
  readonly range: {
    readonly ranges: number[]
    readonly groups: number[]
    readonly tails: number[][]
    readonly levels: number[]
    readonly quantiles: number[][]
  }
  readonly friedman: { rows: number[][]; statistic: number; pValue: number; meanRanks: number[] }[]
  readonly samples: ({ readonly x: number[]; readonly y: number[] } & Record<Alternative, Sample>)[]
  readonly means: { values: number[]; mean: number; error: number }[]
}

const file = join(import.meta.dirname, "..", "..", "fixtures", "statistics", "tests.json")
const answers: Answers = JSON.parse(readFileSync(file, "utf8"))

/** Relative difference; equal numbers differ by 0. */
const relative = (a: number, b: number): number =>
  a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b))

describe("scipy's answers", () => {
  it("to tails of chi-square", () => {
    const { x, freedoms, tails } = answers.chiSquare
    for (const [i, freedom] of freedoms.entries()) {
      for (const [k, value] of x.entries()) {
        expect(relative(chiSquareTail(value, freedom), tails[i]![k]!), `${value}, ${freedom}`).toBeLessThan(
          1e-12,
        )
      }
    }
  })

  it("to the studentised range", () => {
    const { ranges, groups, tails, levels, quantiles } = answers.range
    for (const [i, group] of groups.entries()) {
      for (const [k, range] of ranges.entries()) {
        // scipy integrates to about ten digits, and takes the tail as 1 - P.
        expect(
          Math.abs(studentisedRangeTail(range, group) - tails[i]![k]!),
          `${range}, ${group}`,
        ).toBeLessThan(1e-9)
      }
      for (const [k, level] of levels.entries()) {
        const found = studentisedRangeQuantile(level, group)
        expect(relative(found, quantiles[i]![k]!), `${level}, ${group}`).toBeLessThan(1e-7)
      }
    }
  })

  it.each(answers.friedman.map(answer => [answer.rows.length, answer.rows[0]!.length, answer] as const))(
    "to Friedman's test of %i blocks of %i",
    (numBlocks, _, { rows, statistic, pValue, meanRanks }) => {
      const found = friedman(rows)
      expect(relative(found.statistic, statistic)).toBeLessThan(1e-12)
      expect(relative(found.pValue, pValue)).toBeLessThan(1e-11)
      expect(found.numBlocks).toBe(numBlocks)
      for (const [i, rank] of meanRanks.entries())
        expect(relative(found.meanRanks[i]!, rank)).toBeLessThan(1e-14)
    },
  )

  it.each(answers.samples.map(sample => [sample.x.length, sample.y.length, sample] as const))(
    "to two samples of %i and %i",
    (_, __, sample) => {
      for (const alternative of ["two-sided", "less", "greater"] as const) {
        const { u, uPValue, wPValue } = sample[alternative]
        const found = mannWhitney(sample.x, sample.y, alternative)
        expect(found.statistic).toBe(u)
        expect(relative(found.pValue, uPValue), `U, ${alternative}`).toBeLessThan(1e-11)
        if (wPValue === undefined) continue
        const paired = signedRank(sample.x, sample.y, alternative)
        expect(relative(paired.pValue, wPValue), `W, ${alternative}`).toBeLessThan(1e-11)
      }
    },
  )

  it("to means and their errors", () => {
    for (const { values, mean: wanted, error } of answers.means) {
      expect(relative(mean(values), wanted)).toBeLessThan(1e-13)
      expect(relative(standardError(values), error)).toBeLessThan(1e-13)
    }
  })
})

describe("Demšar's example", () => {
  it("of four classifiers on fourteen data sets has his critical difference", () => {
    expect(nemenyiDifference(4, 14)).toBeCloseTo(1.25, 2)
    expect(nemenyiDifference(4, 14, 0.1)).toBeCloseTo(1.12, 2)
    expect(nemenyiPValue(nemenyiDifference(4, 14), 4, 14)).toBeCloseTo(0.05, 12)
    expect(nemenyiPValue(-3, 4, 14)).toBe(nemenyiPValue(3, 4, 14))
  })
})

describe("what has no answer", () => {
  it("is NaN, or no evidence", () => {
    expect(standardError([1])).toBeNaN()
    expect(mean([])).toBeNaN()
    expect(
      friedman([
        [1, 1],
        [2, 2],
      ]).pValue,
    ).toBeNaN()
    expect(signedRank([1, 2], [1, 2])).toEqual({ statistic: 0, pValue: 1, numPairs: 0, method: "exact" })
    expect(mannWhitney([1, 1], [1, 1]).pValue).toBe(1)
    expect(chiSquareTail(-1, 3)).toBe(1)
    expect(chiSquareTail(Infinity, 3)).toBe(0)
    expect(chiSquareTail(Number.NaN, 3)).toBeNaN()
    expect(studentisedRangeTail(0, 3)).toBe(1)
    expect(studentisedRangeTail(Infinity, 3)).toBeCloseTo(0, 12)
  })

  it("is refused", () => {
    expect(() => friedman([])).toThrow(ShapeError)
    expect(() => friedman([[1, 2], [1]])).toThrow(
      "blocks[1]: wrong length; expected 2 treatments, as in the first, got 1",
    )
    expect(() => signedRank([1], [1, 2])).toThrow(ShapeError)
    expect(() => mannWhitney([], [1])).toThrow("x: expected at least one value, got none")
    expect(() => mannWhitney([1], [])).toThrow("y: expected at least one value, got none")
    expect(() => holm([0.5, 2])).toThrow("pValues[1]: expected a number from 0 to 1, got 2")
    expect(() => chiSquareTail(1, 0)).toThrow("freedom: expected an integer of 1 or more, got 0")
    expect(() => studentisedRangeTail(1, 1)).toThrow("numGroups: expected an integer of 2 or more, got 1")
    expect(() => studentisedRangeQuantile(0, 3)).toThrow(
      "probability: expected a number between 0 and 1, got 0",
    )
  })
})

describe("strata", () => {
  interface Strata {
    readonly vanElteren: readonly {
      readonly strata: readonly (readonly [x: number[], y: number[]])[]
      readonly z: number
      readonly pValue: number
      readonly shareAbove: number
    }[]
    readonly oneStratum: readonly { x: number[]; y: number[]; pValue: number; shareAbove: number }[]
    readonly hodgesLehmann: readonly { readonly values: number[]; readonly middle: number }[]
  }
  const strata: Strata = JSON.parse(readFileSync(join(file, "..", "strata.json"), "utf8"))

  it("are tested as numpy combines scipy's ranks", () => {
    for (const { strata: given, z, pValue, shareAbove } of strata.vanElteren) {
      const found = vanElteren(given.map(([x, y]) => ({ x, y })))
      expect(relative(found.z, z)).toBeLessThan(1e-12)
      expect(relative(found.pValue, pValue)).toBeLessThan(1e-11)
      expect(relative(found.shareAbove, shareAbove)).toBeLessThan(1e-12)
    }
  })

  it("of which there is one are scipy's Mann-Whitney test without continuity", () => {
    for (const { x, y, pValue, shareAbove } of strata.oneStratum) {
      const found = vanElteren([{ x, y }])
      expect(relative(found.pValue, pValue)).toBeLessThan(1e-11)
      expect(relative(found.shareAbove, shareAbove)).toBeLessThan(1e-12)
    }
  })

  it("without two samples, or with equal values alone, are no evidence", () => {
    expect(vanElteren([{ x: [1], y: [] }])).toEqual({ z: 0, pValue: 1, shareAbove: Number.NaN })
    expect(vanElteren([{ x: [2, 2], y: [2] }])).toEqual({ z: 0, pValue: 1, shareAbove: 0.5 })
  })

  it("have numpy's median of pairwise means", () => {
    for (const { values, middle } of strata.hodgesLehmann)
      expect(relative(hodgesLehmann(values), middle)).toBeLessThan(1e-14)
  })
})
