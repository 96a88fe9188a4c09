/** Asks what a JSON dump does not hold. */

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { openFile } from "./state.ts"

const OBJECTIVES = [
  "reg:squarederror",
  "binary:logistic",
  "multi:softprob",
  "multi:softmax",
  "count:poisson",
  "reg:gamma",
  "reg:tweedie",
  "rank:ndcg",
]

/** Numbers between commas; null where one is none. */
function numbersOf(text: string): readonly number[] | null {
  const numbers = text.split(",").map(part => (part.trim() === "" ? Number.NaN : Number(part)))
  return numbers.some(Number.isNaN) ? null : numbers
}

/** The form: a dump is a model only with what is entered here. */
export function DumpForm({ file }: { readonly file: File }): JSX.Element {
  const [baseScore, setBaseScore] = useState("0.5")
  const [objective, setObjective] = useState("")
  const [outputs, setOutputs] = useState("1")
  const [names, setNames] = useState("")
  const scores = numbersOf(baseScore)
  const numOutputs = Number(outputs)
  const isValid = scores !== null && Number.isInteger(numOutputs) && numOutputs > 0
  const submit = (event: Event): void => {
    event.preventDefault()
    if (!isValid) return
    void openFile(file, {
      baseScore: scores,
      objective: objective.trim() || null,
      numOutputs,
      featureNames: names.trim() === "" ? null : names.split(",").map(name => name.trim()),
    })
  }
  return (
    <form class="panel dump-form" onSubmit={submit}>
      <h2>{file.name} is a dump: it holds the trees alone</h2>
      <label>
        <span>Base score, one number or one an output</span>
        <input
          type="text"
          value={baseScore}
          aria-invalid={scores === null}
          onInput={event => setBaseScore(event.currentTarget.value)}
        />
        <small>0.5 before XGBoost 2.0 unless it was set; estimated since</small>
      </label>
      <label>
        <span>Objective</span>
        <input
          type="text"
          list="any-model-objectives"
          value={objective}
          placeholder="none: margins alone"
          onInput={event => setObjective(event.currentTarget.value)}
        />
        <datalist id="any-model-objectives">
          {OBJECTIVES.map(name => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
      <label>
        <span>Outputs</span>
        <input
          type="number"
          min={1}
          value={outputs}
          onInput={event => setOutputs(event.currentTarget.value)}
        />
        <small>classes or targets</small>
      </label>
      <label>
        <span>Names of features, between commas</span>
        <input type="text" value={names} onInput={event => setNames(event.currentTarget.value)} />
        <small>in the order of the columns; needed where the dump has names</small>
      </label>
      <button class="primary" type="submit" disabled={!isValid}>
        Open the dump
      </button>
    </form>
  )
}
