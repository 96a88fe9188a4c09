/** A service on loopback that misbehaves as it is told, request by request. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { requestListener } from "../../../src/node/request-listener.ts"
import { createHandler } from "../../../src/service/handler.ts"
import type { HandlerOptions } from "../../../src/service/options.ts"
import { benchmark, iris } from "../service/ask.ts"

/** Answers a request in the service's place. */
type Trouble = (response: ServerResponse, request: IncomingMessage) => void

export interface LocalService {
  readonly url: string
  /** Method and path of the requests so far. */
  readonly requests: string[]
  /** Done to the next requests, in order; the service answers after them. */
  readonly troubles: Trouble[]
  close(): Promise<void>
}

/** Says a status and nothing else. */
export const status =
  (code: number, headers: Record<string, string> = {}): Trouble =>
  response =>
    void response.writeHead(code, headers).end()

/** Breaks the connection off. */
export const drop: Trouble = response => void response.destroy()

/** Never answers. */
export const stall: Trouble = () => {}

/** Starts the service on a port of its own. */
export async function startService(options: HandlerOptions = {}): Promise<LocalService> {
  const listener = requestListener(createHandler({ benchmarks: [benchmark], boosters: { iris }, ...options }))
  const requests: string[] = []
  const troubles: Trouble[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const trouble = troubles.shift()
    if (trouble) trouble(response, request)
    else listener(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    troubles,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
