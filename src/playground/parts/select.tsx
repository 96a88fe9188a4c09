/** One of several values, folded. */

import type { JSX } from "preact"

export interface SelectProps<Value extends string> {
  readonly label: string
  readonly values: readonly Value[]
  readonly chosen: Value
  readonly onChoose: (value: Value) => void
  /** What a value is called (default: itself). */
  readonly nameOf?: (value: Value) => string
}

/** The browser's own menu, with a label. */
export function Select<Value extends string>(props: SelectProps<Value>): JSX.Element {
  const { label, values, chosen, onChoose, nameOf = String } = props
  return (
    <label class="select">
      <span>{label}</span>
      <select value={chosen} onChange={event => onChoose(event.currentTarget.value as Value)}>
        {values.map(value => (
          <option key={value} value={value}>
            {nameOf(value)}
          </option>
        ))}
      </select>
    </label>
  )
}
