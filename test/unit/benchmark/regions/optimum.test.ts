import { beforeAll, describe, expect, test } from "vitest"
import type { Benchmark } from "../../../../src/benchmark/benchmark.ts"
import type { OptimumProgress } from "../../../../src/benchmark/regions/optimum.ts"
import { ConfigurationError, DomainError, FidelityError, NotFoundError } from "../../../../src/errors.ts"
import { createRandom } from "../../../../src/random/generator.ts"
import type { Configuration } from "../../../../src/space/index.ts"
import { bundled } from "../../../support/bundled.ts"

const NUM_RANDOM = 100_000
const METRICS = ["latency", "valid-acc"] as const

/** Best of many random configurations within a latency. */
function bestOfRandom(benchmark: Benchmark, atMost: number): number {
  const random = createRandom(2026)
  let best = 0
  for (let done = 0; done < NUM_RANDOM; done += 10_000) {
    const drawn = Array.from({ length: 10_000 }, () => benchmark.space.sample(random))
    const answers = benchmark.queryMany(drawn, { metrics: METRICS })
    answers["valid-acc"].forEach((accuracy, i) => {
      if (answers.latency[i]! <= atMost) best = Math.max(best, accuracy)
    })
  }
  return best
}

// The constrained one on the release whose optima take least; `npm run bench:regions` has them all.
test.each([
  ["cifar10", "distilled-2", Number.POSITIVE_INFINITY],
  ["fashion_mnist", "distilled-2", Number.POSITIVE_INFINITY],
  ["cifar10", "distilled-1", 0.75],
] as const)(
  "%s of %s, latency at most %d: the optimum of valid-acc is an answer, within the certificate, and above all random ones",
  async (task, release, atMost) => {
    const benchmark = await bundled(task, release)
    const constraints = atMost === Number.POSITIVE_INFINITY ? {} : { latency: { atMost } }
    const { best, certificate } = await benchmark.optimum({ metric: "valid-acc", constraints })
    const found = best!
    expect(found.value).toBeGreaterThanOrEqual(bestOfRandom(benchmark, atMost))
    const answer = benchmark.query(found.configuration)
    expect(answer).toMatchObject(found.metrics)
    expect(answer["valid-acc"]).toBe(found.value)
    expect(answer.latency).toBeLessThanOrEqual(atMost)
    expect(certificate.numChoices).toBe(93_750)
    expect(certificate.boundOf(found.configuration)).toBeGreaterThanOrEqual(found.value)
    certificate.bounds.forEach((bound, at) => {
      if (certificate.isSummed[at] === 0) expect(bound <= found.value).toBe(true)
    })
  },
)

