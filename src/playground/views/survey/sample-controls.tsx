/** What is sampled, and what of it is drawn. */

import type { JSX } from "preact"
import type { MetricName } from "../../../entries/index.web.ts"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { Choice } from "../../parts/choice.tsx"
import { formatNumber } from "../../parts/format-number.ts"
import { Select } from "../../parts/select.tsx"
import { Slider } from "../../parts/slider.tsx"
import type { Parameter } from "../../state/parameter.ts"
import { NumberField } from "./number-field.tsx"
import {
  canBeLog,
  colored,
  count,
  counts,
  epoch,
  MOST_SEED,
  seed,
  setBrush,
  xMetric,
  xScale,
  yMetric,
  yScale,
} from "./state.ts"

/** How many, at which epoch, and which random ones. */
export function SampleControls(): JSX.Element {
  return (
    <div class="survey-controls">
      <Choice
        label="Configurations"
        values={counts}
        chosen={count.signal.value}
        onChoose={count.set}
        nameOf={value => formatNumber(Number(value))}
      />
      <NumberField
        label="Seed"
        value={Number(seed.signal.value)}
        least={0}
        most={MOST_SEED}
        isInteger
        onChange={value => seed.set(String(value ?? 0))}
      />
      <Slider
        label="Epoch"
        lower={1}
        upper={200}
        isInteger
        value={Number(epoch.signal.value)}
        onInput={value => epoch.set(String(value))}
      />
    </div>
  )
}

interface AxisControlProps {
  readonly label: string
  readonly metrics: readonly MetricName[]
  readonly metric: Parameter<MetricName>
  readonly scale: Parameter<"log" | "linear">
}

function AxisControl({ label, metrics, metric, scale }: AxisControlProps): JSX.Element {
  const choose = (name: MetricName): void => {
    // The brush is in the units of what it was drawn on.
    setBrush(null)
    metric.set(name)
  }
  return (
    <span class="survey-axis">
      <Select label={label} values={metrics} chosen={metric.signal.value} onChoose={choose} />
      {canBeLog(metric.signal.value) && (
        <label class="survey-log">
          <input
            type="checkbox"
            checked={scale.signal.value === "log"}
            onChange={event => scale.set(event.currentTarget.checked ? "log" : "linear")}
          />
          log<span class="hidden"> scale of {label}</span>
        </label>
      )}
    </span>
  )
}

/** Both axes and the colour. */
export function AxisControls({ metrics, hyperparameters }: BenchmarkFacts): JSX.Element {
  const varied = hyperparameters.filter(({ kind }) => kind !== "constant").map(({ name }) => name)
  return (
    <div class="survey-controls">
      <AxisControl label="Across" metrics={metrics} metric={xMetric} scale={xScale} />
      <AxisControl label="Up" metrics={metrics} metric={yMetric} scale={yScale} />
      <Select
        label="Colour"
        values={[...metrics, ...varied]}
        chosen={colored.signal.value}
        onChoose={colored.set}
      />
    </div>
  )
}
