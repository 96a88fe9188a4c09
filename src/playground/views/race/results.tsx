/** How the race stands: progress, incumbents, ranks, regret and the leaderboard. */

import type { JSX } from "preact"
import { useMemo } from "preact/hooks"
import { BandChart, type BandSeries } from "../../parts/band-chart.tsx"
import { Problem } from "../../parts/problem.tsx"
import { ProgressBar } from "../../parts/progress-bar.tsx"
import { Leaderboard } from "./leaderboard.tsx"
import { objectiveLabel, REFERENCE, shownObjective, signOf } from "./objective.ts"
import { OptimumButton, optimumOf } from "./optimum.tsx"
import type { ArmStanding, Standings } from "./standings.ts"
import type { ShownRace } from "./the-race.ts"

const TIME = "simulated time, mean full evaluations"

function Progress({ progress, state }: ShownRace): JSX.Element {
  if (progress === null) return <ProgressBar label="The first run is under way" />
  const { done, total, remaining } = progress
  if (state === "ended") return <p class="race-note">All {done} runs have ended.</p>
  const left = remaining.map(({ title, numRuns }) => `${title} ${numRuns}`).join("; ")
  const what = state === "running" ? "Still to run" : "Not run"
  return (
    <>
      <ProgressBar label={`${done} of ${total} runs`} share={done / total} />
      {left !== "" && (
        <p class="race-note">
          {what}: {left}
        </p>
      )}
    </>
  )
}

interface ChartsProps {
  readonly shown: ShownRace
  readonly standings: Standings
  readonly optimum: number | null
}

function linesOf(
  { arms }: Standings,
  of: (standing: ArmStanding) => Omit<BandSeries, "label">,
): readonly BandSeries[] {
  return arms.map(standing => ({ label: standing.title, ...of(standing) }))
}

function Charts({ shown, standings, optimum }: ChartsProps): JSX.Element {
  const { setup } = shown
  const sign = signOf(setup.objective)
  const label = objectiveLabel(setup.objective)
  const shownAs = shownObjective(setup.objective)
  const best = useMemo(
    () =>
      linesOf(standings, ({ mean, standardError }) => ({
        values: mean.map(shownAs.of),
        halfWidths: standardError,
      })),
    [standings],
  )
  const ranks = useMemo(() => linesOf(standings, ({ rank }) => ({ values: rank })), [standings])
  const regrets = useMemo(
    () =>
      linesOf(standings, ({ mean, standardError }) => ({
        values: mean.map(value => sign * (value - (optimum ?? Number.NaN))),
        halfWidths: standardError,
      })),
    [standings, optimum],
  )
  const axis = { x: standings.time, xLabel: TIME, bandLabel: "standard error" } as const
  return (
    <>
      <section class="panel">
        <BandChart
          {...axis}
          title={`Best so far: ${shownAs.label}, mean of the seeds ± standard error`}
          series={best}
          isYLog={shownAs.isLog}
          fileName="incumbents"
        />
      </section>
      <section class="panel">
        <BandChart
          {...axis}
          title="Mean rank among those that race, 1 is best"
          series={ranks}
          fileName="ranks"
          isYReversed
        />
      </section>
      {optimum !== null && (
        <section class="panel">
          <BandChart
            {...axis}
            title={`Regret: distance to the exact optimum, ${label.split(", ")[1]}, mean ± standard error`}
            series={regrets}
            fileName="regret"
            isYLog
          />
        </section>
      )}
    </>
  )
}

/** All of it. */
export function Results({ shown }: { readonly shown: ShownRace }): JSX.Element {
  const { setup, standings, state, ownFailure, error } = shown
  const { objective, pack } = setup
  const optimum = objective === "front" ? null : optimumOf({ pack, metric: objective })
  return (
    <>
      <section class="panel race-state" aria-label="Progress">
        <Progress {...shown} />
        {state === "failed" && <Problem what="The race broke off." error={error} />}
        {ownFailure !== null && (
          <Problem what="Your optimiser was stopped; the others race on." error={ownFailure} />
        )}
        <p class="race-note">
          {pack.task}, release {pack.release}, which is not the official surrogates. Times are what the
          release predicts for training, not what went by here.
          {objective === "front" &&
            ` Hypervolume is measured up to an accuracy of ${REFERENCE.accuracy} % and a latency of ${REFERENCE.other} s.`}
        </p>
        {objective !== "front" && <OptimumButton key={objective} pack={pack} metric={objective} />}
      </section>
      {standings !== null && (
        <>
          <Leaderboard setup={setup} standings={standings} optimum={optimum} />
          <Charts shown={shown} standings={standings} optimum={optimum} />
        </>
      )}
    </>
  )
}
