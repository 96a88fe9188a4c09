/** Axes of responses in words, and where on them a value is. */

import { formatNumber } from "../../parts/format-number.ts"
import type { FeatureAxis } from "./response.ts"

/** What each value of an axis stands for. */
export function labelsOf({ kind, values, labels }: FeatureAxis): readonly string[] {
  if (labels !== null) return labels
  const last = values.length - 1
  return Array.from(values, (value, i) => {
    if (i === last) return "missing"
    if (kind === "line") return formatNumber(value)
    if (last === 1) return "any"
    if (i === 0) return `< ${formatNumber(values[1]!)}`
    // Up to the next one: both ends have no room beside a picture.
    return `≥ ${formatNumber(value)}`
  })
}

/** The place on an axis that holds a value. */
export function placeOn({ kind, values }: FeatureAxis, value: number): number {
  const last = values.length - 1
  if (Number.isNaN(value)) return last
  if (kind === "categories") return Math.min(Math.max(0, Math.trunc(value)), last - 1)
  let place = 0
  while (place + 1 < last && values[place + 1]! <= value) place++
  return place
}

/** A value that is there: for all below the first condition, one as far below it as the next is above. */
export function valueAt({ values }: FeatureAxis, place: number): number {
  if (values[place] !== -Infinity) return values[place]!
  const [, first = 0, second = first + 1] = values
  return Number.isNaN(first) ? 0 : Math.fround(first - (second > first ? second - first : 1))
}
