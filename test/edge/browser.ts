/** The page in Chromium: served as static files, asked through its own `askWorker`. */
import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { extname, join, normalize } from "node:path"
import { chromium } from "playwright-core"
import { findChromium } from "../support/chromium.ts"
import type { Deployment } from "./deployment.ts"
import type { Running } from "./running.ts"

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
}

/** A page that was opened, beside what every platform has. */
export interface RunningPage extends Running {
  /** Text of an element, once it is there. */
  readonly text: (selector: string, pattern: RegExp) => Promise<string>
}

/** What the page has. */
interface Asking {
  readonly askWorker: (request: Request) => Promise<Response>
}

/** Starts the page of the example. */
export async function startBrowser({ folder }: Deployment): Promise<RunningPage> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error("no Chromium: install it or set CHROME_PATH")
  const server = createServer(async (request, response) => {
    try {
      const { pathname } = new URL(request.url ?? "/", "http://localhost")
      const path = join(folder, normalize(decodeURIComponent(pathname)))
      const body = await readFile(path)
      response
        .writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" })
        .end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ],
  })
  const page = await browser.newPage()
  await page.goto(`${origin}/browser/index.html`)
  await page.addScriptTag({
    type: "module",
    content: 'import { askWorker } from "/browser/ask-worker.mjs"; Object.assign(globalThis, { askWorker })',
  })
  // The tag is there before its imports have run.
  await page.waitForFunction(() => "askWorker" in globalThis)
  return {
    origin,
    ask: async ({ method, path, headers, body }) => {
      const answer = await page.evaluate(
        async ([url, init]) => {
          const { askWorker } = globalThis as unknown as Asking
          const response = await askWorker(new Request(url, init))
          const bytes = new Uint8Array(await response.arrayBuffer())
          let text = ""
          for (const byte of bytes) text += String.fromCharCode(byte)
          return { status: response.status, headers: [...response.headers], body: btoa(text) }
        },
        [`${origin}${path}`, { method, headers: { ...headers }, body }] as const,
      )
      return {
        status: answer.status,
        headers: new Headers(answer.headers as [string, string][]),
        body: Buffer.from(answer.body, "base64"),
      }
    },
    text: async (selector, pattern) => {
      const found = page.locator(selector).filter({ hasText: pattern })
      return found.innerText({ timeout: 30_000 })
    },
    close: async () => {
      await browser.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
