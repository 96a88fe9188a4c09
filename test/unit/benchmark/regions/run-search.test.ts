/** Searches pause, whatever the clock does. */
import { afterEach, expect, it, vi } from "vitest"
import { runSearch } from "../../../../src/benchmark/regions/run-search.ts"

afterEach(() => vi.restoreAllMocks())

function* steps(count: number): Generator<number, string> {
  for (let step = 0; step < count; step++) yield step
  return "found"
}

it("a clock that stands still, as Cloudflare's while code runs, does not keep timers and signals out", async () => {
  vi.spyOn(performance, "now").mockReturnValue(0)
  const stop = new AbortController()
  const told: number[] = []
  setTimeout(() => stop.abort(new Error("enough")), 0)
  await expect(runSearch(steps(1e9), stop.signal, state => told.push(state))).rejects.toThrow("enough")
  expect(told.length).toBeGreaterThan(0)
  expect(told.at(-1)).toBeLessThan(10_000)
})

it("a search that is short is not interrupted", async () => {
  const told: number[] = []
  expect(await runSearch(steps(10), undefined, state => told.push(state))).toBe("found")
  expect(told).toEqual([])
})
