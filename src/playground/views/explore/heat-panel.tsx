/** A metric over any two axes. */

import type { JSX } from "preact"
import { type HyperparameterValue, metrics } from "../../../entries/index.web.ts"
import { engine } from "../../engine/the-engine.ts"
import { HeatMap } from "../../parts/heat-map.tsx"
import { Problem } from "../../parts/problem.tsx"
import { Select } from "../../parts/select.tsx"
import { pointText } from "../../state/point.ts"
import { lookAt } from "../../state/selection.ts"
import { useAnswer } from "../../state/use-answer.ts"
import { type Axis, axesOf, movedTo, valueOn } from "./axis.ts"
import { heatX, heatY, metricChoice } from "./choices.ts"
import { valueName } from "./names.ts"
import type { PanelProps } from "./response-panel.tsx"

/** The cell whose middle is nearest to a value, as the axis measures. */
function nearestCell(axis: Axis, cells: readonly HyperparameterValue[], value: HyperparameterValue): number {
  if (axis.kind === "discrete") return cells.indexOf(value)
  const scale = (x: HyperparameterValue): number =>
    axis.kind === "float" && axis.isLog ? Math.log(x as number) : (x as number)
  const distances = cells.map(cell => Math.abs(scale(cell) - scale(value)))
  return distances.indexOf(Math.min(...distances))
}

/** Operations by their names; numbers are the picture's to shorten. */
function labelOf({ kind, name }: Axis, value: HyperparameterValue): HyperparameterValue {
  return kind === "discrete" ? valueName(name, value) : value
}

/** The panel. */
export function HeatPanel({ benchmark, point }: PanelProps): JSX.Element {
  const { task, release, hyperparameters } = benchmark
  const axes = axesOf(hyperparameters)
  const names = axes.map(({ name }) => name)
  const x = axes.find(({ name }) => name === heatX.signal.value) ?? axes[0]!
  // Two axes of one name would be one axis.
  const y =
    axes.find(({ name }) => name === heatY.signal.value && name !== x.name) ?? axes.find(axis => axis !== x)!
  const metric = metricChoice.signal.value
  const { unit } = metrics.find(({ name }) => name === metric)!
  const question = `${task} ${release} ${pointText(point)} ${metric} ${x.name} ${y.name}`
  const { answer, error } = useAnswer(question, signal =>
    engine.ask("explore", "heat", { pack: { task, release }, point, metric, x, y }, { signal }),
  )
  const go = (column: number, row: number): void => {
    if (answer === null) return
    const moved = movedTo(answer.x, point, answer.columns[column]!)
    lookAt(movedTo(answer.y, moved, answer.rows[row]!))
  }
  return (
    <section class="panel" aria-labelledby="heat-title">
      <div class="panel-head">
        <h2 id="heat-title">Heat map</h2>
        <Select
          label="across"
          values={names.filter(name => name !== y.name)}
          chosen={x.name}
          onChoose={heatX.set}
        />
        <Select
          label="up"
          values={names.filter(name => name !== x.name)}
          chosen={y.name}
          onChoose={heatY.set}
        />
      </div>
      {error !== null && <Problem what="The heat map could not be computed." error={error} />}
      {answer && (
        <HeatMap
          title={`${answer.metric}, ${unit}`}
          unit={unit}
          xLabel={answer.x.name}
          yLabel={answer.y.name}
          columns={answer.columns.map(value => labelOf(answer.x, value))}
          rows={answer.rows.map(value => labelOf(answer.y, value))}
          values={answer.values}
          here={{
            column: nearestCell(answer.x, answer.columns, valueOn(answer.x, point)),
            row: nearestCell(answer.y, answer.rows, valueOn(answer.y, point)),
          }}
          onPick={go}
        />
      )}
    </section>
  )
}
