/** Agreement of runs: which are compared, what tau they have, and intervals that a seed makes again. */
import { expect, it } from "vitest"
import { agreementOf, ceilingOf } from "../../../../src/experiments/noise/agreement.ts"
import { bootstrap } from "../../../../src/experiments/noise/bootstrap.ts"
import type { MeasuredRun } from "../../../../src/experiments/noise/measured-runs.ts"
import { mean } from "../../../../src/numeric/moments.ts"
import { createRandom } from "../../../../src/random/generator.ts"
import type { Configuration } from "../../../../src/space/index.ts"
import { makeRuns, range } from "./runs.ts"

function series(collection: number, repeat: number, values: readonly number[]): MeasuredRun[] {
  return values.map((lr, number) => ({
    ...{ number, repeat, collection, fidelity: "one", configuration: {} as Configuration },
    values: { lr },
  }))
}

const runs = [...series(1, 0, [1, 2, 3, 4]), ...series(2, 1, [1, 3, 2, 4]), ...series(2, 2, [4, 3, 2])]

it("compares pairs of series on what both have", () => {
  const all = agreementOf(runs, "lr", () => true, createRandom(0), { resamples: 10 })!
  expect(all.numConfigurations).toBe(4)
  expect(all.pairs.map(({ numConfigurations }) => numConfigurations)).toEqual([4, 3, 3])
  expect(all.pairs.map(({ tau }) => tau)).toEqual([expect.closeTo(2 / 3), -1, expect.closeTo(-1 / 3)])
  expect(all.tau.value).toBeCloseTo((2 / 3 - 1 - 1 / 3) / 3)
  const within = agreementOf(runs, "lr", (a, b) => a.collection === b.collection, createRandom(0))!
  expect(within.pairs).toEqual([
    {
      ...{ first: { repeat: 1, collection: 2 }, second: { repeat: 2, collection: 2 } },
      ...{ numConfigurations: 3, tau: expect.closeTo(-1 / 3) },
    },
  ])
})

it("is null where no three configurations are in two series", () => {
  const few = [...series(1, 0, [1, 2, 3]), ...series(2, 0, [1, 2])]
  expect(agreementOf(few, "lr", () => true, createRandom(0))).toBe(null)
  expect(agreementOf(runs, "unknown", () => true, createRandom(0))).toBe(null)
  const diverged = series(2, 0, [1, Number.NaN, 3])
  expect(agreementOf([...series(1, 0, [1, 2, 3]), ...diverged], "lr", () => true, createRandom(0))).toBe(null)
})

it("has intervals that a seed makes again, narrower for more configurations", () => {
  const width = (count: number, seed: number): number => {
    const random = createRandom(7)
    const of = [1, 2].flatMap(collection => makeRuns(random, { numbers: range(0, count), collection }))
    const { low, high } = agreementOf(of, "valid-acc", () => true, createRandom(seed), {
      resamples: 300,
    })!.tau
    expect(low).toBeLessThan(high)
    return high - low
  }
  expect(width(20, 1)).toBe(width(20, 1))
  expect(width(20, 1)).not.toBe(width(20, 2))
  expect(width(160, 1)).toBeLessThan(0.6 * width(20, 1))
})

it("the bootstrap's interval of a mean is that of the normal distribution", () => {
  const random = createRandom(1)
  const values = Array.from({ length: 400 }, () => random.random())
  const statistic = (units: Uint32Array): number => mean(Array.from(units, unit => values[unit]!))
  const { value, low, high } = bootstrap(values.length, statistic, createRandom(2))
  expect(value).toBe(mean(values))
  // A uniform number's deviation is the root of 1/12.
  const expected = (2 * 1.96 * Math.sqrt(1 / 12)) / Math.sqrt(400)
  expect(high - low).toBeGreaterThan(0.9 * expected)
  expect(high - low).toBeLessThan(1.1 * expected)
  expect(low + high).toBeCloseTo(2 * value, 2)
})

it("the bootstrap says when too many resamples say nothing", () => {
  const nothing = bootstrap(5, units => (units[0] === 0 ? 1 : Number.NaN), createRandom(0))
  expect(nothing).toEqual({ value: 1, low: Number.NaN, high: Number.NaN })
})

it("the ceiling is that of normal values with normal noise", () => {
  expect(ceilingOf(1)).toBe(1)
  expect(ceilingOf(0)).toBe(0)
  expect(ceilingOf(-0.1)).toBeNaN()
  // Correlation of two runs 1/2 is tau 1/3; with the expectation, it is the root of 1/2, and tau 1/2.
  expect(ceilingOf(1 / 3)).toBeCloseTo(1 / 2, 12)
})
