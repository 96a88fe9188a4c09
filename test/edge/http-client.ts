/** Asking by HTTP as other programs do: over connections that are kept, and replaced where the server closed them. */
import { Agent, type IncomingMessage, request as send } from "node:http"
import type { Answer } from "./answer.ts"
import type { ScriptedRequest } from "./requests.ts"

async function answerOf(message: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  const headers = new Headers()
  for (let k = 0; k < message.rawHeaders.length; k += 2) {
    headers.append(message.rawHeaders[k]!, message.rawHeaders[k + 1]!)
  }
  return { status: message.statusCode!, headers, body: Buffer.concat(chunks) }
}

function once(
  origin: string,
  { method, path, headers, body }: ScriptedRequest,
  agent: Agent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = send(`${origin}${path}`, { method, headers, agent, timeout: 20_000 }, message => {
      answerOf(message).then(resolve, reject)
    })
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in 20 s")))
    outgoing.on("error", error => {
      // Both sides may close an idle connection at any time: what was sent into a closed one is sent again, as
      // Node's documentation of `reusedSocket` says. Deno.serve closes after every body of some kilobytes.
      if (outgoing.reusedSocket && "code" in error && error.code === "ECONNRESET") resolve(again())
      else reject(error)
    })
    const again = (): Promise<Answer> => once(origin, { method, path, headers, body }, agent)
    outgoing.end(body ?? undefined)
  })
}

/**
 * Asks one server.
 *
 * @param connections kept at once
 */
export function httpClient(
  origin: string,
  connections: number,
): { readonly ask: (request: ScriptedRequest) => Promise<Answer>; readonly close: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return { ask: request => once(origin, request, agent), close: () => agent.destroy() }
}
