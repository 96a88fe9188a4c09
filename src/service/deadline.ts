/** The time that a request may take, and the end of the client's patience. */

import { ServiceError } from "../wire/index.ts"

/** Starts when a request arrives. Work is told between its blocks; nothing interrupts a block. */
export class Deadline {
  private readonly milliseconds: number
  private readonly isAborted: () => boolean
  private readonly end: number

  /**
   * @param milliseconds until the work must be done
   * @param isAborted whether the client has gone
   */
  constructor(milliseconds: number, isAborted: () => boolean = () => false) {
    this.milliseconds = milliseconds
    this.isAborted = isAborted
    this.end = performance.now() + milliseconds
  }

  private expired(): ServiceError {
    return new ServiceError("ERR_TIMEOUT", {
      what: "the request took too long",
      expected: `at most ${this.milliseconds} ms`,
      remedy: "ask for fewer rows at once",
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
    if (performance.now() > this.end || this.isAborted()) throw this.expired()
  }

  /**
   * Waits for something of the client's that may never come.
   *
   * @throws {ServiceError} `ERR_TIMEOUT` once the time is over
   */
  async wait<T>(work: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.expired()), Math.max(0, this.end - performance.now()))
    })
    try {
      return await Promise.race([work, over])
    } finally {
      clearTimeout(timer)
    }
  }
}
