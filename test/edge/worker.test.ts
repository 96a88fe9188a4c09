/** The worker fits a small plan: its bundle, and the memory that it takes beyond an empty worker. */
import { afterAll, beforeAll, expect, it } from "vitest"
import { median } from "../../bench/support.ts"
import { type Deployment, deploy } from "./deployment.ts"
import { httpClient } from "./http-client.ts"
import { measureStart } from "./measure.ts"
import { platforms } from "./platforms.ts"
import { startEmptyWorker } from "./workerd.ts"

const worker = platforms.find(({ name }) => name === "Cloudflare Workers, data module")!
let deployment: Deployment

beforeAll(async () => {
  deployment = await deploy()
})
afterAll(() => deployment?.remove())

it("takes at most 3 MB, gzipped, with valid-acc, latency and runtime of one task", async () => {
  // The limit of Cloudflare's free plan.
  const bytes = await worker.size(deployment)
  console.log(`worker: ${bytes.toLocaleString("en")} bytes, gzipped`)
  expect(bytes).toBeLessThanOrEqual(3_000_000)
})

it("takes at most 32 MB of memory more than an empty worker, when it has answered", async () => {
  const resident = async (start: Parameters<typeof measureStart>[0]): Promise<number> => {
    const starts = []
    // The memory of one process is chance to some megabytes.
    for (let k = 0; k < 3; k++) starts.push((await measureStart(start)).resident!)
    return median(starts)
  }
  const empty = await resident(() => startEmptyWorker(deployment.folder))
  const full = await resident(() => worker.start(deployment))
  console.log(`resident: empty ${(empty / 1e6).toFixed(1)} MB, service ${(full / 1e6).toFixed(1)} MB`)
  expect(full - empty).toBeLessThanOrEqual(32 * 1024 * 1024)
})

it("lets others have their turn during a long search", async () => {
  const running = await worker.start(deployment)
  const { ask, close } = httpClient(running.origin!, 2)
  try {
    const headers = { "content-type": "application/json" }
    const base = "/v1/cifar10/distilled-2"
    const fixed = { Activation: "ReLU", TrivialAugment: true }
    const question = { metric: "valid-acc", fixed, constraints: { latency: { atMost: 0.5 } } }
    const body = JSON.stringify(question)
    let isFound = false
    const search = ask({ method: "POST", path: `${base}/optimum`, headers, body }).then(answer => {
      isFound = true
      return answer.status
    })
    await new Promise(resolve => setTimeout(resolve, 100))
    const start = performance.now()
    const other = await ask({ method: "GET", path: `${base}/sample?seed=1`, headers: {}, body: null })
    console.log(`another request during a search: ${(performance.now() - start).toFixed(0)} ms`)
    expect([other.status, isFound]).toEqual([200, false])
    expect(await search).toBe(200)
  } finally {
    close()
    await running.close()
  }
})
