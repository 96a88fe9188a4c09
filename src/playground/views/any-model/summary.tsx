/** What a model is, in a list. */

import type { JSX } from "preact"
import { formatBytes, formatNumber } from "../../parts/format-number.ts"
import type { ModelFacts } from "./facts.ts"
import { floatText } from "./float-text.ts"

export interface SummaryProps {
  readonly name: string
  readonly facts: ModelFacts
}

const FORMATS: Readonly<Record<ModelFacts["format"], string>> = {
  json: "JSON model",
  ubjson: "UBJSON model",
  "legacy-binary": "legacy binary model",
  "pickled-handle": "handle of a pickled Booster",
  "json-dump": "JSON dump",
}

/** More of a list says nothing to anybody. */
const SHOWN = 12

function listText(values: readonly string[]): string {
  const rest = values.length > SHOWN ? `, … (${formatNumber(values.length)})` : ""
  return values.slice(0, SHOWN).join(", ") + rest
}

function rows({
  format,
  numBytes,
  description,
  features,
}: ModelFacts): readonly (readonly [string, string])[] {
  const { objective, booster, version, numTrees, numNodes, numOutputs, numRounds, maxDepth } = description
  const { baseScore, bestIteration, attributes } = description
  const types = new Set(features.flatMap(({ type }) => (type === null ? [] : [type])))
  const unused = features.filter(({ numSplits }) => numSplits === 0).length
  const isLinear = booster === "gblinear"
  return [
    ["Format", `${FORMATS[format]}, ${formatBytes(numBytes)}`],
    ["XGBoost", version ?? "not stated"],
    ["Booster", booster],
    ["Objective", objective ?? "not stated"],
    ["Base score", listText(baseScore.map(floatText))],
    ["Outputs", formatNumber(numOutputs)],
    [
      "Features",
      `${formatNumber(features.length)}${!isLinear && unused > 0 ? `, ${formatNumber(unused)} never split` : ""}`,
    ],
    ["Names", listText(features.map(({ name }) => name))],
    ["Types", types.size === 0 ? "not stated" : [...types].join(", ")],
    ["Rounds", formatNumber(numRounds)],
    ["Trees", formatNumber(numTrees)],
    ["Nodes", `${formatNumber(numNodes)}, at most ${maxDepth} deep`],
    ["Best round", bestIteration === null ? "not stated" : String(bestIteration)],
    [
      "Attributes",
      listText(Object.entries(attributes).map(([key, value]) => `${key} = ${value.slice(0, 60)}`)) || "none",
    ],
  ]
}

/** The summary of a file. */
export function Summary({ name, facts }: SummaryProps): JSX.Element {
  return (
    <section class="panel" aria-label="Summary">
      <h2>{name}</h2>
      <dl class="summary">
        {rows(facts).map(([term, text]) => (
          <>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
      {facts.notes.length > 0 && (
        <ul class="notes" aria-label="To be known of this file">
          {facts.notes.map(note => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
