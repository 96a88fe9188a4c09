/** A scatter as an SVG file: what the canvas shows, to be printed and edited. */

import { styleColor } from "./colors.ts"
import { escaped } from "./escaped.ts"
import { formatNumber } from "./format-number.ts"
import { groupColors } from "./point-colors.tsx"
import { type DrawnAxes, frontSteps, rangeOf, type ScatterContent, shareIn } from "./scatter-plot.ts"

const WIDTH = 880
const HEIGHT = 600
const LEFT = 76
const RIGHT = 20
const TOP = 40
const BOTTOM = 88

const short = (value: number): string => String(Math.round(value * 100) / 100)

/**
 * Writes a scatter as SVG, in the colours of the page.
 *
 * @param title written above it
 * @param note where the numbers come from, written below it
 */
export function scatterSvg(
  content: ScatterContent,
  { x: xTicks, y: yTicks }: DrawnAxes,
  title: string,
  note: string,
): string {
  const { x, y, coloring, front, marks } = content
  const [xRange, yRange] = [rangeOf(x), rangeOf(y)]
  const left = (value: number): string =>
    short(LEFT + (WIDTH - LEFT - RIGHT) * shareIn(xRange, x.isLog, value))
  const top = (value: number): string =>
    short(TOP + (HEIGHT - TOP - BOTTOM) * (1 - shareIn(yRange, y.isLog, value)))
  const { colors, group, lower, upper } = groupColors(coloring)
  const [text, soft, grid] = ["--text", "--text-soft", "--grid"].map(styleColor)
  const points = colors.map((color, i) => {
    const circles = Array.from(group, (own, at) =>
      own === i ? `<circle cx="${left(x.values[at]!)}" cy="${top(y.values[at]!)}" r="2"/>` : "",
    )
    return `<g fill="${color}">${circles.join("")}</g>`
  })
  const steps = frontSteps(content).map(([a, b]) => `${left(a)},${top(b)}`)
  const rings = front.map(at => `<circle cx="${left(x.values[at]!)}" cy="${top(y.values[at]!)}" r="4"/>`)
  const keys =
    coloring.names === undefined
      ? [`${formatNumber(lower)} (dark) to ${formatNumber(upper)} (bright)`]
      : coloring.names
  const key = colors.map(
    (color, i) => `<rect x="${LEFT + i * 12}" y="${HEIGHT - 40}" width="12" height="8" fill="${color}"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" fill="${styleColor("--panel")}"/>
<text x="${LEFT}" y="24" font-size="15" font-weight="600" fill="${text}">${escaped(title)}</text>
<g stroke="${grid}">${[
    ...xTicks.map(([value]) => `<path d="M${left(value)} ${TOP}V${HEIGHT - BOTTOM}"/>`),
    ...yTicks.map(([value]) => `<path d="M${LEFT} ${top(value)}H${WIDTH - RIGHT}"/>`),
  ].join("")}</g>
<g fill="${soft}">${[
    ...xTicks.map(
      ([value, label]) =>
        `<text x="${left(value)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${label}</text>`,
    ),
    ...yTicks.map(
      ([value, label]) => `<text x="${LEFT - 8}" y="${top(value)}" dy="4" text-anchor="end">${label}</text>`,
    ),
  ].join(
    "",
  )}<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - BOTTOM + 34}" text-anchor="middle">${escaped(x.label)}</text><text transform="translate(18 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text><text x="${LEFT + colors.length * 12 + 8}" y="${HEIGHT - 32}">${escaped(`${coloring.label}: ${keys.join(", ")}`)}</text><text x="${LEFT}" y="${HEIGHT - 10}" font-size="11">${escaped(note)}</text></g>
${key.join("")}
${points.join("\n")}
<g fill="none" stroke="${text}" stroke-width="1.25"><polyline points="${steps.join(" ")}"/>${rings.join("")}</g>
${marks
  .map(
    ({ label, x: markX, y: markY, color }) =>
      `<g fill="${styleColor(color)}"><circle cx="${left(markX)}" cy="${top(markY)}" r="6"/><text x="${left(markX)}" y="${top(markY)}" dx="10" dy="4" font-weight="700">${escaped(label)}</text></g>`,
  )
  .join("\n")}
</svg>
`
}
