/** What the model answers to the row, and how much each feature had to do with it. */

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { formatNumber } from "../../parts/format-number.ts"
import { LazyTable } from "../../parts/lazy-table.tsx"
import { Problem } from "../../parts/problem.tsx"
import type { Answered } from "../../state/use-answer.ts"
import type { ModelFacts } from "./facts.ts"
import { OutputSelect } from "./output-select.tsx"
import type { AnsweredRow } from "./use-row-answer.ts"

/** Features that are drawn one by one. */
const SHOWN_BARS = 10

function Answers({ answer }: { readonly answer: AnsweredRow }): JSX.Element {
  const { margins, predictions } = answer
  // Classes are one value for all outputs.
  const isClass = predictions !== null && predictions.length !== margins.length
  return (
    <table class="answers">
      <caption>{isClass ? `Class ${predictions[0]}` : "Answer"}</caption>
      <thead>
        <tr>
          <th scope="col">output</th>
          <th scope="col">margin</th>
          {predictions !== null && !isClass && <th scope="col">prediction</th>}
        </tr>
      </thead>
      <tbody>
        {Array.from(margins, (margin, output) => (
          <tr key={output}>
            <th scope="row">{output}</th>
            <td class="number">{formatNumber(margin, 7)}</td>
            {predictions !== null && !isClass && (
              <td class="number">
                <strong>{formatNumber(predictions[output]!, 7)}</strong>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface Contribution {
  readonly name: string
  readonly value: number
}

function Contributions({
  values,
  bias,
}: {
  readonly values: readonly Contribution[]
  readonly bias: number
}): JSX.Element {
  const sorted = [...values].sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const others = sorted.slice(SHOWN_BARS)
  const shown = sorted.slice(0, SHOWN_BARS)
  if (others.length > 0) {
    const sum = others.reduce((total, { value }) => total + value, 0)
    shown.push({ name: `${others.length} others`, value: sum })
  }
  const most = Math.max(...shown.map(({ value }) => Math.abs(value))) || 1
  const sum = values.reduce((total, { value }) => total + value, bias)
  const caption = "Contributions to the margin"
  return (
    <figure>
      <figcaption>
        {caption}: {formatNumber(bias)} of no feature, and
      </figcaption>
      <ul class="bars signed-bars" aria-label={caption}>
        {shown.map(({ name, value }) => (
          <li key={name}>
            <span class="bar-name">{name}</span>
            <i aria-hidden="true">
              <b
                class={value < 0 ? "is-negative" : ""}
                style={{ width: `${(50 * Math.abs(value)) / most}%` }}
              />
            </i>
            <span class="number">{value > 0 ? `+${formatNumber(value)}` : formatNumber(value)}</span>
          </li>
        ))}
      </ul>
      <p>
        <small>together {formatNumber(sum, 6)}: exact path-dependent Shapley values</small>
      </p>
      <LazyTable
        caption={caption}
        head={["feature", "contribution"]}
        rows={() => [...sorted.map(({ name, value }) => [name, value]), ["bias", bias]]}
      />
    </figure>
  )
}

function Explained({
  facts,
  answer,
}: {
  readonly facts: ModelFacts
  readonly answer: AnsweredRow
}): JSX.Element {
  const [output, setOutput] = useState(0)
  const { contributions } = answer
  if (typeof contributions === "string") return <p>No contributions: {contributions}</p>
  const numFeatures = facts.features.length
  const first = output * (numFeatures + 1)
  const values = facts.features.map(({ name }, i) => ({ name, value: contributions[first + i]! }))
  return (
    <>
      <OutputSelect count={facts.description.numOutputs} chosen={output} onChoose={setOutput} />
      <Contributions values={values} bias={contributions[first + numFeatures]!} />
    </>
  )
}

export interface AnswerPanelProps {
  readonly facts: ModelFacts
  readonly answered: Answered<AnsweredRow>
}

/** The panel. */
export function AnswerPanel({ facts, answered }: AnswerPanelProps): JSX.Element {
  const { answer, error } = answered
  return (
    <section class="panel" aria-label="Answer">
      <h2>What it answers to the row</h2>
      {error !== null && <Problem what="The row was not answered." error={error} />}
      {answer && (
        <>
          <Answers answer={answer} />
          <Explained facts={facts} answer={answer} />
        </>
      )}
    </section>
  )
}
