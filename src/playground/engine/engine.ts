/** The page's end of the engine: questions as promises, progress as calls, and aborts that reach the worker. */

import type { Engines } from "../engines.ts"
import type { Failure, FromEngine, Loading, ToEngine } from "./messages.ts"
import type { InputOf, Operation, OutputOf, ProgressOf } from "./operation.ts"

/** Operations of a view, by their names. */
type OperationsOf<V extends keyof Engines> = Awaited<ReturnType<Engines[V]>>

export interface AskOptions<Progress> {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** An error of the engine: `name` and `code` are those of the error in the worker. */
class EngineError extends Error {
  readonly code: string | undefined

  constructor({ name, message, code }: Failure) {
    super(message)
    this.name = name
    this.code = code
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  readonly onProgress: ((progress: never) => void) | undefined
}

/** A worker, and the questions that it has not answered yet. */
export class Engine {
  private readonly start: () => Worker
  private readonly onLoading: (loading: Loading | null) => void
  private worker: Worker | null = null
  private readonly pending = new Map<number, Pending>()
  private nextId = 1

  /**
   * @param start starts the worker; called with the first question, and again once one broke
   * @param onLoading told of the progress of every download, and null at its end
   */
  constructor(start: () => Worker, onLoading: (loading: Loading | null) => void) {
    this.start = start
    this.onLoading = onLoading
  }

  /**
   * Asks an operation of a view.
   *
   * @param view whose operations (`engines.ts`)
   * @param operation its name
   * @param input what it takes
   * @returns what it answers
   * @throws {EngineError} what the operation throws, or that the worker broke
   * @throws the signal's reason once it is aborted; the worker hears of that, too
   */
  ask<V extends keyof Engines, N extends keyof OperationsOf<V> & string>(
    view: V,
    operation: N,
    input: OperationsOf<V>[N] extends Operation ? InputOf<OperationsOf<V>[N]> : never,
    options: AskOptions<OperationsOf<V>[N] extends Operation ? ProgressOf<OperationsOf<V>[N]> : never> = {},
  ): Promise<OperationsOf<V>[N] extends Operation ? OutputOf<OperationsOf<V>[N]> : never> {
    const { signal, onProgress } = options
    if (signal?.aborted) return Promise.reject(signal.reason)
    const id = this.nextId++
    const answer = new Promise<unknown>((resolve, reject) => {
      this.pending.set(id, { resolve, reject, onProgress })
      this.post({ kind: "ask", id, view, operation, input })
      signal?.addEventListener("abort", () => this.cancel(id, signal.reason), { once: true })
    })
    return answer as never
  }

  private post(message: ToEngine): void {
    if (this.worker === null) {
      this.worker = this.start()
      this.worker.onmessage = ({ data }: MessageEvent<FromEngine>) => this.receive(data)
      this.worker.onerror = event => {
        event.preventDefault()
        this.break(event.message || "its script could not be loaded")
      }
    }
    this.worker.postMessage(message)
  }

  private cancel(id: number, reason: unknown): void {
    const waiting = this.take(id)
    if (waiting === undefined) return
    this.post({ kind: "cancel", id })
    waiting.reject(reason)
  }

  private take(id: number): Pending | undefined {
    const waiting = this.pending.get(id)
    this.pending.delete(id)
    return waiting
  }

  private receive(message: FromEngine): void {
    if (message.kind === "loading") this.onLoading(message.loading)
    else if (message.kind === "progress")
      this.pending.get(message.id)?.onProgress?.(message.progress as never)
    else if (message.kind === "value") this.take(message.id)?.resolve(message.value)
    else this.take(message.id)?.reject(new EngineError(message.failure))
  }

  /** Fails all that wait; the next question starts another worker. */
  private break(what: string): void {
    this.worker?.terminate()
    this.worker = null
    const waiting = [...this.pending.values()]
    this.pending.clear()
    for (const { reject } of waiting)
      reject(new EngineError({ name: "EngineError", message: `engine: ${what}` }))
  }
}
