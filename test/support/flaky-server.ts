/** A local web server that serves one file and misbehaves as it is told, request by request. */

import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** How one request is answered. What is not given is done as a good server does it. */
interface Answer {
  /** Status instead of 200 or 206; no body. */
  readonly status?: number
  /** Ranges are not for this server: always 200 and the whole file. */
  readonly ignoresRange?: boolean
  /** Answers a range although its condition does not hold. */
  readonly ignoresIfRange?: boolean
  /** Cuts the connection after so many bytes of the body. */
  readonly dropAfter?: number
  /** Sends nothing more after so many bytes, and keeps the connection. */
  readonly stallAfter?: number
  /** Does not answer at all. */
  readonly silent?: boolean
  /** Takes so many bytes of body for the whole of it, without saying a length before. */
  readonly endAfter?: number
  /** Does not say a length. */
  readonly chunked?: boolean
  /** Headers that replace or, being null, remove what would be said. */
  readonly headers?: Readonly<Record<string, string | null>>
}

/** The file that is served. */
interface Served {
  bytes: Uint8Array
  etag: string | null
  lastModified: string | null
}

export interface FlakyServer {
  readonly url: string
  readonly file: Served
  /** Headers of the requests so far. */
  readonly requests: IncomingHttpHeaders[]
  /** Answers to the next requests, in order; a good server's after them. */
  readonly answers: (Answer | (() => Answer))[]
  close(): Promise<void>
}

/** The first byte of a range that is to be answered, or null for the whole file. */
function rangeOf(headers: IncomingHttpHeaders, file: Served, answer: Answer): number | null {
  const [, start] = /^bytes=(\d+)-$/.exec(headers.range ?? "") ?? []
  if (start === undefined || answer.ignoresRange) return null
  const condition = headers["if-range"]
  const holds = condition === undefined || condition === file.etag || condition === file.lastModified
  return holds || answer.ignoresIfRange ? Number(start) : null
}

function respond(response: ServerResponse, headers: IncomingHttpHeaders, file: Served, answer: Answer): void {
  if (answer.silent) return
  const start = rangeOf(headers, file, answer)
  const isPast = start !== null && start >= file.bytes.length
  const body = isPast ? new Uint8Array(0) : file.bytes.subarray(start ?? 0)
  const said: Record<string, string | null> = {
    "content-length": answer.chunked || answer.endAfter !== undefined ? null : `${body.length}`,
    etag: file.etag,
    "last-modified": file.lastModified,
    "content-range": isPast
      ? `bytes */${file.bytes.length}`
      : start === null
        ? null
        : `bytes ${start}-${file.bytes.length - 1}/${file.bytes.length}`,
    ...answer.headers,
  }
  if (answer.status !== undefined) said["content-length"] = "0"
  for (const [name, value] of Object.entries(said)) if (value !== null) response.setHeader(name, value)
  response.writeHead(answer.status ?? (isPast ? 416 : start === null ? 200 : 206))
  if (answer.status !== undefined) return void response.end()
  const cut = answer.dropAfter ?? answer.stallAfter ?? answer.endAfter
  if (cut === undefined) return void response.end(body)
  response.write(body.subarray(0, cut), () => {
    // Not at once: clients throw away what they have received but not read when a connection is lost.
    if (answer.dropAfter !== undefined) setTimeout(() => response.destroy(), 40)
    if (answer.endAfter !== undefined) response.end()
  })
}

/**
 * Starts a server on a free port of this machine.
 *
 * @param bytes what it serves
 */
export async function flakyServer(bytes: Uint8Array): Promise<FlakyServer> {
  const file: Served = { bytes, etag: '"first"', lastModified: "Mon, 01 Jan 2024 00:00:00 GMT" }
  const requests: IncomingHttpHeaders[] = []
  const answers: (Answer | (() => Answer))[] = []
  const server: Server = createServer((request, response) => {
    requests.push(request.headers)
    const next = answers.shift() ?? {}
    respond(response, request.headers, file, typeof next === "function" ? next() : next)
  })
  // Lengths that are lies are what this server is for.
  server.on("connection", socket => socket.on("error", () => {}))
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/surrogates.tar`,
    file,
    requests,
    answers,
    close() {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
