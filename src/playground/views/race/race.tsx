/** Race: optimisers against each other, on the simulated clock. */

import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { isSamePack } from "../../engine/pack-id.ts"
import { engine } from "../../engine/the-engine.ts"
import { Problem } from "../../parts/problem.tsx"
import type { BenchmarkViewProps } from "../../view.ts"
import { OwnOptimiser } from "./own-optimiser.tsx"
import { Replay } from "./replay.tsx"
import { Results } from "./results.tsx"
import type { Roster } from "./roster.ts"
import { SetupForm } from "./setup-form.tsx"
import { race } from "./the-race.ts"

/** The view. */
export function Race({ benchmark }: BenchmarkViewProps): JSX.Element {
  const { task, release } = benchmark
  const [rosters, setRosters] = useState<readonly Roster[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    engine.ask("race", "rosters", { task, release }).then(setRosters, setError)
  }, [])
  if (error !== null) return <Problem what="The optimisers could not be loaded." error={error} />
  if (rosters === null) return <p class="waiting">Loading…</p>
  const shown = race.value
  // A race of another pack goes on, and is there again with its pack.
  const here = shown !== null && isSamePack(shown.setup.pack, benchmark) ? shown : null
  return (
    <div class="race">
      <SetupForm benchmark={benchmark} rosters={rosters} />
      <div class="race-results">
        <OwnOptimiser />
        {here === null ? (
          <p class="panel waiting">
            Choose who races, then start: the first lines are there within a second, and move as seeds end.
          </p>
        ) : (
          <Results shown={here} />
        )}
        <Replay benchmark={benchmark} setup={here?.setup ?? null} standings={here?.standings ?? null} />
      </div>
    </div>
  )
}
