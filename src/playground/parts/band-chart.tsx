/** Lines with bands around them over a logarithmic axis, drawn by uPlot; as CSV and SVG, too. */

import type { JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import uPlot from "uplot"
import { colorScheme } from "../state/color-scheme.ts"
import { NUM_SERIES_COLORS, seriesColor, styleColor } from "./colors.ts"
import { csvText } from "./csv.ts"
import { DownloadButton } from "./download-button.tsx"
import { formatNumber } from "./format-number.ts"
import { LazyTable } from "./lazy-table.tsx"
import { plotSvg } from "./plot-svg.ts"

/** One line. Columns have an entry an entry of `x`; NaN where there is nothing. */
export interface BandSeries {
  readonly label: string
  readonly values: Float64Array
  /** Half the height of the band around it. */
  readonly halfWidths?: Float64Array
}

export interface BandChartProps {
  /** What is shown, with its unit. */
  readonly title: string
  readonly xLabel: string
  /** Above 0. */
  readonly x: Float64Array
  readonly series: readonly BandSeries[]
  /** What a half width is, for tables. */
  readonly bandLabel: string
  /** Name of the files that are saved, without an ending. */
  readonly fileName: string
  readonly isYLog?: boolean
  /** Low values at the top, as of ranks (default false). */
  readonly isYReversed?: boolean
}

const HEIGHT = 260
/** Line, upper and lower end of the band. */
const COLUMNS = 3

/** A series' place among the colours; from the second round on, it is dashed. */
export function seriesStyle(index: number): { readonly color: string; readonly isDashed: boolean } {
  return { color: seriesColor(index), isDashed: index >= NUM_SERIES_COLORS }
}

/** For uPlot, gaps are null; on a logarithmic axis, so is what cannot be on it. */
function plotted(values: ArrayLike<number>, isLog: boolean): (number | null)[] {
  return Array.from(values, value => (Number.isFinite(value) && (!isLog || value > 0) ? value : null))
}

function dataOf({ x, series, isYLog = false }: BandChartProps): uPlot.AlignedData {
  const columns = series.flatMap(({ values, halfWidths }) => {
    const line = plotted(values, isYLog)
    const end = (sign: 1 | -1): (number | null)[] =>
      halfWidths === undefined
        ? line.map(() => null)
        : plotted(
            values.map((value, i) => value + sign * halfWidths[i]!),
            isYLog,
          )
    return [line, end(1), end(-1)]
  })
  return [Array.from(x), ...columns]
}

/** From the first to the last value, with a little room where there are lines. */
function rangeOf(isLog: boolean, room: number) {
  return (_: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax => {
    if (low === null || high === null) return isLog ? [0.1, 1] : [0, 1]
    if (isLog) return [low / (1 + room), high * (1 + room)]
    const padding = (high - low || 1) * room
    return [low - padding, high + padding]
  }
}

/** Places of a logarithmic axis that are easily said; more of them where it is short. */
function logSplits(_: uPlot, _axis: number, low: number, high: number): number[] {
  const steps = high / low > 200 ? [1] : high / low > 4 ? [1, 2, 5] : [1, 1.2, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]
  const splits: number[] = []
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
    splits.push(...steps.map(step => step * power).filter(split => split >= low && split <= high))
  }
  return splits
}

function optionsOf(
  { series, isYLog = false, isYReversed = false }: BandChartProps,
  width: number,
): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: styleColor("--text-soft"),
    font: "11px system-ui, sans-serif",
    grid: { stroke: styleColor("--grid"), width: 1 },
    ticks: { show: false },
  }
  const paths = uPlot.paths.stepped!({ align: 1 })
  const values = (_: uPlot, ticks: (number | null)[]): string[] =>
    ticks.map(tick => (tick === null ? "" : formatNumber(tick)))
  const logarithmic = { splits: logSplits, filter: (_: uPlot, splits: number[]) => splits, values }
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, distr: 3, log: 10, range: rangeOf(true, 0) },
      y: { distr: isYLog ? 3 : 1, dir: isYReversed ? -1 : 1, range: rangeOf(isYLog, 0.05) },
    },
    axes: [
      { ...axis, size: 24, gap: 2, ...logarithmic },
      { ...axis, size: 56, gap: 4, ...(isYLog ? logarithmic : { values }) },
    ],
    series: [
      {},
      ...series.flatMap(({ label }, at): uPlot.Series[] => {
        const { color, isDashed } = seriesStyle(at)
        const end: uPlot.Series = { paths, width: 0, points: { show: false } }
        const dash = isDashed ? { dash: [6, 4] } : {}
        const stroke = styleColor(color)
        return [{ label, stroke, width: 1.75, paths, points: { show: false }, ...dash }, end, end]
      }),
    ],
    bands: series.map((_, at) => ({
      series: [2 + COLUMNS * at, 3 + COLUMNS * at],
      fill: styleColor(seriesStyle(at).color).replace(/^rgb\((.*)\)$/, "rgba($1, 0.14)"),
    })),
  }
}

/** What a screen reader says in the place of the picture. */
function spoken({ title, xLabel, series }: BandChartProps): string {
  const ends = series.map(({ label, values }) => `${label} ${formatNumber(values[values.length - 1]!)}`)
  return `${title} over ${xLabel}, on a logarithmic axis. At the end: ${ends.join("; ")}`
}

/** The chart. */
export function BandChart(props: BandChartProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const { title, xLabel, x, series, bandLabel, fileName, isYLog, isYReversed } = props
  const shape = JSON.stringify([series.map(({ label }) => label), isYLog, isYReversed, colorScheme.value])
  const latest = useRef(props)
  latest.current = props

  useLayoutEffect(() => {
    const parent = frame.current!
    const made = new uPlot(optionsOf(latest.current, parent.clientWidth), dataOf(latest.current), parent)
    const observer = new ResizeObserver(() => {
      if (parent.clientWidth > 0) made.setSize({ width: parent.clientWidth, height: HEIGHT })
    })
    observer.observe(parent)
    plot.current = made
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [shape])
  useLayoutEffect(() => plot.current?.setData(dataOf(latest.current)), [x, series])

  const head = [
    xLabel,
    ...series.flatMap(({ label, halfWidths }) =>
      halfWidths === undefined ? [label] : [label, `${label}, ${bandLabel}`],
    ),
  ]
  const rows = (): number[][] =>
    Array.from(x, (at, i) => [
      at,
      ...series.flatMap(({ values, halfWidths }) =>
        halfWidths === undefined ? [values[i]!] : [values[i]!, halfWidths[i]!],
      ),
    ])
  const labels = series.map(({ label }) => label)
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <div ref={frame} class="chart-plot" role="img" aria-label={spoken(props)} />
      <p class="chart-x">{xLabel}</p>
      <div class="chart-foot">
        <LazyTable caption={title} head={head} rows={rows} />
        <DownloadButton
          label={`${fileName}.csv`}
          name={`${fileName}.csv`}
          type="text/csv"
          content={() => csvText(head, rows())}
        />
        <DownloadButton
          label={`${fileName}.svg`}
          name={`${fileName}.svg`}
          type="image/svg+xml"
          content={() => plotSvg(plot.current!, { title, xLabel, labels, columns: COLUMNS })}
        />
      </div>
    </figure>
  )
}
