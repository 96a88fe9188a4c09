/** The playground's site as a folder of files: headers, caches, and nothing beside the folder. */
import { createHash } from "node:crypto"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { packsIn } from "../../../src/node/playground-packs.ts"
import { openSite, type SiteHandler } from "../../../src/node/playground-site.ts"

const folder = mkdtempSync(join(tmpdir(), "site-"))
const pack = Uint8Array.of(1, 2, 3, 4)
let site: SiteHandler

beforeAll(async () => {
  mkdirSync(join(folder, "site", "assets"), { recursive: true })
  for (const release of ["distilled-1", "distilled-9"])
    mkdirSync(join(folder, "models", release), { recursive: true })
  writeFileSync(join(folder, "site", "index.html"), "<title>page</title>")
  writeFileSync(join(folder, "site", "assets", "main-ABCDEFGH.js"), "1".repeat(1000))
  writeFileSync(join(folder, "secret.txt"), "secret")
  for (const release of ["distilled-1", "distilled-9"]) {
    writeFileSync(join(folder, "models", release, "cifar10.bin"), pack)
    writeFileSync(join(folder, "models", release, "other.bin"), pack)
  }
  site = await openSite(join(folder, "site"), await packsIn(join(folder, "models")))
})

afterAll(() => rmSync(folder, { recursive: true }))

function ask(path: string, init: RequestInit = {}): Promise<Response | null> {
  return site(new Request(`http://localhost${path}`, init))
}

describe("openSite", () => {
  it("answers the page and its files, and leaves the rest to others", async () => {
    const page = (await ask("/playground/"))!
    expect(await page.text()).toBe("<title>page</title>")
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8")
    expect(page.headers.get("cache-control")).toBe("no-cache")
    const policy = page.headers.get("content-security-policy")!
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
    expect(policy).toContain("connect-src 'self'; worker-src 'self' blob:")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain("unsafe")

    const script = (await ask("/playground/assets/main-ABCDEFGH.js"))!
    expect(script.headers.get("cache-control")).toContain("immutable")
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8")
    expect(await ask("/v1/tasks")).toBe(null)
    expect(await ask("/playgrounds/")).toBe(null)
    const moved = (await ask("/playground?a=1"))!
    expect([moved.status, moved.headers.get("location")]).toEqual([308, "/playground/?a=1"])
  })

  it("compresses texts where that is understood", async () => {
    const init = { headers: { "accept-encoding": "gzip, br" } }
    const script = (await ask("/playground/assets/main-ABCDEFGH.js", init))!
    expect(script.headers.get("content-encoding")).toBe("gzip")
    const bytes = new Uint8Array(await script.arrayBuffer())
    expect(bytes.length).toBe(Number(script.headers.get("content-length")))
    expect(String(gunzipSync(bytes))).toBe("1".repeat(1000))
  })

  it("says by a tag that nothing changed", async () => {
    const etag = (await ask("/playground/"))!.headers.get("etag")!
    const again = (await ask("/playground/", { headers: { "if-none-match": etag } }))!
    expect([again.status, await again.text()]).toEqual([304, ""])
    expect((await ask("/playground/", { headers: { "if-none-match": '"other"' } }))!.status).toBe(200)
  })

  it("lists packs by task, the last release first, and answers them for ever under their digest", async () => {
    const packs = (await (await ask("/playground/models/index.json"))!.json()) as {
      path: string
      release: string
    }[]
    const sha256 = createHash("sha256").update(pack).digest("hex")
    expect(packs).toEqual(
      ["distilled-9", "distilled-1"].map(release => ({
        task: "cifar10",
        release,
        path: `models/${release}/cifar10.bin`,
        bytes: 4,
        sha256,
      })),
    )
    const plain = (await ask(`/playground/${packs[0]!.path}`))!
    expect(new Uint8Array(await plain.arrayBuffer())).toEqual(pack)
    expect(plain.headers.get("cache-control")).toBe("no-cache")
    const named = (await ask(`/playground/${packs[0]!.path}?sha256=${sha256}`))!
    expect(named.headers.get("cache-control")).toContain("immutable")
  })

  it("has nothing beside its folder", async () => {
    for (const path of [
      "../secret.txt",
      "..%2fsecret.txt",
      "%2e%2e/secret.txt",
      "assets",
      "models/distilled-1/other.bin",
      "nothing.js",
    ]) {
      const response = await ask(`/playground/${path}`)
      expect(response === null || response.status === 404, path).toBe(true)
    }
  })

  it("is read only, and answers heads", async () => {
    expect((await ask("/playground/", { method: "POST" }))!.status).toBe(405)
    const head = (await ask("/playground/", { method: "HEAD" }))!
    expect([head.status, await head.text(), head.headers.get("content-length")]).toEqual([200, "", "19"])
  })

  it("says where it is not built", async () => {
    await expect(openSite(join(folder, "nowhere"), [])).rejects.toThrow(
      "the playground is not there; expected a folder that the build wrote, got none; run `npm run build`",
    )
  })
})
