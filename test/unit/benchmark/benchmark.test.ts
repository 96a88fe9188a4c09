import { beforeAll, describe, expect, test } from "vitest"
import type { Benchmark } from "../../../src/benchmark/benchmark.ts"
import { metrics } from "../../../src/benchmark/metric.ts"
import { ConfigurationError, DomainError, FidelityError, NotFoundError } from "../../../src/errors.ts"
import { createRandom } from "../../../src/random/generator.ts"
import type { Configuration, ConfigurationInput } from "../../../src/space/index.ts"
import { bundled } from "../../support/bundled.ts"

let benchmark: Benchmark
let configuration: Configuration

beforeAll(async () => {
  benchmark = await bundled("cifar10")
  configuration = benchmark.space.sample(createRandom(7))
})

/** Runs something that must throw and returns what it threw. */
function thrown(run: () => unknown): Error & { path?: string } {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error("nothing was thrown")
}

test("a query answers all seven metrics, as float32 numbers, in the order of `metrics`", () => {
  const result = benchmark.query(configuration)
  expect(Object.keys(result)).toEqual(metrics.map(metric => metric.name))
  for (const value of Object.values(result)) {
    expect(Number.isFinite(value)).toBe(true)
    expect(Math.fround(value)).toBe(value)
  }
  expect(result).toEqual(benchmark.query(configuration, { epoch: 200 }))
})

test("metrics can be chosen, and answers do not depend on the choice before", () => {
  const all = benchmark.query(configuration, { epoch: 50 })
  expect(benchmark.query(configuration, { epoch: 50, metrics: ["valid-acc"] })).toEqual({
    "valid-acc": all["valid-acc"],
  })
  expect(benchmark.query(configuration, { epoch: 50, metrics: ["runtime", "latency"] })).toEqual({
    latency: all.latency,
    runtime: all.runtime,
  })
  expect(benchmark.query(configuration, { epoch: 50 })).toEqual(all)
  expect(benchmark.query(configuration, { metrics: [] })).toEqual({})
})

test("constants may be left out, key order does not matter", () => {
  const { N: _n, W: _w, Resolution: _r, Optimizer: _o, ...short } = configuration
  const reversed = Object.fromEntries(Object.entries(configuration).reverse())
  expect(benchmark.query(short)).toEqual(benchmark.query(configuration))
  expect(benchmark.query(reversed as unknown as ConfigurationInput)).toEqual(benchmark.query(configuration))
})

test("trajectory and queryMany agree with single queries bit for bit", () => {
  const curve = benchmark.trajectory(configuration, { epochs: 200 })
  expect(Array.from(curve.epoch)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
  for (const epoch of [1, 2, 99, 200]) {
    const single = benchmark.query(configuration, { epoch })
    for (const { name } of metrics) expect(curve[name][epoch - 1]).toBe(single[name])
  }
  const random = createRandom(11)
  const many = Array.from({ length: 20 }, () => benchmark.space.sample(random))
  const columns = benchmark.queryMany(many, { epoch: 66, metrics: ["valid-acc", "runtime"] })
  expect(Object.keys(columns)).toEqual(["runtime", "valid-acc"])
  for (const [i, one] of many.entries()) {
    expect(columns["valid-acc"][i]).toBe(benchmark.query(one, { epoch: 66 })["valid-acc"])
  }
  expect(benchmark.queryMany([]).runtime).toHaveLength(0)
  const broken = [configuration, { ...configuration, Op1: 9 } as unknown as ConfigurationInput]
  expect(thrown(() => benchmark.queryMany(broken)).message).toMatch(/^configurations\[1\], Op1: /)
})

describe("what the original answers silently, and we do not", () => {
  test.each([[0], [201], [2.5], [1000], [Number.NaN], ["50"], [null]])(
    "epoch %j is a FidelityError",
    epoch => {
      const error = thrown(() => benchmark.query(configuration, { epoch: epoch as number }))
      expect(error).toBeInstanceOf(FidelityError)
      expect(error.message).toMatch(/^options\.epoch: .*expected an integer in 1\.\.200, got /)
    },
  )

  test.each([
    [{ N: 2 }, ConfigurationError, "N"],
    [{ LearningRate: 1e-9 }, ConfigurationError, "LearningRate"],
    [{ LearningRate: "0.1" }, ConfigurationError, "LearningRate"],
    [{ Op1: 5 }, ConfigurationError, "Op1"],
    [{ Activation: "GELU" }, ConfigurationError, "Activation"],
    [{ TrivialAugment: 1 }, ConfigurationError, "TrivialAugment"],
    [{ Typo: 1 }, ConfigurationError, "Typo"],
    [{ N: 1 }, DomainError, "N"],
    [{ WeightDecay: 5e-3 }, DomainError, "WeightDecay"],
    [{ Resolution: 0.5 }, DomainError, "Resolution"],
  ])("%j", (change, type, name) => {
    const broken = { ...configuration, ...change } as unknown as ConfigurationInput
    const error = thrown(() => benchmark.query(broken))
    expect(error).toBeInstanceOf(type)
    expect(error.message).toContain(name)
    expect(error.message).toMatch(/expected .+/)
  })

  test("a missing hyperparameter and an epoch inside the configuration", () => {
    const { Op3: _, ...missing } = configuration
    expect(thrown(() => benchmark.query(missing as ConfigurationInput)).message).toContain("Op3")
    const withEpoch = { ...configuration, epoch: 50 } as ConfigurationInput
    expect(thrown(() => benchmark.query(withEpoch)).message).toMatch(/epoch.*option/)
  })

  test("extrapolation is answered when it is asked for, nonsense is not", () => {
    const outside = { ...configuration, WeightDecay: 5e-3 }
    expect(Number.isFinite(benchmark.query(outside, { extrapolate: true })["valid-acc"])).toBe(true)
    expect(() => benchmark.query({ ...configuration, WeightDecay: 5 }, { extrapolate: true })).toThrow(
      ConfigurationError,
    )
  })

  test("unknown metrics", () => {
    const error = thrown(() => benchmark.query(configuration, { metrics: ["accuracy" as "valid-acc"] }))
    expect(error).toBeInstanceOf(NotFoundError)
    expect(error.message).toContain("valid-acc")
    expect(() =>
      benchmark.query(configuration, { metrics: "valid-acc" as unknown as ["valid-acc"] }),
    ).toThrow(TypeError)
  })
})

test("a misspelt option is a TypeError that lists the right ones", () => {
  const misspelt = { epochs: 50 } as object
  expect(thrown(() => benchmark.query(configuration, misspelt)).message).toBe(
    "options.epochs: unknown option; expected epoch, metrics, extrapolate",
  )
  expect(() => benchmark.trajectory(configuration, { epoch: 50 } as object)).toThrow(TypeError)
})

test("the space is the release's domain", () => {
  expect(benchmark.release).toBe("distilled-2")
  expect(benchmark.space.get("N").kind).toBe("constant")
  expect(benchmark.space.get("WeightDecay")).toMatchObject({ upper: 1e-3 })
  expect(benchmark.card.scores.holdout["valid-acc"].R2).toBeGreaterThan(0.9)
  expect(benchmark.card.licence).toBe("CC-BY-4.0")
})
