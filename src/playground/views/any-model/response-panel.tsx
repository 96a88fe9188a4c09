/** The exact response along one feature of the row. */

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { engine } from "../../engine/the-engine.ts"
import { formatNumber } from "../../parts/format-number.ts"
import { LineChart } from "../../parts/line-chart.tsx"
import { Problem } from "../../parts/problem.tsx"
import { ValueBars } from "../../parts/value-bars.tsx"
import { useAnswer } from "../../state/use-answer.ts"
import { labelsOf, placeOn, valueAt } from "./axis-labels.ts"
import type { ModelFacts } from "./facts.ts"
import { choosable, FeatureSelect } from "./feature-select.tsx"
import { MeasureChoice, OutputSelect } from "./output-select.tsx"
import type { Output, Response } from "./response.ts"
import { askModel, row, setValue } from "./state.ts"
import { questionOf } from "./use-row-answer.ts"

interface ShownResponse {
  readonly name: string
  readonly feature: number
  readonly measure: string
  readonly response: Response
  readonly output: number
}

/** One column of the answers. */
function columnOf({ response: { answers, numColumns }, output }: ShownResponse): Float32Array {
  const column = Math.min(output, numColumns - 1)
  return answers.filter((_, i) => i % numColumns === column)
}

/** Steps as points of a line that holds its value: with some room on both sides, where nothing changes any more. */
function stepPoints(values: Float32Array, heights: Float32Array): readonly [Float64Array, Float64Array] {
  const conditions = values.subarray(1, -1)
  const [first, last] = [conditions[0]!, conditions.at(-1)!]
  const room = (last - first) * 0.06 || Math.abs(first) * 0.1 || 1
  const x = Float64Array.of(first - room, ...conditions, last + room)
  return [x, Float64Array.of(...heights.subarray(0, -1), heights.at(-2)!)]
}

function Chart(shown: ShownResponse): JSX.Element {
  const { name, feature, measure, response } = shown
  const axis = response.axes[0]!
  const heights = columnOf(shown)
  const value = row.value[feature]!
  const isStepped = axis.kind === "steps"
  if (axis.kind === "categories" || axis.values.length <= 2) {
    const place = placeOn(axis, value)
    const bars = labelsOf(axis).map((label, i) => ({ label, value: heights[i]!, isHere: i === place }))
    return (
      <ValueBars
        name={measure}
        unit=""
        rows={bars}
        onPick={picked => setValue(feature, valueAt(axis, picked))}
      />
    )
  }
  const [x, y] = isStepped
    ? stepPoints(axis.values, heights)
    : [axis.values.subarray(0, -1), heights.subarray(0, -1)]
  return (
    <>
      <LineChart
        name={measure}
        xLabel={name}
        x={x}
        series={[{ label: measure, values: y, color: "--accent" }]}
        height={220}
        isStepped={isStepped}
        {...(Number.isNaN(value) ? {} : { mark: value })}
        onPick={at => setValue(feature, Math.fround(at))}
      />
      <p>
        <small>
          {isStepped
            ? `Exact: ${formatNumber(axis.values.length - 2)} conditions, between which nothing changes`
            : "Linear in the margin"}
          {axis.isThinned && " (of more: so many are shown)"}. Missing: {formatNumber(heights.at(-1)!, 6)}. A
          click moves the row there.
        </small>
      </p>
    </>
  )
}

/** The panel. */
export function ResponsePanel({ facts }: { readonly facts: ModelFacts }): JSX.Element {
  const [feature, setFeature] = useState(choosable(facts)[0] ?? 0)
  const [measure, setMeasure] = useState<Output>(facts.numPredictions === 0 ? "margin" : "prediction")
  const [output, setOutput] = useState(0)
  const asked = row.value
  const isEmpty = facts.features.length === 0
  const { answer, error } = useAnswer(
    isEmpty ? null : questionOf("response", feature, measure),
    async signal => {
      const input = { row: asked, features: [feature], output: measure }
      const response = await askModel(model =>
        engine.ask("model", "respond", { model, ...input }, { signal }),
      )
      return { response, feature, measure }
    },
  )
  return (
    <section class="panel" aria-label="Response to one feature">
      <h2>Response to one feature</h2>
      <div class="controls">
        <FeatureSelect label="Feature" facts={facts} chosen={feature} onChoose={setFeature} />
        <MeasureChoice facts={facts} chosen={measure} onChoose={setMeasure} />
        {answer && <OutputSelect count={answer.response.numColumns} chosen={output} onChoose={setOutput} />}
      </div>
      {error !== null && <Problem what="There is no response." error={error} />}
      {answer && <Chart {...answer} name={facts.features[answer.feature]!.name} output={output} />}
    </section>
  )
}
