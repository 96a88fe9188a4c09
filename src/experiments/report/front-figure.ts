/** Pareto fronts: an accuracy that is to be high against something that is to be low. */

import type { LossPoint } from "../analysis/fronts.ts"
import type { FigureSpec } from "./document.ts"
import { colourOf, dashOf } from "./theme.ts"

/** A front and how it is drawn. */
export interface FrontSeries {
  readonly label: string
  readonly colour: number
  readonly front: readonly LossPoint[]
}

const WIDTH = 350
const HEIGHT = 270

/**
 * Draws fronts as staircases: everything below and to the right of one is dominated.
 *
 * @param lowest accuracy that is drawn; what is below is cut off
 */
export function frontFigure(
  series: readonly FrontSeries[],
  xTitle: string,
  yTitle: string,
  lowest: number,
): FigureSpec {
  const values = series.flatMap(({ label, front }) =>
    front.map(([loss, other]) => ({ label, x: other, y: -loss })),
  )
  const highest = Math.max(...values.map(({ y: accuracy }) => accuracy))
  const domain = series.map(({ label }) => label)
  const x = {
    field: "x",
    type: "quantitative",
    title: xTitle,
    scale: { type: "log", nice: false, padding: 8 },
    axis: { format: ",.5~r", tickCount: 5 },
  }
  const y = {
    field: "y",
    type: "quantitative",
    title: yTitle,
    scale: { zero: false, nice: false, domain: [lowest, highest + 0.05 * (highest - lowest)] },
    axis: { format: ",.5~r", tickCount: 6 },
  }
  const color = {
    field: "label",
    type: "nominal",
    legend: null,
    scale: { domain, range: series.map(({ colour }) => colourOf(colour)) },
  }
  const strokeDash = {
    field: "label",
    type: "nominal",
    legend: null,
    scale: { domain, range: series.map(({ colour }) => dashOf(colour)) },
  }
  return {
    width: WIDTH,
    height: HEIGHT,
    data: { values },
    layer: [
      {
        mark: { type: "line", interpolate: "step-after", clip: true, strokeWidth: 1.6 },
        encoding: { x, y, color, strokeDash },
      },
      {
        mark: { type: "point", filled: true, size: 22, opacity: 1, clip: true },
        encoding: { x, y, color },
      },
    ],
  }
}
