/** A number in a range: dragged, stepped by keys, or typed. */

import type { JSX } from "preact"
import { useId, useState } from "preact/hooks"
import { formatNumber } from "./format-number.ts"

export interface SliderProps {
  readonly label: string
  readonly lower: number
  readonly upper: number
  readonly value: number
  readonly onInput: (value: number) => void
  /** Equal ways of the thumb are equal ratios (default false). */
  readonly isLog?: boolean
  /** Whole numbers only (default false). */
  readonly isInteger?: boolean
  /** Said after the value. */
  readonly unit?: string
}

/** Steps of the thumb: finer than a pixel of any slider on a page. */
const STEPS = 1000
const DIGITS = 3

/** Where a value is between both ends, from 0 to 1. */
function shareOf({ lower, upper, isLog = false }: SliderProps, value: number): number {
  return isLog ? Math.log(value / lower) / Math.log(upper / lower) : (value - lower) / (upper - lower)
}

/** The value at a place between both ends: short, and never beyond them. */
function valueAt({ lower, upper, isLog = false, isInteger = false }: SliderProps, share: number): number {
  const exact = isLog ? lower * (upper / lower) ** share : lower + share * (upper - lower)
  const short = isInteger ? Math.round(exact) : Number(exact.toPrecision(DIGITS))
  return Math.min(upper, Math.max(lower, short))
}

/** A slider, and a field beside it for who knows the number. */
export function Slider(props: SliderProps): JSX.Element {
  const { label, lower, upper, value, onInput, isLog = false, isInteger = false, unit = "" } = props
  const id = useId()
  // What is being typed need not be a number yet.
  const [typed, setTyped] = useState<string | null>(null)
  const numSteps = isInteger ? upper - lower : STEPS
  const enter = (): void => {
    const number = Number(typed)
    setTyped(null)
    if (typed === null || typed.trim() === "" || !Number.isFinite(number)) return
    onInput(Math.min(upper, Math.max(lower, isInteger ? Math.round(number) : number)))
  }
  return (
    <div class="slider">
      <label for={id}>
        {label} {isLog && <small>log scale</small>}
      </label>
      <input
        class="slider-field"
        type="text"
        inputMode="decimal"
        aria-label={`${label}, as a number from ${lower} to ${upper}`}
        value={typed ?? String(value)}
        onInput={event => setTyped(event.currentTarget.value)}
        onBlur={enter}
        onKeyDown={event => event.key === "Enter" && enter()}
      />
      <input
        id={id}
        type="range"
        min={0}
        max={numSteps}
        step={1}
        value={Math.round(shareOf(props, value) * numSteps)}
        aria-valuetext={`${formatNumber(value)}${unit && ` ${unit}`}`}
        onInput={event => onInput(valueAt(props, event.currentTarget.valueAsNumber / numSteps))}
      />
      <span class="slider-ends" aria-hidden="true">
        <span>{formatNumber(lower)}</span>
        <span>{formatNumber(upper)}</span>
      </span>
    </div>
  )
}
