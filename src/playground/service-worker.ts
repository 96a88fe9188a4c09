/**
 * Keeps the site's own files on the device, so that the page opens without a network: its script, which every build
 * names anew, lists them. Packs are the engine's to keep.
 */

/** What the build puts here: addresses relative to this script, and a name for just these files. */
declare const SITE: { readonly version: string; readonly files: readonly string[] }

interface LateEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface FetchEvent extends Event {
  readonly request: Request
  respondWith(response: Promise<Response>): void
}

interface ServiceWorkerScope {
  readonly location: { readonly href: string }
  addEventListener(type: "install" | "activate", listener: (event: LateEvent) => void): void
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
}

const scope = globalThis as unknown as ServiceWorkerScope
const PREFIX = "jahs-bench-201-site-"
const CACHE = PREFIX + SITE.version
const site = new URL("./", scope.location.href)
const kept = new Set(SITE.files.map(file => new URL(file, site).href))
const LIST = new URL("models/index.json", site).href

async function install(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll([...kept, LIST])
  await scope.skipWaiting()
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name)
  }
  await scope.clients.claim()
}

/** What may change under its address: the newest where there is a network. */
async function newest(key: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  try {
    const response = await fetch(request)
    if (response.ok) await cache.put(key, response.clone())
    return response
  } catch (error) {
    const known = await cache.match(key)
    if (known === undefined) throw error
    return known
  }
}

async function first(request: Request): Promise<Response> {
  return (await (await caches.open(CACHE)).match(request)) ?? fetch(request)
}

scope.addEventListener("install", event => event.waitUntil(install()))
scope.addEventListener("activate", event => event.waitUntil(activate()))
scope.addEventListener("fetch", event => {
  const { request } = event
  if (request.method !== "GET") return
  const { href } = new URL(request.url)
  if (request.mode === "navigate" && href.split(/[?#]/)[0] === site.href) {
    event.respondWith(newest(site.href, request))
  } else if (href === LIST) event.respondWith(newest(LIST, request))
  else if (kept.has(href)) event.respondWith(first(request))
})
