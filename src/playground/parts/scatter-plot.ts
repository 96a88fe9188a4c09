/** Points in a plane on a canvas: uPlot brings axes and the brush's frame, the points are drawn here. */

import uPlot from "uplot"
import { styleColor } from "./colors.ts"
import { formatNumber } from "./format-number.ts"
import { groupColors, type PointColoring } from "./point-colors.tsx"

/** One axis, and where points are on it. */
export interface ScatterAxis {
  readonly label: string
  readonly values: ArrayLike<number>
  readonly isLog: boolean
}

/** A place that is pointed out. */
export interface ScatterMark {
  /** Short: it is written beside the place. */
  readonly label: string
  readonly x: number
  readonly y: number
  /** Custom property of its colour. */
  readonly color: string
}

/** What lies between two values of each axis. */
export interface Brush {
  readonly x: readonly [from: number, to: number]
  readonly y: readonly [from: number, to: number]
}

/** What is drawn. */
export interface ScatterContent {
  readonly x: ScatterAxis
  readonly y: ScatterAxis
  readonly coloring: PointColoring
  /** Positions of the points of the Pareto front, by growing x. */
  readonly front: readonly number[]
  /** Whether more of x is better: the front's steps then start with y. */
  readonly isXMaximized: boolean
  readonly marks: readonly ScatterMark[]
}

/** Values of an axis that are written beside it. */
type Ticks = readonly (readonly [value: number, label: string])[]

/** Both axes as they were drawn last. */
export interface DrawnAxes {
  x: Ticks
  y: Ticks
}

const FONT = "11px system-ui, sans-serif"
const ROOM = 0.04
/** Above this many, points are small squares: they are drawn in a third of the time of discs. */
const MANY = 4000

/** The values that an axis shows: all of them, with some room. */
export function rangeOf({ values, isLog }: ScatterAxis): [low: number, high: number] {
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!)
    high = Math.max(high, values[i]!)
  }
  if (!(low <= high)) return isLog ? [1, 10] : [0, 1]
  if (isLog) {
    const room = (high / low) ** ROOM * (low === high ? 1.5 : 1)
    return [low / room, high * room]
  }
  const room = (high - low) * ROOM || Math.abs(high) * ROOM || 1
  return [low - room, high + room]
}

/** Where a value is between both ends of a range, from 0 to 1. */
export function shareIn([low, high]: readonly [number, number], isLog: boolean, value: number): number {
  return isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
}

/** Radii of a mark that its label takes at most. */
const LABEL_ROOM = 10

const FEW_TICKS = 4

/** 1, 2 and 5 of each power of ten, or all nine of them where that would be too few. */
function logTicks(low: number, high: number): number[] {
  const powers: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) powers.push(power)
  const ticks = (factors: readonly number[]): number[] =>
    powers
      .flatMap(power => factors.map(factor => Number(`${factor}e${power}`)))
      .filter(tick => tick >= low && tick <= high)
  const few = ticks([1, 2, 5])
  if (few.length > 2 * FEW_TICKS) return ticks([1])
  return few.length >= FEW_TICKS ? few : ticks([1, 2, 3, 4, 5, 6, 7, 8, 9])
}

/** Corners of the line along a front. */
export function frontSteps({
  x,
  y,
  front,
  isXMaximized,
}: ScatterContent): readonly (readonly [number, number])[] {
  return front.flatMap((index, i): (readonly [number, number])[] => {
    const at = [x.values[index]!, y.values[index]!] as const
    const before = front[i - 1]
    if (before === undefined) return [at]
    return [isXMaximized ? [x.values[before]!, at[1]] : [at[0], y.values[before]!], at]
  })
}

