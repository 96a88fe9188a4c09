/** A worker within this thread: messages are cloned and come later, as between threads. */
import { MessageChannel } from "node:worker_threads"
import type { JobTable, Port } from "../../src/parallel/port.ts"
import { serveJobs } from "../../src/parallel/serve-jobs.ts"

/** @returns the end of the line that a pool has */
export function line<Subject>(table: JobTable<Subject>, open: (sent: never) => Subject): Port {
  const { port1, port2 } = new MessageChannel()
  const portOf = (port: typeof port1): Port => ({
    post: (message, transfer) => port.postMessage(message, transfer),
    listen(onMessage) {
      port.on("message", onMessage)
    },
    async close() {
      port.close()
    },
  })
  serveJobs(portOf(port2), table, open)
  return portOf(port1)
}
