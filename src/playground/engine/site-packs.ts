/** The packs of the site this page belongs to: their list, and their bytes out of the cache or the network. */

import { NotFoundError } from "../../entries/index.web.ts"
import { isSamePack, type PackId, type SitePack } from "./pack-id.ts"

const CACHE = "jahs-bench-201-packs"

/** Called with the bytes that are there, and with how many there will be. */
type OnBytes = (loaded: number, total: number) => void

/**
 * The list of the site's packs.
 *
 * @param base address of the page, with a slash at its end
 * @throws {NotFoundError} where it cannot be had
 */
export async function listSitePacks(base: string): Promise<readonly SitePack[]> {
  const url = new URL("models/index.json", base)
  const response = await fetch(url).catch(() => null)
  if (response?.ok) return (await response.json()) as readonly SitePack[]
  throw new NotFoundError({
    path: url.pathname,
    what: "the list of releases could not be loaded",
    expected: "a site made by `npm run playground:build`, or `jahs-bench-201 serve`",
    actual: response === null ? "no answer" : `status ${response.status}`,
  })
}

/** Outside of secure contexts there is no cache: packs are then loaded once a visit. */
async function openCache(): Promise<Cache | null> {
  return "caches" in globalThis ? caches.open(CACHE).catch(() => null) : null
}

async function readWhole(
  response: Response,
  total: number,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(total)
  let loaded = 0
  for (const reader = response.body!.getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) break
    // A file of another length is damaged, which whoever opens it says better.
    bytes.set(value.subarray(0, Math.max(0, total - loaded)), Math.min(loaded, total))
    loaded += value.length
    onBytes(Math.min(loaded, total), total)
  }
  return bytes.subarray(0, Math.min(loaded, total))
}

/**
 * The bytes of a pack. The first time they come by the network, and are kept.
 *
 * @throws {NotFoundError} where the site has no such pack, or it cannot be loaded
 */
export async function loadPack(
  base: string,
  packs: readonly SitePack[],
  id: PackId,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const pack = packs.find(known => isSamePack(known, id))
  if (pack === undefined) {
    throw new NotFoundError({
      path: "release",
      what: `${id.task} of release ${id.release} is not on this site`,
      expected: packs.map(({ task, release }) => `${task} (${release})`).join(", "),
      actual: `${id.task} (${id.release})`,
    })
  }
  const url = new URL(pack.path, base)
  url.searchParams.set("sha256", pack.sha256)
  const cache = await openCache()
  const kept = await cache?.match(url)
  onBytes(0, pack.bytes)
  const response = kept ?? (await fetch(url).catch(() => null))
  if (!response?.ok) {
    throw new NotFoundError({
      path: url.pathname,
      what: "the pack could not be loaded",
      expected: `${pack.bytes} bytes`,
      actual: response ? `status ${response.status}` : "no answer",
      remedy: "go online once: it stays on this device afterwards",
    })
  }
  const bytes = await readWhole(response, pack.bytes, onBytes)
  if (kept === undefined) await cache?.put(url, new Response(bytes)).catch(() => undefined)
  return bytes
}
