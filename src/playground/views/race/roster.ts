/** Who can race: the arms of the package's ready studies, as far as a benchmark has their fidelities. */

import { type Arm, armOf, presets } from "../../../entries/experiments.ts"
import type { Benchmark } from "../../../entries/index.web.ts"
import { MOST_OWN_TRIALS, OWN, OWN_TITLE } from "./race-setup.ts"

/** A ready study. */
export interface Roster {
  readonly name: string
  readonly summary: string
  /** Of accuracy and latency; others are of one objective. */
  readonly isOfFronts: boolean
  readonly arms: readonly Arm[]
}

function canRun({ rungs }: Arm, { space }: Benchmark): boolean {
  return (rungs ?? []).every(rung =>
    Object.entries(rung).every(([name, value]) => {
      if (name === "epoch") return true
      const hyperparameter = space.get(name)
      return hyperparameter.kind === "constant"
        ? hyperparameter.value === value
        : "values" in hyperparameter && (hyperparameter.values as readonly unknown[]).includes(value)
    }),
  )
}

/** The ready studies of which at least two arms can run. */
export function rostersOf(benchmark: Benchmark): readonly Roster[] {
  return presets
    .map(({ name, summary, arms }) => ({
      ...{ name, summary, isOfFronts: arms.every(({ metrics }) => metrics.length > 1) },
      arms: arms.filter(arm => canRun(arm, benchmark)),
    }))
    .filter(({ arms }) => arms.length > 1)
}

/** The arm of an optimiser that was pasted. */
export function ownArm(): Arm {
  return armOf({ optimiser: OWN, name: OWN, title: OWN_TITLE, numTrials: MOST_OWN_TRIALS })
}
