/** A benchmark over HTTP answers what the benchmark answers, over a real connection. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { connectBenchmark } from "../../../src/client/connect-benchmark.ts"
import type { RemoteBenchmark } from "../../../src/client/remote-benchmark.ts"
import { ConfigurationError, DomainError, FidelityError, NotFoundError } from "../../../src/errors.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { ServiceError } from "../../../src/wire/index.ts"
import { benchmark, configuration } from "../service/ask.ts"
import { drop, type LocalService, stall, startService, status } from "./service.ts"

let service: LocalService
let remote: RemoteBenchmark
const random = createRandom(11)
const configurations = Array.from({ length: 250 }, () => benchmark.space.sample(random))

beforeAll(async () => {
  service = await startService({ limits: { rows: 100 } })
  remote = await connectBenchmark(service.url, {
    task: "cifar10",
    concurrency: 2,
    retries: 2,
    backoffLimit: 30,
    timeout: 2000,
  })
})
afterAll(() => service?.close())
beforeEach(() => {
  service.requests.length = 0
  service.troubles.length = 0
})

describe("answers", () => {
  it("what a benchmark is", () => {
    const { task, release, card, metrics, sha256 } = benchmark
    expect(remote).toMatchObject({ task, release, card, metrics, sha256 })
    expect(remote.space.hyperparameters).toEqual(benchmark.space.hyperparameters)
    expect(remote.validate(configuration)).toEqual(benchmark.validate(configuration))
    expect(remote.sampleConfig(7)).toEqual(benchmark.sampleConfig(7))
  })

  it("queries, to the bit", async () => {
    expect(await remote.query(configuration)).toEqual(benchmark.query(configuration))
    const options = { epoch: 31, metrics: ["valid-acc", "FLOPS"] } as const
    const answer = await remote.query(configuration, options)
    expect(answer).toEqual(benchmark.query(configuration, options))
    expect(Object.keys(answer)).toEqual(Object.keys(benchmark.query(configuration, options)))
    const outside = { ...configuration, N: 1 } as const
    const anyway = { extrapolate: true, metrics: ["latency"] } as const
    expect(await remote.query(outside, anyway)).toEqual(benchmark.query(outside, anyway))
  })

  it("many queries in several requests", async () => {
    const columns = await remote.queryMany(configurations, { epoch: 12 })
    expect(columns).toEqual(benchmark.queryMany(configurations, { epoch: 12 }))
    expect(service.requests).toEqual(Array(3).fill("POST /v1/cifar10/distilled-2/batch"))
    expect(await remote.queryMany([], { metrics: ["runtime"] })).toEqual({ runtime: new Float32Array() })
  })

  it("no more requests at a time than allowed", async () => {
    let [current, most] = [0, 0]
    const slow = await connectBenchmark(service.url, {
      task: "cifar10",
      concurrency: 3,
      batchSize: 20,
      fetch: async request => {
        most = Math.max(most, ++current)
        await new Promise(resolve => setTimeout(resolve, 20))
        return fetch(request).finally(() => current--)
      },
    })
    const columns = await slow.queryMany(configurations)
    expect(columns).toEqual(benchmark.queryMany(configurations))
    expect(most).toBe(3)
    expect(service.requests.filter(request => request.startsWith("POST"))).toHaveLength(13)
  })

  it("learning curves and calls", async () => {
    const options = { epochs: 40, metrics: ["valid-acc"] } as const
    expect(await remote.trajectory(configuration, options)).toEqual(
      benchmark.trajectory(configuration, options),
    )
    const { epoch, ...sampled } = remote.sampleConfig(3)
    expect(await remote.call(sampled, { nepochs: epoch })).toEqual(
      benchmark.call(sampled, { nepochs: epoch }),
    )
    const all = { nepochs: 2, fullTrajectory: true }
    expect(await remote.call(sampled, all)).toEqual(benchmark.call(sampled, all))
  })
})

describe("regions", () => {
  // A search takes longer than the two seconds that the other tests wait, where a machine is busy.
  let patient: RemoteBenchmark
  beforeAll(async () => {
    patient = await connectBenchmark(service.url, { task: "cifar10" })
  })
  const fixed = { Op1: 2, Op2: [0, 1], Op3: 0, Op4: 0, Op5: 1, Op6: [2, 3], Activation: "ReLU" } as const

  it("grids in as many requests as the limits make of them, to the bit", async () => {
    // 100 rows at a time, as this service has it: axes are cut, and their order is kept.
    const { LearningRate: _, Op6: __, Op1: ___, ...rest } = configuration
    const all = "all" as const
    const input = { epoch: [7, 150, 200], LearningRate: [0.3, 0.01], Op6: all, ...rest, Op1: all }
    const grid = await patient.grid(input, { metrics: ["valid-acc", "runtime"] })
    const wanted = benchmark.grid(input, { metrics: ["valid-acc", "runtime"] })
    expect(grid).toBeInstanceOf(wanted.constructor)
    expect(grid.columns).toEqual(wanted.columns)
    expect([grid.axes, grid.shape, grid.first, grid.numCells]).toEqual([wanted.axes, [3, 2, 5, 5], 0, 150])
    expect(grid.cellAt(77)).toEqual(wanted.cellAt(77))
    expect(service.requests).toEqual(Array(2).fill("POST /v1/cifar10/distilled-2/grid"))
    const outside = { ...configuration, N: [1, 5] } as const
    const anyway = { extrapolate: true, metrics: ["latency"] } as const
    expect((await patient.grid(outside, anyway)).columns).toEqual(benchmark.grid(outside, anyway).columns)
  })

  it("grids block by block", async () => {
    const input = { ...configuration, Op1: "all", epoch: "all" } as const
    const wanted = benchmark.grid(input, { metrics: ["latency"] })
    let next = 0
    for await (const block of patient.gridBlocks(input, { metrics: ["latency"], memory: 240 })) {
      expect(block.first).toBe(next)
      expect(block.numCells).toBeLessThanOrEqual(60)
      next += block.numCells
      expect(block.columns.latency).toEqual(wanted.columns.latency.slice(block.first, next))
    }
    expect(next).toBe(1000)
  })

  it("bounds", async () => {
    const region = { ...configuration, LearningRate: [0.01, 0.02], Op4: [0, 1] } as const
    for (const epoch of [undefined, 30, [190, 200] as const]) {
      const options = { metric: "valid-acc", ...(epoch === undefined ? {} : { epoch }) } as const
      expect(await patient.bound(region, options)).toEqual(benchmark.bound(region, options))
    }
  })

  it("optima, with what the certificate counts", async () => {
    const options = { metric: "valid-acc", fixed, constraints: { latency: { atMost: 2 } } } as const
    const { certificate, ...found } = await patient.optimum(options)
    const wanted = await benchmark.optimum(options)
    expect(found).toEqual({ metric: wanted.metric, goal: wanted.goal, best: wanted.best })
    const { choices, numChoices, numSummed, cells } = wanted.certificate
    expect(certificate).toEqual({ choices, numChoices, numSummed, cells })
    expect(patient.validate(found.best!.configuration)).toEqual(found.best!.configuration)
  })

  it("that are wrong are refused before anything is sent", async () => {
    const metric = "valid-acc"
    await expect(patient.grid({ ...configuration, Op1: [] })).rejects.toThrow(ConfigurationError)
    await expect(patient.grid({ ...configuration, N: [5, 1] })).rejects.toThrow(DomainError)
    await expect(patient.grid({ ...configuration, epoch: "all" }, { memory: 9 })).rejects.toThrow(
      /gridBlocks/,
    )
    expect(() => patient.gridBlocks({ ...configuration, epoch: 0 })).toThrow(FidelityError)
    await expect(patient.bound({ N: 1 }, { metric })).rejects.toThrow(DomainError)
    await expect(patient.bound({}, { metric, epoch: [9, 3] })).rejects.toThrow(RangeError)
    await expect(patient.optimum({ metric, fixed: { LearningRate: 7 } })).rejects.toThrow(ConfigurationError)
    await expect(patient.optimum({ metric, onProgress() {} } as never)).rejects.toThrow(/unknown option/)
    expect(service.requests).toEqual([])
  })

  it("that the service refuses are its errors", async () => {
    await expect(patient.optimum({ metric: "acc" as "latency" })).rejects.toThrow(NotFoundError)
    await expect(patient.optimum({ metric: "latency", constraints: { acc: {} } as object })).rejects.toThrow(
      NotFoundError,
    )
    await expect(patient.bound({}, { metric: "acc" as "latency" })).rejects.toThrow(NotFoundError)
    service.troubles.push(response => void response.end('{"columns":{"latency":[1,2]}}'))
    await expect(patient.grid(configuration, { metrics: ["latency"] })).rejects.toThrow(/wrong length/)
  })

  it("that are given up end on the service, too", async () => {
    const ends: (number | string)[] = []
    const logged = await startService({ log: ({ route, status }) => ends.push(route, status) })
    try {
      const mine = await connectBenchmark(logged.url, { task: "cifar10" })
      ends.length = 0
      const stop = new AbortController()
      setTimeout(() => stop.abort(new Error("enough")), 100)
      // Alone it takes many seconds.
      const search = { metric: "valid-acc", constraints: { latency: { atMost: 0.5 } } } as const
      await expect(mine.optimum({ ...search, signal: stop.signal })).rejects.toThrow("enough")
      await expect.poll(() => ends, { timeout: 10_000 }).toEqual(["/v1/{task}/{release}/optimum", 408])
    } finally {
      await logged.close()
    }
  })
})

describe("batching", () => {
  it("queries of one moment travel together, by epoch and metrics", async () => {
    const asked = configurations.slice(0, 20)
    const answers = await Promise.all(
      asked.map((configuration, k) => remote.query(configuration, { epoch: k < 10 ? 5 : 6 })),
    )
    expect(service.requests).toHaveLength(2)
    expect(answers).toEqual(asked.map((one, k) => benchmark.query(one, { epoch: k < 10 ? 5 : 6 })))
  })
})

describe("refusals", () => {
  it("are made before anything is sent", async () => {
    const wrong = { ...configuration, LearningRate: 7 }
    await expect(remote.query(wrong)).rejects.toThrow(ConfigurationError)
    await expect(remote.query({ ...configuration, N: 1 })).rejects.toThrow(DomainError)
    await expect(remote.query(configuration, { epoch: 0 })).rejects.toThrow(FidelityError)
    await expect(remote.query(configuration, { metrics: ["acc" as "latency"] })).rejects.toThrow(
      NotFoundError,
    )
    await expect(remote.query(configuration, { epcoh: 3 } as object)).rejects.toThrow(/epcoh: unknown option/)
    await expect(remote.queryMany([configuration, wrong])).rejects.toThrow(
      /^configurations\[1\], LearningRate:/,
    )
    expect(service.requests).toEqual([])
  })

  it("of the service are the errors that it made, and are final", async () => {
    const { epoch: _, ...sampled } = remote.sampleConfig(3)
    const local = (): unknown => benchmark.call({ ...sampled, Activation: "Swish" })
    let message = ""
    try {
      local()
    } catch (error) {
      message = (error as Error).message
    }
    const refused = remote.call({ ...sampled, Activation: "Swish" })
    await expect(refused).rejects.toThrow(ConfigurationError)
    await expect(refused).rejects.toThrow(message)
    expect(service.requests).toHaveLength(1)
  })
})

describe("trouble", () => {
  it("is tried again: busy platforms and broken connections", async () => {
    service.troubles.push(status(503, { "retry-after": "0" }), drop)
    expect(await remote.query(configuration)).toEqual(benchmark.query(configuration))
    expect(service.requests).toHaveLength(3)
  })

  it("is given up after some tries", async () => {
    service.troubles.push(status(502), status(502), status(502))
    await expect(remote.query(configuration)).rejects.toMatchObject({ code: "ERR_SERVICE", status: 502 })
    expect(service.requests).toHaveLength(3)
    service.troubles.push(drop, drop, drop)
    await expect(remote.query(configuration)).rejects.toMatchObject({ code: "ERR_UNREACHABLE" })
  })

  it("a service that falls silent is an error in time", async () => {
    const quick = await connectBenchmark(service.url, { task: "cifar10", timeout: 100, retries: 0 })
    service.troubles.push(stall)
    await expect(quick.query(configuration)).rejects.toMatchObject({ code: "ERR_TIMEOUT", status: 408 })
  })

  it("an answer that is none is said so", async () => {
    service.troubles.push(response => void response.end("<html>hotel wifi</html>"))
    await expect(remote.query(configuration)).rejects.toMatchObject({ code: "ERR_SERVICE", what: "not JSON" })
    service.troubles.push(response => void response.end('{"columns":{}}'))
    await expect(remote.query(configuration)).rejects.toThrow(/columns\.FLOPS: missing in the answer/)
  })
})

describe("signals", () => {
  it("end the wait with their reason; others in the batch are answered", async () => {
    const stop = new AbortController()
    const mine = remote.query(configuration, { signal: stop.signal })
    const other = remote.query(configuration)
    stop.abort(new Error("enough"))
    await expect(mine).rejects.toThrow("enough")
    expect(await other).toEqual(benchmark.query(configuration))
  })

  it("end a request that is under way, and those that wait for a place", async () => {
    service.troubles.push(stall, stall, stall)
    const stop = new AbortController()
    const many = remote.queryMany(configurations, { signal: stop.signal })
    setTimeout(() => stop.abort(), 50)
    await expect(many).rejects.toMatchObject({ name: "AbortError" })
    expect(service.requests.length).toBeLessThanOrEqual(2)
    service.troubles.length = 0
    const late = remote.trajectory(configuration, { signal: stop.signal })
    await expect(late).rejects.toMatchObject({ name: "AbortError" })
  })
})

describe("connecting", () => {
  it("says what the service has", async () => {
    const wanted = connectBenchmark(service.url, { task: "fashion_mnist" })
    await expect(wanted).rejects.toThrow(
      /does not have it; expected distilled-2 of cifar10, got fashion_mnist/,
    )
    await expect(connectBenchmark(service.url, { task: "cifar" as "cifar10" })).rejects.toThrow(NotFoundError)
  })

  it("bears a token, and reaches services below a path", async () => {
    const guarded = await startService({ auth: { tokens: ["a-long-token"] } })
    try {
      const anonymous = connectBenchmark(guarded.url, { task: "cifar10" })
      await expect(anonymous).rejects.toThrow(ServiceError)
      await expect(anonymous).rejects.toMatchObject({ code: "ERR_UNAUTHORIZED", status: 401 })
      const known = await connectBenchmark(guarded.url, { task: "cifar10", token: "a-long-token" })
      expect(await known.query(configuration)).toEqual(benchmark.query(configuration))
      guarded.requests.length = 0
      await expect(
        connectBenchmark(`${guarded.url}/bench/`, { task: "cifar10", token: "a-long-token" }),
      ).rejects.toMatchObject({ code: "ERR_NO_ROUTE", status: 404 })
      expect(guarded.requests).toEqual(["GET /bench/v1/tasks"])
    } finally {
      await guarded.close()
    }
  })

  it("where nobody is, is an error", async () => {
    const lonely = await startService()
    await lonely.close()
    await expect(connectBenchmark(lonely.url, { task: "cifar10", retries: 0 })).rejects.toMatchObject({
      code: "ERR_UNREACHABLE",
    })
  })
})
