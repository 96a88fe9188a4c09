/** A worker thread's line to the thread that started it. */

import { parentPort } from "node:worker_threads"
import type { Port } from "../parallel/port.ts"

/** @throws {TypeError} outside of a worker thread */
export function nodeParentPort(): Port {
  const port = parentPort
  if (port === null) throw new TypeError("parentPort: expected a worker thread, got the main one")
  return {
    post: (message, transfer) => port.postMessage(message, transfer),
    listen(onMessage) {
      port.on("message", onMessage)
    },
    async close() {
      port.close()
    },
  }
}
