/** One connection of a download: it ends by itself when its caller gives up, or when nothing comes any more. */

/** What a connection is given up for when nothing comes. */
class StallError extends Error {
  override readonly name = "StallError"
}

/** A signal for one request, and promises that give way to it. */
export class Attempt {
  private readonly controller = new AbortController()
  private readonly caller: AbortSignal | undefined
  private readonly stallMs: number
  private readonly onAbort = (): void => this.controller.abort(this.caller?.reason)

  constructor(caller: AbortSignal | undefined, stallMs: number) {
    this.caller = caller
    this.stallMs = stallMs
    caller?.addEventListener("abort", this.onAbort, { once: true })
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /**
   * Waits for something of the connection, at most as long as it may be silent.
   *
   * @throws {StallError} where it takes longer; whatever the caller's signal says, where that was aborted
   */
  async within<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this
    let stop = (): void => {}
    // Not every runtime's body takes notice of the signal that its request was given.
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason)
      if (signal.aborted) stop()
      else signal.addEventListener("abort", stop, { once: true })
    })
    const silence = `nothing came for ${this.stallMs / 1000} s`
    const timer = setTimeout(() => this.controller.abort(new StallError(silence)), this.stallMs)
    try {
      return await Promise.race([work, stopped])
    } finally {
      clearTimeout(timer)
      signal.removeEventListener("abort", stop)
    }
  }

  /** Lets go of the connection. */
  end(): void {
    this.caller?.removeEventListener("abort", this.onAbort)
    this.controller.abort()
  }
}

/**
 * Waits.
 *
 * @throws what the signal says, at once where it is aborted
 */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop)
      resolve()
    }, ms)
    signal?.addEventListener("abort", stop, { once: true })
  })
}
