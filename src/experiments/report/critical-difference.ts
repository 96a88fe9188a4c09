/**
 * The critical-difference diagram of J. Demšar (JMLR 7, 2006): mean ranks on a line, best on the left, and bars under
 * those that Nemenyi's test does not tell apart.
 */

import { sortedOrder } from "../../numeric/ranks.ts"
import type { FigureSpec } from "./document.ts"
import { colourOf } from "./theme.ts"

const WIDTH = 440
/** Of a row of labels, and of bars. */
const LINE = 19
const BAR = 9
/** Above the axis, its labels and its title. */
const ABOVE = -52

/**
 * Draws the diagram.
 *
 * @param labels one an optimiser
 * @param meanRanks of them
 * @param criticalDifference how far apart ranks must lie
 * @param cliques positions of those that are not told apart
 */
export function criticalDifferenceFigure(
  labels: readonly string[],
  meanRanks: readonly number[],
  criticalDifference: number,
  cliques: readonly (readonly number[])[],
): FigureSpec {
  const k = labels.length
  const order = Array.from(sortedOrder(k, (a, b) => meanRanks[a] - meanRanks[b]))
  const numLeft = Math.ceil(k / 2)
  const firstLabel = 22 + BAR * cliques.length
  const places = order.map((at, i) => {
    const isLeft = i < numLeft
    // The outermost ranks are labelled nearest to the axis, so that no elbow crosses another.
    const row = isLeft ? i : k - 1 - i
    const label = `${labels[at]} (${meanRanks[at].toFixed(2)})`
    return { label, rank: meanRanks[at], depth: firstLabel + LINE * row, side: isLeft ? 1 : k, isLeft }
  })
  const elbows = places.flatMap(({ label, rank, depth, side }) => [
    { label, rank, depth: 0, step: 0 },
    { label, rank, depth, step: 1 },
    { label, rank: side, depth, step: 2 },
  ])
  const bars = cliques.flatMap((clique, bar) =>
    [clique[0], clique[clique.length - 1]].map(at => ({ bar, rank: meanRanks[at], depth: 10 + BAR * bar })),
  )
  const height = firstLabel + LINE * numLeft
  const x = {
    field: "rank",
    type: "quantitative",
    scale: { domain: [1, k], nice: false, zero: false },
    axis: {
      orient: "top",
      title: "mean rank (1 is best)",
      grid: false,
      values: Array.from({ length: k }, (_, i) => i + 1),
      format: "d",
      labelOverlap: false,
    },
  }
  const y = {
    field: "depth",
    type: "quantitative",
    scale: { domain: [height, 0], nice: false, zero: false },
    axis: null,
  }
  const labelsOn = (isLeft: boolean): FigureSpec => ({
    data: { values: places.filter(place => place.isLeft === isLeft) },
    mark: { type: "text", align: isLeft ? "right" : "left", baseline: "middle", dx: isLeft ? -5 : 5 },
    encoding: { x: { ...x, field: "side" }, y, text: { field: "label" } },
  })
  const distance = [1, 1 + criticalDifference].map(rank => ({ rank, depth: ABOVE }))
  const caption = `critical difference ${criticalDifference.toFixed(2)}`
  return {
    width: WIDTH,
    height,
    layer: [
      {
        data: { values: elbows },
        mark: { type: "line", color: "var(--faint)", strokeWidth: 1 },
        encoding: { x, y, detail: { field: "label" }, order: { field: "step" } },
      },
      labelsOn(true),
      labelsOn(false),
      {
        data: { values: bars },
        mark: { type: "line", strokeWidth: 4, strokeCap: "round", color: colourOf(0) },
        encoding: { x, y, detail: { field: "bar" } },
      },
      {
        data: { values: distance },
        mark: { type: "line", strokeWidth: 2.5, color: colourOf(1) },
        encoding: { x, y },
      },
      {
        data: { values: [{ rank: 1 + criticalDifference, depth: ABOVE }] },
        mark: { type: "text", align: "left", baseline: "middle", dx: 8, color: colourOf(1) },
        encoding: { x, y, text: { value: caption } },
      },
    ],
  }
}
