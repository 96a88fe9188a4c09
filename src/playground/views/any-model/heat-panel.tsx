/** The response over two features of the row, interval by interval. */

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { engine } from "../../engine/the-engine.ts"
import { HeatMap } from "../../parts/heat-map.tsx"
import { Problem } from "../../parts/problem.tsx"
import { useAnswer } from "../../state/use-answer.ts"
import { labelsOf, placeOn, valueAt } from "./axis-labels.ts"
import type { ModelFacts } from "./facts.ts"
import { choosable, FeatureSelect } from "./feature-select.tsx"
import { MeasureChoice, OutputSelect } from "./output-select.tsx"
import type { Output, Response } from "./response.ts"
import { askModel, row, setRow } from "./state.ts"
import { questionOf } from "./use-row-answer.ts"

interface Answer {
  readonly response: Response
  readonly features: readonly [number, number]
  readonly measure: string
}

interface MapProps extends Answer {
  readonly facts: ModelFacts
  readonly output: number
}

function ResponseMap({ facts, response, features, measure, output }: MapProps): JSX.Element {
  const { axes, answers, numColumns } = response
  const [across, up] = [axes[1]!, axes[0]!]
  const column = Math.min(output, numColumns - 1)
  const values = numColumns === 1 ? answers : answers.filter((_, i) => i % numColumns === column)
  const pick = (at: number, height: number): void => {
    const changed = row.value.slice()
    changed[features[1]] = valueAt(across, at)
    changed[features[0]] = valueAt(up, height)
    setRow(changed)
  }
  return (
    <>
      <HeatMap
        title={measure}
        unit=""
        xLabel={facts.features[features[1]]!.name}
        yLabel={facts.features[features[0]]!.name}
        columns={labelsOf(across)}
        rows={labelsOf(up)}
        values={values}
        here={{
          column: placeOn(across, row.value[features[1]]!),
          row: placeOn(up, row.value[features[0]]!),
        }}
        onPick={pick}
      />
      <p>
        <small>
          {across.isThinned || up.isThinned
            ? "Of many conditions, some 160 are shown: each cell is exact at its lower left corner."
            : "A cell reaches from one condition up to the next: exact, and as wide as any other. The last ones are missing values."}
        </small>
      </p>
    </>
  )
}

/** The panel. */
export function HeatPanel({ facts }: { readonly facts: ModelFacts }): JSX.Element {
  const [first = 0, second = first === 0 ? 1 : 0] = choosable(facts)
  const [up, setUp] = useState(first)
  const [across, setAcross] = useState(second)
  const [measure, setMeasure] = useState<Output>(facts.numPredictions === 0 ? "margin" : "prediction")
  const [output, setOutput] = useState(0)
  const asked = row.value
  const { answer, error } = useAnswer(
    questionOf("heat", up, across, measure),
    async (signal): Promise<Answer> => {
      const features = [up, across] as const
      const input = { row: asked, features, output: measure }
      const response = await askModel(model =>
        engine.ask("model", "respond", { model, ...input }, { signal }),
      )
      return { response, features, measure }
    },
  )
  return (
    <section class="panel" aria-label="Response to two features">
      <h2>Response to two features</h2>
      <div class="controls">
        <FeatureSelect label="Up" facts={facts} chosen={up} onChoose={setUp} without={across} />
        <FeatureSelect label="Across" facts={facts} chosen={across} onChoose={setAcross} without={up} />
        <MeasureChoice facts={facts} chosen={measure} onChoose={setMeasure} />
        {answer && <OutputSelect count={answer.response.numColumns} chosen={output} onChoose={setOutput} />}
      </div>
      {error !== null && <Problem what="There is no response." error={error} />}
      {answer && <ResponseMap {...answer} facts={facts} output={output} />}
    </section>
  )
}
