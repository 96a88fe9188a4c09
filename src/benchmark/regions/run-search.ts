/** Long searches in slices: other work, signals and progress get their turn. */

/** A slice, in milliseconds: short enough for a page to stay alive. */
const SLICE = 40
/** Cloudflare's clock stands still while code runs: there a slice ends after so many steps, 1 ms or 2 each. */
const SLICE_STEPS = 64

/** Lets timers, signals and other work run. */
const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

/**
 * Runs a search to its end.
 *
 * @param search tells its state after every few milliseconds
 * @param onState is told the last state of each slice
 * @returns what the search returns
 * @throws the signal's reason once it is aborted
 */
export async function runSearch<State, Result>(
  search: Generator<State, Result>,
  signal: AbortSignal | undefined,
  onState: (state: State) => void,
): Promise<Result> {
  for (;;) {
    const end = performance.now() + SLICE
    for (let steps = 1; ; steps++) {
      signal?.throwIfAborted()
      const step = search.next()
      if (step.done) return step.value
      if (steps < SLICE_STEPS && performance.now() < end) continue
      onState(step.value)
      break
    }
    await pause()
  }
}
