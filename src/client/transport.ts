/** Requests of a client: retries with back-off and jitter, at most some at a time, typed errors restored. */

import ky, { HTTPError, type KyInstance, TimeoutError } from "ky"
import pLimit from "p-limit"
import { show } from "../errors.ts"
import { errorOf, isProblem, ServiceError } from "../wire/index.ts"

export interface TransportOptions {
  /** Bearer token, where the service demands one. */
  readonly token?: string
  /** Requests under way at once (default 8). */
  readonly concurrency?: number
  /** How often a request is sent again when the network or the platform failed (default 4). */
  readonly retries?: number
  /** Longest wait between two tries, in milliseconds (default 10,000); waits are random up to a bound that doubles. */
  readonly backoffLimit?: number
  /** Milliseconds that a try may take (default 60,000). */
  readonly timeout?: number
  /** Another `fetch` than the platform's own: a proxy's, a service binding's. */
  readonly fetch?: (input: Request) => Promise<Response>
}

/** What platforms say when they have no instance at hand, or too many requests; refusals are final. */
const TRY_AGAIN: readonly number[] = [429, 500, 502, 503, 504]

/** Asks one service. Every question is safe to ask again: answers are pure functions. */
export class Transport {
  private readonly base: URL
  private readonly http: KyInstance
  private readonly limit: ReturnType<typeof pLimit>

  constructor(url: URL, options: TransportOptions) {
    const { token, concurrency = 8, retries = 4, backoffLimit = 10_000, timeout = 60_000, fetch } = options
    // A service may live below a path: `https://example.org/bench` has its `/v1` there.
    this.base = new URL(url.href.replace(/\/?([?#].*)?$/, "/"))
    this.limit = pLimit(concurrency)
    this.http = ky.create({
      timeout,
      retry: {
        limit: retries,
        methods: ["get", "post"],
        statusCodes: [...TRY_AGAIN],
        afterStatusCodes: [429, 503],
        maxRetryAfter: backoffLimit,
        backoffLimit,
        jitter: true,
        retryOnTimeout: true,
      },
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(fetch === undefined ? {} : { fetch: (input, init) => fetch(new Request(input, init)) }),
    })
  }

  /**
   * Asks by address.
   *
   * @param path from `/` on
   * @returns the document that was answered
   * @throws the error that the service's problem stands for; `ServiceError` where none answers
   */
  get(path: string, signal: AbortSignal | undefined): Promise<unknown> {
    return this.send(path, signal, url => this.http.get(url, signal ? { signal } : {}).json())
  }

  /** Asks with a body. As `get`. */
  post(path: string, body: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    return this.send(path, signal, url =>
      this.http.post(url, { json: body, ...(signal ? { signal } : {}) }).json(),
    )
  }

  private send(
    path: string,
    signal: AbortSignal | undefined,
    ask: (url: URL) => Promise<unknown>,
  ): Promise<unknown> {
    return this.limit(async () => {
      signal?.throwIfAborted()
      const url = new URL(path.slice(1), this.base)
      try {
        return await ask(url)
      } catch (error) {
        signal?.throwIfAborted()
        throw await restore(error, url)
      }
    })
  }
}

async function restore(error: unknown, url: URL): Promise<unknown> {
  const source = url.origin + url.pathname
  if (error instanceof HTTPError) {
    const problem: unknown = await error.response.json().catch(() => null)
    if (isProblem(problem)) return errorOf(problem)
    const { status } = error.response
    return new ServiceError(
      "ERR_SERVICE",
      { source, what: "an answer that is not the service's", actual: `status ${status}` },
      status,
    )
  }
  if (error instanceof TimeoutError) {
    return new ServiceError("ERR_TIMEOUT", { source, what: "no answer in time" })
  }
  if (error instanceof SyntaxError) {
    return new ServiceError("ERR_SERVICE", { source, what: "not JSON", expected: "a document" })
  }
  const actual = error instanceof Error ? error.message : show(error)
  return new ServiceError("ERR_UNREACHABLE", { source, what: "no service answers", actual })
}
