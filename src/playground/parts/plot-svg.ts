/** A chart of uPlot as SVG: its own scales, ticks and colours, in lines instead of pixels. */

import type uPlot from "uplot"
import { styleColor } from "./colors.ts"
import { escaped } from "./escaped.ts"

export interface PlotSvgOptions {
  readonly title: string
  readonly xLabel: string
  /** Names of the lines. */
  readonly labels: readonly string[]
  /** Series a line: itself, then the upper and the lower end of its band. */
  readonly columns: number
}

/** Where ticks are and what stands at them: uPlot keeps both on its axes, but has no types for it. */
interface DrawnAxis {
  readonly _splits: readonly (number | null)[]
  readonly _values: readonly (string | null)[]
}

interface Corner {
  readonly x: number
  readonly y: number
}

/** Of a character of the title, in bold, on average. */
const CHARACTER = 7.4
const LINE = 18
const FONT = 'font-family="system-ui, sans-serif"'

function place({ x, y }: Corner): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`
}

/** Words in lines that fit. */
function wrapped(text: string, width: number): string[] {
  const lines = [""]
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim()
    if (longer.length * CHARACTER <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** The corners of a series' steps, a list for each stretch without a gap. */
function stretches(plot: uPlot, series: number, left: number, top: number): Corner[][] {
  const all: Corner[][] = []
  let last: Corner | null = null
  for (const [i, value] of plot.data[series]!.entries()) {
    if (value == null) {
      last = null
      continue
    }
    const corner: Corner = {
      x: left + plot.valToPos(plot.data[0]![i]!, "x"),
      y: top + plot.valToPos(value, "y"),
    }
    if (last === null) all.push([corner])
    else all.at(-1)!.push({ x: corner.x, y: last.y }, corner)
    last = corner
  }
  return all
}

/**
 * Writes what a plot of stepped lines shows.
 *
 * @returns a document of its own, in the colours at hand
 */
export function plotSvg(plot: uPlot, { title, xLabel, labels, columns }: PlotSvgOptions): string {
  const ratio = devicePixelRatio
  const titles = wrapped(title, plot.width - 16)
  const [left, top] = [plot.bbox.left / ratio, 12 + LINE * titles.length + plot.bbox.top / ratio]
  const [width, height] = [plot.bbox.width / ratio, plot.bbox.height / ratio]
  const below = top + height
  const total = { width: plot.width, height: below + 44 + LINE * labels.length }
  const [text, soft, grid] = ["--text", "--text-soft", "--grid"].map(styleColor)
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" ` +
      `width="${total.width}" height="${total.height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="${styleColor("--panel")}"/>`,
    ...titles.map(
      (line, row) =>
        `<text x="8" y="${20 + LINE * row}" ${FONT} font-size="13" font-weight="600" fill="${text}">` +
        `${escaped(line)}</text>`,
    ),
  ]
  const [xAxis, yAxis] = plot.axes as unknown as readonly [DrawnAxis, DrawnAxis]
  for (const [i, split] of xAxis._splits.entries()) {
    if (split === null || !xAxis._values[i]) continue
    const x = (left + plot.valToPos(split, "x")).toFixed(1)
    parts.push(
      `<path d="M${x},${top}V${below}" stroke="${grid}"/>`,
      `<text x="${x}" y="${below + 16}" ${FONT} font-size="11" text-anchor="middle" fill="${soft}">` +
        `${escaped(xAxis._values[i])}</text>`,
    )
  }
  for (const [i, split] of yAxis._splits.entries()) {
    if (split === null || !yAxis._values[i]) continue
    const y = top + plot.valToPos(split, "y")
    parts.push(
      `<path d="M${left},${y.toFixed(1)}h${width}" stroke="${grid}"/>`,
      `<text x="${left - 6}" y="${(y + 4).toFixed(1)}" ${FONT} font-size="11" text-anchor="end" fill="${soft}">` +
        `${escaped(yAxis._values[i])}</text>`,
    )
  }
  parts.push(
    `<text x="${left + width / 2}" y="${below + 34}" ${FONT} font-size="11" text-anchor="middle" fill="${soft}">` +
      `${escaped(xLabel)}</text>`,
  )
  for (const [at, label] of labels.entries()) {
    const first = 1 + columns * at
    const { stroke, dash } = plot.series[first]!
    const color = typeof stroke === "function" ? stroke(plot, first) : stroke
    const line = `fill="none" stroke="${color}" stroke-width="1.75"${dash ? ` stroke-dasharray="${dash}"` : ""}`
    const upper = stretches(plot, first + 1, left, top)
    const lower = stretches(plot, first + 2, left, top)
    for (const [i, corners] of upper.entries()) {
      const around = [...corners, ...(lower[i] ?? []).toReversed()].map(place)
      parts.push(`<polygon points="${around.join(" ")}" fill="${color}" fill-opacity="0.14"/>`)
    }
    for (const corners of stretches(plot, first, left, top)) {
      parts.push(`<polyline points="${corners.map(place).join(" ")}" ${line}/>`)
    }
    const y = below + 54 + LINE * at
    parts.push(
      `<path d="M12,${y}h22" ${line}/>`,
      `<text x="42" y="${y + 4}" ${FONT} font-size="12" fill="${text}">${escaped(label)}</text>`,
    )
  }
  return `${parts.join("\n")}\n</svg>\n`
}
