/** Lines over an axis, drawn by uPlot, with the same numbers as a table for whoever cannot see them. */

import type { JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import uPlot from "uplot"
import { colorScheme } from "../state/color-scheme.ts"
import { styleColor } from "./colors.ts"
import { formatNumber } from "./format-number.ts"
import { LazyTable } from "./lazy-table.tsx"

/** One line. */
export interface LineSeries {
  readonly label: string
  /** One entry an entry of `x`. */
  readonly values: ArrayLike<number>
  /** Custom property of its colour, for example `--accent`. */
  readonly color: string
  /** Where it belongs to what is compared with (default false). */
  readonly isDashed?: boolean
}

export interface LineChartProps {
  /** What is shown, with its unit: `valid-acc, %`. */
  readonly name: string
  /** What stands above it in place of the name, where that tells more. */
  readonly title?: string
  readonly xLabel: string
  readonly x: ArrayLike<number>
  readonly series: readonly LineSeries[]
  /** Height in CSS pixels (default 150). */
  readonly height?: number
  readonly isXLog?: boolean
  /** Lines that jump at entries of `x`, and hold their value until the next (default false). */
  readonly isStepped?: boolean
  /** Where one is on the x axis. */
  readonly mark?: number
  /** A click on the chart, as a value of the x axis. Give keyboards another way to the same. */
  readonly onPick?: (x: number) => void
  /** Charts of one name show the same place of the x axis under the pointer. */
  readonly cursor?: string
}

const SIZE = 11

/** uPlot wants its own arrays: `(number | null)[]` or typed ones. */
function dataOf({ x, series }: LineChartProps): uPlot.AlignedData {
  return [x, ...series.map(({ values }) => values)] as unknown as uPlot.AlignedData
}

/** What makes another chart of it, rather than other numbers in the same one. */
function shapeOf({ name, series, isXLog = false, isStepped = false, height = 150 }: LineChartProps): string {
  const lines = series.map(({ label, color, isDashed = false }) => [label, color, isDashed])
  return JSON.stringify([name, lines, isXLog, isStepped, height, colorScheme.value])
}

/** The range of an axis around its values; a line that is flat gets room, too. */
function padded(_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null) return [0, 1]
  const room = (high - low) * 0.08 || Math.abs(high) * 0.05 || 1
  return [low - room, high + room]
}

function markPlugin(props: () => LineChartProps): uPlot.Plugin {
  return {
    hooks: {
      draw(plot) {
        const { mark } = props()
        if (mark === undefined) return
        const { ctx, bbox } = plot
        const at = Math.round(plot.valToPos(mark, "x", true)) + 0.5
        ctx.save()
        ctx.strokeStyle = styleColor("--text-soft")
        ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio])
        ctx.lineWidth = devicePixelRatio
        ctx.beginPath()
        ctx.moveTo(at, bbox.top)
        ctx.lineTo(at, bbox.top + bbox.height)
        ctx.stroke()
        ctx.restore()
      },
    },
  }
}

function optionsOf(props: () => LineChartProps, width: number): uPlot.Options {
  const { series, isXLog = false, isStepped = false, height = 150, cursor } = props()
  const font = `${SIZE}px system-ui, sans-serif`
  const axis: uPlot.Axis = {
    stroke: styleColor("--text-soft"),
    font,
    grid: { stroke: styleColor("--grid"), width: 1 },
    ticks: { show: false },
  }
  return {
    width,
    height,
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 6 },
      ...(cursor === undefined ? {} : { sync: { key: cursor } }),
    },
    scales: { x: { time: false, ...(isXLog ? { distr: 3, log: 10 } : {}) }, y: { range: padded } },
    axes: [
      { ...axis, size: 24, gap: 2 },
      { ...axis, size: 52, gap: 4, values: (_, ticks) => ticks.map(tick => formatNumber(tick)) },
    ],
    series: [
      {},
      ...series.map(
        ({ label, color, isDashed = false }): uPlot.Series => ({
          label,
          stroke: styleColor(color),
          width: 1.75,
          points: { show: false },
          ...(isDashed ? { dash: [5, 4] } : {}),
          ...(isStepped ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
        }),
      ),
    ],
    plugins: [markPlugin(props)],
  }
}

/** What a screen reader says in the place of the picture. */
function spoken({ name, xLabel, x, series }: LineChartProps): string {
  const last = x.length - 1
  const lines = series.map(({ label, values }) => {
    const [from, to] = [values[0], values[last]]
    return from === undefined || to === undefined
      ? label
      : `${label} from ${formatNumber(from)} to ${formatNumber(to)}`
  })
  return `${name} over ${xLabel}: ${lines.join("; ")}`
}

/** A chart. Other numbers of the same shape redraw within a millisecond or two: it is meant to follow a drag. */
export function LineChart(props: LineChartProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const latest = useRef(props)
  latest.current = props
  const shape = shapeOf(props)

  useLayoutEffect(() => {
    const parent = frame.current!
    const made = new uPlot(
      optionsOf(() => latest.current, parent.clientWidth),
      dataOf(latest.current),
      parent,
    )
    const click = (): void => {
      const { onPick } = latest.current
      const { left } = made.cursor
      if (onPick !== undefined && left !== undefined && left >= 0) onPick(made.posToVal(left, "x"))
    }
    made.over.addEventListener("click", click)
    const observer = new ResizeObserver(() => {
      if (parent.clientWidth > 0) made.setSize({ width: parent.clientWidth, height: made.height })
    })
    observer.observe(parent)
    plot.current = made
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [shape])

  const { x, series, mark } = props
  const arrays = [x, mark, ...series.map(({ values }) => values)]
  useLayoutEffect(() => plot.current?.setData(dataOf(latest.current)), arrays)

  const rows = (): (readonly number[])[] =>
    Array.from(x, (value, i) => [value, ...series.map(({ values }) => values[i]!)])
  return (
    <figure class="chart">
      <figcaption>{props.title ?? props.name}</figcaption>
      <div
        ref={frame}
        class={props.onPick ? "chart-plot can-pick" : "chart-plot"}
        role="img"
        aria-label={spoken(props)}
      />
      <LazyTable
        caption={props.name}
        head={[props.xLabel, ...series.map(({ label }) => label)]}
        rows={rows}
      />
    </figure>
  )
}
