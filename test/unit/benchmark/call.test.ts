import { beforeAll, describe, expect, test } from "vitest"
import type { Benchmark } from "../../../src/benchmark/benchmark.ts"
import type { CallConfiguration, CallResult } from "../../../src/benchmark/call.ts"
import { ConfigurationError, DomainError, FidelityError } from "../../../src/errors.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { bundled } from "../../support/bundled.ts"

let benchmark: Benchmark
let config: CallConfiguration

beforeAll(async () => {
  benchmark = await bundled("cifar10")
  config = benchmark.space.sample(createRandom(7))
})

/** Asks for what the types do not allow. */
function call(changes: object, options: object = {}): CallResult {
  return benchmark.call({ ...config, ...changes }, options)
}

function thrown(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error("nothing was thrown")
}

describe.each(["cifar10", "fashion_mnist"] as const)("%s, on the grid", task => {
  test("a call is the query at that epoch, bit for bit", async () => {
    const opened = await bundled(task)
    const random = createRandom(201)
    for (let k = 0; k < 60; k++) {
      const configuration = opened.space.sample(random)
      const epoch = random.integers(1, 201)
      const answer = opened.call(configuration, { nepochs: epoch })
      expect(answer).toEqual({ [epoch]: opened.query(configuration, { epoch }) })
    }
  })

  test("a full trajectory has every epoch from 1 on", async () => {
    const opened = await bundled(task)
    const configuration = opened.space.sample(createRandom(3))
    const answer = opened.call(configuration, { nepochs: 60, fullTrajectory: true })
    const queries = Array.from({ length: 60 }, (_, k) => [
      k + 1,
      opened.query(configuration, { epoch: k + 1 }),
    ])
    expect(answer).toEqual(Object.fromEntries(queries))
    expect(Object.keys(answer[60]!)).toEqual([...opened.metrics])
  })
})

test("without options it is epoch 200, or 1 to 200", () => {
  const last = benchmark.query(benchmark.space.validate(config))
  expect(benchmark.call(config)).toEqual({ 200: last })
  expect(call({}, { nepochs: undefined, fullTrajectory: false })).toEqual({ 200: last })
  const curve = benchmark.call(config, { fullTrajectory: true })
  expect(Object.keys(curve)).toEqual(Array.from({ length: 200 }, (_, k) => String(k + 1)))
  expect(curve[200]).toEqual(last)
  expect(benchmark.call(config, { nepochs: 1, fullTrajectory: true })).toEqual({ 1: curve[1] })
})

test("the metrics are those of the benchmark that was opened", () => {
  expect(Object.keys(benchmark.call(config)[200]!)).toEqual([...benchmark.metrics])
})

describe("what the original answers, and `query` does not", () => {
  const numbers = ["LearningRate", "WeightDecay", "N", "W", "Resolution"]

  test.each([
    { N: 2 },
    { W: -3 },
    { Resolution: 0.3 },
    { LearningRate: 1e-9 },
    { LearningRate: 7 },
    { WeightDecay: 0 },
    ...numbers.flatMap(name => [{ [name]: Number.NaN }, { [name]: 1e39 }]),
  ])("%o: off the grid", changes => {
    const answer = call(changes, { nepochs: 20 })[20]!
    for (const metric of benchmark.metrics) expect(answer[metric]).toSatisfy(Number.isFinite)
    expect(call(changes, { nepochs: 20, fullTrajectory: true })[20]).toEqual(answer)
    const { name } = thrown(() => benchmark.query({ ...config, ...changes } as never, { extrapolate: true }))
    expect(name).toBe("ConfigurationError")
  })

  test("past the last threshold, every number answers alike", () => {
    const high = call({ LearningRate: 1.5 }, { nepochs: 20 })
    expect(call({ LearningRate: 1e39 }, { nepochs: 20 })).toEqual(high)
    expect(call({ LearningRate: Number.POSITIVE_INFINITY }, { nepochs: 20 })).toEqual(high)
    const low = call({ LearningRate: 1e-9 }, { nepochs: 20 })
    expect(call({ LearningRate: -5 }, { nepochs: 20 })).toEqual(low)
    expect(call({ LearningRate: Number.NEGATIVE_INFINITY }, { nepochs: 20 })).toEqual(low)
    expect(low).not.toEqual(high)
  })

  test.each([201, 1000, 1e39, Number.POSITIVE_INFINITY])("epoch %d, past 200: the last leaves", nepochs => {
    expect(call({}, { nepochs })).toEqual({ [nepochs]: benchmark.call(config)[200] })
  })

  test("fractional epochs lie between thresholds", () => {
    expect(Object.keys(call({}, { nepochs: 2.5 }))).toEqual(["2.5"])
    const half = call({}, { nepochs: 0.5 })[0.5]
    expect(call({}, { nepochs: Number.MIN_VALUE })[Number.MIN_VALUE]).toEqual(half)
    expect(half).toEqual(call({}, { nepochs: 0.25 })[0.25])
  })

  test("a trajectory past 200 goes on", () => {
    const curve = call({}, { nepochs: 205, fullTrajectory: true })
    expect(Object.keys(curve)).toHaveLength(205)
    expect(curve[205]).toEqual(benchmark.call(config)[200])
  })

  test("outside the release's domain", () => {
    const outside = { ...benchmark.space.validate(config), N: 1 } as const
    expect(thrown(() => benchmark.query(outside))).toBeInstanceOf(DomainError)
    expect(benchmark.call(outside)[200]).toEqual(benchmark.query(outside, { extrapolate: true }))
  })

  test("other keys, and an epoch among the hyperparameters, change nothing", () => {
    const answer = call({}, { nepochs: 3 })
    expect(call({ Bogus: 1 }, { nepochs: 3 })).toEqual(answer)
    expect(call({ epoch: 150 }, { nepochs: 3 })).toEqual(answer)
    expect(call({ epoch: "x" }, { nepochs: 3, fullTrajectory: true })[3]).toEqual(answer[3])
  })

  test("true is 1, and -0 is 0", () => {
    const augmented = call({ TrivialAugment: true })
    const plain = call({ TrivialAugment: false })
    expect(augmented).not.toEqual(plain)
    expect(call({ TrivialAugment: 1 })).toEqual(augmented)
    expect(call({ TrivialAugment: 0 })).toEqual(plain)
    expect(call({ Op1: true, Op2: false })).toEqual(call({ Op1: 1, Op2: 0 }))
    expect(call({ Op1: -0 })).toEqual(call({ Op1: 0 }))
    expect(call({ LearningRate: true })).toEqual(call({ LearningRate: 1 }))
  })
})

