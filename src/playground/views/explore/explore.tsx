/** Explore: one configuration, from all sides. */

import type { JSX } from "preact"
import { pointText } from "../../state/point.ts"
import { point } from "../../state/selection.ts"
import type { BenchmarkViewProps } from "../../view.ts"

/** The view. */
export function Explore({ benchmark }: BenchmarkViewProps): JSX.Element {
  return (
    <p>
      {benchmark.task} {point.value && pointText(point.value)}
    </p>
  )
}
