/** The pool: sends jobs to workers, and gives their results in the order of the jobs. */

import { type Answer, type Job, type JobTable, type Port, type Request, runJob } from "./port.ts"

/** Somebody who waits for the answer to a request. */
interface Waiting {
  resolve(result: unknown): void
  reject(error: unknown): void
  /** What is done where a worker's answer is that it failed. */
  readonly retry: () => unknown
}

/** A worker with one request at a time. */
class Lane {
  private readonly port: Port
  private waiting: Waiting | null = null
  private failure: { readonly error: unknown } | null = null

  constructor(port: Port) {
    this.port = port
    port.listen(
      message => this.settle(message as Answer),
      error => {
        this.failure = { error }
        this.waiting?.reject(error)
        this.waiting = null
      },
    )
  }

  private settle(answer: Answer): void {
    const { waiting } = this
    this.waiting = null
    if (waiting === null) return
    if (!answer.failed) {
      waiting.resolve(answer.result)
      return
    }
    try {
      waiting.resolve(waiting.retry())
    } catch (error) {
      waiting.reject(error)
    }
  }

  ask(request: Request, transfer: ArrayBuffer[], retry: () => unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) {
        reject(this.failure.error)
        return
      }
      this.waiting = { resolve, reject, retry }
      this.port.post(request, transfer)
    })
  }

  async close(error: unknown): Promise<void> {
    this.failure ??= { error }
    this.waiting?.reject(error)
    this.waiting = null
    await this.port.close()
  }
}

/** A job that was done. */
interface EndedJob {
  readonly job: Job
  readonly result: unknown
}

/** A signal as a promise that is rejected with its reason, for as long as somebody races with it. */
function abortOf(signal: AbortSignal | undefined): { readonly aborted: Promise<never>; forget(): void } {
  let abort = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason)
  })
  aborted.catch(() => {})
  signal?.addEventListener("abort", abort)
  return { aborted, forget: () => signal?.removeEventListener("abort", abort) }
}

/** Ends after the queue of events: so that an abort is heard between two jobs on this thread. */
const nextTurn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

/**
 * Workers that all know one subject, and do any job of a table with it. Without workers the jobs are done on this
 * thread, one by one.
 */
export class JobPool<Subject> {
  private readonly lanes: readonly Lane[]
  private readonly free: Lane[]
  private readonly queue: ((lane: Lane) => void)[] = []
  private readonly table: JobTable<Subject>
  private readonly subject: Subject
  private isClosed = false

  private constructor(lanes: readonly Lane[], table: JobTable<Subject>, subject: Subject) {
    this.lanes = lanes
    this.free = [...lanes]
    this.table = table
    this.subject = subject
  }

  /**
   * Opens a pool.
   *
   * @param ports one a worker; none: this thread does the jobs
   * @param sent what workers make the subject of
   * @param subject the same, for this thread
   * @throws what kept a worker from starting; all are closed then
   */
  static async open<Subject>(
    ports: readonly Port[],
    table: JobTable<Subject>,
    sent: unknown,
    subject: Subject,
  ): Promise<JobPool<Subject>> {
    const lanes = ports.map(port => new Lane(port))
    const fail = (): never => {
      throw new Error("a worker could not make the jobs' subject of what it was sent")
    }
    try {
      await Promise.all(lanes.map(lane => lane.ask({ kind: "subject", subject: sent }, [], fail)))
    } catch (error) {
      await Promise.allSettled(lanes.map(lane => lane.close(error)))
      throw error
    }
    return new JobPool(lanes, table, subject)
  }

  /** Number of workers. */
  get size(): number {
    return this.lanes.length
  }

  /**
   * Does jobs, some ahead of the one whose result is asked for: as many as there are workers, and one.
   *
   * @param jobs taken one by one, so that what they hold need not exist all at once
   * @param signal stops: no further job is begun, and the reason is thrown
   * @returns the results, in the jobs' order
   */
  async *results(jobs: Iterable<Job>, signal?: AbortSignal): AsyncGenerator<unknown, void, void> {
    const iterator = jobs[Symbol.iterator]()
    const pending: Promise<unknown>[] = []
    const fill = (): void => {
      while (pending.length <= this.size) {
        const next = iterator.next()
        if (next.done === true) return
        const result = this.run(next.value, signal)
        // Whoever waits for it hears of it; if nobody does any more, it is no unhandled rejection.
        result.catch(() => {})
        pending.push(result)
      }
    }
    const { aborted, forget } = abortOf(signal)
    try {
      signal?.throwIfAborted()
      fill()
      while (pending.length > 0) {
        const result = await Promise.race([pending.shift(), aborted])
        fill()
        yield result
        signal?.throwIfAborted()
      }
    } finally {
      forget()
    }
  }

  /**
   * Does jobs that the results of others lead to: whenever a worker is free, it is given the next one.
   *
   * @param next the next job; null where there is none before another one has ended
   * @param signal stops: no further job is begun, and the reason is thrown
   * @returns jobs with their results as they end, in any order
   */
  async *asTheyEnd(next: () => Job | null, signal?: AbortSignal): AsyncGenerator<EndedJob, void, void> {
    const running = new Map<Job, Promise<EndedJob>>()
    const fill = (): void => {
      while (running.size < Math.max(1, this.size)) {
        const job = next()
        if (job === null) return
        const ended = this.run(job, signal).then(result => ({ job, result }))
        ended.catch(() => {})
        running.set(job, ended)
      }
    }
    const { aborted, forget } = abortOf(signal)
    try {
      signal?.throwIfAborted()
      for (fill(); running.size > 0; fill()) {
        const ended = await Promise.race([...running.values(), aborted])
        running.delete(ended.job)
        yield ended
        signal?.throwIfAborted()
      }
    } finally {
      forget()
    }
  }

  /**
   * Does a job as soon as a worker is free.
   *
   * @param signal keeps it from being begun, with its reason
   * @throws {TypeError} where the workers are closed, or are before it has ended
   */
  async run(job: Job, signal: AbortSignal | undefined): Promise<unknown> {
    const retry = (): unknown => runJob(this.table, this.subject, job)
    if (this.isClosed) throw new TypeError("the workers are closed")
    if (this.size === 0) {
      await nextTurn()
      signal?.throwIfAborted()
      return retry()
    }
    const lane = this.free.pop() ?? (await new Promise<Lane>(resolve => this.queue.push(resolve)))
    try {
      signal?.throwIfAborted()
      return await lane.ask({ kind: "job", job }, [], retry)
    } finally {
      const next = this.queue.shift()
      if (next === undefined) this.free.push(lane)
      else next(lane)
    }
  }

  /** Ends the workers; jobs that are still waited for are rejected. */
  async close(): Promise<void> {
    this.isClosed = true
    const error = new TypeError("the workers were closed")
    await Promise.all(this.lanes.map(lane => lane.close(error)))
  }
}
