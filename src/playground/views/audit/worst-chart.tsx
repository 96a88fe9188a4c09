/** A worst case as a picture: lines, and the answers that break the law as dots on them. */

import type { JSX } from "preact"
import { useRef } from "preact/hooks"
import { seriesColor } from "../../parts/colors.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import { drawnSvg } from "../../parts/drawn-svg.ts"
import { formatNumber } from "../../parts/format-number.ts"
import { LazyTable } from "../../parts/lazy-table.tsx"
import { type Picture, unitOf } from "./picture.ts"

const WIDTH = 400
const HEIGHT = 180
const LEFT = 58
const RIGHT = 14
const TOP = 12
const BOTTOM = 36
const TICKS = [0, 0.5, 1]
const DIGITS = 3

/** Name of the property of a line's colour. */
export const lineColor = (line: number): string => seriesColor(line)

interface Scale {
  readonly place: (value: number) => number
  readonly at: (share: number) => number
}

function scaleOf(low: number, high: number, isLog: boolean): Scale {
  if (isLog) {
    return {
      place: value => Math.log(value / low) / Math.log(high / low),
      at: share => low * (high / low) ** share,
    }
  }
  const range = high - low || 1
  return { place: value => (value - low) / range, at: share => low + share * range }
}

function rangeOf({ lines }: Picture): readonly [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity]
  for (const { values } of lines) {
    for (const value of values) {
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  return low === high ? [low - 1, high + 1] : [low, high]
}

export interface WorstChartProps {
  readonly picture: Picture
  readonly law: string
  /** Whose answers these are: written into the SVG file. */
  readonly note: string
}

/** The picture of a law's worst case. */
export function WorstChart({ picture, law, note }: WorstChartProps): JSX.Element {
  const frame = useRef<SVGSVGElement>(null)
  const { xName, isXLog, x, lines } = picture
  const [first, last] = [x[0]!, x[x.length - 1]!]
  const across = scaleOf(first, last, isXLog)
  const up = scaleOf(...rangeOf(picture), false)
  const left = (value: number): number => LEFT + (WIDTH - LEFT - RIGHT) * across.place(value)
  const top = (value: number): number => TOP + (HEIGHT - TOP - BOTTOM) * (1 - up.place(value))
  const { metric } = lines[0]!
  const names = lines.map(own => own.metric)
  const title = `${[...new Set(names)].join(" and ")} (${unitOf(metric)}) over ${xName}${isXLog ? " (log scale)" : ""}`
  const marks = lines.flatMap(own =>
    own.marks.map(mark => `${own.metric} ${formatNumber(mark.value)} at ${xName} ${formatNumber(mark.x)}`),
  )
  return (
    <figure class="worst-chart">
      <figcaption>{title}</figcaption>
      <svg
        ref={frame}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${law}: ${title}; ${marks.join("; ")}`}
      >
        {TICKS.map(share => {
          const value = up.at(share)
          return (
            <g key={share}>
              <line class="rule" x1={LEFT} x2={WIDTH - RIGHT} y1={top(value)} y2={top(value)} />
              <text x={LEFT - 6} y={top(value) + 4} text-anchor="end">
                {formatNumber(value, DIGITS)}
              </text>
              <text x={left(across.at(share))} y={HEIGHT - BOTTOM + 16} text-anchor="middle">
                {formatNumber(xName === "epoch" ? Math.round(across.at(share)) : across.at(share), DIGITS)}
              </text>
            </g>
          )
        })}
        <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 4} text-anchor="middle">
          {xName}
        </text>
        {lines.map((line, i) => {
          const points = Array.from(
            line.values,
            (value, at) => `${left(x[at]!).toFixed(1)},${top(value).toFixed(1)}`,
          )
          const color = `var(${lineColor(i)})`
          return (
            <g key={i}>
              <polyline points={points.join(" ")} style={{ stroke: color }} />
              {line.marks.map(mark => (
                <circle key={mark.x} cx={left(mark.x)} cy={top(mark.value)} r={5} style={{ fill: color }} />
              ))}
            </g>
          )
        })}
      </svg>
      <DownloadButton
        label="Save as SVG"
        name={`${law}.svg`}
        type="image/svg+xml"
        content={() => drawnSvg(frame.current!, [`${law}: ${title}`, note])}
      />
      <LazyTable
        caption={`the picture of ${law}`}
        head={[xName, ...names.map((name, i) => (names.length > 1 ? `${name} (${i + 1})` : name))]}
        rows={() => Array.from(x, (value, at) => [value, ...lines.map(({ values }) => values[at]!)])}
      />
    </figure>
  )
}
