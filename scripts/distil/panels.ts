/** Small charts of a fit as SVG, for pages that are read as they are: colours of their own, no script, no style. */

/** Width and height of one panel's plot, and what surrounds it. */
const PLOT = 170
const LEFT = 58
const TOP = 26
const RIGHT = 14
const BOTTOM = 38
const COLUMNS = 4
const GREY = "#6b7280"
const BLUE = "#2563eb"

/** A number on an axis. */
function short(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e4) return `${Number((value / 1000).toPrecision(3))}k`
  return size > 0 && size < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(3)))
}

/** Where values stand on an axis. */
export interface Axis {
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
  readonly isLog?: boolean
}

/** An axis from the least to the greatest value, with ticks at both and in the middle. */
export function axisOf(low: number, high: number): Axis {
  return { low, high, ticks: [low, (low + high) / 2, high] }
}

function shareOf({ low, high, isLog }: Axis, value: number): number {
  return isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
}

/** One chart of a figure. */
export interface Panel {
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  /** What is drawn, in the panel's own coordinates. */
  readonly draw: (x: (value: number) => number, y: (value: number) => number) => string
}

/** Dots on a diagonal: what is right lies on it. */
export function scatter(points: readonly (readonly [number, number])[], axis: Axis): Panel["draw"] {
  return (x, y) => {
    const line = `<path d="M${x(axis.low)} ${y(axis.low)}L${x(axis.high)} ${y(axis.high)}" stroke="${GREY}" fill="none"/>`
    const dots = points.map(([a, b]) => `M${x(a)} ${y(b)}h0`).join("")
    return `${line}<path d="${dots}" stroke="${BLUE}" stroke-opacity=".35" stroke-width="2.4" stroke-linecap="round"/>`
  }
}

/** Quantiles of what lies in a part of the horizontal axis. */
export interface Slice {
  readonly from: number
  readonly to: number
  /** 5, 25, 50, 75 and 95 %. */
  readonly quantiles: readonly [number, number, number, number, number]
}

/** Boxes of the middle half and of the middle nine tenths, with the median. */
export function slices(parts: readonly Slice[], axis: Axis): Panel["draw"] {
  return (x, y) => {
    const box = (from: number, to: number, low: number, high: number, opacity: number): string =>
      `<rect x="${x(from)}" y="${y(high)}" width="${(x(to) - x(from)).toFixed(1)}" height="${Math.max(0.5, y(low) - y(high)).toFixed(1)}" fill="${BLUE}" fill-opacity="${opacity}"/>`
    const zero = `<path d="M${x(axis.low)} ${y(0)}H${x(axis.high)}" stroke="${GREY}" stroke-dasharray="3 3"/>`
    const boxes = parts.map(({ from, to, quantiles: [p5, p25, p50, p75, p95] }) => {
      const median = `<path d="M${x(from)} ${y(p50)}H${x(to)}" stroke="${BLUE}" stroke-width="1.6"/>`
      return box(from, to, p5, p95, 0.18) + box(from, to, p25, p75, 0.38) + median
    })
    return zero + boxes.join("")
  }
}

function panelAt({ title, x, y, draw }: Panel, index: number): string {
  const left = (index % COLUMNS) * (LEFT + PLOT + RIGHT) + LEFT
  const top = Math.floor(index / COLUMNS) * (TOP + PLOT + BOTTOM) + TOP
  const within = (share: number): number => Math.min(1, Math.max(0, share))
  const placeX = (value: number): number => Number((within(shareOf(x, value)) * PLOT).toFixed(1))
  const placeY = (value: number): number => Number(((1 - within(shareOf(y, value))) * PLOT).toFixed(1))
  const ticksX = x.ticks.map(
    tick =>
      `<text x="${placeX(tick)}" y="${PLOT + 16}" text-anchor="middle" fill="${GREY}">${short(tick)}</text>`,
  )
  const ticksY = y.ticks.map(
    tick => `<text x="-6" y="${placeY(tick) + 4}" text-anchor="end" fill="${GREY}">${short(tick)}</text>`,
  )
  const frame = `<rect width="${PLOT}" height="${PLOT}" fill="none" stroke="#d1d5db"/>`
  const head = `<text x="${PLOT / 2}" y="-9" text-anchor="middle" fill="#111827" font-size="12">${title}</text>`
  return `<g transform="translate(${left} ${top})">${frame}${head}${draw(placeX, placeY)}${ticksX.join("")}${ticksY.join("")}</g>`
}

/** Panels side by side, four a row. */
export function figure(panels: readonly Panel[], label: string): string {
  const width = COLUMNS * (LEFT + PLOT + RIGHT)
  const height = Math.ceil(panels.length / COLUMNS) * (TOP + PLOT + BOTTOM)
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="10" role="img" aria-label="${label}">`
  return `${open}<rect width="${width}" height="${height}" fill="#ffffff"/>${panels.map(panelAt).join("\n")}</svg>\n`
}
