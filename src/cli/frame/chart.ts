/** A curve drawn with characters, for terminals. */

import asciichart from "asciichart"
import type { Colors } from "./screen.ts"

export interface ChartOptions {
  /** Characters a line may have. */
  readonly columns: number
  /** Lines of the curve, about. */
  readonly height: number
  /** Name of the horizontal axis, whose first value is 1. */
  readonly axis: string
  /** Texts for the values at the vertical axis. */
  readonly format: (value: number) => string
  readonly colors: Colors
}

/** asciichart's own, but for the crossed axis: it marks a zero as well as the first value, in a mirrored row. */
const SYMBOLS = ["┤", "┤", "╶", "╴", "─", "╰", "╭", "╮", "╯", "│"]

/** The horizontal axis: first, middle and last position under their points. */
function axisLine(numValues: number, numPoints: number, indent: number, name: string): string {
  const middle = Math.floor((numPoints - 1) / 2)
  let line = ""
  for (const point of numPoints > 20 ? [0, middle, numPoints - 1] : [0, numPoints - 1]) {
    const label = String(1 + Math.round((point * (numValues - 1)) / Math.max(1, numPoints - 1)))
    const start = indent + point - (point === 0 ? 0 : Math.floor(label.length / 2))
    line = line.padEnd(start) + label
  }
  return `${line} ${name}`
}

/**
 * Draws values against their position, 1 on the left.
 *
 * @param values two or more
 * @returns lines: the curve and its horizontal axis
 */
export function lineChart(values: ArrayLike<number>, options: ChartOptions): string[] {
  const { format, colors, height, axis } = options
  const all = Array.from(values)
  const labelWidth = Math.max(format(Math.min(...all)).length, format(Math.max(...all)).length)
  // Label, a space, the axis; at the end half of the last label and the axis' name.
  const indent = labelWidth + 1
  const room = Math.max(10, options.columns - indent - axis.length - 3)
  const numPoints = Math.min(all.length, room)
  const points = Array.from({ length: numPoints }, (_, point) => {
    return all[Math.round((point * (all.length - 1)) / Math.max(1, numPoints - 1))]
  })
  const label = (value: number): string => format(value).padStart(labelWidth)
  const plot = asciichart.plot(points, { height, symbols: SYMBOLS, format: label })
  const lines = plot.split("\n").map(line => {
    const text = line.trimEnd()
    return text.slice(0, labelWidth) + colors.cyan(text.slice(labelWidth))
  })
  return [...lines, colors.dim(axisLine(all.length, numPoints, indent, axis))]
}
