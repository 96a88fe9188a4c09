/** A metric as a function of the margin, fast enough for billions of cells: straight lines between many points. */

import type { Surrogate } from "../../surrogate/surrogate.ts"
import { invertTransforms } from "../../surrogate/target-transform.ts"

/** Points: over a range of 40 margins, lines between them are within 10^-7 of the metric's whole range. */
const NUM_LINES = 65_536

/**
 * @param least no margin is below it
 * @param greatest no margin is above it
 * @returns the metric's value for a margin, as near as float32 tells values apart
 * @throws {DomainError} where a sigmoid has no value for a margin within the range
 */
export function metricOfMargin(
  { transforms }: Surrogate,
  least: number,
  greatest: number,
): (margin: number) => number {
  if (transforms.length === 0) return margin => margin
  const width = (greatest - least) / NUM_LINES
  if (width === 0) return () => invertTransforms(transforms, least)
  const points = Float64Array.from({ length: NUM_LINES + 2 }, (_, i) =>
    invertTransforms(transforms, Math.fround(Math.min(least + i * width, greatest))),
  )
  const perWidth = 1 / width
  return margin => {
    const position = (margin - least) * perWidth
    // A sum may be off by its rounding, past either end.
    const line = position <= 0 ? 0 : position >= NUM_LINES ? NUM_LINES : Math.floor(position)
    return points[line] + (points[line + 1] - points[line]) * (position - line)
  }
}
