/** What is refused, with which status, and which field the problem names. */
import { describe, expect, it } from "vitest"
import { createHandler } from "../../../src/service/handler.ts"
import { ADDRESS, asking, BASE, benchmark, configuration, iris } from "./ask.ts"

const ask = asking({ limits: { bodyBytes: 20_000, rows: 50, cells: 200 } })
const QUERY = `${BASE}/query`
const [GRID, BOUND, OPTIMUM] = [`${BASE}/grid`, `${BASE}/bound`, `${BASE}/optimum`]
const PREDICT = "/v1/models/iris/predict"

const post = (path: string, json: unknown) => [path, { json }] as const
const cases: Record<string, readonly [string, RequestInit & { json?: unknown }, number, string, string?]> = {
  "no such path": ["/v2", {}, 404, "ERR_NO_ROUTE", "path"],
  "a path that does not decode": ["/v1/%E0%A4%A/x/query", {}, 404, "ERR_NO_ROUTE"],
  "no such task": ["/v1/cifar100/distilled-2/card", {}, 404, "ERR_NO_ROUTE"],
  "no such release": ["/v1/cifar10/official-1.1.0/card", {}, 404, "ERR_NO_ROUTE"],
  "no such model": [...post("/v1/models/__proto__/predict", { rows: [] }), 404, "ERR_NO_ROUTE"],
  "a method of no use": [QUERY, { method: "DELETE" }, 405, "ERR_METHOD", "method"],
  "no JSON type": [QUERY, { method: "POST", body: "{}" }, 415, "ERR_MEDIA_TYPE", "content-type"],
  "a compressed body": [
    QUERY,
    { json: {}, headers: { "content-encoding": "gzip" } },
    415,
    "ERR_MEDIA_TYPE",
    "content-encoding",
  ],
  "broken JSON": [
    QUERY,
    { method: "POST", body: "{", headers: { "content-type": "application/json" } },
    400,
    "ERR_REQUEST",
    "body",
  ],
  "an array as body": [...post(QUERY, []), 400, "ERR_REQUEST", "body"],
  "a long body": [...post(QUERY, { a: "x".repeat(30_000) }), 413, "ERR_BODY_TOO_LARGE", "body"],
  "no configuration": [...post(QUERY, {}), 422, "ERR_FIELD", "configuration"],
  "a misspelt field": [...post(QUERY, { configuration, epoc: 3 }), 422, "ERR_FIELD", "epoc"],
  "a value out of range": [
    ...post(QUERY, { configuration: { ...configuration, LearningRate: 5 } }),
    422,
    "ERR_CONFIGURATION",
    "LearningRate",
  ],
  "__proto__ in an address": [`${QUERY}?${ADDRESS}&__proto__=1`, {}, 422, "ERR_CONFIGURATION", "__proto__"],
  "a parameter given twice": [`${QUERY}?${ADDRESS}&epoch=1&epoch=2`, {}, 422, "ERR_FIELD", "epoch"],
  "outside the domain": [
    ...post(QUERY, { configuration: { ...configuration, N: 1 } }),
    422,
    "ERR_DOMAIN",
    "N",
  ],
  "no epoch": [...post(QUERY, { configuration, epoch: 2.5 }), 422, "ERR_FIDELITY", "epoch"],
  "an epoch that is null": [...post(QUERY, { configuration, epoch: null }), 422, "ERR_FIDELITY", "epoch"],
  "an epoch of text": [`${QUERY}?${ADDRESS}&epoch=ten`, {}, 422, "ERR_FIDELITY", "epoch"],
  "an unknown metric": [...post(QUERY, { configuration, metrics: ["acc"] }), 422, "ERR_NOT_FOUND", "metrics"],
  "no array of metrics": [
    ...post(QUERY, { configuration, metrics: "valid-acc" }),
    422,
    "ERR_FIELD",
    "metrics",
  ],
  "extrapolate as text": [
    ...post(QUERY, { configuration, extrapolate: "yes" }),
    422,
    "ERR_FIELD",
    "extrapolate",
  ],
  "one of many configurations": [
    ...post(`${BASE}/batch`, { configurations: [configuration, { ...configuration, Op3: 9 }] }),
    422,
    "ERR_CONFIGURATION",
    "configurations[1].Op3",
  ],
  "too many configurations": [
    ...post(`${BASE}/batch`, { configurations: Array(51).fill({}) }),
    422,
    "ERR_TOO_MANY",
    "configurations",
  ],
  "too many numbers": [
    ...post(`${BASE}/batch`, { configurations: Array(40).fill(configuration) }),
    422,
    "ERR_TOO_MANY",
    "configurations",
  ],
  "too long a curve": [`${BASE}/trajectory?${ADDRESS}`, {}, 422, "ERR_TOO_MANY", "epochs"],
  "no seed": [`${BASE}/sample`, {}, 422, "ERR_FIELD", "seed"],
  "no numpy seed": [`${BASE}/sample-config?seed=4294967296`, {}, 422, "ERR_FIELD", "seed"],
  "a billion samples": [`${BASE}/sample?seed=1&n=1000000000`, {}, 422, "ERR_TOO_MANY", "n"],
  "a trajectory without end": [
    ...post(`${BASE}/call`, {
      configuration: benchmark.sampleConfig(0),
      nepochs: 1e12,
      fullTrajectory: true,
    }),
    422,
    "ERR_TOO_MANY",
    "nepochs",
  ],
  "epochs as text": [
    ...post(`${BASE}/call`, { configuration: benchmark.sampleConfig(0), nepochs: "5" }),
    422,
    "ERR_FIDELITY",
    "nepochs",
  ],
  "no grid": [...post(GRID, { metrics: ["latency"] }), 422, "ERR_FIELD", "grid"],
  "a grid of nothing": [...post(GRID, { grid: {} }), 422, "ERR_CONFIGURATION"],
  "an axis without values": [
    ...post(GRID, { grid: { ...configuration, Op1: [] } }),
    422,
    "ERR_CONFIGURATION",
    "grid.Op1",
  ],
  "all values of a range": [
    ...post(GRID, { grid: { ...configuration, LearningRate: "all" } }),
    422,
    "ERR_CONFIGURATION",
    "grid.LearningRate",
  ],
  "a long axis": [
    ...post(GRID, { grid: { ...configuration, LearningRate: Array(51).fill(0.1) }, metrics: ["latency"] }),
    422,
    "ERR_TOO_MANY",
    "grid.LearningRate",
  ],
  "a grid of many cells": [
    ...post(GRID, { grid: { ...configuration, Op1: "all", epoch: "all" }, metrics: ["latency"] }),
    422,
    "ERR_TOO_MANY",
    "grid",
  ],
  "a grid outside the domain": [
    ...post(GRID, { grid: { ...configuration, N: [5, 1] } }),
    422,
    "ERR_DOMAIN",
    "grid.N[1].N",
  ],
  "a grid of an unknown metric": [
    ...post(GRID, { grid: configuration, metrics: ["acc"] }),
    422,
    "ERR_NOT_FOUND",
    "metrics",
  ],
  "no region": [...post(BOUND, { epoch: 3 }), 422, "ERR_FIELD", "region"],
  "a region that ends before it begins": [
    ...post(BOUND, { region: { LearningRate: [0.5, 0.1] } }),
    422,
    "ERR_CONFIGURATION",
    "region.LearningRate",
  ],
  "a region of null": [...post(BOUND, { region: { Op1: null } }), 422, "ERR_CONFIGURATION", "region.Op1"],
  "epochs that end before they begin": [
    ...post(BOUND, { region: {}, epoch: [9, 3] }),
    422,
    "ERR_FIELD",
    "epoch",
  ],
  "three epochs": [...post(BOUND, { region: {}, epoch: [1, 2, 3] }), 422, "ERR_FIELD", "epoch"],
  "epochs of null": [...post(BOUND, { region: {}, epoch: [null, 3] }), 422, "ERR_FIDELITY", "epoch"],
  "an epoch of a bound that is null": [
    ...post(BOUND, { region: {}, epoch: null }),
    422,
    "ERR_FIDELITY",
    "epoch",
  ],
  "a bound of an unknown metric": [
    ...post(BOUND, { region: {}, metrics: ["acc"] }),
    422,
    "ERR_NOT_FOUND",
    "metrics",
  ],
  "an optimum of nothing": [...post(OPTIMUM, {}), 422, "ERR_FIELD", "metric"],
  "an optimum of an unknown metric": [
    ...post(OPTIMUM, { metric: "toString" }),
    422,
    "ERR_NOT_FOUND",
    "metric",
  ],
  "an unknown goal": [...post(OPTIMUM, { metric: "latency", goal: "best" }), 422, "ERR_FIELD", "goal"],
  "progress that nobody hears": [
    ...post(OPTIMUM, { metric: "latency", onProgress: true }),
    422,
    "ERR_FIELD",
    "onProgress",
  ],
  "a constraint on an unknown metric": [
    ...post(OPTIMUM, { metric: "latency", constraints: { acc: { atMost: 1 } } }),
    422,
    "ERR_NOT_FOUND",
    "constraints",
  ],
  "a constraint without sides": [
    ...post(OPTIMUM, { metric: "latency", constraints: { latency: 1 } }),
    422,
    "ERR_FIELD",
    "constraints.latency",
  ],
  "a constraint with another side": [
    ...post(OPTIMUM, { metric: "latency", constraints: { latency: { atMots: 1 } } }),
    422,
    "ERR_FIELD",
    "constraints.latency.atMots",
  ],
  "a constraint that is null": [
    ...post(OPTIMUM, { metric: "latency", constraints: { latency: { atMost: null } } }),
    422,
    "ERR_FIELD",
    "constraints.latency.atMost",
  ],
  "a search outside the domain": [
    ...post(OPTIMUM, { metric: "latency", fixed: { N: 1 } }),
    422,
    "ERR_DOMAIN",
    "fixed.N",
  ],
  "a search where nothing is": [
    ...post(OPTIMUM, { metric: "latency", fixed: { Op1: [] } }),
    422,
    "ERR_CONFIGURATION",
    "fixed.Op1",
  ],
  "a search at no epoch": [...post(OPTIMUM, { metric: "latency", epoch: 0 }), 422, "ERR_FIDELITY", "epoch"],
  "a short row": [...post(PREDICT, { rows: [[1, 2]] }), 422, "ERR_SHAPE", "rows[0]"],
  "a row of text": [...post(PREDICT, { rows: [[1, 2, 3, "4"]] }), 422, "ERR_FIELD", "rows[0][3]"],
  "mixed rows": [...post(PREDICT, { rows: [[1, 2, 3, 4], { a: 1 }] }), 422, "ERR_FIELD", "rows[1]"],
  "an unknown feature": [...post(PREDICT, { rows: [{ a: 1 }] }), 422, "ERR_NOT_FOUND", "rows[0].a"],
  "a feature of text": [
    ...post(PREDICT, { rows: [Object.fromEntries(iris.info.featureNames!.map(name => [name, "x"]))] }),
    422,
    "ERR_FIELD",
    "rows[0].sepal length",
  ],
  "rows of null": [...post(PREDICT, { rows: [null] }), 422, "ERR_FIELD", "rows[0]"],
  "an unknown output": [...post(PREDICT, { rows: [], output: "shap" }), 422, "ERR_FIELD", "output"],
  "rounds that are not there": [
    ...post(PREDICT, { rows: [], iterationRange: [0, 31] }),
    422,
    "ERR_FIELD",
    "iterationRange",
  ],
  "too many leaves": [
    ...post(PREDICT, { rows: Array(10).fill([1, 2, 3, 4]), output: "leaf" }),
    422,
    "ERR_TOO_MANY",
    "rows",
  ],
}

