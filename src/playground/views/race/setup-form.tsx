/** What races, and how. */

import type { JSX } from "preact"
import { Choice } from "../../parts/choice.tsx"
import { Select } from "../../parts/select.tsx"
import { Slider } from "../../parts/slider.tsx"
import type { BenchmarkViewProps } from "../../view.ts"
import {
  armNames,
  budget,
  chooseMetric,
  chosenArms,
  MOST_BUDGET,
  MOST_SEEDS,
  MOST_WORKERS,
  metricAmong,
  mode,
  objectiveOf,
  rosterAmong,
  rosterName,
  seeds,
  toggleArm,
  workers,
} from "./choices.ts"
import { isOwnChosen, ownSource } from "./own-source.ts"
import type { Roster } from "./roster.ts"
import { race, startRace, stopRace } from "./the-race.ts"

interface SetupProps extends BenchmarkViewProps {
  readonly rosters: readonly Roster[]
}

function chooseRoster(name: string): void {
  rosterName.set(name)
  armNames.set("")
}

function Arms({ roster }: { readonly roster: Roster }): JSX.Element {
  const chosen = chosenArms(roster)
  return (
    <fieldset class="race-arms">
      <legend>Optimisers</legend>
      {roster.arms.map(({ name, title, isModelBased }) => (
        <label key={name} class="race-check">
          <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggleArm(roster, name)} />
          <span>
            {title} {isModelBased && <small>fits a model, takes longer</small>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** The form, with the button that starts the race. */
export function SetupForm({ benchmark, rosters }: SetupProps): JSX.Element {
  const roster = rosterAmong(rosters)
  const chosen = chosenArms(roster)
  const isRunning = race.value?.state === "running"
  const numArms = chosen.length + (isOwnChosen.value ? 1 : 0)
  const start = (): void => {
    const { task, release, metrics } = benchmark
    const setup = {
      ...{ pack: { task, release }, arms: roster.arms.filter(({ name }) => chosen.includes(name)) },
      ...{ hasOwn: isOwnChosen.value, objective: objectiveOf(roster, metrics) },
      ...{ numSeeds: Number(seeds.signal.value), budget: Number(budget.signal.value) },
      ...{ workers: Number(workers.signal.value), isSynchronous: mode.signal.value === "synchronous" },
    }
    void startRace(setup, ownSource.value)
  }
  const integer = { lower: 1, isInteger: true } as const
  return (
    <section class="panel race-setup" aria-label="Setup">
      <Select
        label="Study"
        values={rosters.map(({ name }) => name)}
        chosen={roster.name}
        onChoose={chooseRoster}
      />
      <p class="race-note">{roster.summary}</p>
      {roster.isOfFronts ? (
        <p class="race-note">Objective: valid-acc and latency, by the hypervolume that they dominate</p>
      ) : (
        <Select
          label="Objective"
          values={benchmark.metrics}
          chosen={metricAmong(benchmark.metrics)}
          onChoose={chooseMetric}
        />
      )}
      <Arms roster={roster} />
      <Slider
        {...integer}
        label="Seeds"
        upper={MOST_SEEDS}
        value={Number(seeds.signal.value)}
        onInput={value => seeds.set(String(value))}
      />
      <Slider
        {...integer}
        label="Budget of a run, in mean full evaluations"
        upper={MOST_BUDGET}
        value={Number(budget.signal.value)}
        onInput={value => budget.set(String(value))}
      />
      <Slider
        {...integer}
        label="Simulated workers"
        upper={MOST_WORKERS}
        value={Number(workers.signal.value)}
        onInput={value => workers.set(String(value))}
      />
      <Choice
        label="Workers"
        values={["asynchronous", "synchronous"]}
        chosen={mode.signal.value}
        onChoose={mode.set}
      />
      <div class="button-row">
        <button type="button" class="primary" disabled={numArms === 0} onClick={start}>
          {isRunning ? "Start again" : "Start the race"}
        </button>
        {isRunning && (
          <button type="button" onClick={stopRace}>
            Stop
          </button>
        )}
      </div>
      <p class="race-note">
        {numArms === 0
          ? "Choose an optimiser."
          : `${numArms} optimisers × ${seeds.signal.value} seeds = ${numArms * Number(seeds.signal.value)} runs`}
      </p>
    </section>
  )
}
