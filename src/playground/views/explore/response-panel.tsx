/** The response along one axis: lines that jump where the surrogate does, or a mark a value. */

import type { JSX } from "preact"
import { type HyperparameterValue, metrics } from "../../../entries/index.web.ts"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { engine } from "../../engine/the-engine.ts"
import { LineChart } from "../../parts/line-chart.tsx"
import { Problem } from "../../parts/problem.tsx"
import { Select } from "../../parts/select.tsx"
import { ValueBars } from "../../parts/value-bars.tsx"
import { type Point, pointText } from "../../state/point.ts"
import { lookAt } from "../../state/selection.ts"
import { useAnswer } from "../../state/use-answer.ts"
import { type Axis, axesOf, movedTo, valueOn } from "./axis.ts"
import { along, metricChoice } from "./choices.ts"
import { valueName } from "./names.ts"
import type { Response } from "./response.ts"

export interface PanelProps {
  readonly benchmark: BenchmarkFacts
  readonly point: Point
}

const DIGITS = 4

/** Where a click is, as a value of the axis. */
function picked(axis: Axis, x: number): HyperparameterValue {
  if (axis.kind === "discrete") return x
  const inside = Math.min(axis.upper, Math.max(axis.lower, x))
  return axis.kind === "epoch" ? Math.round(inside) : Number(inside.toPrecision(DIGITS))
}

interface ShownResponse {
  readonly response: Response
  readonly point: Point
  readonly unit: string
}

function ResponseChart({ response, point, unit }: ShownResponse): JSX.Element {
  const { axis, metric, at, values } = response
  const name = `${metric}, ${unit}`
  const here = valueOn(axis, point)
  const go = (value: HyperparameterValue): void => lookAt(movedTo(axis, point, value))
  if (axis.kind === "discrete") {
    return (
      <ValueBars
        name={`${name} by ${axis.name}`}
        unit={unit}
        rows={at.map((value, i) => ({
          label: valueName(axis.name, value),
          value: values[i]!,
          isHere: value === here,
        }))}
        onPick={i => go(at[i]!)}
      />
    )
  }
  // The last piece reaches to the end of the axis.
  const [x, y] = [
    [...(at as readonly number[]), axis.upper],
    [...values, values.at(-1)!],
  ]
  return (
    <LineChart
      name={`${name} by ${axis.name}`}
      xLabel={axis.name}
      x={x}
      series={[{ label: metric, values: y, color: "--accent" }]}
      isXLog={axis.kind === "float" && axis.isLog}
      isStepped
      mark={here as number}
      height={330}
      onPick={value => go(picked(axis, value))}
    />
  )
}

/** The panel. */
export function ResponsePanel({ benchmark, point }: PanelProps): JSX.Element {
  const { task, release, hyperparameters } = benchmark
  const axes = axesOf(hyperparameters)
  const axis = axes.find(({ name }) => name === along.signal.value) ?? axes[0]!
  const metric = metricChoice.signal.value
  const { unit } = metrics.find(({ name }) => name === metric)!
  const question = `${task} ${release} ${pointText(point)} ${metric} ${axis.name}`
  const { answer, error } = useAnswer(question, signal =>
    engine.ask("explore", "response", { pack: { task, release }, point, metric, axis }, { signal }),
  )
  return (
    <section class="panel" aria-labelledby="response-title">
      <div class="panel-head">
        <h2 id="response-title">Response</h2>
        <Select label="along" values={axes.map(({ name }) => name)} chosen={axis.name} onChoose={along.set} />
      </div>
      {error !== null && <Problem what="The response could not be computed." error={error} />}
      {answer && <ResponseChart response={answer} point={point} unit={unit} />}
      <p>
        <small>
          {axis.kind === "float" && answer
            ? `Exact: ${answer.at.length} pieces, within each of which nothing changes.`
            : "Exact: every value was asked."}{" "}
          Everything else is as on the left.
        </small>
      </p>
    </section>
  )
}
