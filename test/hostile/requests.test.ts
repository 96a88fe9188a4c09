/** Requests broken on purpose: every one is answered, none with a fault of the service's, nothing leaks. */
import { expect, it } from "vitest"
import { createHandler } from "../../src/service/handler.ts"
import { hostileRequests, LEAK, requestOf } from "../edge/requests.ts"
import { benchmark, iris } from "../unit/service/ask.ts"

const COUNT = process.env["DEEP"] ? 30_000 : 2000

it(`${COUNT} hostile requests`, async () => {
  const faults: string[] = []
  const handler = createHandler({
    benchmarks: [benchmark],
    boosters: { iris },
    limits: { bodyBytes: 1_000_000 },
    log: entry => entry.level === "error" && faults.push(JSON.stringify(entry)),
  })
  const statuses = new Map<number, number>()
  for (const request of hostileRequests(COUNT, 7)) {
    const response = await handler(requestOf(request, "http://localhost"))
    const { status } = response
    const text = await response.text()
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    expect(status, `${request.method} ${request.path.slice(0, 80)}: ${faults.at(-1)}`).toBeLessThan(500)
    expect(text).not.toMatch(LEAK)
    expect([...response.headers].join()).not.toMatch(LEAK)
    if (status < 400) continue
    expect(response.headers.get("content-type")).toBe("application/problem+json")
    expect(text.length).toBeLessThan(3000)
    const problem = JSON.parse(text)
    expect(problem).toMatchObject({
      status,
      detail: expect.any(String),
      code: expect.stringMatching(/^ERR_/),
    })
  }
  // The requests got to where they were meant to do harm.
  for (const status of [200, 400, 404, 405, 413, 415, 422]) {
    expect(statuses.get(status) ?? 0, `status ${status}`).toBeGreaterThan(0)
  }
  expect(faults).toEqual([])
})
