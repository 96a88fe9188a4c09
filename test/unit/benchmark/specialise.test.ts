import { beforeAll, describe, expect, test } from "vitest"
import { Benchmark } from "../../../src/benchmark/benchmark.ts"
import type { MetricName } from "../../../src/benchmark/metric.ts"
import { type Part, specialiseBenchmark } from "../../../src/benchmark/specialise.ts"
import { memorySource } from "../../../src/bytes/byte-source.ts"
import {
  ConfigurationError,
  FidelityError,
  NotFoundError,
  UnsupportedModelError,
} from "../../../src/errors.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { openReleasePack } from "../../../src/surrogate/release-pack.ts"
import { bundled } from "../../support/bundled.ts"

let benchmark: Benchmark
/** Bytes of a pack of everything, compressed as parts are. */
let wholeBytes: number

beforeAll(async () => {
  benchmark = await bundled("cifar10")
  wholeBytes = (await specialiseBenchmark(benchmark, {})).length
})

async function part(
  part: Part,
  metrics?: readonly MetricName[],
): Promise<{ small: Benchmark; bytes: number }> {
  const pack = await specialiseBenchmark(benchmark, part, metrics === undefined ? {} : { metrics })
  const opened = await openReleasePack(memorySource(pack, "part.bin"))
  return { small: new Benchmark("cifar10", opened), bytes: pack.length }
}

const parts: readonly (readonly [Part, lowest: number, highest: number])[] = [
  [{}, 1, 200],
  [{ epoch: 200 }, 200, 200],
  [{ epoch: [20, 60], Activation: "Mish" }, 20, 60],
  [{ Op1: [1, 3], Op4: 0, TrivialAugment: false, LearningRate: [0.01, 0.2] }, 1, 200],
  [{ LearningRate: 0.1, WeightDecay: 0.0005, epoch: [200, 200] }, 200, 200],
]

test.each(parts)("%j answers with the same bits as the whole release", async (wanted, lowest, highest) => {
  const { small, bytes } = await part(wanted)
  expect(bytes).toBeLessThanOrEqual(Object.keys(wanted).length === 0 ? wholeBytes : 0.8 * wholeBytes)
  expect(small.metrics).toEqual(benchmark.metrics)
  expect(small.card.specialisedFrom).toBe(benchmark.sha256)
  const random = createRandom(5)
  for (let i = 0; i < 40; i++) {
    const configuration = small.space.sample(random)
    const epoch = random.integers(lowest, highest + 1)
    expect(small.query(configuration, { epoch })).toEqual(benchmark.query(configuration, { epoch }))
  }
  const configuration = small.space.sample(random)
  const grid = small.grid({ ...configuration, Op2: "all", epoch: "all" })
  expect(grid.shape).toEqual([5, highest - lowest + 1])
  expect(grid.cellAt(0).epoch).toBe(lowest)
  expect(grid.columns).toEqual(
    benchmark.grid({ ...configuration, Op2: "all", epoch: grid.axes[1].values as number[] }).columns,
  )
})

test("one metric at one epoch takes a fraction of the bytes", async () => {
  const { small, bytes } = await part({ epoch: 200, TrivialAugment: true }, ["valid-acc"])
  expect(small.metrics).toEqual(["valid-acc"])
  expect(bytes).toBeLessThan(wholeBytes / 10)
})

test("a part of a part is a part", async () => {
  const { small } = await part({ epoch: [1, 50] })
  const pack = await specialiseBenchmark(small, { epoch: 50, Op1: 2 })
  const smaller = new Benchmark("cifar10", await openReleasePack(memorySource(pack, "part.bin")))
  const configuration = smaller.space.sample(createRandom(1))
  expect(smaller.query(configuration)).toEqual(benchmark.query(configuration, { epoch: 50 }))
})

describe("what is refused", () => {
  test.each([
    [{ N: 3 }, ConfigurationError, /^part, N: no part of the space/],
    [{ Op1: [] }, ConfigurationError, /^part, Op1: no domain/],
    [{ Op7: 1 }, ConfigurationError, /^space: unknown hyperparameter/],
    [{ LearningRate: [0.2, 0.1] }, ConfigurationError, /^part, LearningRate: no range/],
    [{ epoch: 0 }, FidelityError, /^part\.epoch\[0\]: not an epoch/],
    [{ epoch: [1, 2, 3] }, ConfigurationError, /^part, epoch: no range/],
    [{ epoch: [3, 2] }, ConfigurationError, /^part, epoch: no range/],
    [null, ConfigurationError, /^part: no part of a space/],
  ])("%j", async (wanted, type, message) => {
    const error = await specialiseBenchmark(benchmark, wanted as Part).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(type)
    expect((error as Error).message).toMatch(message)
  })

  test("a metric that is not there", async () => {
    await expect(specialiseBenchmark(benchmark, {}, { metrics: ["acc" as never] })).rejects.toThrow(
      NotFoundError,
    )
  })

  test("what the part lost, even where extrapolation is asked for", async () => {
    const { small } = await part({ epoch: [50, 200], Op1: [0, 1] }, ["latency"])
    const configuration = small.space.sample(createRandom(9))
    const outside = { ...configuration, Op1: 4 as const }
    expect(() => small.query(outside)).toThrow(/Op1: value off the list; expected 0 or 1, got 4/)
    expect(() => small.query(outside, { extrapolate: true })).toThrow(ConfigurationError)
    expect(() => small.query(configuration, { epoch: 49 })).toThrow(FidelityError)
    expect(() => small.trajectory(configuration)).toThrow(
      /^epoch: not an epoch.*expected an integer in 50\.\.200/,
    )
    expect(() => small.call({ ...benchmark.space.validate(configuration) })).toThrow(UnsupportedModelError)
  })
})
