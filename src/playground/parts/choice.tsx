/** One of a few values, all of them in sight. */

import type { JSX } from "preact"
import { useId } from "preact/hooks"

export interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly values: readonly Value[]
  readonly chosen: Value
  readonly onChoose: (value: Value) => void
  /** What a value is called (default: itself). */
  readonly nameOf?: (value: Value) => string
  /** Keeps the label for screen readers alone. */
  readonly isLabelHidden?: boolean
}

/** Radio buttons in a row: one stop of the tab key, arrows move. */
export function Choice<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  const { label, values, chosen, onChoose, nameOf = String, isLabelHidden = false } = props
  const group = useId()
  return (
    <fieldset class="choice">
      <legend class={isLabelHidden ? "hidden" : ""}>{label}</legend>
      <div class="choice-row">
        {values.map(value => (
          <label key={value}>
            <input
              type="radio"
              name={group}
              value={value}
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            <span>{nameOf(value)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