describe("problems", () => {
  it.each(Object.entries(cases))("%s", async (_, [path, init, status, code, field]) => {
    const answer = await ask(path, init)
    expect(answer.json).toMatchObject({ status, code, ...(field === undefined ? {} : { field }) })
    expect(answer.status).toBe(status)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
    expect(answer.headers.get("cache-control")).toBe("no-store")
    expect(answer.json.type).toBe(`urn:jahs-bench-201:${code}`)
    expect(answer.json.detail).not.toMatch(/options\.|\bdata\[/)
  })

  it("tell which methods are answered", async () => {
    const { headers } = await ask(QUERY, { method: "PUT" })
    expect(headers.get("allow")).toBe("GET, HEAD, POST, OPTIONS")
  })

  it("say nothing of what broke inside, and log it", async () => {
    const log: { level: string; stack?: string; status: number }[] = []
    const broken = Object.create(benchmark, {
      query: {
        value: () => {
          throw new Error("secret at /etc/passwd")
        },
      },
    })
    const handler = createHandler({ benchmarks: [broken], log: entry => log.push(entry) })
    const response = await handler(new Request(`http://localhost${QUERY}?${ADDRESS}`))
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(JSON.parse(text)).toMatchObject({ code: "ERR_SERVICE", detail: "the service failed" })
    expect(text).not.toMatch(/secret|passwd|\.ts|at /)
    expect(log).toMatchObject([{ level: "error", status: 500 }])
    expect(log[0]!.stack).toContain("secret at /etc/passwd")
  })
})

describe("time", () => {
  it("ends a body that does not come", async () => {
    const handler = createHandler({ benchmarks: [benchmark], limits: { milliseconds: 50 } })
    let isCancelled = false
    const body = new ReadableStream<Uint8Array>({
      start: controller => controller.enqueue(new TextEncoder().encode("{")),
      cancel: () => {
        isCancelled = true
      },
    })
    const response = await handler(
      new Request(`http://localhost${QUERY}`, {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
        // @ts-expect-error Node wants to be told; the standard's type does not have it
        duplex: "half",
      }),
    )
    expect(response.status).toBe(408)
    expect(await response.json()).toMatchObject({ code: "ERR_TIMEOUT" })
    expect(isCancelled).toBe(true)
  })

  it("ends work between its blocks: a document becomes 408, lines end with the problem", async () => {
    const slow = asking({ limits: { milliseconds: 1 } })
    const json = { configurations: Array(3000).fill(configuration) }
    expect((await slow(`${BASE}/batch`, { json })).json).toMatchObject({ code: "ERR_TIMEOUT", status: 408 })
    const { status, text } = await slow(`${BASE}/batch`, {
      json,
      headers: { accept: "application/x-ndjson" },
    })
    expect(status).toBe(200)
    const last = JSON.parse(text.trimEnd().split("\n").at(-1)!)
    expect(last.error).toMatchObject({ code: "ERR_TIMEOUT", status: 408 })
  })

  it("ends work for a client that has gone", async () => {
    const handler = createHandler({ benchmarks: [benchmark] })
    const gone = new AbortController()
    const answer = handler(
      new Request(`http://localhost${BASE}/batch`, {
        method: "POST",
        body: JSON.stringify({ configurations: Array(5000).fill(configuration) }),
        headers: { "content-type": "application/json" },
        signal: gone.signal,
      }),
    )
    setTimeout(() => gone.abort(), 5)
    expect((await answer).status).toBeGreaterThanOrEqual(400)
  })

  it("lets others have their turn meanwhile", async () => {
    const handler = createHandler({ benchmarks: [benchmark] })
    const order: string[] = []
    const batch = ask(`${BASE}/batch`, { json: { configurations: [configuration] } })
    const long = handler(
      new Request(`http://localhost${BASE}/batch`, {
        method: "POST",
        body: JSON.stringify({ configurations: Array(5000).fill(configuration) }),
        headers: { "content-type": "application/json" },
      }),
    ).then(() => order.push("long"))
    await new Promise(resolve => setTimeout(resolve, 0))
    await handler(new Request(`http://localhost${QUERY}?${ADDRESS}`)).then(() => order.push("short"))
    await Promise.all([batch, long])
    expect(order).toEqual(["short", "long"])
  })
})