describe("what the original refuses", () => {
  test.each<[object, string]>([
    [{ Op3: 7 }, "configuration, Op3: unknown category; expected 0, 1, 2, 3 or 4, got 7"],
    [{ Op3: 1.5 }, "configuration, Op3: unknown category; expected 0, 1, 2, 3 or 4, got 1.5"],
    [{ Op3: Number.NaN }, "configuration, Op3: unknown category; expected 0, 1, 2, 3 or 4, got NaN"],
    [{ Op3: null }, "configuration, Op3: unknown category; expected 0, 1, 2, 3 or 4, got null"],
    [
      { Op3: "1" },
      'configuration, Op3: unknown category; expected 0, 1, 2, 3 or 4, got "1"; pass the number 1',
    ],
    [
      { Activation: "Tanh" },
      'configuration, Activation: unknown category; expected "ReLU", "Hardswish" or "Mish", got "Tanh"',
    ],
    [
      { Optimizer: "Adam" },
      'configuration, Optimizer: unknown category; expected "SGD", the only value here, got "Adam"',
    ],
    [{ TrivialAugment: 2 }, "configuration, TrivialAugment: unknown category; expected true or false, got 2"],
    [
      { TrivialAugment: "True" },
      'configuration, TrivialAugment: unknown category; expected true or false, got "True"; pass the boolean true',
    ],
    // As in Python, the first in alphabetical order is named.
    [
      { Op3: 7, Activation: "Tanh" },
      'configuration, Activation: unknown category; expected "ReLU", "Hardswish" or "Mish", got "Tanh"',
    ],
    [{ LearningRate: "x" }, 'configuration, LearningRate: not a number; expected any number, got "x"'],
    // Python's None and text of digits would be taken for numbers.
    [{ N: null }, "configuration, N: not a number; expected any number, got null"],
    [
      { LearningRate: "0.1" },
      'configuration, LearningRate: not a number; expected any number, got "0.1"; pass the number 0.1',
    ],
    [{ W: [16] }, "configuration, W: not a number; expected any number, got an array of 1"],
  ])("%o", (changes, message) => {
    for (const options of [{}, { nepochs: 3, fullTrajectory: true }]) {
      const error = thrown(() => call(changes, options))
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toBe(message)
    }
  })

  test("a missing key is named, and so are several", () => {
    const { W: _w, ...withoutW } = config
    const error = thrown(() => benchmark.call(withoutW as CallConfiguration))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toBe("configuration, W: missing; expected 4, 8 or 16, got nothing")
    const { Optimizer: _o, Activation: _a, ...less } = withoutW
    const several = thrown(() => benchmark.call(less as CallConfiguration))
    expect(several.message).toBe(
      "configuration, Activation, Optimizer, W: missing; expected a value for each, got nothing",
    )
    expect(thrown(() => call({ W: undefined })).message).toBe(error.message)
    const inherited = Object.create(config) as CallConfiguration
    expect(thrown(() => benchmark.call(inherited)).message).toMatch(/^configuration, Activation, .*: missing/)
  })

  test.each([null, undefined, 3, "config", []])("%j is no configuration", value => {
    const error = thrown(() => benchmark.call(value as never))
    expect(error).toBeInstanceOf(ConfigurationError)
    expect(error.message).toMatch(/^configuration: not a configuration; expected an object/)
  })

  test.each([0, -0, -1, Number.NaN, Number.NEGATIVE_INFINITY, "3", null, true])("nepochs %j", nepochs => {
    const error = thrown(() => call({}, { nepochs }))
    expect(error).toBeInstanceOf(FidelityError)
    expect(error.message).toMatch(/^options.nepochs: not an epoch; expected a number above 0, got /)
  })

  test.each([0, 2.5, Number.POSITIVE_INFINITY, Number.NaN])("a trajectory of %d epochs", nepochs => {
    const error = thrown(() => call({}, { nepochs, fullTrajectory: true }))
    expect(error).toBeInstanceOf(FidelityError)
    expect(error.message).toBe(
      `options.nepochs: not a number of epochs; expected an integer of at least 1, got ${nepochs}`,
    )
  })

  test("the epochs are looked at before the configuration", () => {
    expect(thrown(() => call({ Op3: 7 }, { nepochs: 0 }))).toBeInstanceOf(FidelityError)
  })

  test("an unknown option, such as Python's spelling, is a slip", () => {
    const error = thrown(() => call({}, { full_trajectory: true }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toBe("options.full_trajectory: unknown option; expected nepochs, fullTrajectory")
  })
})
