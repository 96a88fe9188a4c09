/** Optima of small random benchmarks against trying every answer. */

import { describe, expect, test } from "vitest"
import type { Benchmark } from "../../src/benchmark/benchmark.ts"
import type { Constraints } from "../../src/benchmark/regions/constraint.ts"
import { type Optimum, type OptimumOptions, OptimumPlan } from "../../src/benchmark/regions/optimum.ts"
import { SharedMaximum } from "../../src/parallel/shared-maximum.ts"
import { findPart, type OptimumPart, OptimumParts } from "../../src/predict/regions/optimum-parts.ts"
import type { Configuration } from "../../src/space/index.ts"
import type { Surrogate } from "../../src/surrogate/surrogate.ts"
import fc from "../support/fast-check.ts"
import { Random } from "../support/random.ts"
import { runs } from "../support/runs.ts"
import { everyConfiguration, smallBenchmark } from "../support/small-benchmark.ts"
import { workersOf } from "../support/workers.ts"

const numRuns = runs(80, 2000)
const all = everyConfiguration()

/** Rows, margins and metric values of every configuration, in order. */
function answers(surrogate: Surrogate): { margins: Float32Array; values: Float32Array } {
  const { encoder, booster } = surrogate
  const rows = new Float32Array(all.length * encoder.numFeatures)
  all.forEach((configuration, i) => {
    encoder.encode(configuration, 200, rows, i * encoder.numFeatures)
  })
  const margins = booster.predict(rows, { numRows: all.length, output: "margin" })
  const values = new Float32Array(all.length)
  surrogate.evaluateMany(rows, values)
  return { margins, values }
}

const choiceOf = ({ Op1, Op2, Activation, TrivialAugment }: Configuration): string =>
  [Op1, Op2, Activation, TrivialAugment].join()

interface Problem {
  readonly seed: number
  readonly goal: "maximize" | "minimize"
  /** Quantiles of the constrained metrics' values that are the limits. */
  readonly latency: number | null
  readonly size: number | null
}

const problem: fc.Arbitrary<Problem> = fc.record({
  seed: fc.integer(),
  goal: fc.constantFrom("maximize", "minimize"),
  latency: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  size: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
})

const quantile = (values: Float32Array, at: number): number =>
  values.slice().sort()[Math.floor(at * (values.length - 1))]!

interface Solved extends Problem {
  readonly benchmark: Benchmark
  readonly question: OptimumOptions
  readonly optimum: Optimum
  readonly margins: Float32Array
  readonly values: Float32Array
  readonly isFeasible: (i: number) => boolean
}

async function solve(problem: Problem): Promise<Solved> {
  const { benchmark, surrogates } = smallBenchmark(new Random(problem.seed))
  const { margins, values } = answers(surrogates.get("valid-acc")!)
  const latencies = answers(surrogates.get("latency")!).values
  const sizes = answers(surrogates.get("size_MB")!).values
  const most = problem.latency === null ? Infinity : quantile(latencies, problem.latency)
  const least = problem.size === null ? -Infinity : quantile(sizes, problem.size)
  const constraints: Constraints = {
    ...(problem.latency === null ? {} : { latency: { atMost: most } }),
    ...(problem.size === null ? {} : { size_MB: { atLeast: least } }),
  }
  const question = { metric: "valid-acc", goal: problem.goal, constraints } as const
  const optimum = await benchmark.optimum(question)
  const isFeasible = (i: number): boolean => latencies[i]! <= most && sizes[i]! >= least
  return { ...problem, benchmark, question, optimum, margins, values, isFeasible }
}

/** Of the feasible answers with the best value the first one whose margin is best, which way the margin may run. */
function expectedBest({ goal, margins, values, isFeasible }: Solved): number {
  const sign = goal === "maximize" ? 1 : -1
  const direction = Math.sign(slope(margins, values)) || 1
  let best = -1
  for (let i = 0; i < values.length; i++) {
    if (!isFeasible(i)) continue
    const isBetter =
      best < 0 ||
      sign * values[i]! > sign * values[best]! ||
      (values[i] === values[best] && sign * direction * margins[i]! > sign * direction * margins[best]!)
    if (isBetter) best = i
  }
  return best
}

/** Positive where the metric rises with the margin. */
function slope(margins: Float32Array, values: Float32Array): number {
  const lowest = margins.indexOf(margins.reduce((a, b) => Math.min(a, b)))
  const highest = margins.indexOf(margins.reduce((a, b) => Math.max(a, b)))
  return values[highest]! - values[lowest]!
}

