/** An answer that follows what it depends on: asked anew when that changes, and not waited for any longer then. */

import { useEffect, useState } from "preact/hooks"
import type { AskOptions } from "../engine/engine.ts"

export interface Answered<Value, Progress> {
  /** The last answer: it stays while the next is waited for. */
  readonly value: Value | null
  readonly error: unknown
  /** Of the question that is being answered; null where there is none, or it has not reported yet. */
  readonly progress: Progress | null
  readonly isWaiting: boolean
}

/**
 * Asks whenever `depends` changes.
 *
 * @param ask given a signal that is aborted once the answer is not wanted any more; what it throws is in `error`
 */
export function useAnswer<Value, Progress = never>(
  ask: (options: AskOptions<Progress>) => Promise<Value>,
  depends: readonly unknown[],
): Answered<Value, Progress> {
  const [state, setState] = useState<Answered<Value, Progress>>({
    value: null,
    error: null,
    progress: null,
    isWaiting: true,
  })
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const update = (change: Partial<Answered<Value, Progress>>): void => {
      if (!signal.aborted) setState(before => ({ ...before, ...change }))
    }
    update({ progress: null, isWaiting: true })
    ask({ signal, onProgress: progress => update({ progress }) }).then(
      value => update({ value, error: null, progress: null, isWaiting: false }),
      error => update({ value: null, error, progress: null, isWaiting: false }),
    )
    return () => controller.abort()
  }, depends)
  return state
}
