/** Scores over a number of configurations, with their errors, and levels that they may reach. */

import type { FigureSpec } from "../document.ts"
import { colourOf } from "../theme.ts"

/** A point of a curve. */
export interface CurvePoint {
  readonly size: number
  readonly value: number
  /** Half of the bar through it. */
  readonly error: number
}

/** A level, by the number of its series. */
interface CurveLevel {
  readonly series: number
  readonly value: number
}

const WIDTH = 230
const HEIGHT = 170

/** @param yTitle of the vertical axis, which goes from 0 to 1 */
export function curveFigure(
  points: readonly CurvePoint[],
  levels: readonly CurveLevel[],
  yTitle: string,
): FigureSpec {
  const values = points.map(({ size, value, error }) => ({
    ...{ size, value },
    low: Math.max(0, value - error),
    high: Math.min(1, value + error),
  }))
  const x = {
    field: "size",
    type: "quantitative",
    title: "configurations",
    scale: { zero: true, nice: true },
    axis: { tickCount: 5 },
  }
  const y = { type: "quantitative", title: yTitle, scale: { domain: [0, 1] }, axis: { tickCount: 5 } }
  return {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      ...levels.map(({ series, value }) => ({
        data: { values: [{ value }] },
        mark: { type: "rule", strokeWidth: 1.6, strokeDash: [5, 3], color: colourOf(series) },
        encoding: { y: { ...y, field: "value" } },
      })),
      {
        data: { values },
        layer: [
          {
            mark: { type: "rule", strokeWidth: 2, opacity: 0.5, color: colourOf(0) },
            encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
          },
          {
            mark: { type: "line", color: colourOf(0), clip: true },
            encoding: { x, y: { ...y, field: "value" } },
          },
          {
            mark: { type: "point", filled: true, size: 50, opacity: 1, color: colourOf(0), clip: true },
            encoding: { x, y: { ...y, field: "value" } },
          },
        ],
      },
    ],
  }
}
