/** Every run as a tick in the row of its optimiser, with the median: how final results are spread. */

import { log } from "../../numeric/log.ts"
import { quantile } from "../../numeric/ranks.ts"
import type { FigureSpec } from "./document.ts"
import { colourOf } from "./theme.ts"

/** A row of the figure. */
export interface StripRow {
  readonly label: string
  /** One a run, at least one. */
  readonly values: readonly number[]
}

const WIDTH = 330
const ROW = 22

/**
 * Draws values on a logarithmic axis.
 *
 * @param rows from the top on
 * @param title of the axis
 * @param floor what is lower, as a regret of 0, is drawn at this
 */
export function stripFigure(rows: readonly StripRow[], title: string, floor: number): FigureSpec {
  const clipped = rows.map(({ label, values }) => ({ label, values: values.map(v => Math.max(floor, v)) }))
  const all = clipped.flatMap(({ values }) => values)
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const y = {
    field: "label",
    type: "nominal",
    sort: rows.map(({ label }) => label),
    title: null,
    axis: { domain: false, ticks: false, labelColor: "var(--ink)", labelLimit: 0, grid: true },
  }
  // A little room on both sides, as a share of the whole.
  const margin = 1 + 0.06 * Math.max(1, log(high / low))
  const x = {
    field: "value",
    type: "quantitative",
    title,
    scale: { type: "log", domain: [low / margin, high * margin], nice: false },
    axis: { format: ",.5~r", tickCount: 5, grid: false },
  }
  return {
    width: WIDTH,
    height: ROW * rows.length,
    layer: [
      {
        data: {
          values: clipped.flatMap(({ label, values }) => values.map(value => ({ label, value }))),
        },
        mark: { type: "tick", thickness: 1.4, size: 12, opacity: 0.4, color: colourOf(0) },
        encoding: { y, x },
      },
      {
        data: { values: clipped.map(({ label, values }) => ({ label, value: quantile(values, 0.5) })) },
        mark: { type: "point", filled: true, size: 70, opacity: 1, color: colourOf(1) },
        encoding: { y, x },
      },
    ],
  }
}
