/** How a worker is started on Node, Deno and Bun: worker_threads where there are no Web Workers. */

import type { Worker as NodeWorker } from "node:worker_threads"
import type { Port } from "../parallel/port.ts"
import { webWorkerPort } from "../parallel/web-worker.ts"

function nodeWorkerPort(worker: NodeWorker): Port {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      worker.on("message", onMessage)
      worker.on("messageerror", onFailure)
      worker.on("error", onFailure)
      worker.on("exit", code => onFailure(new Error(`a worker ended with exit code ${code}`)))
    },
    async close() {
      await worker.terminate()
    },
  }
}

/** A worker's script, for either kind. */
export interface WorkerScripts {
  readonly web: URL
  readonly node: URL
}

/** @returns what starts a worker, with a script of the caller's or with the package's own */
export async function workerStarter(own: WorkerScripts): Promise<(script?: URL) => Port> {
  // Deno and Bun have Web Workers, which are their own; Node has none.
  if (typeof Worker === "function") {
    return script => webWorkerPort(new Worker(script ?? own.web, { type: "module" }))
  }
  const { Worker: Thread } = await import("node:worker_threads")
  return script => nodeWorkerPort(new Thread(script ?? own.node))
}
