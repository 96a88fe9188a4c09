/** Estimates with their intervals in rows, on a linear axis, with other numbers beside them. */

import type { FigureSpec } from "../document.ts"
import { rowAxis } from "../row-axis.ts"
import { colourOf } from "../theme.ts"

/** A number that is drawn in a row, by the number of its series. */
interface RangeMark {
  readonly series: number
  readonly value: number
}

/** A row of the figure. */
export interface RangeRow {
  readonly label: string
  readonly value: number
  /** NaN where nothing is known of it: no interval is drawn. */
  readonly low: number
  readonly high: number
  readonly marks?: readonly RangeMark[]
}

/** How it is drawn. */
export interface RangeAxis {
  readonly title: string
  /** What is drawn; wider than the values where they are near each other. */
  readonly domain: readonly [low: number, high: number]
  /** Where nothing has changed: a line. */
  readonly origin?: number
}

const WIDTH = 520
const ROW = 34
/** Shapes of further series, which colour alone does not tell apart. */
const SHAPES = ["diamond", "triangle-up", "square", "cross"] as const

/**
 * Draws estimates with their intervals.
 *
 * @param rows from the top on
 */
export function rangeFigure(rows: readonly RangeRow[], { title, domain, origin }: RangeAxis): FigureSpec {
  const y = rowAxis(rows)
  const x = {
    type: "quantitative",
    title,
    scale: { domain, nice: false, zero: false },
    axis: { format: ",.4~r", tickCount: 6 },
  }
  const known = rows.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
  const marks = rows.flatMap(({ label, marks: own = [] }) => own.map(mark => ({ label, ...mark })))
  const series = [...new Set(marks.map(mark => mark.series))]
  return {
    width: WIDTH,
    height: ROW * rows.length,
    layer: [
      ...(origin === undefined
        ? []
        : [
            {
              data: { values: [{ x: origin }] },
              mark: { type: "rule", strokeDash: [4, 4], color: "var(--rule)" },
              encoding: { x: { ...x, field: "x" } },
            },
          ]),
      {
        data: { values: known.map(({ label, low, high }) => ({ label, low, high })) },
        mark: {
          type: "rule",
          strokeWidth: 5,
          strokeCap: "round",
          opacity: 0.35,
          color: colourOf(0),
          clip: true,
        },
        encoding: { y, x: { ...x, field: "low" }, x2: { field: "high" } },
      },
      {
        data: { values: rows.map(({ label, value }) => ({ label, value })) },
        mark: { type: "point", filled: true, size: 90, opacity: 1, color: colourOf(0) },
        encoding: { y, x: { ...x, field: "value" } },
      },
      ...series.map((number, at) => ({
        data: {
          values: marks.filter(mark => mark.series === number).map(({ label, value }) => ({ label, value })),
        },
        mark: {
          ...{ type: "point", shape: SHAPES[at % SHAPES.length]!, size: 90, strokeWidth: 2, filled: false },
          color: colourOf(number),
        },
        encoding: { y, x: { ...x, field: "value" } },
      })),
    ],
  }
}
