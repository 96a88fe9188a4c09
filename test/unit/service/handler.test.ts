/** What surrounds answers: tags, caches, CORS, tokens, compression, counts, logs, options. */
import { gunzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { createHandler } from "../../../src/service/handler.ts"
import type { LogEntry } from "../../../src/service/log-entry.ts"
import { ADDRESS, asking, BASE, benchmark, configuration } from "./ask.ts"

const QUERY = `${BASE}/query?${ADDRESS}`

describe("caches", () => {
  const ask = asking()

  it("may keep answers of a release for ever, and ask with the tag", async () => {
    const first = await ask(QUERY)
    expect(first.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
    const tag = first.headers.get("etag")!
    for (const name of [tag, `W/${tag}`, `"x", ${tag}`, "*", tag.replace(/"$/, '-gzip"')]) {
      const again = await ask(QUERY, { headers: { "if-none-match": name } })
      expect([again.status, again.text], name).toEqual([304, ""])
      expect(again.headers.get("cache-control")).toBe(first.headers.get("cache-control"))
    }
    expect((await ask(QUERY, { headers: { "if-none-match": '"x"' } })).status).toBe(200)
  })

  it("get another tag for another question, and another form of the answer", async () => {
    const tags = new Set<string | null>()
    for (const path of [QUERY, `${QUERY}&epoch=3`, `${BASE}/trajectory?${ADDRESS}`, `${BASE}/card`]) {
      tags.add((await ask(path)).headers.get("etag"))
    }
    const accept = { headers: { accept: "application/x-ndjson" } }
    tags.add((await ask(`${BASE}/trajectory?${ADDRESS}`, accept)).headers.get("etag"))
    for (const epoch of [1, 2]) {
      tags.add((await ask(`${BASE}/query`, { json: { configuration, epoch } })).headers.get("etag"))
    }
    expect(tags.size).toBe(7)
    expect(tags.has(null)).toBe(false)
  })

  it("ask again where a deployment may change the answer, and never keep health", async () => {
    const tasks = await ask("/v1/tasks")
    expect(tasks.headers.get("cache-control")).toBe("public, no-cache")
    const known = { "if-none-match": tasks.headers.get("etag")! }
    expect((await ask("/v1/tasks", { headers: known })).status).toBe(304)
    expect((await ask("/health")).headers.get("cache-control")).toBe("no-store")
    expect((await ask("/health")).headers.get("etag")).toBe(null)
  })
})

describe("pages of other origins", () => {
  it("may ask where the owner lets them", async () => {
    const origin = "https://example.org"
    const ask = asking({ cors: [origin] })
    const allowed = await ask("/health", { headers: { origin } })
    expect(allowed.headers.get("access-control-allow-origin")).toBe(origin)
    expect(allowed.headers.get("vary")).toContain("origin")
    const other = await ask("/health", { headers: { origin: "https://evil.example" } })
    expect(other.headers.get("access-control-allow-origin")).toBe(null)
    const open = await asking({ cors: "*" })("/nothing")
    expect(open.headers.get("access-control-allow-origin")).toBe("*")
    expect(
      (await asking()("/health", { headers: { origin } })).headers.get("access-control-allow-origin"),
    ).toBe(null)
  })

  it("hear what they may send before they send it", async () => {
    const ask = asking({ cors: "*", auth: { tokens: ["a-long-token"] } })
    const { status, headers } = await ask(`${BASE}/query`, { method: "OPTIONS" })
    expect(status).toBe(204)
    expect(headers.get("access-control-allow-methods")).toBe("GET, HEAD, POST, OPTIONS")
    expect(headers.get("access-control-allow-headers")).toContain("authorization")
  })
})

describe("tokens", () => {
  const ask = asking({ auth: { tokens: ["first-token", "second-token"] } })
  const bearing = (authorization: string) => ({ headers: { authorization } })

  it("let in who bears one of them", async () => {
    for (const token of ["first-token", "second-token"]) {
      const { status, headers } = await ask(QUERY, bearing(`Bearer ${token}`))
      expect(status).toBe(200)
      expect(headers.get("cache-control")).toBe("private, max-age=31536000, immutable")
    }
    expect((await ask("/health")).status).toBe(200)
  })

  it.each([
    "",
    "Bearer",
    "Bearer first-toke",
    "Bearer first-token2",
    "Basic first-token",
    "Bearer first-token second-token",
    `Bearer ${"x".repeat(5000)}`,
  ])("keep out %s", async authorization => {
    const { status, headers, text } = await ask(QUERY, bearing(authorization))
    expect(status).toBe(401)
    expect(headers.get("www-authenticate")).toMatch(/^Bearer /)
    expect(text).not.toMatch(/first-token|second-token/)
  })

  it("keep out before the body is read or the release looked up", async () => {
    const answer = await ask("/v1/x/y/query", { method: "POST", body: "{" })
    expect(answer.status).toBe(401)
  })
})

describe("compression", () => {
  const ask = asking({ compress: true })
  const handler = createHandler({ benchmarks: [benchmark], compress: true })

  it("is for those who want it, and renames the answer", async () => {
    const plain = await ask(`${BASE}/card`)
    const request = new Request(`http://localhost${BASE}/card`, {
      headers: { "accept-encoding": "br, gzip" },
    })
    const response = await handler(request)
    expect(response.headers.get("content-encoding")).toBe("gzip")
    expect(response.headers.get("etag")).toBe(plain.headers.get("etag")!.replace(/"$/, '-gzip"'))
    expect(response.headers.get("vary")).toContain("accept-encoding")
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(gunzipSync(bytes).toString()).toBe(plain.text)
    expect(bytes.length).toBeLessThan(plain.text.length / 2)
  })

  it("is not for others, nor for what is short", async () => {
    for (const accepted of ["gzip;q=0", "br", ""]) {
      const { headers } = await ask(`${BASE}/card`, { headers: { "accept-encoding": accepted } })
      expect(headers.get("content-encoding")).toBe(null)
    }
    const short = await ask("/health", { headers: { "accept-encoding": "gzip" } })
    expect(short.headers.get("content-encoding")).toBe(null)
  })
})

describe("counts", () => {
  it("say how many requests and rows there were", async () => {
    const ask = asking({ metrics: true })
    await ask(QUERY)
    await ask(QUERY)
    await ask("/nothing")
    await ask("/nothing/else", { method: "PURGE" })
    await ask(`${BASE}/batch`, { json: { configurations: [configuration, configuration] } })
    const { text, headers } = await ask("/metrics")
    expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8")
    const route = "/v1/{task}/{release}/query"
    expect(text).toContain(`jahs_bench_requests_total{method="GET",route="${route}",status="200"} 2\n`)
    expect(text).toContain('jahs_bench_requests_total{method="GET",route="unknown",status="404"} 1\n')
    expect(text).toContain('jahs_bench_requests_total{method="other",route="unknown",status="404"} 1\n')
    expect(text).toContain("jahs_bench_rows_total 2\n")
    expect(text).toContain(`jahs_bench_request_seconds_bucket{route="${route}",le="+Inf"} 2\n`)
    expect(text).toContain(`jahs_bench_request_seconds_count{route="${route}"} 2\n`)
  })

  it("are not there unless asked for", async () => {
    expect((await asking()("/metrics")).status).toBe(404)
  })
})

describe("logs", () => {
  it("have one entry a request, without what was asked", async () => {
    const log: LogEntry[] = []
    const ask = asking({ log: entry => log.push(entry) })
    await ask(`${QUERY}&epoch=7`)
    await ask(`${BASE}/query`, { json: { configuration, secret: "word" } })
    expect(log).toMatchObject([
      { level: "info", method: "GET", route: "/v1/{task}/{release}/query", status: 200 },
      { level: "info", method: "POST", route: "/v1/{task}/{release}/query", status: 422, code: "ERR_FIELD" },
    ])
    expect(log[0]!.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(log[0]!.milliseconds).toBeGreaterThanOrEqual(0)
    expect(JSON.stringify(log)).not.toMatch(/epoch=7|word|ReLU/)
  })
})

describe("options", () => {
  const refused: [string, object, RegExp][] = [
    ["an unknown one", { benchmark }, /^options\.benchmark: unknown option; expected benchmarks, /],
    ["no benchmark", { benchmarks: [{}] }, /^options\.benchmarks\[0\]: expected an opened benchmark/],
    ["one twice", { benchmarks: [benchmark, benchmark] }, /cifar10 of distilled-2 is there twice/],
    ["no booster", { boosters: { iris: {} } }, /^options\.boosters\.iris: expected a booster/],
    ["an unknown limit", { limits: { row: 3 } }, /^options\.limits\.row: unknown limit/],
    [
      "a limit of nothing",
      { limits: { rows: 0 } },
      /^options\.limits\.rows: expected an integer of at least 1/,
    ],
    ["no tokens", { auth: { tokens: [] } }, /^options\.auth\.tokens: expected tokens/],
    ["an empty token", { auth: { tokens: [""] } }, /^options\.auth\.tokens: expected tokens/],
    ["a page, not an origin", { cors: ["https://example.org/x"] }, /^options\.cors\[0\]: expected an origin/],
    ["no function", { log: "stderr" }, /^options\.log: expected a function/],
  ]
  it.each(refused)("refuse %s", (_, options, message) => {
    expect(() => createHandler(options)).toThrow(TypeError)
    expect(() => createHandler(options)).toThrow(message)
  })

  it("never show a token", () => {
    expect(() => createHandler({ auth: { tokens: ["ünfit-secret"] } })).toThrow(/^(?!.*ünfit)/)
  })
})
