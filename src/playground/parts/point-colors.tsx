/** Colours of points by a number or a category, and the key that says which is which. */

import type { JSX } from "preact"
import { colorScheme } from "../state/color-scheme.ts"
import { NUM_SERIES_COLORS, seriesColor, styleColor, viridis } from "./colors.ts"
import { formatNumber } from "./format-number.ts"

/** What points are coloured by: one value a point. */
export interface PointColoring {
  readonly label: string
  readonly values: ArrayLike<number>
  /** Of categories, whose values are positions in here; left out for numbers. */
  readonly names?: readonly string[]
  /** Equal ratios are equal steps of colour (default false). */
  readonly isLog?: boolean
}

/** Points in groups of one colour. */
export interface ColorGroups {
  /** CSS colours. */
  readonly colors: readonly string[]
  /** The group of each point. */
  readonly group: Uint8Array
  readonly lower: number
  readonly upper: number
}

/** Steps of colour: more are not told apart. */
const STEPS = 24

function css(share: number): string {
  // Both ends of the scale would be lost on a page of their lightness.
  const visible = colorScheme.value === "dark" ? 0.2 + 0.8 * share : 0.92 * share
  return `rgb(${viridis(visible).join(" ")})`
}

/** Groups points by their colours in the scheme that is shown. */
export function groupColors({ values, names, isLog = false }: PointColoring): ColorGroups {
  const { length } = values
  const group = new Uint8Array(length)
  if (names !== undefined) {
    for (let i = 0; i < length; i++) group[i] = values[i]! % NUM_SERIES_COLORS
    const colors = names.slice(0, NUM_SERIES_COLORS).map((_, i) => styleColor(seriesColor(i)))
    return { colors, group, lower: 0, upper: names.length - 1 }
  }
  let lower = Infinity
  let upper = -Infinity
  for (let i = 0; i < length; i++) {
    lower = Math.min(lower, values[i]!)
    upper = Math.max(upper, values[i]!)
  }
  const place = isLog && lower > 0 ? Math.log : (value: number) => value
  const scale = (STEPS - 1e-6) / (place(upper) - place(lower) || 1)
  for (let i = 0; i < length; i++) group[i] = (place(values[i]!) - place(lower)) * scale
  return { colors: Array.from({ length: STEPS }, (_, i) => css(i / (STEPS - 1))), group, lower, upper }
}

/** The key to the colours. */
export function ColorKey({ coloring }: { readonly coloring: PointColoring }): JSX.Element {
  const { label, names, isLog = false } = coloring
  const { colors, lower, upper } = groupColors(coloring)
  return (
    <p class="color-key">
      <span>
        Colour: {label}
        {isLog && <small> log scale</small>}
      </span>
      {names === undefined ? (
        <span>
          {formatNumber(lower)}
          <i class="color-ramp" style={{ background: `linear-gradient(to right, ${colors.join(", ")})` }} />
          {formatNumber(upper)}
        </span>
      ) : (
        names.map((name, i) => (
          <span key={name}>
            <i class="color-dot" style={{ background: colors[i % colors.length]! }} />
            {name}
          </span>
        ))
      )}
    </p>
  )
}
