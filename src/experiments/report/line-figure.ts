/** Lines over the budget that are labelled where they end: trajectories, ranks, hypervolumes. */

import { log } from "../../numeric/log.ts"
import type { FigureSpec } from "./document.ts"
import { colourOf, dashOf } from "./theme.ts"

/** One line. */
export interface LineSeries {
  readonly label: string
  /** Number of its colour. */
  readonly colour: number
  readonly time: ArrayLike<number>
  readonly value: ArrayLike<number>
  /** Half of the band around it; null for none. */
  readonly error: ArrayLike<number> | null
}

/** What the axes say. */
export interface LineAxes {
  readonly xTitle: string
  readonly yTitle: string
  readonly x: readonly [low: number, high: number]
  /** What lies beyond is cut off. */
  readonly y: readonly [low: number, high: number]
  readonly isLogY?: boolean
  /** Whether the best is at the top although it is lowest, as of ranks. */
  readonly isReversed?: boolean
}

const WIDTH = 350
const HEIGHT = 270
/** Pixels that a label takes, for one below the other. */
const LABEL_HEIGHT = 13

/** Where labels stand, in pixels from the top: beside the ends of their lines, with room between them. */
export function spreadLabels(ends: readonly number[], room: number, height: number): number[] {
  const order = [...ends.keys()].sort((a, b) => ends[a] - ends[b])
  const places = [...ends]
  let lowest = 0
  for (const at of order) {
    places[at] = Math.max(lowest, Math.min(height, ends[at]))
    lowest = places[at] + room
  }
  // Those that were pushed out below come back up, and push the ones above them.
  let highest = height
  for (const at of order.reverse()) {
    places[at] = Math.min(places[at], highest)
    highest = places[at] - room
  }
  return places
}

function pixelOf(value: number, { y: [low, high], isLogY = false, isReversed = false }: LineAxes): number {
  const place = isLogY ? (log(value) - log(low)) / (log(high) - log(low)) : (value - low) / (high - low)
  const clipped = Math.max(0, Math.min(1, place))
  return HEIGHT * (isReversed ? clipped : 1 - clipped)
}

/** A line's end within the axes, for its label. */
function endOf({ time, value }: LineSeries, { x: [, last] }: LineAxes): number {
  let at = time.length - 1
  while (at > 0 && time[at] > last) at--
  return value[at]
}

/**
 * Draws lines with bands on a logarithmic budget.
 *
 * @param series at least one
 * @returns a specification in Vega-Lite
 */
export function lineFigure(series: readonly LineSeries[], axes: LineAxes): FigureSpec {
  const rows = series.flatMap(({ label, time, value, error }) =>
    // A step that changes nothing is not drawn; the last one is, so that lines reach the end.
    Array.from(value, (y, i) => ({
      isStep: i === 0 || i === value.length - 1 || y !== value[i - 1] || error?.[i] !== error?.[i - 1],
      label,
      x: time[i],
      y,
      low: y - (error?.[i] ?? 0),
      high: y + (error?.[i] ?? 0),
    })).filter(({ x, isStep }) => isStep && x >= axes.x[0] && x <= axes.x[1]),
  )
  const places = spreadLabels(
    series.map(line => pixelOf(endOf(line, axes), axes)),
    LABEL_HEIGHT,
    HEIGHT,
  )
  const labels = series.map(({ label }, i) => ({ label, place: places[i] }))
  const domain = series.map(({ label }) => label)
  const colour = {
    field: "label",
    type: "nominal",
    legend: null,
    scale: { domain, range: series.map(line => colourOf(line.colour)) },
  }
  const dashes = {
    field: "label",
    type: "nominal",
    legend: null,
    scale: { domain, range: series.map(line => dashOf(line.colour)) },
  }
  const x = {
    field: "x",
    type: "quantitative",
    title: axes.xTitle,
    scale: { type: "log", domain: axes.x, nice: false },
    axis: { values: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], format: "~g", grid: true },
  }
  const y = {
    field: "y",
    type: "quantitative",
    title: axes.yTitle,
    scale: {
      type: axes.isLogY ? "log" : "linear",
      domain: axes.y,
      nice: false,
      zero: false,
      reverse: axes.isReversed ?? false,
    },
    axis: { format: ",.5~r", tickCount: 6 },
  }
  const band = {
    mark: { type: "area", interpolate: "step-after", clip: true, opacity: 0.18 },
    encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color: colour },
  }
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values: rows },
    layer: [
      ...(series.some(({ error }) => error !== null) ? [band] : []),
      {
        mark: { type: "line", interpolate: "step-after", clip: true, strokeWidth: 1.8 },
        encoding: { x, y, color: colour, strokeDash: dashes },
      },
      {
        data: { values: labels },
        mark: { type: "text", align: "left", baseline: "middle", dx: 6 },
        encoding: {
          x: { value: WIDTH },
          y: { field: "place", type: "quantitative", scale: null },
          text: { field: "label" },
          color: colour,
        },
      },
    ],
    resolve: { scale: { y: "shared" } },
  }
}
