/** One script of 1,000 requests gives the same bytes from all platforms, each on its real runtime. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findChromium } from "../support/chromium.ts"
import { root } from "../support/packed.ts"
import { table } from "../support/table.ts"
import { runScript } from "./answer.ts"
import { startBrowser } from "./browser.ts"
import { type Deployment, deploy } from "./deployment.ts"
import { platforms } from "./platforms.ts"
import { scriptedRequests } from "./requests.ts"

const script = scriptedRequests()
const results = new Map<string, Awaited<ReturnType<typeof runScript>>>()
let deployment: Deployment

beforeAll(async () => {
  deployment = await deploy()
})
afterAll(() => {
  deployment?.remove()
  const rows = Array.from(results, ([name, { bytes, sha256 }]) => [name, bytes, sha256.slice(0, 32)])
  console.log(table(["platform", "bytes", "SHA-256 of the answers"], rows))
})

/** Without a browser the tests that need it are skipped in one plain line; with CI=true they fail. */
const isMissing = (name: string): boolean => name.startsWith("browser") && findChromium() === undefined
if (platforms.some(({ name }) => isMissing(name)) && !process.env["CI"]) {
  console.log("chromium: not installed here (nor named by CHROME_PATH); its run is skipped")
}

describe("platforms", () => {
  for (const { name, start } of platforms) {
    if (isMissing(name) && !process.env["CI"]) {
      it.skip(name)
      continue
    }
    it(name, async () => {
      const running = await start(deployment)
      try {
        results.set(name, await runScript(running.ask, script))
      } finally {
        await running.close()
      }
    })
  }

  it("agree on every byte", () => {
    expect(results.size).toBe(platforms.filter(({ name }) => process.env["CI"] || !isMissing(name)).length)
    const [first, ...others] = results.entries()
    expect(first![1].bytes).toBeGreaterThan(500_000)
    for (const [name, { answers }] of others) {
      const at = answers.findIndex((answer, k) => answer !== first![1].answers[k])
      const request = script[at]
      expect(at, `${name}: ${request?.method} ${request?.path}`).toBe(-1)
    }
  })
})

describe("the script", () => {
  it("is made of answers of every endpoint, and of refusals", () => {
    const paths = new Set(script.map(({ path }) => path.split("?")[0]))
    expect(paths.size).toBeGreaterThanOrEqual(16)
    expect(script).toHaveLength(1000)
  })
})

describe("the page", () => {
  const skipped = findChromium() === undefined && !process.env["CI"]
  it.skipIf(skipped)("shows a learning curve that its worker worked out", async () => {
    const page = await startBrowser(deployment)
    try {
      expect(await page.text("#out", /epoch 200/)).toMatch(/^epoch 1: valid-acc [\d.]+ %\n/)
    } finally {
      await page.close()
    }
  })
})

describe("wrangler.toml", () => {
  it("names the programs and the bindings that they use", () => {
    const folder = join(root, "examples", "deploy", "cloudflare")
    const settings = readFileSync(join(folder, "wrangler.toml"), "utf8")
    expect(Array.from(settings.matchAll(/^main = "(.*)"$/gm), ([, file]) => file)).toEqual([
      "module.ts",
      "kv.ts",
      "r2.ts",
    ])
    expect(settings.match(/binding = "FILES"/g)).toHaveLength(2)
    for (const file of ["kv.ts", "r2.ts"]) {
      expect(readFileSync(join(folder, file), "utf8")).toMatch(/FILES/)
    }
  })
})
