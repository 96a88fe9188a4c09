/** Grids of one ascending axis, as learning curves are: by the runs of each tree. */

import type { Booster } from "../booster/booster.ts"
import type { TreeSource } from "../booster/tree-source.ts"
import { FlatRuns, kernelRuns, type RunSource } from "./curve-runs.ts"
import { CurveSweep } from "./curve-sweep.ts"
import { Cuts } from "./cuts.ts"
import { isAscending, isCategorical } from "./grid-axes.ts"
import type { CheckedGrid } from "./grid-check.ts"
import type { GridOptions } from "./grid-request.ts"

/** What curves are summed in. */
interface Scratch {
  readonly sweep: CurveSweep
  readonly cuts: Cuts
}

/** A booster is asked for one curve after the other. */
const scratches: WeakMap<TreeSource, Scratch> = /* @__PURE__ */ new WeakMap()

function scratchOf(trees: TreeSource): Scratch {
  const known = scratches.get(trees)
  if (known !== undefined) return known
  const scratch = { sweep: new CurveSweep(), cuts: new Cuts() }
  scratches.set(trees, scratch)
  return scratch
}

/** Runs of each output: in the kernel's layout, which a pack has anyway, else in flat arrays. */
function sourcesOf(
  booster: Booster,
  feature: number,
  cuts: Cuts,
  row: Float32Array,
  [begin, end]: readonly [number, number],
): RunSource[] | null {
  const { numOutputs, numTrees, trees } = booster
  const isWhole = begin === 0 && end === numTrees
  const place = isWhole ? trees.kernelFor(cuts.length) : null
  const found = place && kernelRuns(place, numOutputs, feature, cuts, row)
  if (found !== null) return found
  const { forest } = booster
  if (forest.leafVectors !== null || isCategorical(forest, feature)) return null
  const { treeInfo } = booster.info
  return Array.from({ length: numOutputs }, (_, output) => {
    const own = Int32Array.from({ length: end - begin }, (_, i) => begin + i)
    return new FlatRuns(
      forest,
      own.filter(tree => treeInfo[tree] === output),
      feature,
      cuts,
      row,
    )
  })
}

/**
 * Sums a grid that is a curve.
 *
 * @param margins numCells × numOutputs, overwritten where it is one
 * @returns whether it is: otherwise nothing was done
 */
export function sumCurve(
  booster: Booster,
  { axes, base }: CheckedGrid,
  { baseMargin, iterationRange }: GridOptions,
  margins: Float32Array,
): boolean {
  if (axes.length !== 1 || baseMargin !== undefined || !isAscending(axes[0])) return false
  const { numOutputs, numTrees, baseMargins } = booster
  const [{ features, values, length }] = axes
  const { sweep, cuts } = scratchOf(booster.trees)
  cuts.set(values)
  const range = iterationRange === undefined ? ([0, numTrees] as const) : booster.treeRange(iterationRange)
  const sources = sourcesOf(booster, features[0], cuts, base, range)
  if (sources === null) return false
  if (numOutputs === 1) {
    sweep.sum(sources[0], length, baseMargins[0], margins)
    return true
  }
  const sums = new Float32Array(length)
  for (let output = 0; output < numOutputs; output++) {
    sweep.sum(sources[output], length, baseMargins[output], sums)
    for (let i = 0, to = output; i < length; i++, to += numOutputs) margins[to] = sums[i]
  }
  return true
}
