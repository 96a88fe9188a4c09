/** Learning curves of all metrics, which follow every change while it is made. */

import type { JSX } from "preact"
import { type MetricName, metrics, type Trajectory } from "../../../entries/index.web.ts"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { seriesColor } from "../../parts/colors.ts"
import { formatWithUnit } from "../../parts/format-number.ts"
import { LineChart, type LineSeries } from "../../parts/line-chart.tsx"
import { lookAt, point } from "../../state/selection.ts"
import type { Compared } from "./engine.ts"

export interface CurvesProps {
  readonly benchmark: BenchmarkFacts
  readonly epoch: number
  /** Of the point at hand, or of one a moment before. */
  readonly curves: Trajectory
  /** Curves of the pins, in their order. */
  readonly pinned: readonly Compared[]
}

function titleOf(name: MetricName, unit: string, value: number | undefined): string {
  return value === undefined ? name : `${name}  ${formatWithUnit(value, unit)}`
}

function chooseEpoch(near: number): void {
  const here = point.peek()
  if (here !== null) lookAt({ ...here, epoch: Math.min(200, Math.max(1, Math.round(near))) })
}

/** Small multiples: one a metric, with the epoch that one looks at. */
export function Curves({ benchmark, epoch, curves, pinned }: CurvesProps): JSX.Element {
  return (
    <div class="curves">
      {metrics
        .filter(({ name }) => benchmark.metrics.includes(name))
        .map(({ name, unit, description }) => {
          const here: LineSeries = { label: "here", values: curves[name], color: "--accent" }
          const others = pinned.map(
            (pin, at): LineSeries => ({
              label: `pin ${at + 1}`,
              values: pin.curves[name],
              color: seriesColor(at + 1),
              isDashed: true,
            }),
          )
          return (
            <div key={name} class="curve" title={description}>
              <LineChart
                title={titleOf(name, unit, curves[name][epoch - 1])}
                name={`${name}, ${unit}`}
                xLabel="epoch"
                x={curves.epoch}
                series={[...others, here]}
                mark={epoch}
                height={132}
                cursor="epoch"
                onPick={chooseEpoch}
              />
            </div>
          )
        })}
    </div>
  )
}
