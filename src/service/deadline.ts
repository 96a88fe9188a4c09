/** The time that a request may take, and the end of the client's patience. */

import { ServiceError } from "../wire/index.ts"

/** Starts when a request arrives. Work is told between its blocks; nothing interrupts a block. */
export class Deadline {
  private readonly milliseconds: number
  private readonly gone: () => AbortSignal | undefined
  private readonly end: number

  /**
   * @param milliseconds until the work must be done
   * @param gone finds the signal of a client that has gone, where the platform has one; asked only when it matters,
   *   as some platforms make it only then
   */
  constructor(milliseconds: number, gone: () => AbortSignal | undefined = () => undefined) {
    this.milliseconds = milliseconds
    this.gone = gone
    this.end = performance.now() + milliseconds
  }

  private expired(): ServiceError {
    return new ServiceError("ERR_TIMEOUT", {
      what: "the request took too long",
      expected: `at most ${this.milliseconds} ms`,
      remedy: "ask for less at once",
    })
  }

  /**
   * Lets other requests have their turn.
   *
   * @throws {ServiceError} `ERR_TIMEOUT` once the time is over, or nobody waits any more
   */
  async pause(): Promise<void> {
    // A timer, not a microtask: those would not let input in. On workerd it also lets the clock go on.
    await new Promise(resolve => setTimeout(resolve, 0))
    if (performance.now() > this.end || this.gone()?.aborted === true) throw this.expired()
  }

  private get left(): number {
    return Math.max(0, this.end - performance.now())
  }

  /**
   * Does work that pauses by itself, and ends it when the time is over or nobody waits any more.
   *
   * @param work rejects with its signal's reason
   * @throws {ServiceError} `ERR_TIMEOUT`, as that reason
   */
  async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController()
    const abort = (): void => stop.abort(this.expired())
    const gone = this.gone()
    const timer = setTimeout(abort, this.left)
    gone?.addEventListener("abort", abort)
    if (gone?.aborted === true) abort()
    try {
      return await work(stop.signal)
    } finally {
      clearTimeout(timer)
      gone?.removeEventListener("abort", abort)
    }
  }

  /**
   * Waits for something of the client's that may never come.
   *
   * @throws {ServiceError} `ERR_TIMEOUT` once the time is over
   */
  async wait<T>(work: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.expired()), this.left)
    })
    try {
      return await Promise.race([work, over])
    } finally {
      clearTimeout(timer)
    }
  }
}
