/** Web Workers as ports: in pages, Deno and Bun. */

import type { Port } from "./port.ts"

/** A worker, as the thread that started it sees it. */
export function webWorkerPort(worker: Worker): Port {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    listen(onMessage, onFailure) {
      worker.onmessage = ({ data }) => onMessage(data)
      worker.onmessageerror = () => onFailure(new Error("a worker's answer could not be read"))
      worker.onerror = event => {
        // Elsewhere the runtime would report it once more, as nobody's.
        event.preventDefault()
        onFailure(event.error ?? new Error(event.message || "the worker script could not be loaded"))
      }
    },
    async close() {
      worker.terminate()
    },
  }
}

/** What a worker has in its global scope. */
interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  onmessage: ((event: { readonly data: unknown }) => void) | null
  close(): void
}

/** The line to the thread that started this worker. */
export function webParentPort(): Port {
  const scope = globalThis as unknown as WorkerScope
  return {
    post: (message, transfer) => scope.postMessage(message, transfer),
    listen(onMessage) {
      scope.onmessage = ({ data }) => onMessage(data)
    },
    async close() {
      scope.close()
    },
  }
}
