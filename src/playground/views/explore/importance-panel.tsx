/** The three hyperparameters that matter most at the point at hand. */

import type { JSX } from "preact"
import { metrics } from "../../../entries/index.web.ts"
import { engine } from "../../engine/the-engine.ts"
import { formatWithUnit } from "../../parts/format-number.ts"
import { LazyTable } from "../../parts/lazy-table.tsx"
import { Problem } from "../../parts/problem.tsx"
import { pointText } from "../../state/point.ts"
import { useAnswer } from "../../state/use-answer.ts"
import { metricChoice } from "./choices.ts"
import type { Contribution, Importance } from "./importance.ts"
import { valueName } from "./names.ts"
import type { PanelProps } from "./response-panel.tsx"

const NUM_SHOWN = 3

function signed(value: number, unit: string): string {
  return `${value > 0 ? "+" : ""}${formatWithUnit(value, unit, 3)}`
}

interface BarProps {
  readonly of: Contribution
  /** The largest contribution, for the scale. */
  readonly greatest: number
  readonly unit: string
  readonly isGood: boolean
}

function Bar({ of: { name, value, contribution }, greatest, unit, isGood }: BarProps): JSX.Element {
  const share = greatest === 0 ? 0 : (50 * Math.abs(contribution)) / greatest
  return (
    <li>
      <span class="importance-name">
        {name} <small>{valueName(name, value)}</small>
      </span>
      <span class="importance-track" aria-hidden="true">
        <i
          class={isGood ? "good" : "bad"}
          style={
            contribution < 0 ? { right: "50%", width: `${share}%` } : { left: "50%", width: `${share}%` }
          }
        />
      </span>
      <span class="number">{signed(contribution, unit)}</span>
    </li>
  )
}

function Bars({ importance }: { readonly importance: Importance }): JSX.Element {
  const { metric, contributions, value, expected, numReferences } = importance
  const { unit, goal } = metrics.find(({ name }) => name === metric)!
  const greatest = Math.abs(contributions[0]?.contribution ?? 0)
  return (
    <>
      <ol class="importance">
        {contributions.slice(0, NUM_SHOWN).map(one => (
          <Bar
            key={one.name}
            of={one}
            greatest={greatest}
            unit={unit}
            isGood={one.contribution > 0 === (goal === "maximize")}
          />
        ))}
      </ol>
      <p>
        <small>
          Exact Shapley values against {numReferences} configurations drawn from the domain, whose mean is{" "}
          {formatWithUnit(expected, unit)}: all contributions together lead from there to{" "}
          {formatWithUnit(value, unit)}.
        </small>
      </p>
      <LazyTable
        caption={`Contributions to ${metric}, ${unit}`}
        head={["hyperparameter", "value", `contribution, ${unit}`]}
        rows={() => contributions.map(one => [one.name, valueName(one.name, one.value), one.contribution])}
      />
    </>
  )
}

/** The panel. */
export function ImportancePanel({ benchmark, point }: PanelProps): JSX.Element {
  const { task, release } = benchmark
  const metric = metricChoice.signal.value
  const { answer, error } = useAnswer(`${task} ${release} ${pointText(point)} ${metric}`, signal =>
    engine.ask("explore", "importance", { pack: { task, release }, point, metric }, { signal }),
  )
  return (
    <section class="panel" aria-labelledby="importance-title">
      <h2 id="importance-title">What matters most here</h2>
      {error !== null && <Problem what="The contributions could not be computed." error={error} />}
      {answer ? <Bars importance={answer} /> : error === null && <p class="waiting">Computing…</p>}
    </section>
  )
}
