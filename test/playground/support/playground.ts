/** The built playground on a port, and Chromium in front of it: one of each for a test file. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core"
import { afterAll, beforeAll, describe, it } from "vitest"
import { packsIn } from "../../../src/node/playground-packs.ts"
import { openSite } from "../../../src/node/playground-site.ts"
import { requestListener } from "../../../src/node/request-listener.ts"
import { findChromium } from "../../support/chromium.ts"
import { root } from "../../support/packed.ts"
import { type Seen, watch } from "./watch.ts"

/** What a test opens of the page. */
interface OpenOptions {
  /** The part of the address from `#` on (default: none). */
  readonly hash?: string
  readonly colorScheme?: "light" | "dark"
  /** CSS pixels (default 1280 × 900). */
  readonly width?: number
  readonly height?: number
  /** Leaves the page empty: the test changes something before it goes there. */
  readonly isHeld?: boolean
}

/** A page, and the context that is its own: cookies, caches and all. */
interface Opened {
  readonly page: Page
  readonly context: BrowserContext
  /** What it complained of so far. */
  readonly seen: Seen
}

/** A playground for the tests of a file. */
export interface Playground {
  /** Address of the page. */
  readonly url: string
  readonly browser: Browser
  /** Opens the page as somebody who was never there. What it complains of fails the test: see `watch`. */
  readonly open: (options?: OpenOptions) => Promise<Opened>
  /** Stops answering, as a network that is gone. */
  readonly stopServer: () => Promise<void>
}

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
]

async function startPlayground(
  executablePath: string,
): Promise<Playground & { readonly close: () => Promise<void> }> {
  const packs = await packsIn(join(root, "models"))
  const site = await openSite(join(root, "dist", "playground"), packs)
  const listener = requestListener(
    async request => (await site(request)) ?? new Response(null, { status: 404 }),
  )
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/playground/`
  const browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS })
  const stopServer = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  const contexts: BrowserContext[] = []
  return {
    url,
    browser,
    async open({ hash = "", colorScheme = "light", width = 1280, height = 900, isHeld = false } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme })
      contexts.push(context)
      const page = await context.newPage()
      const seen = watch(page, url)
      if (!isHeld) await page.goto(`${url}${hash}`)
      return { page, context, seen }
    },
    stopServer,
    close: async () => {
      await browser.close()
      await stopServer()
    },
  }
}

/**
 * Tests that need the playground. Without a Chromium they are skipped in one plain line, or fail where `CI` is set.
 *
 * @param tests defines them; the playground is there once they run
 */
export function describePlayground(name: string, tests: (playground: () => Playground) => void): void {
  const executablePath = findChromium()
  if (executablePath === undefined) {
    if (process.env["CI"]) {
      it(`${name}: has a browser`, () => {
        throw new Error("CI needs a Chromium: install it or set CHROME_PATH")
      })
      return
    }
    console.log(`playground, ${name}: no Chromium here (nor named by CHROME_PATH); its tests are skipped`)
    describe.skip(name, () => tests(() => null as never))
    return
  }
  describe(name, () => {
    let playground: Awaited<ReturnType<typeof startPlayground>> | undefined
    beforeAll(async () => {
      playground = await startPlayground(executablePath)
    })
    afterAll(() => playground?.close())
    tests(() => playground!)
  })
}
