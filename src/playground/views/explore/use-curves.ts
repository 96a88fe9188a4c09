/** Learning curves that follow the point at hand while it moves. */

import { signal } from "@preact/signals"
import { useEffect, useMemo } from "preact/hooks"
import type { Trajectory } from "../../../entries/index.web.ts"
import { Latest } from "../../engine/latest.ts"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { engine } from "../../engine/the-engine.ts"
import type { Point } from "../../state/point.ts"

/** The newest curves, or why there are none. */
export interface Shown {
  readonly curves: Trajectory | null
  readonly error: unknown
}

/**
 * The curves of the newest point that was answered; null before the first. A point that moves on while one is
 * answered waits, and only the newest does.
 */
export function useCurves({ task, release }: BenchmarkFacts, point: Point): Shown {
  const shown = useMemo(() => signal<Shown>({ curves: null, error: null }), [])
  const latest = useMemo(
    () =>
      new Latest(
        (asked: Point) => engine.ask("explore", "curves", { pack: { task, release }, point: asked }),
        curves => {
          shown.value = { curves, error: null }
        },
        error => {
          shown.value = { curves: null, error }
        },
      ),
    [task, release, shown],
  )
  useEffect(() => () => latest.close(), [latest])
  // While rendering, not after it: the engine works while the page is drawn.
  useMemo(() => latest.push(point), [latest, point])
  return shown.value
}
