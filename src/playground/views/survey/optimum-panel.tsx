/** The exact optimum, found while one looks on: the best so far, and what nothing exceeds. */

import type { JSX } from "preact"
import { useEffect } from "preact/hooks"
import type { Constraints, MetricName } from "../../../entries/index.web.ts"
import { isSamePack } from "../../engine/pack-id.ts"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { csvText } from "../../parts/csv.ts"
import { describePoint } from "../../parts/describe-point.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import { formatNumber, formatWithUnit } from "../../parts/format-number.ts"
import { LineChart } from "../../parts/line-chart.tsx"
import { PointActions } from "../../parts/point-actions.tsx"
import { Problem } from "../../parts/problem.tsx"
import { ProgressBar } from "../../parts/progress-bar.tsx"
import { Select } from "../../parts/select.tsx"
import { NumberField } from "./number-field.tsx"
import { type OptimumRun, optimumRun, startOptimum, stopOptimum } from "./optimum-run.ts"
import { constrained, epoch, limit, metricNamed, optimumMetric } from "./state.ts"

const DIGITS = 6

function atSide(metric: MetricName): "atMost" | "atLeast" {
  return metricNamed(metric).goal === "minimize" ? "atMost" : "atLeast"
}

/** The constraint that is chosen; none where its limit is no number. */
function chosenConstraints(): Constraints {
  const metric = constrained.signal.value
  const text = limit.signal.value
  return metric === "none" || text === "" ? {} : { [metric]: { [atSide(metric)]: Number(text) } }
}

function questionText({ question }: OptimumRun): string {
  const { metric, constraints, epoch: at } = question
  const limits = Object.entries(constraints).map(([name, { atMost, atLeast }]) => {
    const { unit } = metricNamed(name as MetricName)
    return `, ${name} ${atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`} ${unit}`
  })
  return `${metricNamed(metric).goal === "minimize" ? "least" : "greatest"} ${metric} at epoch ${at}${limits.join("")}`
}

function Gap({ run }: { readonly run: OptimumRun }): JSX.Element | null {
  const { moments, question, progress } = run
  const { metric } = question
  const { unit } = metricNamed(metric)
  const last = moments.at(-1)
  if (last === undefined) {
    return (
      progress && <p>Nothing found yet; nothing exceeds {formatWithUnit(progress.bound, unit, DIGITS)}.</p>
    )
  }
  const x = moments.map(({ seconds }) => seconds)
  const gaps = moments.map(({ value, bound }) => Math.abs(value - bound))
  const file = `optimum-${question.id.task}-${question.id.release}-${metric}.csv`
  return (
    <>
      <p>
        Best so far <strong>{formatWithUnit(last.value, unit, DIGITS)}</strong>; proven bound{" "}
        {formatWithUnit(last.bound, unit, DIGITS)}; gap{" "}
        <strong>{formatWithUnit(gaps.at(-1)!, unit, DIGITS)}</strong>
      </p>
      <LineChart
        name={`Best so far and proven bound: ${metric}, ${unit}`}
        xLabel="seconds"
        isStepped
        x={x}
        series={[
          { label: "best so far", values: moments.map(({ value }) => value), color: "--series-1" },
          { label: "bound", values: moments.map(({ bound }) => bound), color: "--series-2", isDashed: true },
        ]}
      />
      <p class="survey-legend">
        <i class="line-1" /> best so far <i class="line-2" /> bound; across: seconds
      </p>
      <LineChart
        name={`Gap between them: ${metric}, ${unit}`}
        xLabel="seconds"
        height={100}
        isStepped
        x={x}
        series={[{ label: "gap", values: gaps, color: "--series-4" }]}
      />
      <DownloadButton
        label="Save as CSV"
        name={file}
        type="text/csv"
        content={() =>
          csvText(
            ["seconds", "best", "bound", "gap"],
            moments.map(({ seconds, value, bound }, i) => [seconds, value, bound, gaps[i]!]),
          )
        }
      />
    </>
  )
}

function Result({ run }: { readonly run: OptimumRun }): JSX.Element | null {
  const { found, question } = run
  if (found === null) return null
  const { best, numChoices, numSummed, numCells } = found
  const proof = `Proven, not sampled: of ${formatNumber(numChoices)} discrete choices ${formatNumber(numSummed)} were summed over all ${formatNumber(numCells)} cells of LearningRate and WeightDecay, the others cannot be better by their bounds.`
  if (best === null) return <p>Nothing in the release’s domain keeps to this constraint. {proof}</p>
  const point = { configuration: best.configuration, epoch: question.epoch }
  const values = Object.entries(best.metrics).map(
    ([name, value]) => `${name} ${formatWithUnit(value, metricNamed(name as MetricName).unit, DIGITS)}`,
  )
  return (
    <div class="survey-found">
      <p>
        <strong>The optimum: {values.join(", ")}</strong>
      </p>
      <p>
        {describePoint(point)} <PointActions point={point} name="the optimum" />
      </p>
      <p>
        <small>{proof} It is exact about this surrogate; a training run may give another number.</small>
      </p>
    </div>
  )
}

/** The panel. */
export function OptimumPanel({ benchmark }: { readonly benchmark: BenchmarkFacts }): JSX.Element {
  // The engine is needed elsewhere then; what was found stays.
  useEffect(() => stopOptimum, [])
  const run =
    optimumRun.value !== null && isSamePack(optimumRun.value.question.id, benchmark) ? optimumRun.value : null
  const isRunning = run?.state === "running"
  const { task, release, metrics } = benchmark
  const metric = optimumMetric.signal.value
  const others = metrics.filter(name => name !== metric)
  const limited = constrained.signal.value
  const start = (): void => {
    void startOptimum({
      id: { task, release },
      metric,
      constraints: chosenConstraints(),
      epoch: Number(epoch.signal.value),
    })
  }
  return (
    <section class="panel" aria-labelledby="survey-optimum">
      <h2 id="survey-optimum">The exact optimum</h2>
      <div class="survey-controls">
        <Select label="Metric" values={metrics} chosen={metric} onChoose={optimumMetric.set} />
        <Select label="Constraint" values={["none", ...others]} chosen={limited} onChoose={constrained.set} />
        {limited !== "none" && (
          <NumberField
            label={`${limited} ${atSide(limited) === "atMost" ? "at most" : "at least"}`}
            unit={metricNamed(limited).unit}
            value={limit.signal.value === "" ? null : Number(limit.signal.value)}
            onChange={value => limit.set(value === null ? "" : String(value))}
          />
        )}
        {isRunning ? (
          <button type="button" onClick={stopOptimum}>
            Stop
          </button>
        ) : (
          <button type="button" class="primary" onClick={start}>
            Find it
          </button>
        )}
      </div>
      {run !== null && (
        <p>
          Sought: {questionText(run)}
          {run.state === "stopped" && <strong>. Stopped: the best so far need not be the optimum</strong>}
        </p>
      )}
      {isRunning && (
        <ProgressBar
          label={
            run.progress === null
              ? "Summing the trees…"
              : `${formatNumber(run.progress.done)} of ${formatNumber(run.progress.total)} discrete choices decided`
          }
          {...(run.progress === null ? {} : { share: run.progress.done / run.progress.total })}
        />
      )}
      {run !== null && run.error !== null && (
        <Problem what="The search failed." error={run.error} onRetry={start} />
      )}
      {run !== null && <Result run={run} />}
      {run !== null && <Gap run={run} />}
    </section>
  )
}
