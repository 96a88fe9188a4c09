/** Grids, bounds and optima over the service are the library's; what is too large or too long is refused. */
import { describe, expect, it } from "vitest"
import { createHandler } from "../../../src/service/handler.ts"
import { ADDRESS, asking, BASE, benchmark, configuration } from "./ask.ts"

const ask = asking()
const lines = { headers: { accept: "application/x-ndjson" } }
const all = "all" as const
const cells = { Op1: all, Op2: all, Op3: all, Op4: all, Op5: all, Op6: all }
/** A search of some milliseconds: nine discrete choices. */
const fixed = { Op1: 2, Op2: [0, 1, 2], Op3: 0, Op4: 0, Op5: 1, Op6: [1, 2, 3], Activation: "ReLU" } as const
/** A search of many seconds. */
const long = { metric: "valid-acc", constraints: { latency: { atMost: 0.5 } } } as const

describe("grid", () => {
  it("answers the library's columns, over several blocks, and its axes", async () => {
    const grid = { ...configuration, ...cells, epoch: [100, 200] } as const
    const metrics = ["valid-acc", "runtime"] as const
    const { status, json, headers } = await ask(`${BASE}/grid`, { json: { grid, metrics } })
    expect(status).toBe(200)
    const wanted = benchmark.grid(grid, { metrics })
    expect(json.axes).toEqual(wanted.axes)
    expect(Object.keys(json.columns)).toEqual(["runtime", "valid-acc"])
    expect(json.columns.runtime).toHaveLength(31_250)
    for (const metric of metrics) expect(json.columns[metric]).toEqual(Array.from(wanted.columns[metric]))
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
    expect(headers.get("etag")).toMatch(/^"[0-9a-f]{32}"$/)
  })

  it("answers lines, each with its axes' values, in several chunks", async () => {
    const grid = { ...configuration, LearningRate: [0.5, 0.01], Op1: all, epoch: all } as const
    const handler = createHandler({ benchmarks: [benchmark] })
    const response = await handler(
      new Request(`http://localhost${BASE}/grid`, {
        method: "POST",
        headers: { "content-type": "application/json", ...lines.headers },
        body: JSON.stringify({ grid }),
      }),
    )
    expect(response.headers.get("content-type")).toBe("application/x-ndjson")
    const chunks: string[] = []
    const decoder = new TextDecoder()
    for await (const chunk of response.body!) chunks.push(decoder.decode(chunk as Uint8Array))
    expect(chunks.filter(chunk => chunk !== "").every(chunk => chunk.endsWith("\n"))).toBe(true)
    const found = chunks
      .join("")
      .trimEnd()
      .split("\n")
      .map(line => JSON.parse(line))
    const wanted = benchmark.grid(grid)
    expect(found).toHaveLength(2000)
    for (const index of [0, 1, 199, 200, 999, 1000, 1999]) {
      const { configuration: one, epoch } = wanted.cellAt(index)
      const { LearningRate, Op1 } = one
      const answers = benchmark.query(one, { epoch })
      expect(found[index]).toEqual({ LearningRate, Op1, epoch, ...answers })
    }
  })

  it("comes block by block: a large one in more than one chunk", async () => {
    const { text } = await ask(`${BASE}/grid`, {
      json: { grid: { ...configuration, ...cells }, metrics: ["latency"] },
      ...lines,
    })
    expect(text.trimEnd().split("\n")).toHaveLength(15_625)
    const handler = createHandler({ benchmarks: [benchmark] })
    const response = await handler(
      new Request(`http://localhost${BASE}/grid`, {
        method: "POST",
        headers: { "content-type": "application/json", ...lines.headers },
        body: JSON.stringify({ grid: { ...configuration, ...cells }, metrics: ["latency", "valid-acc"] }),
      }),
    )
    const reader = response.body!.getReader()
    let chunks = 0
    while (!(await reader.read()).done) chunks++
    expect(chunks).toBeGreaterThan(1)
  })

  it("of one configuration is its query", async () => {
    const { json } = await ask(`${BASE}/grid`, { json: { grid: configuration, metrics: ["latency"] } })
    const { latency } = benchmark.query(configuration)
    expect([json.axes, json.columns]).toEqual([[], { latency: [latency] }])
  })
})

