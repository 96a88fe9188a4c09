/** Every endpoint answers what the library answers. */
import { describe, expect, it } from "vitest"
import { createRandom } from "../../../src/random/generator.ts"
import { toJsonSchema, toNasBench201String } from "../../../src/space/index.ts"
import { VERSION } from "../../../src/version.ts"
import { ADDRESS, asking, BASE, benchmark, configuration, iris } from "./ask.ts"

const ask = asking()
const lines = { headers: { accept: "application/x-ndjson" } }
const parsed = (text: string): unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line))

describe("about the service", () => {
  it("health, version, tasks, space and card", async () => {
    expect((await ask("/health")).json).toEqual({ status: "ok" })
    expect((await ask("/version")).json).toEqual({ name: "jahs-bench-201", version: VERSION })
    const { tasks, limits } = (await ask("/v1/tasks")).json
    expect(tasks).toEqual([
      {
        task: "cifar10",
        release: "distilled-2",
        notice: benchmark.card.notice,
        sha256: benchmark.sha256,
        metrics: benchmark.metrics,
        path: BASE,
      },
    ])
    expect(limits.rows).toBe(10_000)
    const space = (await ask(`${BASE}/space`)).json
    expect(space.hyperparameters).toEqual(benchmark.space.hyperparameters)
    expect(space.schema).toEqual(toJsonSchema(benchmark.space))
    expect((await ask(`${BASE}/card`)).json).toEqual(benchmark.card)
  })

  it("the page shows every path of the document, and loads nothing", async () => {
    const { paths } = (await ask("/openapi.json")).json
    const page = await ask("/")
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'")
    expect(page.text).not.toMatch(/<script|src=|<link/)
    for (const path of Object.keys(paths)) expect(page.text).toContain(`<code>${path}</code>`)
  })
})

describe("query", () => {
  it("by body and by address is what the library says", async () => {
    const metrics = benchmark.query(configuration, { epoch: 50 })
    const document = { task: "cifar10", release: "distilled-2", epoch: 50, metrics }
    const posted = await ask(`${BASE}/query`, { json: { configuration, epoch: 50 } })
    expect([posted.status, posted.json]).toEqual([200, document])
    expect((await ask(`${BASE}/query?${ADDRESS}&epoch=50`)).json).toEqual(document)
  })

  it("takes metrics, a cell as a string, and extrapolation", async () => {
    const { Op1, Op2, Op3, Op4, Op5, Op6, ...rest } = configuration
    const arch = encodeURIComponent(toNasBench201String(benchmark.validate(configuration)))
    const words = Object.entries(rest).map(([name, value]) => `${name}=${value}`)
    const { json } = await ask(
      `${BASE}/query?${words.join("&")}&arch=${arch}&metrics=valid-acc,latency&extrapolate=true&N=1`,
    )
    const outside = { ...configuration, N: 1 } as const
    expect(json.metrics).toEqual(
      benchmark.query(outside, { metrics: ["valid-acc", "latency"], extrapolate: true }),
    )
  })

  it("is an answer to HEAD, without the answer", async () => {
    const { status, text, headers } = await ask(`${BASE}/query?${ADDRESS}`, { method: "HEAD" })
    expect([status, text]).toEqual([200, ""])
    expect(headers.get("etag")).toBe((await ask(`${BASE}/query?${ADDRESS}`)).headers.get("etag"))
  })
})

describe("batch", () => {
  const random = createRandom(3)
  const configurations = Array.from({ length: 600 }, () => benchmark.space.sample(random))

  it("answers columns, over several blocks", async () => {
    const { json } = await ask(`${BASE}/batch`, { json: { configurations, epoch: 20 } })
    const columns = benchmark.queryMany(configurations, { epoch: 20 })
    expect(Object.keys(json.columns)).toEqual(benchmark.metrics)
    for (const metric of benchmark.metrics) expect(json.columns[metric]).toEqual(Array.from(columns[metric]))
    expect(json.epoch).toBe(20)
  })

  it("answers lines, the same numbers", async () => {
    const body = { configurations, metrics: ["valid-acc", "runtime"] }
    const { text, headers } = await ask(`${BASE}/batch`, { json: body, ...lines })
    expect(headers.get("content-type")).toBe("application/x-ndjson")
    const columns = benchmark.queryMany(configurations, { metrics: ["valid-acc", "runtime"] })
    expect(parsed(text)).toEqual(
      configurations.map((_, k) => ({
        runtime: columns.runtime[k],
        "valid-acc": columns["valid-acc"][k],
      })),
    )
  })

  it("of nothing is nothing", async () => {
    const { json } = await ask(`${BASE}/batch`, { json: { configurations: [], metrics: ["latency"] } })
    expect(json.columns).toEqual({ latency: [] })
    const empty = await ask(`${BASE}/batch`, { json: { configurations: [] }, ...lines })
    expect([empty.status, empty.text]).toEqual([200, ""])
  })
})

