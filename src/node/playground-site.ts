/** The playground's site from a folder, with packs from wherever they are: what `serve` answers beside the service. */

import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { extname, join } from "node:path"
import { promisify } from "node:util"
import { gzip } from "node:zlib"
import { NotFoundError } from "../errors.ts"
import { type PackFile, PackList, packAddress } from "./playground-packs.ts"
import { PAGE_POLICY } from "./playground-policy.ts"

/** Where the site is. */
export const SITE_PATH = "/playground/"

/** Answers what is the site's, and null for everything else. */
export type SiteHandler = (request: Request) => Promise<Response | null>

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json",
  ".bin": "application/octet-stream",
}

const FOR_EVER = "public, max-age=31536000, immutable"
const ASK_AGAIN = "no-cache"
/** Of files whose names tell their contents. */
const HASHED = /-[0-9A-Za-z]{8}\.\w+$/
const HEADERS = {
  // Whether other pages may frame it is nothing that a page can say of itself.
  "content-security-policy": `${PAGE_POLICY}; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
}

interface Body {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly etag: string
}

function bodyOf(bytes: Uint8Array): Body {
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`
  return { bytes: new Uint8Array(bytes), etag }
}

class Site {
  private readonly folder: string
  private readonly packs: PackList
  private readonly files: ReadonlySet<string>
  private readonly gzipped = new Map<string, Uint8Array<ArrayBuffer>>()

  constructor(folder: string, packs: PackList, files: ReadonlySet<string>) {
    this.folder = folder
    this.packs = packs
    this.files = files
  }

  /** What is at an address relative to the site; null where nothing is. */
  private async read(path: string): Promise<Body | null> {
    if (path === "models/index.json") return bodyOf(Buffer.from(JSON.stringify(await this.packs.list())))
    const pack = this.packs.packs.find(known => packAddress(known) === path)
    if (pack !== undefined) return bodyOf(await readFile(pack.path))
    const file = path === "" ? "index.html" : path
    // Only what the folder had when the site was opened: no path leads anywhere else.
    return this.files.has(file) ? bodyOf(await readFile(join(this.folder, file))) : null
  }

  /** Texts become a third of their size; packs are compressed already. */
  private async encoded(body: Body, type: string, accepted: string): Promise<Uint8Array<ArrayBuffer> | null> {
    if (!/\bgzip\b/.test(accepted) || !/^(text|image\/svg|application\/json)/.test(type)) return null
    const known = this.gzipped.get(body.etag)
    if (known !== undefined) return known
    const bytes = new Uint8Array(await promisify(gzip)(body.bytes))
    this.gzipped.set(body.etag, bytes)
    return bytes
  }

  async answer(request: Request): Promise<Response | null> {
    const { pathname, search, searchParams } = new URL(request.url)
    if (pathname === SITE_PATH.slice(0, -1)) {
      return new Response(null, { status: 308, headers: { location: `${SITE_PATH}${search}` } })
    }
    if (!pathname.startsWith(SITE_PATH)) return null
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response(null, { status: 405, headers: { ...HEADERS, allow: "GET, HEAD" } })
    }
    const path = pathname.slice(SITE_PATH.length)
    const body = await this.read(path)
    if (body === null) return new Response("Not found\n", { status: 404, headers: HEADERS })
    const type = TYPES[path === "" ? ".html" : extname(path)] ?? TYPES[".bin"]!
    const isForEver = HASHED.test(path) || (path.endsWith(".bin") && searchParams.has("sha256"))
    const headers = {
      ...HEADERS,
      "content-type": type,
      "cache-control": isForEver ? FOR_EVER : ASK_AGAIN,
      etag: body.etag,
      vary: "accept-encoding",
    }
    if (request.headers.get("if-none-match")?.includes(body.etag))
      return new Response(null, { status: 304, headers })
    const gzipped = await this.encoded(body, type, request.headers.get("accept-encoding") ?? "")
    const sent = gzipped ?? body.bytes
    return new Response(request.method === "HEAD" ? null : sent, {
      headers: {
        ...headers,
        "content-length": String(sent.length),
        ...(gzipped ? { "content-encoding": "gzip" } : {}),
      },
    })
  }
}

/**
 * Opens the site.
 *
 * @param folder as the build wrote it, without packs
 * @param packs what the page offers, in this order
 * @throws {NotFoundError} where the folder is not there
 */
export async function openSite(folder: string, packs: readonly PackFile[]): Promise<SiteHandler> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null)
  if (entries === null) {
    throw new NotFoundError({
      source: folder,
      what: "the playground is not there",
      expected: "a folder that the build wrote",
      actual: "none",
      remedy: "run `npm run build`",
    })
  }
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
  const site = new Site(folder, new PackList(packs), new Set(files))
  return request => site.answer(request)
}
