/**
 * Downloads that survive lost connections and stopped runs: what has come stays beside the file, and the rest
 * is asked for under the condition that the file is still the same (RFC 9110, 13.1.5: `If-Range`).
 */

import { NotFoundError, show } from "../errors.ts"
import { Attempt, pause } from "./attempt.ts"
import { judgeResponse, type Verdict } from "./judge-response.ts"
import { openPartFile, type PartFile, validatorOf } from "./part-file.ts"
import { codeOf, StorageError } from "./storage-error.ts"
import { type DownloadProgress, TransferRate } from "./transfer-rate.ts"

/** How often and how soon a server is asked again. */
interface DownloadDelays {
  /** Requests in a row that bring nothing new (default 6). */
  readonly attempts?: number
  /** Wait before the second of them (default 500 ms); doubled each time. */
  readonly firstMs?: number
  /** Longest wait (default 30 s). */
  readonly longestMs?: number
  /** Longest silence of a server (default 60 s). */
  readonly stallMs?: number
  /** Longest wait that a server may ask for (default 2 min). */
  readonly longestRetryAfterMs?: number
}

export interface DownloadOptions {
  /** Told some ten times a second, and when the file is there. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
  /** Stops the download; what has come stays for the next. */
  readonly signal?: AbortSignal | undefined
  /** What sends the requests (default: the platform's). */
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly delays?: DownloadDelays | undefined
}

/** A file that is there. */
export interface Downloaded {
  readonly path: string
  /** Its length. */
  readonly bytes: number
  /** Of the whole file, in hexadecimal digits. */
  readonly sha256: string
  /** How much of it an earlier run had left; 0 where that was of no use. */
  readonly resumedFrom: number
}

/** Less than this is no progress: a server could send a byte a connection for ever. */
const PROGRESS_BYTES = 2 ** 16

/** Why a connection ended, to be said if it was the last. */
class Lost extends Error {
  readonly afterMs: number | null
  constructor(reason: string, afterMs: number | null = null) {
    super(reason)
    this.afterMs = afterMs
  }
}

/** Errors of a network, whose causes the runtimes wrap. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error ? codeOf(cause) : codeOf(error)
}

/** Checks the address, and says it without what may be secret in it. */
function checkUrl(url: string | URL): { url: URL; shown: string } {
  const parsed = URL.canParse(url) ? new URL(url) : null
  const isWeb = parsed?.protocol === "https:" || parsed?.protocol === "http:"
  if (parsed !== null && isWeb && !parsed.username && !parsed.password) {
    return { url: parsed, shown: parsed.origin + parsed.pathname }
  }
  throw new NotFoundError({
    path: "url",
    what: "not an address to download from",
    expected: "an http or https address without a user's name",
    actual: isWeb ? "one with a user's name" : show(String(url)),
  })
}

class Download {
  private readonly url: URL
  private readonly shown: string
  private readonly part: PartFile
  private readonly options: DownloadOptions
  private readonly delays: Required<DownloadDelays>
  private readonly rate: TransferRate
  /** The next request is for the whole file. */
  private isAnew = false
  resumedFrom: number

  constructor(url: URL, shown: string, part: PartFile, options: DownloadOptions) {
    this.url = url
    this.shown = shown
    this.part = part
    this.options = options
    this.delays = {
      attempts: 6,
      firstMs: 500,
      longestMs: 30_000,
      stallMs: 60_000,
      longestRetryAfterMs: 120_000,
      ...options.delays,
    }
    this.rate = new TransferRate(options.onProgress ?? (() => {}))
    this.resumedFrom = part.size
  }

  /** Asks until the whole file is there. */
  async run(): Promise<void> {
    const { signal } = this.options
    let failures = 0
    let furthest = this.part.size
    for (;;) {
      const lost = await this.connect()
      if (lost === null) return this.rate.tell(this.part.size, this.part.size, true)
      signal?.throwIfAborted()
      // Measured from the furthest point: a file that changes on every request makes no progress.
      if (this.part.size >= furthest + PROGRESS_BYTES) failures = 0
      furthest = Math.max(furthest, this.part.size)
      failures++
      if (failures >= this.delays.attempts) this.giveUp(lost, failures)
      await pause(this.waitMs(failures, lost.afterMs), signal)
    }
  }

