/** Which features a model's splits use, by every measure that XGBoost has. */

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { engine } from "../../engine/the-engine.ts"
import { Choice } from "../../parts/choice.tsx"
import { formatNumber } from "../../parts/format-number.ts"
import { Problem } from "../../parts/problem.tsx"
import { SortableTable } from "../../parts/sortable-table.tsx"
import { useAnswer } from "../../state/use-answer.ts"
import { type FeatureScores, importanceTypes } from "./importance-scores.ts"
import { askModel } from "./state.ts"

type Type = (typeof importanceTypes)[number]

const MEANINGS: Readonly<Record<Type, string>> = {
  gain: "mean loss reduction of a feature’s splits",
  cover: "mean sum of Hessians at them",
  weight: "how many there are; in a linear booster, the weight",
  total_gain: "sum of loss reductions",
  total_cover: "sum of Hessians",
}
const SHOWN_BARS = 12

function Bars({
  scores,
  type,
}: {
  readonly scores: readonly FeatureScores[]
  readonly type: Type
}): JSX.Element {
  const of = ({ scores: own }: FeatureScores): number => own[type] ?? 0
  const sorted = [...scores].sort((a, b) => Math.abs(of(b)) - Math.abs(of(a))).slice(0, SHOWN_BARS)
  const most = Math.abs(of(sorted[0]!)) || 1
  return (
    <ul class="bars" aria-label={`Features by ${type}`}>
      {sorted.map(entry => (
        <li key={entry.feature}>
          <span class="bar-name">{entry.feature}</span>
          <i aria-hidden="true">
            <b style={{ width: `${(100 * Math.abs(of(entry))) / most}%` }} />
          </i>
          <span class="number">{formatNumber(of(entry))}</span>
        </li>
      ))}
    </ul>
  )
}

function Scores({ scores }: { readonly scores: readonly FeatureScores[] }): JSX.Element {
  const known = importanceTypes.filter(type => scores.some(({ scores: own }) => own[type] !== undefined))
  const [chosen, setChosen] = useState<Type>(known[0] ?? "weight")
  if (known.length === 0) return <p>No feature is split.</p>
  return (
    <>
      <Choice label="Measure" isLabelHidden values={known} chosen={chosen} onChoose={setChosen} />
      <p>
        <small>{MEANINGS[chosen]}</small>
      </p>
      <Bars scores={scores} type={chosen} />
      <SortableTable
        caption="Importance of all features"
        rows={scores}
        keyOf={({ feature }) => feature}
        columns={[
          { name: "feature", value: ({ feature }) => feature },
          ...known.map(type => ({
            name: type,
            value: ({ scores: own }: FeatureScores) => own[type] ?? Number.NaN,
          })),
        ]}
      />
    </>
  )
}

/** The panel. */
export function ImportancePanel(): JSX.Element {
  const { answer, error } = useAnswer("importance", signal =>
    askModel(model => engine.ask("model", "importance", { model }, { signal })),
  )
  return (
    <section class="panel" aria-label="Importance">
      <h2>Importance</h2>
      {error !== null && <Problem what="There is no importance." error={error} />}
      {answer && <Scores scores={answer} />}
    </section>
  )
}