describe("options", () => {
  let benchmark: Benchmark
  let fixed: Omit<Configuration, "Op1" | "WeightDecay">
  beforeAll(async () => {
    benchmark = await bundled("cifar10")
    const { Op1: _op, WeightDecay: _decay, ...rest } = benchmark.space.sample(createRandom(5))
    fixed = rest
  })

  test("what is fixed stays, at the epoch that is asked", async () => {
    const { best, certificate } = await benchmark.optimum({ metric: "test-acc", fixed, epoch: 20 })
    expect(best!.configuration).toMatchObject(fixed)
    expect(benchmark.query(best!.configuration, { epoch: 20 })["test-acc"]).toBe(best!.value)
    expect(certificate.choices).toEqual([{ name: "Op1", values: [0, 1, 2, 3, 4] }])
    expect(certificate.cells.LearningRate).toBe(1)
    for (const Op1 of [0, 1, 2, 3, 4] as const) {
      const region = { ...fixed, Op1, WeightDecay: [1e-5, 1e-3] }
      const { upper } = benchmark.bound(region, { metric: "test-acc", epoch: 20 })
      expect(upper).toBeGreaterThanOrEqual(certificate.bounds[Op1]!)
    }
  })

  test("one configuration is its own optimum", async () => {
    const whole = { ...fixed, Op1: 3, WeightDecay: 1e-4 } as Configuration
    const { best } = await benchmark.optimum({ metric: "latency", fixed: whole })
    expect(best!.configuration).toEqual(whole)
    expect(best!.value).toBe(benchmark.query(whole).latency)
  })

  test("lists and ranges narrow, and nothing feasible is no best", async () => {
    const region = { ...fixed, Op1: [0, 2], LearningRate: [0.01, 0.02] } as const
    const { best } = await benchmark.optimum({ metric: "runtime", goal: "maximize", fixed: region })
    expect([0, 2]).toContain(best!.configuration.Op1)
    expect(best!.configuration.LearningRate).toBeGreaterThanOrEqual(0.01)
    expect(best!.configuration.LearningRate).toBeLessThanOrEqual(0.02)
    const constraints = { latency: { atMost: 0 } }
    const none = await benchmark.optimum({ metric: "valid-acc", fixed: region, constraints })
    expect(none.best).toBeNull()
    expect(Array.from(none.certificate.bounds)).toEqual(
      none.certificate.choices[0]!.values.map(() => -Infinity),
    )
  })

  test("extrapolation reaches what the release does not cover", async () => {
    const outside = { ...fixed, WeightDecay: [0.002, 0.01] as const }
    const { best } = await benchmark.optimum({ metric: "valid-acc", fixed: outside, extrapolate: true })
    expect(best!.configuration.WeightDecay).toBeGreaterThanOrEqual(0.002)
    await expect(benchmark.optimum({ metric: "valid-acc", fixed: outside })).rejects.toThrow(DomainError)
  })

  test("progress tells a shrinking gap, and a signal ends the search", async () => {
    const told: OptimumProgress[] = []
    const constraints = { latency: { atMost: 0.75 } }
    const fixed = { Activation: "ReLU", TrivialAugment: true } as const
    await benchmark.optimum({
      metric: "valid-acc",
      fixed,
      constraints,
      onProgress: progress => told.push(progress),
    })
    expect(told.length).toBeGreaterThan(1)
    for (const [i, { done, total, bound, gap }] of told.entries()) {
      expect(total).toBe(15_625)
      if (i === 0) continue
      expect(done).toBeGreaterThanOrEqual(told[i - 1]!.done)
      expect(bound).toBeLessThanOrEqual(told[i - 1]!.bound)
      expect(gap).toBeLessThanOrEqual(told[i - 1]!.gap)
    }
    const stop = new AbortController()
    const reason = new Error("enough")
    const search = benchmark.optimum({ metric: "valid-acc", constraints, signal: stop.signal })
    stop.abort(reason)
    await expect(search).rejects.toBe(reason)
  })

  test.each([
    [{ metric: "speed" }, NotFoundError, /^options\.metric: unknown metric; expected FLOPS, .*got "speed"$/],
    [{ metric: "valid-acc", epoch: 0 }, FidelityError, /^options\.epoch: /],
    [{ metric: "valid-acc", fixed: { Op7: 1 } }, ConfigurationError, /Op7: unknown .*did you mean Op1\?$/],
    [
      { metric: "valid-acc", fixed: { Op1: [] } },
      ConfigurationError,
      /Op1: nothing allowed; .* an empty list$/,
    ],
    [{ metric: "valid-acc", fixed: { Op1: 9 } }, ConfigurationError, /^fixed, Op1: value off the list/],
    [{ metric: "valid-acc", fixed: { N: 1 } }, DomainError, /^fixed, N: outside the domain of distilled-2/],
    [
      { metric: "valid-acc", fixed: { LearningRate: [0.1, 0.01] } },
      ConfigurationError,
      /got \[0\.1, 0\.01\]$/,
    ],
    [
      { metric: "valid-acc", goal: "up" },
      TypeError,
      /^options\.goal: expected "minimize" or "maximize", got "up"$/,
    ],
    [
      { metric: "valid-acc", constraints: { speed: {} } },
      NotFoundError,
      /^options\.constraints: unknown metric/,
    ],
    [{ metric: "valid-acc", constraints: { latency: { below: 1 } } }, TypeError, /\.below: unknown side/],
    [
      { metric: "valid-acc", constraints: { latency: { atMost: "1" } } },
      TypeError,
      /expected a number, got "1"$/,
    ],
    [
      { metric: "valid-acc", constraints: { latency: 1 } },
      TypeError,
      /expected \{ atLeast, atMost \}, got 1$/,
    ],
    [{ metric: "valid-acc", limit: 1 }, TypeError, /^options\.limit: unknown option/],
  ])("%j is refused", async (options, type, message) => {
    const search = benchmark.optimum(options as never)
    await expect(search).rejects.toThrow(type)
    await expect(search).rejects.toThrow(message)
  })

  test("fronts and marginals refuse what they cannot answer", async () => {
    const front = benchmark.paretoFront({ metrics: ["latency", "latency"] })
    await expect(front).rejects.toThrow("options.metrics: expected two different metrics")
    const by = ["Op2"] as const
    const marginal = benchmark.exactMarginal({ metric: "latency", by, fixed })
    await expect(marginal).rejects.toThrow("options.by: expected some of Op1, LearningRate, WeightDecay")
    await expect(benchmark.exactMarginal({ metric: "latency", by: [] })).rejects.toThrow(
      "options.by: expected one",
    )
    expect(() => benchmark.bound({}, { metric: "latency", epoch: [20, 10] })).toThrow("[20, 10]")
  })
})
