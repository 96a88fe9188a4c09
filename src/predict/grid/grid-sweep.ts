/**
 * Sums over a product of two lists of rows, the outer and the inner one: each tree is descended once, carrying
 * the part of both lists that reaches a node, and a leaf adds its value to its box. Every cell gets its leaves
 * in tree order, rounded to float32 each time: the bits of a walk.
 */

import type { FlatForest } from "../../forest/flat-forest.ts"
import { goesRightAt } from "../kernels/categorical.ts"

/** Where a feature's value comes from. */
const CONSTANT = 0
const OUTER = 1
const INNER = 2

/** Rows of one of the two lists: a column for each feature of its axes. */
export interface SweepRows {
  readonly numRows: number
  /** Feature and its value in each row. */
  readonly columns: readonly (readonly [feature: number, values: Float32Array])[]
  /** Whether there is one column, ascending and without a missing value: its subsets are ranges. */
  readonly isSorted: boolean
}

/** Entries of a pending right child on the stack: its node, both lists, and the first free place behind them. */
const PENDING = 6

const NONE: Float32Array = /* @__PURE__ */ new Float32Array(0)

/** A forest over one box of outer and inner rows. */
export class GridSweep {
  private readonly forest: FlatForest
  private readonly base: Float32Array
  private readonly places: Uint8Array
  private readonly columns: Float32Array[]
  /** 1 where a feature's rows are sorted. */
  private readonly isSorted: Uint8Array
  /** 1 where a row misses a feature, or a split of it may be categorical: each row is asked alone. */
  private readonly isCareful: Uint8Array
  private numOuter = 0
  private numInner = 0
  /** All outer rows, all inner rows, then what the nodes above the current one left of them. */
  private lists: Int32Array = new Int32Array(0)
  private stack: Int32Array = new Int32Array(0)

  /**
   * @param forest with scalar leaves
   * @param base numFeatures values: those of features that are in neither list
   */
  constructor(forest: FlatForest, base: Float32Array) {
    const { numFeatures } = forest
    this.forest = forest
    this.base = base
    this.places = new Uint8Array(numFeatures)
    this.columns = Array.from({ length: numFeatures }, () => NONE)
    this.isSorted = new Uint8Array(numFeatures)
    this.isCareful = new Uint8Array(numFeatures)
  }

  private place(rows: SweepRows, place: number): void {
    for (const [feature, values] of rows.columns) {
      this.places[feature] = place
      this.columns[feature] = values
      this.isSorted[feature] = +rows.isSorted
      this.isCareful[feature] = +(this.forest.categorical !== null || values.some(Number.isNaN))
    }
  }

  /** Sets the rows whose product is summed next; the features must be the same every time. */
  setRows(outer: SweepRows, inner: SweepRows): void {
    this.place(outer, OUTER)
    this.place(inner, INNER)
    const numRows = outer.numRows + inner.numRows
    this.numOuter = outer.numRows
    this.numInner = inner.numRows
    if (this.lists.length < numRows) this.lists = new Int32Array(8 * numRows)
    // A pending child has fewer rows than its parent: there are never more of them than rows.
    if (this.stack.length < PENDING * numRows) this.stack = new Int32Array(PENDING * numRows)
    for (let row = 0; row < outer.numRows; row++) this.lists[row] = row
    for (let row = 0; row < inner.numRows; row++) this.lists[outer.numRows + row] = row
  }

  /** Makes room behind the lists in use. */
  private grow(length: number): Int32Array {
    const grown = new Int32Array(2 * length)
    grown.set(this.lists)
    this.lists = grown
    return grown
  }