describe("trajectory", () => {
  it("is the library's curve, by body, by address and as lines", async () => {
    const curve = benchmark.trajectory(configuration, { epochs: 30, metrics: ["valid-acc"] })
    const columns = { epoch: Array.from(curve.epoch), "valid-acc": Array.from(curve["valid-acc"]) }
    const json = { configuration, epochs: 30, metrics: ["valid-acc"] }
    expect((await ask(`${BASE}/trajectory`, { json })).json.columns).toEqual(columns)
    const address = `${BASE}/trajectory?${ADDRESS}&epochs=30&metrics=valid-acc`
    expect((await ask(address)).json.columns).toEqual(columns)
    const all = parsed((await ask(address, lines)).text)
    expect(all).toHaveLength(30)
    expect(all[29]).toEqual({ epoch: 30, "valid-acc": curve["valid-acc"][29] })
  })
})

describe("sample", () => {
  it("draws what the generators draw", async () => {
    const random = createRandom(8)
    const wanted = [benchmark.space.sample(random), benchmark.space.sample(random)]
    expect((await ask(`${BASE}/sample?seed=8&n=2`)).json.configurations).toEqual(wanted)
    expect((await ask(`${BASE}/sample-config?seed=5`)).json.configuration).toEqual(benchmark.sampleConfig(5))
  })
})

describe("call", () => {
  it("answers as jahs_bench nests it", async () => {
    const { epoch, ...sampled } = benchmark.sampleConfig(1)
    const { json } = await ask(`${BASE}/call`, { json: { configuration: sampled, nepochs: epoch } })
    expect(json.epochs).toEqual(benchmark.call(sampled, { nepochs: epoch }))
    const all = await ask(`${BASE}/call`, {
      json: { configuration: sampled, nepochs: 3, fullTrajectory: true },
    })
    expect(all.json.epochs).toEqual(benchmark.call(sampled, { nepochs: 3, fullTrajectory: true }))
  })
})

describe("models", () => {
  const rows = [
    [5.1, 3.5, 1.4, 0.2],
    [6.7, 3, 5.2, null],
  ]
  const flat = Float32Array.of(5.1, 3.5, 1.4, 0.2, 6.7, 3, 5.2, Number.NaN)
  const nested = (values: ArrayLike<number>): number[][] => {
    const all = Array.from(values)
    return [all.slice(0, all.length / 2), all.slice(all.length / 2)]
  }

  it("are listed and described", async () => {
    expect((await ask("/v1/models")).json).toEqual({ models: ["iris"] })
    const { numTrees, featureNames } = (await ask("/v1/models/iris")).json
    expect([numTrees, featureNames]).toEqual([30, iris.info.featureNames])
  })

  it("predict rows of numbers and rows by name", async () => {
    const predict = async (json: object) => (await ask("/v1/models/iris/predict", { json })).json.columns
    const wanted = nested(iris.predict(flat, { numRows: 2 }))
    expect(await predict({ rows })).toEqual({ prediction: wanted })
    const names = iris.info.featureNames!
    const records = rows.map(row => Object.fromEntries(row.map((value, k) => [names[k], value])))
    expect(await predict({ rows: records })).toEqual({ prediction: wanted })
    expect(await predict({ rows, output: "margin", iterationRange: [0, 3] })).toEqual({
      margin: nested(iris.predict(flat, { numRows: 2, output: "margin", iterationRange: [0, 3] })),
    })
    expect(await predict({ rows, output: "leaf" })).toEqual({
      leaf: nested(iris.predict(flat, { numRows: 2, output: "leaf" })),
    })
    const { text } = await ask("/v1/models/iris/predict", { json: { rows }, ...lines })
    expect(parsed(text)).toEqual(wanted.map(prediction => ({ prediction })))
  })
})
