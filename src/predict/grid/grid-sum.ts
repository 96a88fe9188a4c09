/** Sums over a grid: which axes are walked together, in which blocks, and along which single feature. */

import type { Booster } from "../booster/booster.ts"
import { type CheckedAxis, type ClassAxis, keepValues, mergeValues } from "./grid-axes.ts"
import type { CheckedGrid } from "./grid-check.ts"
import type { GridOptions } from "./grid-request.ts"
import { GridSweep, type SweepRows } from "./grid-sweep.ts"

/** Cells that are summed at a time: with their sums in the second-level cache, each tree passes over them. */
const CELLS_AT_A_TIME = 65_536
/** Longest list: of one axis with more values, too, only so many are swept at a time. */
const ROWS_IN_A_LIST = 2048
/** Inner lists about as long as this: shorter ones leave short runs, longer ones take longer to part. */
const INNER_ROWS = 256

const lengthOf = (axes: readonly CheckedAxis[]): number =>
  axes.reduce((product, { length }) => product * length, 1)

/** Where outer axes end and inner ones begin: nearest to lists of the wanted length, by their ratio. */
function cutOf(axes: readonly ClassAxis[]): number {
  let best = axes.length
  let bestRatio = Infinity
  for (let cut = 0; cut <= axes.length; cut++) {
    const length = lengthOf(axes.slice(cut))
    const ratio = Math.max(length / INNER_ROWS, INNER_ROWS / length)
    if (ratio < bestRatio) [best, bestRatio] = [cut, ratio]
  }
  return best
}

/** Rows `[first, first + numRows)` of a product of axes; those with one class are in the base row. */
function rowsOf(axes: readonly ClassAxis[], first: number, numRows: number): SweepRows {
  const columns: [number, Float32Array][] = []
  const swept = axes.filter(({ length }) => length > 1)
  let stride = 1
  for (let a = swept.length - 1; a >= 0; a--) {
    const { features, values, length } = swept[a]
    features.forEach((feature, i) => {
      const column = new Float32Array(numRows)
      for (let row = 0; row < numRows; row++) {
        column[row] = values[(Math.floor((first + row) / stride) % length) * features.length + i]
      }
      columns.push([feature, column])
    })
    stride *= length
  }
  return { numRows, columns, isSorted: swept.length === 1 && swept[0].isSorted }
}

/** Trees of one output within a range of rounds. */
interface TreeRange {
  readonly begin: number
  readonly end: number
  /** Output that each tree of the forest adds to. */
  readonly treeInfo: Int32Array
  readonly output: number
}

/** Margins of every cell: the sums of its trees' leaves. */
export function sumGrid(
  booster: Booster,
  { axes, base }: CheckedGrid,
  options: GridOptions,
  margins: Float32Array,
): void {
  const { numOutputs, numTrees } = booster
  const { treeInfo } = booster.info
  const { baseMargin, iterationRange } = options
  const [begin, end] = iterationRange === undefined ? [0, numTrees] : booster.treeRange(iterationRange)
  const trees = Array.from({ length: numOutputs }, (_, output) => ({ begin, end, treeInfo, output }))
  sumProduct(booster, axes, base, trees, baseMargin, margins)
}

/** Any axes: their classes first, block by block, then copied out to the cells. */
function sumProduct(
  { forest, numOutputs, baseMargins }: Booster,
  given: readonly CheckedAxis[],
  base: Float32Array,
  trees: readonly TreeRange[],
  baseMargin: Float32Array | undefined,
  margins: Float32Array,
): void {
  const axes = given.map(axis => (baseMargin ? keepValues(axis) : mergeValues(forest, axis)))
  const row = base.slice()
  for (const { features, values, length } of axes) {
    if (length === 1) for (const [i, feature] of features.entries()) row[feature] = values[i]
  }
  const isWhole = axes.every(axis => axis.classOf === null)
  const cut = cutOf(axes)
  const [outer, inner] = [axes.slice(0, cut), axes.slice(cut)]
  const [numOuter, numInner] = [lengthOf(outer), lengthOf(inner)]
  const sums = isWhole ? margins : new Float32Array(numOuter * numInner * numOutputs)
  const innerStep = Math.min(numInner, ROWS_IN_A_LIST)
  const outerStep = Math.min(numOuter, ROWS_IN_A_LIST, Math.max(1, Math.floor(CELLS_AT_A_TIME / innerStep)))
  const sweep = new GridSweep(forest, row)
  const block = new Float32Array(outerStep * innerStep)
  for (let outerFirst = 0; outerFirst < numOuter; outerFirst += outerStep) {
    const outerRows = rowsOf(outer, outerFirst, Math.min(outerStep, numOuter - outerFirst))
    for (let innerFirst = 0; innerFirst < numInner; innerFirst += innerStep) {
      const innerRows = rowsOf(inner, innerFirst, Math.min(innerStep, numInner - innerFirst))
      sweep.setRows(outerRows, innerRows)
      for (let output = 0; output < numOutputs; output++) {
        if (baseMargin === undefined) block.fill(baseMargins[output])
        for (let o = 0, at = 0; o < outerRows.numRows && baseMargin !== undefined; o++) {
          let from = ((outerFirst + o) * numInner + innerFirst) * numOutputs + output
          for (let i = 0; i < innerRows.numRows; i++, from += numOutputs) block[at++] = baseMargin[from]
        }
        const { begin, end, treeInfo } = trees[output]
        for (let tree = begin; tree < end; tree++) if (treeInfo[tree] === output) sweep.addTree(tree, block)
        for (let o = 0, at = 0; o < outerRows.numRows; o++) {
          let to = ((outerFirst + o) * numInner + innerFirst) * numOutputs + output
          for (let i = 0; i < innerRows.numRows; i++, to += numOutputs) sums[to] = block[at++]
        }
      }
    }
  }
  if (!isWhole) copyClasses(outer, inner, numInner, numOutputs, sums, margins)
}

/** Class of each cell of a product of axes. */
function classesOf(axes: readonly ClassAxis[]): Int32Array {
  let classes = new Int32Array(1)
  for (const { classOf, length } of axes) {
    const given = classOf ?? Int32Array.from({ length }, (_, i) => i)
    const next = new Int32Array(classes.length * given.length)
    let at = 0
    for (const before of classes) for (const number of given) next[at++] = before * length + number
    classes = next
  }
  return classes
}

function copyClasses(
  outer: readonly ClassAxis[],
  inner: readonly ClassAxis[],
  numInner: number,
  numOutputs: number,
  sums: Float32Array,
  margins: Float32Array,
): void {
  const innerClasses = classesOf(inner)
  let at = 0
  for (const outerClass of classesOf(outer)) {
    const first = outerClass * numInner
    for (let i = 0; i < innerClasses.length; i++) {
      const from = (first + innerClasses[i]) * numOutputs
      for (let output = 0; output < numOutputs; output++) margins[at++] = sums[from + output]
    }
  }
}
