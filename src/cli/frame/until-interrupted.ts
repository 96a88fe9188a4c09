/** Long work that Ctrl-C ends in order: what was written stays whole, and the next run goes on from there. */

import process from "node:process"
import { Interrupted } from "./usage-error.ts"

/**
 * @param work is told to stop by the signal
 * @param next what is to be done after an interruption
 */
export async function untilInterrupted<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  next?: string,
): Promise<Result> {
  const stop = new AbortController()
  const onSignal = (): void => stop.abort(new Interrupted(next))
  process.once("SIGINT", onSignal)
  process.once("SIGTERM", onSignal)
  try {
    return await work(stop.signal)
  } finally {
    process.off("SIGINT", onSignal)
    process.off("SIGTERM", onSignal)
  }
}
