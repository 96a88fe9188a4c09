/** The handler: a request in, a response out, on web standards only. */

import { show } from "../errors.ts"
import { LINES_TYPE, problemOf, ServiceError } from "../wire/index.ts"
import { type Authorise, authoriser } from "./authorise.ts"
import { acceptsGzip, compress } from "./compress.ts"
import { corsHeaders, preflightHeaders } from "./cors.ts"
import { Deadline } from "./deadline.ts"
import type { Endpoint } from "./endpoint.ts"
import { allEndpoints } from "./endpoints/all.ts"
import { entityTag, isNamed } from "./entity-tag.ts"
import type { Fields } from "./fields.ts"
import { type HandlerOptions, type Settings, settingsOf } from "./options.ts"
import { readBody } from "./read-body.ts"
import { RequestCounts } from "./request-counts.ts"
import { cacheControl, problemReply, type Reply, replyOf } from "./respond.ts"
import { findRoute, type Route } from "./route.ts"

/** Answers requests; never throws, never rejects. */
export type Handler = (request: Request) => Promise<Response>

/** What was done with a request, for logs and counts. */
interface Handled {
  readonly route: string
  readonly reply: Reply
  readonly error?: unknown
}

function parametersOf(search: URLSearchParams): Fields {
  const names = [...search.keys()]
  const twice = names.find((name, k) => names.indexOf(name) !== k)
  if (twice !== undefined)
    throw new ServiceError("ERR_FIELD", { path: twice.slice(0, 60), what: "given twice" })
  return Object.fromEntries(search)
}

class Service {
  private readonly settings: Settings
  private readonly endpoints: readonly Endpoint[]
  private readonly authorise: Authorise
  private readonly counts: RequestCounts | null

  constructor(settings: Settings) {
    this.settings = settings
    this.endpoints = allEndpoints(settings)
    this.authorise = authoriser(settings.tokens)
    this.counts = settings.metrics ? new RequestCounts() : null
  }

  /** Names an answer that never changes by its question and its release. */
  private tagOf(route: Route, question: readonly string[]): string | null {
    const { task, release } = route.values
    const benchmark = this.settings.benchmarks.find(known => known.task === task && known.release === release)
    return benchmark === undefined ? null : entityTag(benchmark.sha256, ...question)
  }

  private async ask(
    endpoint: Endpoint,
    route: Route,
    request: Request,
    url: URL,
    onError: (error: unknown) => void,
  ): Promise<Reply> {
    const { settings, counts } = this
    if (!endpoint.open) this.authorise(request.headers)
    const deadline = new Deadline(settings.limits.milliseconds, () => request.signal)
    const isGet = endpoint.method === "GET"
    const body = isGet ? null : await readBody(request, settings.limits.bodyBytes, deadline)
    const asLines = (request.headers.get("accept") ?? "").includes(LINES_TYPE)
    const tag = this.tagOf(route, [
      ...[endpoint.method, url.pathname, url.search, asLines ? LINES_TYPE : ""],
      body?.text ?? "",
    ])
    const isPrivate = settings.tokens !== null && !endpoint.open
    const known = request.headers.get("if-none-match")
    if (isGet && tag !== null && isNamed(known, tag)) return notModified(tag, isPrivate)
    const fields = body?.fields ?? parametersOf(url.searchParams)
    const answer = await endpoint.answer({ fields, path: route.values, settings, counts, deadline })
    if (answer.kind === "rows") counts?.addRows(answer.numRows)
    const reply = await replyOf(answer, { asLines, tag, isPrivate, deadline, onError })
    const etag = reply.headers["etag"]
    return isGet && etag !== undefined && isNamed(known, etag) ? { ...reply, status: 304, body: null } : reply
  }

  private async handle(request: Request, onError: (route: string, error: unknown) => void): Promise<Handled> {
    let route: Route | undefined
    try {
      const url = new URL(request.url)
      route = findRoute(this.endpoints, request.method, url.pathname)
      const { endpoint, methods, path } = route
      if (request.method === "OPTIONS") {
        const headers = { ...preflightHeaders(methods), "cache-control": "no-store" }
        return { route: path, reply: { status: 204, headers, body: null } }
      }
      if (endpoint === undefined) {
        throw new ServiceError("ERR_METHOD", {
          path: "method",
          what: "not answered here",
          expected: methods.join(", "),
          actual: show(request.method),
        })
      }
      const reply = await this.ask(endpoint, route, request, url, error => onError(path, error))
      return { route: path, reply }
    } catch (error) {
      const problem = problemOf(error)
      const headers: Record<string, string> = {}
      if (problem.status === 401) headers["www-authenticate"] = 'Bearer realm="jahs-bench-201"'
      if (problem.status === 405 && route) headers["allow"] = route.methods.join(", ")
      return { route: route?.path ?? "unknown", reply: problemReply(problem, headers), error }
    }
  }

  private report(request: Request, start: number, route: string, status: number, error?: unknown): void {
    const milliseconds = performance.now() - start
    // Any word can be a method: only those that were meant are counted by name.
    const method = /^(GET|HEAD|POST|OPTIONS)$/.test(request.method) ? request.method : "other"
    this.counts?.add(method, route, status, milliseconds / 1000)
    const problem = error === undefined ? undefined : problemOf(error)
    const isFault = problem !== undefined && problem.status >= 500
    this.settings.log?.({
      time: new Date().toISOString(),
      level: isFault ? "error" : "info",
      method,
      route,
      status,
      milliseconds: Math.round(milliseconds * 1000) / 1000,
      ...(problem === undefined ? {} : { code: problem.code }),
      ...(isFault && error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}),
    })
  }

  async respond(request: Request): Promise<Response> {
    const start = performance.now()
    const { settings } = this
    const { route, reply, error } = await this.handle(request, (path, late) =>
      this.report(request, start, path, 200, late),
    )
    const isHead = request.method === "HEAD"
    const wantsGzip = settings.compress && acceptsGzip(request.headers.get("accept-encoding"))
    const sent = wantsGzip && !isHead ? compress(reply) : reply
    const { vary, ...cors } = corsHeaders(settings.cors, request)
    const headers = new Headers({
      ...sent.headers,
      ...cors,
      "x-content-type-options": "nosniff",
      vary: ["accept", ...(settings.compress ? ["accept-encoding"] : []), ...(vary ? [vary] : [])].join(", "),
    })
    this.report(request, start, route, reply.status, error)
    return new Response(isHead ? null : sent.body, { status: sent.status, headers })
  }
}

/** The answer to a question of a release whose answer the other side has. */
function notModified(tag: string, isPrivate: boolean): Reply {
  return {
    status: 304,
    headers: { etag: tag, "cache-control": cacheControl("always", isPrivate) },
    body: null,
  }
}

/**
 * Makes a handler of requests, for any platform that speaks in the web's `Request` and `Response`.
 *
 * @param options benchmarks and boosters to ask, limits, CORS, tokens, compression, counts and logs
 * @returns a function that answers every request: errors become `application/problem+json`
 * @throws {TypeError} for an option that is unknown or of the wrong kind
 * @example
 * ```ts
 * import { createHandler } from "jahs-bench-201/service"
 * const handler = createHandler({ benchmarks: [benchmark] })
 * const response = await handler(new Request("http://localhost/health"))
 * await response.json() // { status: "ok" }
 * ```
 */
export function createHandler(options: HandlerOptions): Handler {
  const service = new Service(settingsOf(options))
  return request => service.respond(request)
}
