/** Marginals and functional ANOVA of small random benchmarks against averages over every answer. */

import { expect, test } from "vitest"
import type { Configuration } from "../../src/space/index.ts"
import fc from "../support/fast-check.ts"
import { Random } from "../support/random.ts"
import {
  everyConfiguration,
  learningRateCuts,
  smallBenchmark,
  weightDecayCuts,
} from "../support/small-benchmark.ts"

const numRuns = process.env["DEEP"] ? 500 : 40
const all = everyConfiguration()
const NAMES = ["Op1", "Op2", "LearningRate", "WeightDecay", "Activation", "TrivialAugment"] as const
type Name = (typeof NAMES)[number]

/** Share of each cell in the logarithm, by the value in it. */
function cellShares(lower: number, upper: number, cuts: readonly number[]): Map<number, number> {
  const ends = [lower, ...cuts, upper]
  return new Map(
    ends.slice(0, -1).map((end, i) => [end, Math.log(ends[i + 1]! / end) / Math.log(upper / lower)]),
  )
}

const rates = cellShares(0.001, 1, learningRateCuts)
const decays = cellShares(1e-5, 1e-3, weightDecayCuts)
const weights = all.map(
  ({ LearningRate, WeightDecay }) => (rates.get(LearningRate)! * decays.get(WeightDecay)!) / 150,
)

/** Weighted mean of some values, by a key of the configuration. */
function meansBy(
  values: ArrayLike<number>,
  keyOf: (configuration: Configuration) => string,
): Map<string, number> {
  const sums = new Map<string, [number, number]>()
  all.forEach((configuration, i) => {
    const entry = sums.get(keyOf(configuration)) ?? [0, 0]
    entry[0] += weights[i]! * values[i]!
    entry[1] += weights[i]!
    sums.set(keyOf(configuration), entry)
  })
  return new Map(Array.from(sums, ([key, [sum, weight]]) => [key, sum / weight]))
}

/** Variance of the mean given some hyperparameters. */
function varianceOfMeans(values: ArrayLike<number>, names: readonly Name[]): number {
  const keyOf = (configuration: Configuration): string => names.map(name => configuration[name]).join()
  const means = meansBy(values, keyOf)
  const given = all.map(configuration => means.get(keyOf(configuration))!)
  const whole = given.reduce((sum, value, i) => sum + weights[i]! * value, 0)
  return given.reduce((sum, value, i) => sum + weights[i]! * (value - whole) ** 2, 0)
}

test("shares and means are those of every answer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async seed => {
      const { benchmark } = smallBenchmark(new Random(seed))
      const values = benchmark.queryMany(all, { metrics: ["valid-acc"] })["valid-acc"]
      const { mean, variance, single, pairs, rest } = await benchmark.fanova({ metric: "valid-acc" })
      const scale = Math.max(...values.map(Math.abs), 1e-3)
      const near = (found: number, wanted: number, unit: number): void => {
        expect(Math.abs(found - wanted) / unit).toBeLessThan(1e-5)
      }
      near(mean, meansBy(values, () => "").get("")!, scale)
      near(variance, varianceOfMeans(values, NAMES), scale * scale)
      let explained = 0
      for (const { names, variance: part } of single) {
        near(part, varianceOfMeans(values, names as Name[]), scale * scale)
        explained += part
      }
      for (const { names, variance: part } of pairs) {
        const [a, b] = names as [Name, Name]
        const alone = varianceOfMeans(values, [a]) + varianceOfMeans(values, [b])
        near(part, varianceOfMeans(values, [a, b]) - alone, scale * scale)
        explained += part
      }
      near(rest * variance, Math.max(0, variance - explained), scale * scale)
    }),
    { numRuns },
  )
})

test("marginals by one and by two hyperparameters, in either order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async seed => {
      const { benchmark } = smallBenchmark(new Random(seed))
      const values = benchmark.queryMany(all, { metrics: ["latency"] }).latency
      const varying = (await benchmark.fanova({ metric: "latency" })).single.flatMap(({ names }) => names)
      for (const by of [varying.slice(0, 1), varying.slice(0, 2), varying.slice(0, 2).reverse()]) {
        const { axes, means, mean } = await benchmark.exactMarginal({ metric: "latency", by })
        expect(axes.map(({ name }) => name)).toEqual(by)
        const keyOf = (configuration: Configuration): string =>
          axes
            .map(({ name, values }) =>
              values.findIndex(value =>
                Array.isArray(value)
                  ? Math.fround(configuration[name] as number) >= value[0] &&
                    Math.fround(configuration[name] as number) < value[1]
                  : value === configuration[name],
              ),
            )
            .join()
        const wanted = meansBy(values, keyOf)
        const lengths = axes.map(({ values }) => values.length)
        expect(means).toHaveLength(lengths.reduce((a, b) => a * b, 1))
        const scale = Math.max(...values.map(Math.abs), 1e-3)
        means.forEach((found, at) => {
          const key = lengths.length === 1 ? `${at}` : `${Math.floor(at / lengths[1]!)},${at % lengths[1]!}`
          expect(Math.abs(found - wanted.get(key)!) / scale).toBeLessThan(1e-5)
        })
        const shares = axes.map(axis => axis.weights.reduce((sum, weight) => sum + weight, 0))
        for (const share of shares) expect(share).toBeCloseTo(1, 12)
        expect(Math.abs(mean - meansBy(values, () => "").get("")!) / scale).toBeLessThan(1e-5)
      }
    }),
    { numRuns },
  )
})
