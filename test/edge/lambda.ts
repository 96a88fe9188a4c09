/** AWS Lambda on loopback: the Runtime API's server side, and a process that runs the function. */
import { spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import type { LambdaEvent, LambdaResult } from "../../src/service/lambda.ts"
import type { Answer } from "./answer.ts"
import type { Deployment } from "./deployment.ts"
import type { ScriptedRequest } from "./requests.ts"
import { type Running, stop } from "./running.ts"

/** A request as a function URL sends it. */
function eventOf({ method, path, headers, body }: ScriptedRequest): LambdaEvent {
  const [rawPath, rawQueryString = ""] = path.split(/\?(.*)/s) as [string, string?]
  // What is not text travels as base64; so does every third body that is, which is a function URL's right, too.
  const isBase64Encoded = body !== null && body.length % 3 === 0
  const text = isBase64Encoded ? Buffer.from(body ?? "").toString("base64") : body
  return {
    rawPath,
    rawQueryString,
    headers: { ...headers, host: "function.lambda-url.localhost" },
    ...(text === null ? {} : { body: text }),
    isBase64Encoded,
    requestContext: { domainName: "function.lambda-url.localhost", http: { method } },
  }
}

function answerOf({ statusCode, headers, body, isBase64Encoded }: LambdaResult): Answer {
  return {
    status: statusCode,
    headers: new Headers(headers),
    body: isBase64Encoded ? Buffer.from(body, "base64") : Buffer.from(body),
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

interface Invocation {
  readonly id: string
  readonly event: LambdaEvent
  readonly resolve: (result: LambdaResult) => void
  readonly reject: (error: Error) => void
}

/** The Runtime API: `next` waits for an invocation, `response` and `error` end it. */
class RuntimeApi {
  private readonly queue: Invocation[] = []
  private readonly running = new Map<string, Invocation>()
  private waiting: ServerResponse | null = null

  invoke(event: LambdaEvent): Promise<LambdaResult> {
    return new Promise((resolve, reject) => {
      this.queue.push({ id: randomUUID(), event, resolve, reject })
      this.handOut()
    })
  }

  private handOut(): void {
    const response = this.waiting
    const invocation = response === null ? undefined : this.queue.shift()
    if (response === null || invocation === undefined) return
    this.waiting = null
    this.running.set(invocation.id, invocation)
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": invocation.id,
      "lambda-runtime-deadline-ms": String(Date.now() + 30_000),
    })
    response.end(JSON.stringify(invocation.event))
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ""
    if (path === "/2018-06-01/runtime/invocation/next") {
      this.waiting = response
      return this.handOut()
    }
    const [, id = "", end] =
      /^\/2018-06-01\/runtime\/invocation\/([\w-]+)\/(response|error)$/.exec(path) ?? []
    const invocation = this.running.get(id)
    if (invocation === undefined) return void response.writeHead(404).end()
    this.running.delete(id)
    const text = await textOf(request)
    if (end === "response") invocation.resolve(JSON.parse(text))
    else invocation.reject(new Error(text))
    response.writeHead(202).end()
  }
}

/** Starts the function. */
export async function startLambda(deployment: Deployment): Promise<Running> {
  const api = new RuntimeApi()
  const server = createServer((request, response) => void api.serve(request, response))
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const env = {
    PATH: process.env["PATH"],
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    LAMBDA_TASK_ROOT: deployment.of("lambda"),
    _HANDLER: "index.handler",
  }
  const child = spawn(process.execPath, [join(deployment.folder, "hosts", "lambda-runtime.mjs")], {
    cwd: deployment.folder,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  })
  const ended = new Promise<never>((_, reject) => {
    child.once("exit", code => reject(new Error(`the function ended with ${code}`)))
  })
  // Awaited only while an answer is.
  ended.catch(() => {})
  return {
    ask: async request => answerOf(await Promise.race([api.invoke(eventOf(request)), ended])),
    pid: child.pid!,
    close: async () => {
      await stop(child)
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
