/** How often values occur, with a mark at one of them. */

import type { JSX } from "preact"
import { formatNumber } from "../../parts/format-number.ts"
import { LazyTable } from "../../parts/lazy-table.tsx"
import { binsOf } from "./ranking.ts"

export interface HistogramProps {
  /** What is counted, with its unit. */
  readonly title: string
  readonly values: ArrayLike<number>
  readonly mark: number
  /** Custom property of the mark's colour. */
  readonly color: string
}

const NUM_BINS = 60
const HEIGHT = 60

/** Bars, and the same counts as a table. */
export function Histogram({ title, values, mark, color }: HistogramProps): JSX.Element {
  const { lower, upper, counts } = binsOf(values, NUM_BINS)
  const most = Math.max(...counts)
  const at = upper === lower ? NUM_BINS / 2 : ((mark - lower) / (upper - lower)) * NUM_BINS
  const width = (upper - lower) / NUM_BINS
  const edge = (bin: number): number => Number((lower + bin * width).toPrecision(5))
  return (
    <figure class="histogram">
      <svg
        viewBox={`0 0 ${NUM_BINS} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Histogram of ${title}, from ${formatNumber(lower)} to ${formatNumber(upper)}, with a mark at ${formatNumber(mark)}`}
      >
        {counts.map((count, i) => {
          const height = count === 0 ? 0 : Math.max(0.75, (count / most) * HEIGHT)
          return <rect key={i} class="bar" x={i + 0.06} y={HEIGHT - height} width={0.88} height={height} />
        })}
        <line
          x1={at}
          x2={at}
          y1={0}
          y2={HEIGHT}
          style={{ stroke: `var(${color})` }}
          vector-effect="non-scaling-stroke"
        />
      </svg>
      <span class="slider-ends" aria-hidden="true">
        <span>{formatNumber(lower)}</span>
        <span>{formatNumber(upper)}</span>
      </span>
      <LazyTable
        caption={`the histogram of ${title}`}
        head={["from", "to", "architectures"]}
        rows={() => counts.map((count, i) => [edge(i), edge(i + 1), count])}
      />
    </figure>
  )
}