/** Where values are on the canvas, in its own pixels. */
interface Placing {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

function placingOf({ x, y }: ScatterContent, { left, top, width, height }: uPlot.BBox): Placing {
  const [xRange, yRange] = [rangeOf(x), rangeOf(y)]
  return {
    x: value => left + width * shareIn(xRange, x.isLog, value),
    y: value => top + height * (1 - shareIn(yRange, y.isLog, value)),
  }
}

function drawPoints(ctx: CanvasRenderingContext2D, content: ScatterContent, place: Placing): void {
  const { x, y, coloring } = content
  const { colors, group } = groupColors(coloring)
  const { length } = x.values
  const isMany = length > MANY
  const size = (isMany ? 1.6 : 2.3) * devicePixelRatio
  for (const [color, fill] of colors.entries()) {
    ctx.fillStyle = fill
    ctx.beginPath()
    for (let i = 0; i < length; i++) {
      if (group[i] !== color) continue
      const [left, top] = [place.x(x.values[i]!), place.y(y.values[i]!)]
      if (isMany) ctx.rect(left - size, top - size, 2 * size, 2 * size)
      else {
        ctx.moveTo(left + size, top)
        ctx.arc(left, top, size, 0, 2 * Math.PI)
      }
    }
    ctx.fill()
  }
}

function drawFront(ctx: CanvasRenderingContext2D, content: ScatterContent, place: Placing): void {
  const { x, y, front } = content
  ctx.strokeStyle = styleColor("--text")
  ctx.lineWidth = 1.25 * devicePixelRatio
  ctx.beginPath()
  for (const [i, [left, top]] of frontSteps(content).entries()) {
    if (i === 0) ctx.moveTo(place.x(left), place.y(top))
    else ctx.lineTo(place.x(left), place.y(top))
  }
  const radius = 4 * devicePixelRatio
  for (const index of front) {
    const [left, top] = [place.x(x.values[index]!), place.y(y.values[index]!)]
    ctx.moveTo(left + radius, top)
    ctx.arc(left, top, radius, 0, 2 * Math.PI)
  }
  ctx.stroke()
}

function drawMarks(ctx: CanvasRenderingContext2D, { marks }: ScatterContent, place: Placing): void {
  const radius = 7 * devicePixelRatio
  ctx.font = `bold ${12 * devicePixelRatio}px system-ui, sans-serif`
  ctx.textBaseline = "middle"
  ctx.lineWidth = 2 * devicePixelRatio
  for (const { label, x, y, color } of marks) {
    const [left, top] = [place.x(x), place.y(y)]
    ctx.beginPath()
    ctx.moveTo(left, top - radius)
    ctx.lineTo(left + radius, top)
    ctx.lineTo(left, top + radius)
    ctx.lineTo(left - radius, top)
    ctx.closePath()
    ctx.fillStyle = styleColor(color)
    ctx.strokeStyle = styleColor("--panel")
    ctx.stroke()
    ctx.fill()
    // A rim of the page's colour: the letters stand on points.
    ctx.lineWidth = 4 * devicePixelRatio
    const isLeft = left + radius * LABEL_ROOM > ctx.canvas.width
    const start = left + radius * (isLeft ? -1.3 : 1.3)
    ctx.textAlign = isLeft ? "right" : "left"
    ctx.strokeText(label, start, top)
    ctx.lineWidth = 2 * devicePixelRatio
    ctx.fillText(label, start, top)
  }
}

/** Draws everything within the axes. */
function draw({ ctx, bbox }: uPlot, content: ScatterContent): void {
  const place = placingOf(content, bbox)
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  drawPoints(ctx, content, place)
  drawFront(ctx, content, place)
  ctx.restore()
  ctx.save()
  drawMarks(ctx, content, place)
  ctx.restore()
}

/**
 * Makes the plot.
 *
 * @param onDrawn called after everything was drawn, as with every change of its size
 */
export function makeScatterPlot(
  parent: HTMLElement,
  height: number,
  content: ScatterContent,
  drawn: DrawnAxes,
  onDrawn: (plot: uPlot) => void,
): uPlot {
  const axisOf = (name: "x" | "y"): uPlot.Axis => ({
    scale: name,
    label: content[name].label,
    labelFont: `600 ${FONT}`,
    labelSize: 18,
    size: name === "x" ? 24 : 46,
    gap: 3,
    font: FONT,
    stroke: styleColor("--text-soft"),
    grid: { stroke: styleColor("--grid"), width: 1 },
    ticks: { show: false },
    ...(content[name].isLog
      ? {
          splits: (_, __, low, high) => logTicks(low, high),
          filter: (_, splits) => splits,
        }
      : {}),
    values: (_, splits) => {
      const labels = splits.map(split => formatNumber(split))
      drawn[name] = splits.map((split, i) => [split, labels[i]!])
      return labels
    },
  })
  const [xRange, yRange] = [rangeOf(content.x), rangeOf(content.y)]
  return new uPlot(
    {
      width: parent.clientWidth,
      height,
      legend: { show: false },
      cursor: { x: false, y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, distr: content.x.isLog ? 3 : 1, range: () => xRange },
        y: { distr: content.y.isLog ? 3 : 1, range: () => yRange },
      },
      axes: [axisOf("x"), axisOf("y")],
      // Of its own, uPlot draws lines by growing x: it is given the corners, and draws nothing.
      series: [{}, { points: { show: false }, paths: () => null }],
      hooks: {
        draw: [
          plot => {
            draw(plot, content)
            onDrawn(plot)
          },
        ],
      },
    },
    [xRange, yRange],
    parent,
  )
}
