/** The sample: its scatter, the brush, and the list of what is brushed. */

import type { JSX } from "preact"
import { useMemo, useState } from "preact/hooks"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { describePoint } from "../../parts/describe-point.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import { formatNumber, formatWithUnit } from "../../parts/format-number.ts"
import { PointActions } from "../../parts/point-actions.tsx"
import type { PointColoring } from "../../parts/point-colors.tsx"
import { Scatter, type ScatterMark } from "../../parts/scatter.tsx"
import { rangeOf, type ScatterAxis } from "../../parts/scatter-plot.ts"
import { announce } from "../../state/announcement.ts"
import { BrushFields } from "./brush-fields.tsx"
import { ConfigurationList } from "./configuration-list.tsx"
import { frontOf } from "./front.ts"
import { pointAt, type Sample } from "./sample.ts"
import { sampleCsv } from "./sample-csv.ts"
import {
  brushOf,
  brushText,
  canBeLog,
  colored,
  metricNamed,
  setBrush,
  xMetric,
  xScale,
  yMetric,
  yScale,
} from "./state.ts"

export interface SamplePanelProps {
  readonly benchmark: BenchmarkFacts
  readonly sample: Sample
  /** Pins, and the optimum. */
  readonly marks: readonly SurveyMark[]
}

/** A configuration that is pointed out, with all its metrics. */
export interface SurveyMark extends Pick<ScatterMark, "label" | "color"> {
  readonly values: Readonly<Record<string, number>>
}

function coloringOf({ hyperparameters }: BenchmarkFacts, sample: Sample, name: string): PointColoring {
  const metric = sample.metrics[name]
  if (metric !== undefined) {
    const { unit } = metricNamed(name as "latency")
    return {
      label: `${name}, ${unit}`,
      values: metric,
      isLog: unit !== "%" && metric.every(value => value > 0),
    }
  }
  const hyperparameter = hyperparameters.find(known => known.name === name)!
  const values = sample.hyperparameters[name]!
  if (hyperparameter.kind === "constant")
    return { label: name, values, names: [String(hyperparameter.value)] }
  if ("values" in hyperparameter) return { label: name, values, names: hyperparameter.values.map(String) }
  return { label: name, values, isLog: "log" in hyperparameter && hyperparameter.log }
}

/** Positions within the brush. */
function brushed(
  x: ScatterAxis,
  y: ScatterAxis,
  brush: ReturnType<typeof brushOf>,
): readonly number[] | null {
  if (brush === null) return null
  const found: number[] = []
  for (let i = 0; i < x.values.length; i++) {
    const [atX, atY] = [x.values[i]!, y.values[i]!]
    if (atX >= brush.x[0] && atX <= brush.x[1] && atY >= brush.y[0] && atY <= brush.y[1]) found.push(i)
  }
  return found
}

/** The panel. */
export function SamplePanel({ benchmark, sample, marks }: SamplePanelProps): JSX.Element {
  const [xName, yName, colorName] = [xMetric.signal.value, yMetric.signal.value, colored.signal.value]
  const axis = (name: typeof xName, scale: "log" | "linear"): ScatterAxis => {
    const values = sample.metrics[name]!
    const isLog = scale === "log" && canBeLog(name) && values.every(value => value > 0)
    return { label: `${name}, ${metricNamed(name).unit}${isLog ? " (log scale)" : ""}`, values, isLog }
  }
  const x = useMemo(() => axis(xName, xScale.signal.value), [sample, xName, xScale.signal.value])
  const y = useMemo(() => axis(yName, yScale.signal.value), [sample, yName, yScale.signal.value])
  const coloring = useMemo(() => coloringOf(benchmark, sample, colorName), [sample, colorName])
  const goals = [metricNamed(xName).goal, metricNamed(yName).goal] as const
  const front = useMemo(() => (xName === yName ? [] : frontOf(x.values, y.values, goals)), [x, y])
  const placed = useMemo(
    () => marks.map(({ values, ...mark }) => ({ ...mark, x: values[xName]!, y: values[yName]! })),
    [marks, xName, yName],
  )
  const brush = useMemo(() => brushOf(brushText.signal.value), [brushText.signal.value])
  const chosen = useMemo(() => brushed(x, y, brush), [x, y, brush])
  const [picked, setPicked] = useState<number | null>(null)
  const total = formatNumber(sample.count)
  const pickedPoint =
    picked === null || picked >= sample.count ? null : pointAt(sample, benchmark.hyperparameters, picked)
  const file = `survey-${benchmark.task}-${benchmark.release}`
  const note = `${total} random configurations (seed ${sample.seed}) at epoch ${sample.epoch}; ${benchmark.task}, release ${benchmark.release}: ${benchmark.card.notice.split(";")[0]}`
  const all = Array.from({ length: sample.count }, (_, i) => i)
  return (
    <>
      <Scatter
        title={`${yName} over ${xName} of ${total} configurations, epoch ${sample.epoch}`}
        note={note}
        name={file}
        spoken={`Scatter of ${total} configurations: ${y.label} over ${x.label}, coloured by ${coloring.label}. ${front.length} are on the Pareto front. The list below has the same numbers.`}
        {...{ x, y, coloring, front, brush }}
        isXMaximized={goals[0] === "maximize"}
        marks={placed}
        onBrush={next => {
          setBrush(next)
          announce(
            next === null
              ? "Nothing is brushed"
              : `${brushed(x, y, next)!.length} configurations are brushed`,
          )
        }}
        onPick={setPicked}
      >
        <DownloadButton
          label="Save as CSV"
          name={`${file}.csv`}
          type="text/csv"
          content={() => sampleCsv(benchmark, sample, chosen ?? all, new Set(front))}
        />
      </Scatter>
      {pickedPoint && (
        <p class="survey-picked">
          Number {picked! + 1}: {formatWithUnit(x.values[picked!]!, metricNamed(xName).unit)},{" "}
          {formatWithUnit(y.values[picked!]!, metricNamed(yName).unit)}; {describePoint(pickedPoint)}{" "}
          <PointActions point={pickedPoint} name={`number ${picked! + 1}`} />
        </p>
      )}
      <BrushFields whole={{ x: rangeOf(x), y: rangeOf(y) }} />
      <ConfigurationList
        benchmark={benchmark}
        sample={sample}
        caption={
          chosen === null
            ? `On the Pareto front: ${front.length} of ${total}. Brush to list others`
            : `Brushed: ${formatNumber(chosen.length)} of ${total}`
        }
        indices={chosen ?? front}
      />
    </>
  )
}