  /**
   * Adds the leaves of a tree.
   *
   * @param sums numOuter × numInner cells, changed in place
   */
  addTree(tree: number, sums: Float32Array): void {
    const { forest, base, places, columns, isSorted, isCareful, numOuter, numInner, stack } = this
    const { splits, values, leftChildren } = forest
    let { lists } = this
    let node = forest.treeOffsets[tree]
    let outerBegin = 0
    let outerEnd = numOuter
    let innerBegin = numOuter
    let innerEnd = numOuter + numInner
    let free = innerEnd
    let numPending = 0
    for (;;) {
      const split = splits[node]
      if (split < 0) {
        addBox(sums, values[node], lists, outerBegin, outerEnd, innerBegin, innerEnd, numInner)
        if (numPending === 0) return
        numPending -= PENDING
        node = stack[numPending]
        outerBegin = stack[numPending + 1]
        outerEnd = stack[numPending + 2]
        innerBegin = stack[numPending + 3]
        innerEnd = stack[numPending + 4]
        free = stack[numPending + 5]
        continue
      }
      const feature = split >> 1
      const place = places[feature]
      if (place === CONSTANT) {
        node = leftChildren[node] + goesRightAt(forest, node, base[feature])
        continue
      }
      let begin = place === OUTER ? outerBegin : innerBegin
      let end = place === OUTER ? outerEnd : innerEnd
      let middle: number
      if (isSorted[feature] === 1) {
        middle = firstFrom(columns[feature], lists, begin, end, values[node])
      } else {
        if (free + end - begin > lists.length) lists = this.grow(free + end - begin)
        middle =
          isCareful[feature] === 1
            ? this.partEach(node, columns[feature], begin, end, free)
            : part(columns[feature], values[node], lists, begin, end, free)
        // Where all rows go one way, they stay where they are.
        if (middle === free) middle = begin
        else if (middle === free + end - begin) middle = end
        else {
          const length = end - begin
          begin = free
          end = free + length
          free = end
        }
      }
      const left = leftChildren[node]
      if (middle === begin) node = left + 1
      else if (middle === end) node = left
      else {
        stack[numPending] = left + 1
        stack[numPending + 5] = free
        if (place === OUTER) {
          stack[numPending + 1] = middle
          stack[numPending + 2] = end
          stack[numPending + 3] = innerBegin
          stack[numPending + 4] = innerEnd
          outerBegin = begin
          outerEnd = middle
        } else {
          stack[numPending + 1] = outerBegin
          stack[numPending + 2] = outerEnd
          stack[numPending + 3] = middle
          stack[numPending + 4] = end
          innerBegin = begin
          innerEnd = middle
        }
        numPending += PENDING
        node = left
      }
    }
  }

  /** As `part`, asking for each row what the walk asks. */
  private partEach(node: number, column: Float32Array, begin: number, end: number, to: number): number {
    const { forest, lists } = this
    let left = to
    let right = to + end - begin - 1
    for (let i = begin; i < end; i++) {
      const row = lists[i]
      if (goesRightAt(forest, node, column[row]) === 0) lists[left++] = row
      else lists[right--] = row
    }
    return left
  }
}

/** Of a sorted list, the place of the first row that goes right. */
function firstFrom(
  column: Float32Array,
  lists: Int32Array,
  begin: number,
  end: number,
  threshold: number,
): number {
  let low = begin
  let high = end
  while (low < high) {
    const middle = (low + high) >> 1
    if (column[lists[middle]] < threshold) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Copies a list to `to`: the rows that go left from its start on, the others from its end down. A list that
 * ascends or descends gives two lists that do.
 *
 * @returns place of the first row that goes right
 */
function part(
  column: Float32Array,
  threshold: number,
  lists: Int32Array,
  begin: number,
  end: number,
  to: number,
): number {
  let left = to
  let right = to + end - begin - 1
  for (let i = begin; i < end; i++) {
    const row = lists[i]
    const isLeft = +(column[row] < threshold)
    // Both places are still empty: written twice rather than branching, which mispredicts half the time.
    lists[left] = row
    lists[right] = row
    left += isLeft
    right -= 1 - isLeft
  }
  return left
}

/** Adds a leaf's value to the cells of its box. */
function addBox(
  sums: Float32Array,
  value: number,
  lists: Int32Array,
  outerBegin: number,
  outerEnd: number,
  innerBegin: number,
  innerEnd: number,
  numInner: number,
): void {
  const length = innerEnd - innerBegin
  const first = Math.min(lists[innerBegin], lists[innerEnd - 1])
  const last = Math.max(lists[innerBegin], lists[innerEnd - 1])
  if (last - first + 1 === length) {
    for (let i = outerBegin; i < outerEnd; i++) {
      const begin = lists[i] * numInner + first
      for (let cell = begin, end = begin + length; cell < end; cell++) sums[cell] += value
    }
  } else {
    for (let i = outerBegin; i < outerEnd; i++) {
      const begin = lists[i] * numInner
      for (let k = innerBegin; k < innerEnd; k++) sums[begin + lists[k]] += value
    }
  }
}
