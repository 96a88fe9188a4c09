/** A fetch handler as a listener of `node:http`: bodies both ways as streams, a gone client as an aborted signal. */

import type { IncomingMessage, ServerResponse } from "node:http"
import { getRequestListener } from "@hono/node-server"

/** What `createServer` of `node:http` takes: declared without its types, which not every project has. */
export type RequestListener = (request: object, response: object) => void

/**
 * Makes a listener for `node:http` or `node:https` of a handler.
 *
 * @param handler as `createHandler` makes it
 * @example
 * ```ts
 * import { createServer } from "node:http"
 * import { createHandler } from "jahs-bench-201/service"
 * import { requestListener } from "jahs-bench-201/service/node"
 * const server = createServer(requestListener(createHandler({ benchmarks: [benchmark] })))
 * server.listen(0, "127.0.0.1", () => server.close())
 * ```
 */
export function requestListener(handler: (request: Request) => Promise<Response>): RequestListener {
  const listener = getRequestListener(handler, {
    // The classes of the web stay Node's own, for whoever else uses them.
    overrideGlobalObjects: false,
    // Requests without a Host header (HTTP/1.0) have an address all the same.
    hostname: "localhost",
    errorHandler: () => new Response(null, { status: 400 }),
  })
  return (request, response) => void listener(request as IncomingMessage, response as ServerResponse)
}
