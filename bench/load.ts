/**
 * Services at full load: 60 seconds each on Node, Deno, Bun and workerd, over loopback, asked by this process, with
 * 1,000 hostile requests among the others; into bench/results/load.json: `npm run bench:load`.
 */
import { deploy } from "../test/edge/deployment.ts"
import { httpClient } from "../test/edge/http-client.ts"
import { platforms } from "../test/edge/platforms.ts"
import { residentBytes } from "../test/edge/process-memory.ts"
import { goodRequests, hostileRequests, LEAK } from "../test/edge/requests.ts"
import type { Running } from "../test/edge/running.ts"
import { startEmptyWorker } from "../test/edge/workerd.ts"
import { environment, median, writeResult } from "./support.ts"

const SECONDS = Number(process.env["SECONDS"] ?? 60)
/** Before anything is counted: engines let their heaps grow in steps, the last of them after some 18,000 answers. */
const WARM_UP = SECONDS / 2
const CONNECTIONS = 8
const HOSTILE = 1000
const LOADED = ["Node", "Deno", "Bun", "Cloudflare Workers, data module"]

/** One platform's figures, as the file holds them. */
export interface LoadResult {
  readonly name: string
  readonly version: string
  readonly seconds: number
  readonly requests: number
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Requests that were not answered with 200. */
  readonly errors: number
  readonly hostile: { readonly requests: number; readonly faults: number; readonly leaks: number }
  /** Resident bytes in the second and in the last quarter, the median of samples a second apart. */
  readonly resident: readonly [second: number, last: number]
}

interface Load {
  readonly requests: number
  readonly p50: number
  readonly p99: number
  readonly errors: number
}

/** The good requests, again and again over some connections. */
async function load(origin: string, seconds: number): Promise<Load> {
  const { ask, close } = httpClient(origin, CONNECTIONS)
  const requests = goodRequests(500, 3)
  const end = performance.now() + seconds * 1000
  const times: number[] = []
  let [next, errors] = [0, 0]
  const work = async (): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now()
      try {
        const { status } = await ask(requests[next++ % requests.length]!)
        if (status !== 200) errors++
      } catch {
        errors++
      }
      times.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  close()
  times.sort((a, b) => a - b)
  const quantile = (q: number): number => times[Math.floor(q * (times.length - 1))]!
  return { requests: times.length, p50: quantile(0.5), p99: quantile(0.99), errors }
}

/** The hostile requests, one after the other, spread over the time. */
async function harass({ ask }: Running): Promise<LoadResult["hostile"]> {
  const requests = hostileRequests(HOSTILE, 5)
  const start = performance.now()
  let [faults, leaks] = [0, 0]
  for (const [k, request] of requests.entries()) {
    const due = start + (k * (SECONDS - 2) * 1000) / HOSTILE
    await new Promise(resolve => setTimeout(resolve, Math.max(0, due - performance.now())))
    const { status, headers, body } = await ask(request)
    if (status >= 500) faults++
    if (LEAK.test(Buffer.from(body).toString()) || LEAK.test([...headers].join())) leaks++
  }
  return { requests: requests.length, faults, leaks }
}

async function watch(pid: number): Promise<LoadResult["resident"]> {
  const samples: number[] = []
  for (let second = 0; second < SECONDS; second++) {
    await new Promise(resolve => setTimeout(resolve, 1000))
    samples.push(residentBytes(pid))
  }
  const quarter = SECONDS / 4
  return [median(samples.slice(quarter, 2 * quarter)), median(samples.slice(3 * quarter))]
}

const deployment = await deploy()
try {
  const results: LoadResult[] = []
  const loaded = platforms.filter(({ name }) => LOADED.some(start => name.startsWith(start)))
  const { version: workerd } = loaded.at(-1)!
  // What workerd's memory does by itself, under the same requests.
  const empty = {
    name: "an empty worker",
    version: workerd,
    start: () => startEmptyWorker(deployment.folder),
  }
  for (const { name, version, start } of [...loaded, empty]) {
    const running = await start(deployment)
    try {
      await load(running.origin!, WARM_UP)
      const [result, hostile, resident] = await Promise.all([
        load(running.origin!, SECONDS),
        harass(running),
        watch(running.pid!),
      ])
      const perSecond = result.requests / SECONDS
      results.push({ name, version: version(), seconds: SECONDS, ...result, perSecond, hostile, resident })
      console.log(results.at(-1))
    } finally {
      await running.close()
    }
  }
  const made = { environment: environment(), connections: CONNECTIONS, warmUp: WARM_UP, results }
  // A short run only shows that the script works.
  if (SECONDS === 60) writeResult("load", made)
} finally {
  deployment.remove()
}
