/** Curves over the epochs as inline SVG; colours come from the page. */

import { escaped } from "../escaped.ts"

/** A curve, and positions on it that are marked. */
export interface Curve {
  readonly label: string
  /** One value an epoch, from 1 on. */
  readonly values: ArrayLike<number>
  /** Epochs that show a breach. */
  readonly marked: readonly number[]
}

const WIDTH = 520
const HEIGHT = 180
const LEFT = 64
const BOTTOM = 24
const TOP = 10
const RIGHT = 12

/** A number for an axis: four digits that count, thousands in groups. */
export function shortNumber(value: number): string {
  if (value === 0) return "0"
  const rounded = Number(value.toPrecision(4))
  return Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e9
    ? rounded.toLocaleString("en", { maximumFractionDigits: 6 })
    : rounded.toExponential(2)
}

/**
 * Draws curves over the same epochs.
 *
 * @param unit of the vertical axis
 * @returns one `svg` element; lines have the classes `c0`, `c1`, …
 */
export function curveChart(curves: readonly Curve[], unit: string): string {
  const all = curves.flatMap(({ values }) => Array.from(values))
  const low = Math.min(...all)
  const high = Math.max(...all)
  const range = high - low || Math.max(Math.abs(high), 1)
  const epochs = Math.max(...curves.map(({ values }) => values.length))
  const x = (epoch: number): string =>
    (LEFT + ((epoch - 1) / Math.max(1, epochs - 1)) * (WIDTH - LEFT - RIGHT)).toFixed(1)
  const y = (value: number): string =>
    (HEIGHT - BOTTOM - ((value - low) / range) * (HEIGHT - BOTTOM - TOP)).toFixed(1)
  const ticks = [low, low + range / 2, low + range]
    .map(
      value =>
        `<line class="rule" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}"/>` +
        `<text x="${LEFT - 6}" y="${y(value)}" dy="4" text-anchor="end">${shortNumber(value)}</text>`,
    )
    .join("")
  const labels = [1, Math.round(epochs / 2), epochs]
    .map(epoch => `<text x="${x(epoch)}" y="${HEIGHT - 6}" text-anchor="middle">${epoch}</text>`)
    .join("")
  const lines = curves
    .map(({ values, marked }, i) => {
      const points = Array.from(values, (value, epoch) => `${x(epoch + 1)},${y(value)}`).join(" ")
      const dots = marked
        .map(epoch => `<circle class="c${i}" cx="${x(epoch)}" cy="${y(values[epoch - 1])}" r="4"/>`)
        .join("")
      return `<polyline class="c${i}" points="${points}"/>${dots}`
    })
    .join("")
  const what = escaped(curves.map(({ label }) => label).join("; "))
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${what}, in ${escaped(unit)} over the epochs">${ticks}${labels}${lines}</svg>`
}
