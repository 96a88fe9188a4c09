/** A worker that does nothing: what workerd itself takes. */
import { Miniflare } from "miniflare"
import { httpClient } from "./http-client.ts"
import { childNamed } from "./process-memory.ts"
import type { Running } from "./running.ts"

/** Starts it. */
export async function startEmptyWorker(): Promise<Running> {
  const runtime = new Miniflare({
    compatibilityDate: "2026-04-01",
    modules: [
      {
        type: "ESModule",
        path: "worker.js",
        contents: 'export default { fetch: () => new Response("{}") }',
      },
    ],
    host: "127.0.0.1",
    cf: false,
  })
  const { origin } = await runtime.ready
  const { ask, close } = httpClient(origin, 1)
  return {
    ask,
    origin,
    pid: childNamed("workerd"),
    close: async () => {
      close()
      await runtime.dispose()
    },
  }
}
