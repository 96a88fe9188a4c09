/** The search for the exact optimum while it runs, and what came of it: it outlives the view. */

import { type ReadonlySignal, signal } from "@preact/signals"
import type { Constraints, MetricName, OptimumProgress } from "../../../entries/index.web.ts"
import type { PackId } from "../../engine/pack-id.ts"
import { engine } from "../../engine/the-engine.ts"
import { announce } from "../../state/announcement.ts"
import type { FoundOptimum } from "./engine.ts"

export interface OptimumQuestion {
  readonly id: PackId
  readonly metric: MetricName
  readonly constraints: Constraints
  readonly epoch: number
}

/** One moment of a search, from when there was a value. */
interface Moment {
  readonly seconds: number
  readonly value: number
  readonly bound: number
}

export interface OptimumRun {
  readonly question: OptimumQuestion
  readonly moments: readonly Moment[]
  readonly progress: OptimumProgress | null
  readonly found: FoundOptimum | null
  readonly error: unknown
  readonly state: "running" | "done" | "stopped" | "failed"
}

/** Between two moments in which nothing changed. */
const QUIET_SECONDS = 0.25

const current = signal<OptimumRun | null>(null)
let controller: AbortController | null = null

/** The search that runs, or ran last. */
export const optimumRun: ReadonlySignal<OptimumRun | null> = current

function momentsWith(moments: readonly Moment[], next: Moment): readonly Moment[] {
  const last = moments.at(-1)
  const isNews =
    last === undefined ||
    last.value !== next.value ||
    last.bound !== next.bound ||
    next.seconds - last.seconds >= QUIET_SECONDS
  return isNews ? [...moments, next] : moments
}

/** Ends the search, if one runs; what it knew stays. */
export function stopOptimum(): void {
  controller?.abort()
  controller = null
  const run = current.value
  if (run?.state === "running") current.value = { ...run, state: "stopped" }
}

/** Starts a search, in the place of the last. */
export async function startOptimum(question: OptimumQuestion): Promise<void> {
  stopOptimum()
  const own = new AbortController()
  controller = own
  const start = performance.now()
  const seconds = (): number => (performance.now() - start) / 1000
  const update = (change: Partial<OptimumRun>): void => {
    if (controller === own) current.value = { ...current.value!, ...change }
  }
  current.value = { question, moments: [], progress: null, found: null, error: null, state: "running" }
  const onProgress = (progress: OptimumProgress): void => {
    const { value, bound } = progress
    const { moments } = current.value!
    update({
      progress,
      moments: value === null ? moments : momentsWith(moments, { seconds: seconds(), value, bound }),
    })
  }
  try {
    const found = await engine.ask("survey", "optimum", question, { signal: own.signal, onProgress })
    const { value } = found.best ?? { value: null }
    const { moments } = current.value!
    update({
      found,
      state: "done",
      // The certificate closes the gap: nothing is better than the best.
      moments: value === null ? moments : [...moments, { seconds: seconds(), value, bound: value }],
    })
    announce(value === null ? "Nothing keeps to the constraint" : `The optimum is found: ${value}`)
  } catch (error) {
    if (!own.signal.aborted) update({ error, state: "failed" })
  }
}
