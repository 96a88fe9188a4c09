/** A bar a value, to be chosen among. */

import type { JSX } from "preact"
import { formatWithUnit } from "./format-number.ts"

/** One bar. */
interface ValueBar {
  readonly label: string
  readonly value: number
  /** Whether one is there. */
  readonly isHere: boolean
}

export interface ValueBarsProps {
  /** What is shown, with its unit. */
  readonly name: string
  readonly unit: string
  readonly rows: readonly ValueBar[]
  readonly onPick: (row: number) => void
}

/** Buttons with bars: lengths from the least value to the greatest, with room below, since none of them is nothing. */
export function ValueBars({ name, unit, rows, onPick }: ValueBarsProps): JSX.Element {
  const values = rows.map(({ value }) => value)
  const [least, greatest] = [Math.min(...values), Math.max(...values)]
  const range = greatest - least || 1
  return (
    <figure class="value-bars">
      <figcaption>{name}</figcaption>
      {rows.map(({ label, value, isHere }, row) => (
        <button key={label} type="button" aria-pressed={isHere} onClick={() => onPick(row)}>
          <span>{label}</span>
          <i aria-hidden="true">
            <b style={{ width: `${10 + (90 * (value - least)) / range}%` }} />
          </i>
          <span class="number">{formatWithUnit(value, unit)}</span>
        </button>
      ))}
    </figure>
  )
}
