/**
 * What the playground takes: the first view of a cold load, the redraw of seven learning curves while a slider is
 * dragged, and the engine's memory with both tasks open. In Chromium, on the built site, as `serve` answers it.
 */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"
import { packsIn } from "../src/node/playground-packs.ts"
import { openSite } from "../src/node/playground-site.ts"
import { requestListener } from "../src/node/request-listener.ts"
import { findChromium } from "../test/support/chromium.ts"

const root = join(import.meta.dirname, "..")
const NUM_LOADS = 7
const NUM_MOVES = 200

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1)
  return `median ${at(0.5)} ms (a tenth below ${at(0.1)}, a tenth above ${at(0.9)}; ${values.length} times)`
}

async function serveSite(): Promise<{ readonly url: string; readonly close: () => void }> {
  const site = await openSite(join(root, "dist", "playground"), await packsIn(join(root, "models")))
  const server = createServer(
    requestListener(async request => (await site(request)) ?? new Response(null, { status: 404 })),
  )
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/playground/`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** tsx names functions by a helper, which the page does not have. */
const NAMES = "globalThis.__name = named => named"

/** Milliseconds from the navigation to the painted frame after the first curves were drawn, nothing being cached. */
async function coldLoad(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  await context.addInitScript(NAMES)
  const page = await context.newPage()
  await page.goto(url, { waitUntil: "commit" })
  const took = await page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const look = (): void => {
          const isDrawn = document.querySelectorAll(".curve canvas").length === 7
          if (isDrawn) requestAnimationFrame(() => resolve(performance.now()))
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
  await context.close()
  return took
}

interface Redraws {
  /** From an input event to all seven curves being drawn. */
  readonly drawn: readonly number[]
  /** From an input event to the frame after that. */
  readonly painted: readonly number[]
}

/** Drags the slider of the learning rate, and measures inside of the page. */
async function redraws(page: Page): Promise<Redraws> {
  await page.evaluate(() => {
    const times = { inputs: [] as number[], drawn: [] as number[], painted: [] as number[] }
    Object.assign(globalThis, { times })
    let waiting: number[] = []
    document.addEventListener("input", () => waiting.push(performance.now()), { capture: true })
    // uPlot draws into the canvases in one go: the last of seven that is cleared tells that all are drawn anew.
    const { clearRect } = CanvasRenderingContext2D.prototype
    const cleared = new Set<HTMLCanvasElement>()
    const curves = new Set(document.querySelectorAll<HTMLCanvasElement>(".curve canvas"))
    CanvasRenderingContext2D.prototype.clearRect = function (...area): void {
      clearRect.apply(this, area)
      if (!curves.has(this.canvas as HTMLCanvasElement)) return
      cleared.add(this.canvas as HTMLCanvasElement)
      if (cleared.size < curves.size) return
      cleared.clear()
      const inputs = waiting
      waiting = []
      setTimeout(() => {
        const now = performance.now()
        for (const input of inputs) times.drawn.push(now - input)
      })
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => {
          const now = performance.now()
          for (const input of inputs) times.painted.push(now - input)
        }
        // After the frame's own work: the first task that follows it.
        channel.port2.postMessage(null)
      })
    }
  })
  const box = (await page.getByRole("slider", { name: "LearningRate" }).boundingBox())!
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width / 2, y)
  await page.mouse.down()
  for (let move = 0; move < NUM_MOVES; move++) {
    const share = 0.5 + 0.45 * Math.sin((2 * Math.PI * move) / 97)
    await page.mouse.move(box.x + share * box.width, y)
    await page.waitForTimeout(30)
  }
  await page.mouse.up()
  return page.evaluate(() => (globalThis as unknown as { readonly times: Redraws }).times)
}

/** What the browser's debugger says of a heap. */
interface HeapUsage {
  readonly usedSize: number
  /** Of typed arrays, which are beside the heap. */
  readonly backingStorageSize: number
}

/** Memory of the engine's worker in bytes, after its garbage was collected: objects, and arrays beside them. */
async function workerMemory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  const attached = new Promise<string>(resolve =>
    session.once("Target.attachedToTarget", ({ sessionId }) => resolve(sessionId)),
  )
  await session.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  })
  const sessionId = await attached
  let lastId = 0
  const ask = (method: string): Promise<unknown> => {
    const id = ++lastId
    return new Promise((resolve, reject) => {
      session.on("Target.receivedMessageFromTarget", ({ message }) => {
        // Events come, too.
        const answer = JSON.parse(message) as { id?: number; result?: unknown; error?: { message: string } }
        if (answer.id !== id) return
        if (answer.error) reject(new Error(answer.error.message))
        else resolve(answer.result)
      })
      session
        .send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) })
        .catch(reject)
    })
  }
  await ask("HeapProfiler.enable")
  await ask("HeapProfiler.collectGarbage")
  const { usedSize, backingStorageSize } = (await ask("Runtime.getHeapUsage")) as HeapUsage
  return usedSize + backingStorageSize
}

const executablePath = findChromium()
if (executablePath === undefined) throw new Error("no Chromium: install it or set CHROME_PATH")
const site = await serveSite()
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"],
})
try {
  const loads: number[] = []
  for (let load = 0; load < NUM_LOADS; load++) loads.push(await coldLoad(browser, site.url))
  console.log(`first view, cold: ${spread(loads)}`)

  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 } })
  await context.addInitScript(NAMES)
  const page = await context.newPage()
  await page.goto(site.url)
  await page.locator(".curve canvas").nth(6).waitFor()
  await page.waitForTimeout(1500)
  const { drawn, painted } = await redraws(page)
  console.log(`input to seven curves drawn: ${spread(drawn)}`)
  console.log(`input to the painted frame: ${spread(painted)}`)

  await page.getByLabel("Task").selectOption("fashion_mnist")
  await page.locator(".notice strong", { hasText: "fashion_mnist" }).waitFor()
  await page.waitForTimeout(1500)
  console.log(`engine's memory, both tasks open: ${((await workerMemory(page)) / 1e6).toFixed(1)} MB`)
} finally {
  await browser.close()
  site.close()
}
