/** The page's one race: what was started, and how it stands. It goes on while one looks at another view. */

import { type ReadonlySignal, signal } from "@preact/signals"
import { engine } from "../../engine/the-engine.ts"
import { announce } from "../../state/announcement.ts"
import type { RaceSetup } from "./race-setup.ts"
import type { RaceProgress } from "./run-race.ts"
import { refusalOf, Sandbox } from "./sandbox.ts"
import type { Standings } from "./standings.ts"

/** A race as it is seen. */
export interface ShownRace {
  readonly setup: RaceSetup
  readonly state: "running" | "stopped" | "ended" | "failed"
  /** Runs, and those that have not ended; null before the first one has. */
  readonly progress: Omit<Extract<RaceProgress, { kind: "standings" }>, "kind" | "standings"> | null
  readonly standings: Standings | null
  /** Why the pasted optimiser is out; null where it is not. */
  readonly ownFailure: string | null
  readonly error: unknown
}

const shown = signal<ShownRace | null>(null)
let controller = new AbortController()

/** The last race; null before there is one. */
export const race: ReadonlySignal<ShownRace | null> = shown

/** What comes of a race that another one has taken the place of is not shown. */
function change(of: AbortSignal, changes: Partial<ShownRace>): void {
  if (of === controller.signal && shown.value !== null) shown.value = { ...shown.value, ...changes }
}

/** A sandbox for the pasted optimiser, and what the engine says to it. */
function openSandbox(source: string, signal: AbortSignal): (line: string) => void {
  const drop = (ownFailure: string): void => {
    change(signal, { ownFailure })
    announce(`Your optimiser was stopped: ${ownFailure}`)
    void engine.ask("race", "hear", null)
  }
  const sandbox = new Sandbox(source, {
    onAnswer: line => void engine.ask("race", "hear", line),
    onFailure: drop,
  })
  signal.addEventListener("abort", () => sandbox.close())
  return line => {
    const { error } = JSON.parse(line)
    if (error !== undefined) {
      sandbox.close()
      drop(`its answer was refused: ${error.message}`)
    } else sandbox.hear(line)
  }
}

/**
 * Starts a race; one that runs is stopped.
 *
 * @param source of the pasted optimiser, where it takes part
 */
export async function startRace(wanted: RaceSetup, source: string): Promise<void> {
  controller.abort()
  controller = new AbortController()
  const { signal } = controller
  const refusal = wanted.hasOwn ? refusalOf(source) : null
  const setup = { ...wanted, hasOwn: wanted.hasOwn && refusal === null }
  shown.value = {
    ...{ setup, state: "running", progress: null, standings: null, error: null },
    ownFailure: refusal,
  }
  const say = setup.hasOwn ? openSandbox(source, signal) : () => undefined
  const onProgress = (told: RaceProgress): void => {
    if (told.kind === "say") say(told.line)
    else if (told.kind === "own-failed") {
      if (shown.value?.ownFailure === null) change(signal, { ownFailure: told.message })
    } else {
      const { kind: _, standings, ...progress } = told
      change(signal, { standings, progress })
    }
  }
  try {
    const standings = await engine.ask("race", "run", setup, { signal, onProgress })
    change(signal, { standings, state: "ended" })
    announce("The race has ended")
  } catch (error) {
    if (signal.aborted) change(signal, { state: "stopped" })
    else change(signal, { state: "failed", error })
  } finally {
    // The sandbox goes with it.
    if (signal === controller.signal) controller.abort()
  }
}

/** Stops the race; what has ended stays. */
export function stopRace(): void {
  controller.abort()
  announce("The race was stopped")
}
