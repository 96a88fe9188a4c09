/** A number that is typed. */

import type { JSX } from "preact"
import { useState } from "preact/hooks"

export interface NumberFieldProps {
  readonly label: string
  /** null where there is none. */
  readonly value: number | null
  /** Called when the field is left, or Enter is pressed; null where it was emptied. */
  readonly onChange: (value: number | null) => void
  readonly least?: number
  readonly most?: number
  /** Whole numbers only (default false). */
  readonly isInteger?: boolean
  readonly unit?: string
}

/** A field with its label; what is no number leaves the value as it was. */
export function NumberField(props: NumberFieldProps): JSX.Element {
  const { label, value, onChange, least = -Infinity, most = Infinity, isInteger = false, unit } = props
  // What is being typed need not be a number yet.
  const [typed, setTyped] = useState<string | null>(null)
  const enter = (): void => {
    setTyped(null)
    if (typed === null) return
    if (typed.trim() === "") {
      onChange(null)
      return
    }
    const number = Number(typed)
    if (!Number.isFinite(number)) return
    onChange(Math.min(most, Math.max(least, isInteger ? Math.round(number) : number)))
  }
  return (
    <label class="number-field">
      <span>
        {label}
        {unit && <small> {unit}</small>}
      </span>
      <input
        type="text"
        inputMode="decimal"
        value={typed ?? (value === null ? "" : String(value))}
        onInput={event => setTyped(event.currentTarget.value)}
        onBlur={enter}
        onKeyDown={event => event.key === "Enter" && enter()}
      />
    </label>
  )
}
