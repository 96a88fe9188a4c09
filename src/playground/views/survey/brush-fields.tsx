/** The brush as numbers: for keyboards, and for who knows what to look for. */

import type { JSX } from "preact"
import type { MetricName } from "../../../entries/index.web.ts"
import type { Brush } from "../../parts/scatter.tsx"
import { NumberField } from "./number-field.tsx"
import { brushOf, brushText, metricNamed, setBrush, xMetric, yMetric } from "./state.ts"

export interface BrushFieldsProps {
  /** What the axes show: an end that is left empty is one of these. */
  readonly whole: Brush
}

/** Four fields and a button. */
export function BrushFields({ whole }: BrushFieldsProps): JSX.Element {
  const brush = brushOf(brushText.signal.value)
  const set = (axis: keyof Brush, end: 0 | 1, value: number | null): void => {
    const { x, y } = brush ?? whole
    const ends = { x: [...x] as [number, number], y: [...y] as [number, number] }
    ends[axis][end] = value ?? whole[axis][end]
    setBrush(ends)
  }
  const field = (axis: keyof Brush, end: 0 | 1, metric: MetricName): JSX.Element => (
    <NumberField
      label={`${metric} ${end === 0 ? "from" : "to"}`}
      unit={metricNamed(metric).unit}
      value={brush === null ? null : brush[axis][end]}
      onChange={value => set(axis, end, value)}
    />
  )
  return (
    <fieldset class="brush-fields">
      <legend>Brush: drag a rectangle, or type its sides</legend>
      {field("x", 0, xMetric.signal.value)}
      {field("x", 1, xMetric.signal.value)}
      {field("y", 0, yMetric.signal.value)}
      {field("y", 1, yMetric.signal.value)}
      <button type="button" class="quiet" disabled={brush === null} onClick={() => setBrush(null)}>
        Clear the brush
      </button>
    </fieldset>
  )
}
