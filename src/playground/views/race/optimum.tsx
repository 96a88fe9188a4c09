/** The exact optimum, for regret: only where somebody asks for it, since the proof takes its time. */

import { type Signal, signal } from "@preact/signals"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import type { MetricName } from "../../../entries/index.web.ts"
import type { PackId } from "../../engine/pack-id.ts"
import { engine } from "../../engine/the-engine.ts"
import { formatNumber } from "../../parts/format-number.ts"
import { Problem } from "../../parts/problem.tsx"
import { ProgressBar } from "../../parts/progress-bar.tsx"
import { announce } from "../../state/announcement.ts"
import { objectiveLabel } from "./objective.ts"

interface OptimumProps {
  readonly pack: PackId
  readonly metric: MetricName
}

/** Found values by pack and metric. */
const found: Signal<ReadonlyMap<string, number>> = signal(new Map())

function keyOf({ pack, metric }: OptimumProps): string {
  return `${pack.release}/${pack.task}/${metric}`
}

/** The optimum, where it is known. */
export function optimumOf(of: OptimumProps): number | null {
  return found.value.get(keyOf(of)) ?? null
}

/** What the optimum is, or a button that finds it. */
export function OptimumButton(props: OptimumProps): JSX.Element {
  const [share, setShare] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  const controller = useRef(new AbortController())
  useEffect(() => () => controller.current.abort(), [])
  const known = optimumOf(props)
  if (known !== null) {
    return (
      <p class="race-note">
        Exact optimum of this release after 200 epochs: <strong>{formatNumber(known, 6)}</strong> (
        {objectiveLabel(props.metric)})
      </p>
    )
  }
  const find = async (): Promise<void> => {
    controller.current = new AbortController()
    const { signal } = controller.current
    setError(null)
    setShare(0)
    try {
      const value = await engine.ask("race", "optimum", props, {
        signal,
        onProgress: ({ done, total }) => setShare(done / total),
      })
      found.value = new Map(found.value).set(keyOf(props), value)
      announce("The optimum is found")
    } catch (error) {
      if (!signal.aborted) setError(error)
    } finally {
      setShare(null)
    }
  }
  if (share !== null) {
    return (
      <div class="race-progress">
        <ProgressBar label="Discrete choices that are summed or discarded" share={share} />
        <button type="button" class="quiet" onClick={() => controller.current.abort()}>
          Stop the search
        </button>
      </div>
    )
  }
  return (
    <>
      {error !== null && <Problem what="The optimum was not found." error={error} />}
      <button type="button" class="quiet" onClick={find}>
        Find the exact optimum, for regret
      </button>
    </>
  )
}