describe("the optimum", () => {
  test("is what trying every answer finds, ties included", async () => {
    await fc.assert(
      fc.asyncProperty(problem, async problem => {
        const solved = await solve(problem)
        const { best } = solved.optimum
        const expected = expectedBest(solved)
        if (expected < 0) {
          expect(best).toBeNull()
          return
        }
        expect(best?.value).toBe(solved.values[expected])
        expect(choiceOf(best!.configuration)).toBe(choiceOf(all[expected]!))
        const { cell, configuration, metrics } = best!
        const { LearningRate, WeightDecay } = all[expected]!
        expect(cell.LearningRate[0]).toBeLessThanOrEqual(Math.fround(LearningRate))
        expect(cell.LearningRate[1]).toBeGreaterThan(LearningRate)
        expect(cell.WeightDecay[0]).toBeLessThanOrEqual(Math.fround(WeightDecay))
        expect(cell.WeightDecay[1]).toBeGreaterThan(WeightDecay)
        expect(solved.benchmark.query(configuration)).toMatchObject(metrics)
      }),
      { numRuns },
    )
  })

  test("has a bound for every discrete choice that no answer of it exceeds", async () => {
    await fc.assert(
      fc.asyncProperty(problem, async problem => {
        const solved = await solve(problem)
        const { certificate, best, goal } = solved.optimum
        const sign = goal === "maximize" ? 1 : -1
        for (const [i, configuration] of all.entries()) {
          const bound = sign * certificate.boundOf(configuration)
          if (!solved.isFeasible(i)) continue
          expect(bound).toBeGreaterThanOrEqual(sign * solved.values[i]!)
        }
        expect(certificate.bounds).toHaveLength(certificate.numChoices)
        expect(certificate.isSummed.filter(flag => flag === 1)).toHaveLength(certificate.numSummed)
        // Nothing that was discarded could have been better.
        for (const [i, bound] of certificate.bounds.entries()) {
          if (certificate.isSummed[i] === 0 && best !== null) {
            expect(sign * bound).toBeLessThanOrEqual(sign * best.value)
          }
        }
      }),
      { numRuns },
    )
  })
})

/** All that is said, without the certificate's method. */
function told({ certificate: { boundOf: _, ...proof }, ...rest }: Optimum): unknown {
  return { ...rest, proof }
}

describe("the optimum in parts", () => {
  test("is the same, certificate included, in whatever order they end and whatever they know", async () => {
    await fc.assert(
      fc.asyncProperty(
        problem,
        fc.integer(),
        fc.integer({ min: 1, max: 5 }),
        async (given, order, atOnce) => {
          const { benchmark, optimum, question } = await solve(given)
          const plan = new OptimumPlan(benchmark.searchContext({}, []), question)
          const parts = new OptimumParts(plan.search.descent, atOnce)
          const random = new Random(order)
          const begun: { part: OptimumPart; known: SharedMaximum }[] = []
          for (;;) {
            const part = begun.length < atOnce ? parts.next() : null
            // Some share the best margin; others know what was known when they began.
            const known = random.chance(0.5)
              ? parts.incumbent
              : new SharedMaximum(parts.incumbent.cell.slice())
            if (part !== null) begun.push({ part, known })
            else if (begun.length === 0) break
            if (part !== null && random.chance(0.7)) continue
            const [ended] = begun.splice(random.below(begun.length), 1)
            parts.end(ended!.part, findPart(plan.search, ended!.part, ended!.known))
          }
          expect(parts.state.numDecided).toBe(parts.state.numCombinations)
          expect(told(plan.answerOf(parts.found))).toEqual(told(optimum))
        },
      ),
      { numRuns },
    )
  })

  test("is the same over workers", async () => {
    await fc.assert(
      fc.asyncProperty(problem, fc.integer({ min: 1, max: 3 }), async (given, count) => {
        const { benchmark, optimum, question } = await solve(given)
        const workers = await workersOf(benchmark, count)
        expect(told(await workers.optimum(question))).toEqual(told(optimum))
        await workers.close()
      }),
      { numRuns },
    )
  })
})

describe("the Pareto front", () => {
  test("is what trying every answer finds", async () => {
    await fc.assert(
      fc.asyncProperty(problem, async ({ seed, goal, size }) => {
        const { benchmark, surrogates } = smallBenchmark(new Random(seed))
        const [accuracies, latencies, sizes] = ["valid-acc", "latency", "size_MB"].map(
          metric => answers(surrogates.get(metric)!).values,
        )
        const least = size === null ? -Infinity : quantile(sizes!, size)
        const { points } = await benchmark.paretoFront({
          metrics: ["valid-acc", "latency"],
          goals: [goal, "minimize"],
          constraints: { size_MB: { atLeast: least } },
        })
        const sign = goal === "maximize" ? 1 : -1
        const pairs = all
          .flatMap((_, i) =>
            sizes![i]! >= least ? [[sign * accuracies![i]!, -latencies![i]!] as const] : [],
          )
          .sort((a, b) => b[0] - a[0] || b[1] - a[1])
        let best = -Infinity
        const front = pairs.filter(([, second]) => {
          const isBetter = second > best
          best = Math.max(best, second)
          return isBetter
        })
        const found = points.map(({ metrics }) => [sign * metrics["valid-acc"]!, -metrics.latency!])
        expect(found).toEqual(front)
        for (const { configuration, metrics } of points) {
          expect(benchmark.query(configuration)).toMatchObject(metrics)
        }
      }),
      { numRuns },
    )
  })
})
