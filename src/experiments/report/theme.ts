/**
 * Colours of a report: names of custom properties, which the page defines for light and for dark screens, so that
 * one drawing serves both. The series are Okabe and Ito's palette for all kinds of colour vision ("Color Universal
 * Design", 2008), with lightness moved until each stands out from its paper by 3 : 1.
 */

import type { FigureSpec } from "./document.ts"

/** Light first, dark second. */
const SERIES: readonly (readonly [light: string, dark: string])[] = [
  ["#0072b2", "#5fb4ec"],
  ["#c94f00", "#ff8f3f"],
  ["#00865f", "#3ecfa0"],
  ["#a8457f", "#e896c4"],
  ["#8a6d00", "#e8c33c"],
  ["#23262b", "#e8eaee"],
  ["#5b57c8", "#a7a4ff"],
  ["#7a7f87", "#9aa1ab"],
]

const PAPER = {
  ink: ["#1b1f24", "#e7e9ec"],
  paper: ["#fdfdfc", "#14171b"],
  raised: ["#f4f5f6", "#1c2026"],
  faint: ["#5b6470", "#a3abb6"],
  rule: ["#cfd3d8", "#3a414b"],
  grid: ["#e7e9ec", "#262c34"],
  good: ["#146c43", "#6fd6a3"],
  notice: ["#fff6df", "#2b2516"],
} as const

/** Numbers of series that look different by colour alone; further ones are dashed. */
const NUM_COLOURS: number = SERIES.length

/** @returns the colour of a series, as a figure names it */
export function colourOf(series: number): string {
  return `var(--s${series % NUM_COLOURS})`
}

/** @returns the dashes of a series: none for the first colours */
export function dashOf(series: number): readonly number[] {
  return series < NUM_COLOURS ? [1, 0] : [5, 3]
}

function properties(scheme: 0 | 1): string {
  const paper = Object.entries(PAPER).map(([name, colours]) => `--${name}:${colours[scheme]}`)
  const series = SERIES.map((colours, i) => `--s${i}:${colours[scheme]}`)
  return [...paper, ...series].join(";")
}

/** Rules that define the colours of both schemes; paper is printed light. */
export const colourRules: string = `:root{color-scheme:light dark;${properties(0)}}
@media screen and (prefers-color-scheme:dark){:root{${properties(1)}}}`

const FONT = "system-ui, sans-serif"

/** What all figures have in common. */
export const figureConfig: FigureSpec = {
  background: null,
  font: FONT,
  padding: 4,
  aria: false,
  view: { stroke: null },
  axis: {
    labelColor: "var(--faint)",
    titleColor: "var(--ink)",
    titleFontWeight: "normal",
    titleFontSize: 12,
    labelFontSize: 11,
    gridColor: "var(--grid)",
    domainColor: "var(--rule)",
    tickColor: "var(--rule)",
    titlePadding: 8,
    labelFlush: false,
  },
  text: { fontSize: 11, color: "var(--ink)" },
  header: { labelColor: "var(--ink)", titleColor: "var(--ink)" },
}
