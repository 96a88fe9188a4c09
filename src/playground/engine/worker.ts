/** The engine's worker: answers operations of the views one message at a time, and tells of downloads. */

import { JahsBenchError } from "../../entries/index.web.ts"
import { engines } from "../engines.ts"
import type { Failure, FromEngine, ToEngine } from "./messages.ts"
import { OpenBenchmarks } from "./open-benchmarks.ts"
import type { Operations, Work } from "./operation.ts"

/** What a worker has in its global scope. */
interface WorkerScope {
  postMessage(message: FromEngine): void
  onmessage: ((event: { readonly data: ToEngine }) => void) | null
}

const scope = globalThis as unknown as WorkerScope
const running = new Map<number, AbortController>()
// Scripts are in a folder of the site.
const site = new URL("..", import.meta.url).href
const benchmarks = new OpenBenchmarks(site, loading => scope.postMessage({ kind: "loading", loading }))

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) }
  const { name, message } = error
  return error instanceof JahsBenchError ? { name, message, code: error.code } : { name, message }
}

/** Messages that came meanwhile are heard before what awaits this goes on; a promise alone would not let them in. */
function nextMessage(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

async function answer(ask: Extract<ToEngine, { kind: "ask" }>): Promise<FromEngine> {
  const { id, view, operation, input } = ask
  const controller = new AbortController()
  running.set(id, controller)
  try {
    const { signal } = controller
    const operations: Operations = await engines[view as keyof typeof engines]()
    const work: Work<unknown> = {
      signal,
      packs: () => benchmarks.packs(),
      benchmark: pack => benchmarks.get(pack),
      report: progress => scope.postMessage({ kind: "progress", id, progress }),
      breathe: async () => {
        await nextMessage()
        signal.throwIfAborted()
      },
    }
    // `Engine.ask` is typed by the tables: what comes is what the operation takes.
    const value = await operations[operation]!(input as never, work as never)
    return { kind: "value", id, value }
  } catch (error) {
    return { kind: "failure", id, failure: failureOf(error) }
  } finally {
    running.delete(id)
  }
}

scope.onmessage = async ({ data }) => {
  if (data.kind === "cancel") running.get(data.id)?.abort()
  else scope.postMessage(await answer(data))
}
