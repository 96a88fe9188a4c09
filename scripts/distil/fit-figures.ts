/** Figures of a fit: distilled against official values, and what is missed by epoch and by LearningRate. */
import { metrics } from "../../src/benchmark/index.ts"
import { quantile } from "../../src/numeric/ranks.ts"
import { type Axis, axisOf, figure, type Panel, type Slice, scatter, slices } from "./panels.ts"
import type { Predictions } from "./predictions.ts"
import type { Compared } from "./scores.ts"

/** Dots of a scatter at most: every k-th row. */
const MAX_DOTS = 700
/** Rows that quantiles of a slice need. */
const LEAST_ROWS = 20

const EPOCH_AXIS: Axis = { low: 1, high: 200, ticks: [1, 50, 100, 150, 200] }
const RATE_AXIS: Axis = { low: 0.001, high: 1, ticks: [0.001, 0.01, 0.1, 1], isLog: true }
const NUM_SLICES = 20

function titleOf(metric: string): string {
  const unit = metrics.find(({ name }) => name === metric)?.unit ?? ""
  return `${metric} (${unit})`
}

/** Distilled values over official ones. */
export function valuesFigure(compared: readonly Compared[], label: string): string {
  const panels = compared.map(({ metric, official, distilled }): Panel => {
    const axis = axisOf(Math.min(...official, ...distilled), Math.max(...official, ...distilled))
    const step = Math.ceil(official.length / MAX_DOTS)
    const points = Array.from(official, (value, at) => [value, distilled[at] ?? 0] as const)
    return {
      title: titleOf(metric),
      x: axis,
      y: axis,
      draw: scatter(
        points.filter((_, at) => at % step === 0),
        axis,
      ),
    }
  })
  return figure(panels, label)
}

/** Edges of equal parts of an axis. */
function edgesOf({ low, high, isLog }: Axis): number[] {
  return Array.from({ length: NUM_SLICES + 1 }, (_, at) => {
    const share = at / NUM_SLICES
    return isLog ? low * (high / low) ** share : low + share * (high - low)
  })
}

/** Distilled less official values, in slices of an axis. */
function missesFigure(
  compared: readonly Compared[],
  axis: Axis,
  placeOf: (row: number) => number,
  label: string,
): string {
  const edges = edgesOf(axis)
  const panels = compared.map(({ metric, rows, official, distilled }): Panel => {
    const parts = edges.slice(1).flatMap((to, at): Slice[] => {
      const from = edges[at] ?? to
      const isLast = at === NUM_SLICES - 1
      const misses = Array.from(rows.keys())
        .filter(k => {
          const value = placeOf(rows[k] ?? 0)
          return value >= from && (value < to || isLast)
        })
        .map(k => (distilled[k] ?? 0) - (official[k] ?? 0))
      if (misses.length < LEAST_ROWS) return []
      const at5 = [0.05, 0.25, 0.5, 0.75, 0.95].map(share => quantile(misses, share))
      return [{ from, to, quantiles: at5 as unknown as Slice["quantiles"] }]
    })
    const reach = Math.max(...parts.flatMap(({ quantiles }) => quantiles.map(Math.abs)), 1e-9)
    const y: Axis = { low: -reach, high: reach, ticks: [-reach, 0, reach] }
    return { title: titleOf(metric), x: axis, y, draw: slices(parts, axis) }
  })
  return figure(panels, label)
}

/** What is missed by epoch. */
export function epochsFigure(compared: readonly Compared[], predictions: Predictions, label: string): string {
  return missesFigure(compared, EPOCH_AXIS, row => predictions.epochs[row] ?? 0, label)
}

/** What is missed by LearningRate. */
export function ratesFigure(compared: readonly Compared[], predictions: Predictions, label: string): string {
  const rateOf = (row: number): number => predictions.configurations[row]?.LearningRate ?? 0
  return missesFigure(compared, RATE_AXIS, rateOf, label)
}