describe("bound", () => {
  const region = { ...configuration, LearningRate: [0.09, 0.11], Op3: [0, 2] } as const

  it("is the library's, of one epoch and of several", async () => {
    const metrics = ["valid-acc", "latency"] as const
    for (const epoch of [20, [190, 200] as const]) {
      const { status, json } = await ask(`${BASE}/bound`, { json: { region, epoch, metrics } })
      expect(status).toBe(200)
      expect(json.epoch).toEqual([epoch].flat().length === 2 ? epoch : [epoch, epoch])
      expect(json.bounds).toEqual(
        Object.fromEntries(metrics.map(metric => [metric, benchmark.bound(region, { metric, epoch })])),
      )
    }
  })
})

describe("optimum", () => {
  it("is the library's, with the certificate in short", async () => {
    const question = {
      metric: "valid-acc",
      fixed,
      constraints: { latency: { atMost: 2 } },
      epoch: 150,
    } as const
    const { status, json, headers } = await ask(`${BASE}/optimum`, { json: question })
    expect(status).toBe(200)
    const { best, goal, certificate } = await benchmark.optimum(question)
    const { choices, numChoices, numSummed, cells: planes } = certificate
    expect(json).toEqual({
      ...{ task: "cifar10", release: "distilled-2", epoch: 150, metric: "valid-acc", goal },
      ...{ constraints: question.constraints, best },
      certificate: { choices, numChoices, numSummed, cells: planes },
    })
    expect(json.best.metrics.latency).toBeLessThanOrEqual(2)
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
  })

  it("turns round with its goal, and is null where nothing keeps to the constraints", async () => {
    const turned = { metric: "latency", goal: "maximize", fixed } as const
    const { best } = await benchmark.optimum(turned)
    expect((await ask(`${BASE}/optimum`, { json: turned })).json.best).toEqual(best)
    const none = { metric: "valid-acc", fixed, constraints: { latency: { atMost: -1 } } }
    const { status, json } = await ask(`${BASE}/optimum`, { json: none })
    expect([status, json.best]).toEqual([200, null])
  })

  it("ends with status 408 when the time is over", async () => {
    const start = performance.now()
    const { status, json } = await asking({ limits: { milliseconds: 300 } })(`${BASE}/optimum`, {
      json: long,
    })
    expect(status).toBe(408)
    expect(json).toMatchObject({ code: "ERR_TIMEOUT", expected: "at most 300 ms" })
    // Alone it takes many seconds.
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it("ends for a client that has gone, also before it began", async () => {
    const handler = createHandler({ benchmarks: [benchmark] })
    for (const wait of [0, 50]) {
      const gone = new AbortController()
      if (wait === 0) gone.abort()
      else setTimeout(() => gone.abort(), wait)
      const request = new Request(`http://localhost${BASE}/optimum`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(long),
        signal: wait === 0 ? null : gone.signal,
      })
      // An aborted signal would keep this Node from reading the body.
      if (wait === 0) Object.defineProperty(request, "signal", { value: gone.signal })
      expect((await handler(request)).status).toBe(408)
    }
  })

  it("lets others have their turn meanwhile", async () => {
    const order: string[] = []
    const slow = asking({ limits: { milliseconds: 2000 } })
    const search = slow(`${BASE}/optimum`, { json: long }).then(({ status }) =>
      order.push(`search ${status}`),
    )
    await new Promise(resolve => setTimeout(resolve, 0))
    await slow(`${BASE}/query?${ADDRESS}`).then(({ status }) => order.push(`query ${status}`))
    await search
    expect(order).toEqual(["query 200", "search 408"])
  })
})
