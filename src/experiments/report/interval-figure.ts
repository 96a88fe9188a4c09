/** Intervals in rows, on a logarithmic axis: speed-ups, with what is published beside them. */

import type { FigureSpec } from "./document.ts"
import { rowAxis } from "./row-axis.ts"
import { colourOf } from "./theme.ts"

/** A row of the figure. */
export interface IntervalRow {
  readonly label: string
  readonly low: number
  readonly median: number
  readonly high: number
  /** Null where nothing is. */
  readonly published: number | null
}

const WIDTH = 520
const ROW = 34

/**
 * Draws intervals with their medians.
 *
 * @param rows from the top on
 * @param title of the axis
 * @param low what is less, or not known but to be less, is drawn at this
 */
export function intervalFigure(rows: readonly IntervalRow[], title: string, low: number): FigureSpec {
  const high = Math.max(...rows.flatMap(row => [row.high, row.published ?? 0])) * 1.3
  const values = rows.map(row => ({
    ...row,
    low: Math.max(low, row.low),
    median: Math.max(low, row.median),
    high: Math.max(low, row.high),
  }))
  const y = rowAxis(rows)
  const x = {
    type: "quantitative",
    title,
    scale: { type: "log", domain: [low, Math.max(high, 10 * low)], nice: false },
    axis: { values: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], format: "~g" },
  }
  return {
    width: WIDTH,
    height: ROW * rows.length,
    data: { values },
    layer: [
      {
        mark: { type: "rule", strokeWidth: 5, strokeCap: "round", opacity: 0.35, color: colourOf(0) },
        encoding: { y, x: { ...x, field: "low" }, x2: { field: "high" } },
      },
      {
        mark: { type: "point", filled: true, size: 90, opacity: 1, color: colourOf(0) },
        encoding: { y, x: { ...x, field: "median" } },
      },
      {
        transform: [{ filter: "datum.published !== null" }],
        mark: {
          type: "point",
          shape: "diamond",
          size: 110,
          strokeWidth: 2,
          color: colourOf(1),
          filled: false,
        },
        encoding: { y, x: { ...x, field: "published" } },
      },
    ],
  }
}
