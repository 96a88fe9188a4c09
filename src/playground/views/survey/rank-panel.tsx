/** Where the pinned configurations stand among all architectures. */

import type { JSX } from "preact"
import type { MetricName } from "../../../entries/index.web.ts"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { engine } from "../../engine/the-engine.ts"
import { seriesColor } from "../../parts/colors.ts"
import { csvText } from "../../parts/csv.ts"
import { describePoint } from "../../parts/describe-point.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import { formatNumber, formatWithUnit } from "../../parts/format-number.ts"
import { PointActions } from "../../parts/point-actions.tsx"
import { Problem } from "../../parts/problem.tsx"
import { Select } from "../../parts/select.tsx"
import { isSamePoint, type Point, pointText } from "../../state/point.ts"
import { pins, point } from "../../state/selection.ts"
import { useAnswer } from "../../state/use-answer.ts"
import { Histogram } from "./histogram.tsx"
import { standingOf } from "./ranking.ts"
import { metricNamed, rankMetric } from "./state.ts"

interface RankProps {
  readonly benchmark: BenchmarkFacts
  readonly point: Point
  readonly metric: MetricName
  /** What it is called: `pin 1`. */
  readonly name: string
  readonly color: string
}

function Rank({ benchmark, point: ranked, metric, name, color }: RankProps): JSX.Element {
  const { task, release } = benchmark
  const { answer, error } = useAnswer(`${task} ${release} ${metric} ${pointText(ranked)}`, signal =>
    engine.ask("survey", "rank", { id: { task, release }, point: ranked, metric }, { signal }),
  )
  // Of another metric, the last answer says nothing here.
  const value = answer?.metric === metric ? answer : null
  const { goal, unit } = metricNamed(metric)
  const standing = value && standingOf(value.values, value.own, goal)
  const title = `${metric} (${unit}) of all architectures, the rest as in ${name}`
  return (
    <li class="survey-rank">
      <h3>
        <i class="color-dot" style={{ background: `var(${color})` }} />
        {name} <PointActions point={ranked} name={name} />
      </h3>
      <p>
        <small>{describePoint(ranked)}</small>
      </p>
      {error !== null && <Problem what={`${name} could not be ranked.`} error={error} />}
      {value && standing && (
        <>
          <p>
            {metric} <strong>{formatWithUnit(value.own, unit, 5)}</strong>: rank{" "}
            <strong>{formatNumber(standing.rank)}</strong> of {formatNumber(standing.total)}, better than{" "}
            {((100 * standing.numWorse) / standing.total).toFixed(2)}
            {"\u00A0"}%{standing.numEqual > 0 && ` (${formatNumber(standing.numEqual)} others are equal)`}
          </p>
          <Histogram title={title} values={value.values} mark={value.own} color={color} />
          <DownloadButton
            label="Save all values as CSV"
            name={`architectures-${task}-${release}-${metric}.csv`}
            type="text/csv"
            content={() =>
              csvText(
                ["cell", metric],
                Array.from(value.values, (own, i) => [cellAt(i), own]),
              )
            }
          />
        </>
      )}
      {!value && error === null && <p class="waiting">Asking all architectures…</p>}
    </li>
  )
}

const NUM_OPERATIONS = 5
const NUM_EDGES = 6

/** The digits of Op1 to Op6: the last is fastest. */
function cellAt(index: number): string {
  return index.toString(NUM_OPERATIONS).padStart(NUM_EDGES, "0")
}

/** The panel: one histogram a pin, and one for where one is. */
export function RankPanel({ benchmark }: { readonly benchmark: BenchmarkFacts }): JSX.Element {
  const metric = rankMetric.signal.value
  const here = point.value
  const rows = [
    ...pins.value.map((pin, i) => ({ pin, name: `pin ${i + 1}`, color: seriesColor(i + 1) })),
    ...(here === null || pins.value.some(pin => isSamePoint(pin, here))
      ? []
      : [{ pin: here, name: "here", color: "--accent" }]),
  ]
  return (
    <section class="panel" aria-labelledby="survey-ranks">
      <h2 id="survey-ranks">Ranks among all architectures</h2>
      <div class="survey-controls">
        <Select label="Ranked by" values={benchmark.metrics} chosen={metric} onChoose={rankMetric.set} />
        <p>
          <small>
            Every cell there is, with the other hyperparameters and the epoch as in the configuration that is
            ranked. Pin configurations in Explore, or in the list above.
          </small>
        </p>
      </div>
      <ul class="survey-ranks">
        {rows.map(({ pin, name, color }) => (
          <Rank key={pointText(pin)} {...{ benchmark, metric, name, color }} point={pin} />
        ))}
      </ul>
    </section>
  )
}
