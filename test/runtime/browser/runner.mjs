/** Chromium: the project is served as it is; an import map stands for the package's exports. */
import { readFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { extname, join, normalize } from "node:path"
import { chromium } from "playwright-core"

const [, , project, executablePath] = process.argv
const CONDITIONS = ["browser", "import", "default"]
const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".html": "text/html" }

/** The file that an export's conditions choose in a browser: the first that holds. */
function choose(target) {
  if (typeof target === "string") return target
  const condition = Object.keys(target).find(name => CONDITIONS.includes(name))
  return choose(target[condition])
}

const { exports } = JSON.parse(
  readFileSync(join(project, "node_modules/jahs-bench-201/package.json"), "utf8"),
)
const imports = Object.fromEntries(
  [".", "./search", "./training", "./trees"].map(entry => [
    `jahs-bench-201${entry.slice(1)}`,
    `/node_modules/jahs-bench-201/${choose(exports[entry]).slice(2)}`,
  ]),
)
const page = `<!doctype html><title>cases</title><link rel="icon" href="data:,">
<script type="importmap" nonce="map">${JSON.stringify({ imports })}</script>
<script type="module" src="/browser/page.mjs"></script>`

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost")
  if (pathname === "/") {
    // A strict policy: the package neither evaluates text nor talks to another server.
    const policy = "default-src 'none'; script-src 'self' 'nonce-map'; connect-src 'self'; img-src data:"
    response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy }).end(page)
    return
  }
  try {
    const body = await readFile(join(project, normalize(decodeURIComponent(pathname))))
    const type = TYPES[extname(pathname)] ?? "application/octet-stream"
    response.writeHead(200, { "content-type": type }).end(body)
  } catch {
    response.writeHead(404).end()
  }
})
await new Promise(resolve => server.listen(0, "127.0.0.1", resolve))

const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
})
try {
  const tab = await browser.newPage()
  const problem = new Promise((_, reject) => {
    tab.on("pageerror", reject)
    tab.on("console", message => message.type() === "error" && reject(new Error(message.text())))
  })
  // Awaited only once the page is there.
  problem.catch(() => {})
  await tab.goto(`http://127.0.0.1:${server.address().port}/`)
  const done = tab.waitForFunction(() => globalThis.result, null, { timeout: 120_000 })
  const result = await (await Promise.race([done, problem])).jsonValue()
  console.log(JSON.stringify({ ...result, version: browser.version() }))
} finally {
  await browser.close()
  server.close()
}
