/** `jahs-bench-201/service/node`: the service behind `node:http`, on Node, Deno and Bun. */

export { type RequestListener, requestListener } from "../node/request-listener.ts"