  private waitMs(failures: number, afterMs: number | null): number {
    const { firstMs, longestMs, longestRetryAfterMs } = this.delays
    // Half of it by chance: clients that were cut off together should not come back together.
    const own = Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2)
    return Math.max(own, Math.min(afterMs ?? 0, longestRetryAfterMs))
  }

  private giveUp(lost: Lost, failures: number): never {
    throw new NotFoundError({
      source: this.shown,
      what: `could not be downloaded in ${failures} attempts`,
      expected: "a server that sends the whole file",
      actual: lost.message,
      remedy:
        this.part.size > 0
          ? `try again later: ${this.part.size} bytes are kept in ${this.part.path}`
          : "check the connection, or try again later",
    })
  }

  private refuse(reason: string): never {
    throw new NotFoundError({
      source: this.shown,
      what: "the server does not give the file",
      expected: "status 200",
      actual: reason,
      remedy: "check the address, or download the file in another way and import it from the disk",
    })
  }

  /** One request. Null once the file is complete. */
  private async connect(): Promise<Lost | null> {
    const attempt = new Attempt(this.options.signal, this.delays.stallMs)
    try {
      this.options.signal?.throwIfAborted()
      await this.transfer(attempt)
      return null
    } catch (error) {
      if (error instanceof StorageError || error instanceof NotFoundError) throw error
      this.options.signal?.throwIfAborted()
      return error instanceof Lost ? error : new Lost(reasonOf(error))
    } finally {
      attempt.end()
    }
  }

  private headers(from: number): Headers {
    const headers = new Headers({ "accept-encoding": "identity" })
    const validator = this.part.remote === null ? null : validatorOf(this.part.remote)
    if (from > 0 && validator !== null) {
      headers.set("range", `bytes=${from}-`)
      headers.set("if-range", validator)
    }
    return headers
  }

  private async transfer(attempt: Attempt): Promise<void> {
    const { part } = this
    const canResume = !this.isAnew && part.remote !== null && validatorOf(part.remote) !== null
    const from = canResume ? part.size : 0
    const send = this.options.fetch ?? globalThis.fetch
    const response = await attempt.within(
      send(this.url, { headers: this.headers(from), signal: attempt.signal }),
    )
    const verdict = judgeResponse(response, this.url.href, from, part.remote)
    if (verdict.kind !== "rest" && verdict.kind !== "whole") return this.turnedDown(verdict)
    this.isAnew = false
    if (verdict.kind === "whole") {
      this.resumedFrom = 0
      await part.begin(verdict.remote)
    } else if (part.remote?.total !== verdict.remote.total) await part.note(verdict.remote)
    await this.receive(response, verdict.length, attempt)
  }

  private turnedDown(verdict: Exclude<Verdict, { kind: "rest" | "whole" }>): never {
    if (verdict.kind === "refused") this.refuse(verdict.reason)
    if (verdict.kind === "retry") throw new Lost(verdict.reason, verdict.afterMs)
    this.isAnew = true
    throw new Lost(`${verdict.reason}, which does not fit what came before`)
  }

  /** Takes a body of `length` bytes, or of as many as come where that is not known. */
  private async receive(response: Response, length: number | null, attempt: Attempt): Promise<void> {
    const { part, rate } = this
    const total = part.remote?.total ?? null
    const end = length === null ? null : part.size + length
    rate.begin(part.size)
    // A body of no bytes may be none at all.
    const reader = (response.body ?? new Blob([]).stream()).getReader()
    for (;;) {
      const result = await attempt.within(reader.read())
      if (result.done) break
      if (end !== null && part.size + result.value.length > end) {
        this.isAnew = true
        throw new Lost(`more than the ${length} bytes that were announced`)
      }
      await part.append(result.value)
      rate.tell(part.size, total)
    }
    if (end !== null && part.size < end) {
      throw new Lost(`the connection ended ${end - part.size} bytes early`)
    }
    if (total !== null && part.size < total) throw new Lost("the server sent a part of what was asked for")
  }
}

/**
 * Downloads a file, or the rest of it. Until it is complete it is called `<file>.part`; what the server said of
 * it stays in `<file>.part.json`. A file that is there already is confirmed by its last byte, and one that
 * changed on its server is begun anew.
 *
 * @param url http or https
 * @param file path that it gets; a file of that name is replaced
 * @returns its length and SHA-256
 * @throws {NotFoundError} with the server's status: not there, not allowed, or not to be had after some
 *   attempts; what has come is kept
 * @throws {StorageError} where the file cannot be written
 */
export async function download(
  url: string | URL,
  file: string,
  options: DownloadOptions = {},
): Promise<Downloaded> {
  const { url: address, shown } = checkUrl(url)
  options.signal?.throwIfAborted()
  const part = await openPartFile(file, address.href, options.signal)
  try {
    const work = new Download(address, shown, part, options)
    await work.run()
    return { path: file, bytes: part.size, sha256: await part.finish(), resumedFrom: work.resumedFrom }
  } finally {
    await part.close()
  }
}
