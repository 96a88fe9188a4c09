/** Answers of the engine in components: the newest question counts, and the last answer stays until the next is there. */

import { useEffect, useState } from "preact/hooks"

/** What a component knows of an answer. */
export interface Answered<Output> {
  /** The last answer; null before the first. */
  readonly answer: Output | null
  /** Why there is none; null where there is, or will be. */
  readonly error: unknown
}

/**
 * Asks whenever the question changes, and aborts what was asked before.
 *
 * @param question what is asked, as a text: another text is another question; null asks nothing
 * @param ask called with a signal to hand on
 */
export function useAnswer<Output>(
  question: string | null,
  ask: (signal: AbortSignal) => Promise<Output>,
): Answered<Output> {
  const [state, setState] = useState<Answered<Output>>({ answer: null, error: null })
  // The question stands for all that is asked
  useEffect(() => {
    if (question === null) return
    const controller = new AbortController()
    const { signal } = controller
    ask(signal).then(
      answer => !signal.aborted && setState({ answer, error: null }),
      error => !signal.aborted && setState({ answer: null, error }),
    )
    return () => controller.abort()
  }, [question])
  return state
}
