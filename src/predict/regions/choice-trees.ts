/**
 * A forest rewritten as questions about choices and axes, with what is fixed answered and what no combination
 * reaches left out. Answering one more choice copies only the trees that ask about it, so that a search which
 * goes down choice by choice does little at each step.
 *
 * Nodes lie in preorder, the left child right after its parent:
 *
 * | array    | a choice                               | an axis                             | leaf  |
 * |----------|----------------------------------------|-------------------------------------|-------|
 * | question | number of the choice                   | number of choices; columns: one more | -1    |
 * | test     | options that go left, a bit each       | first cell that goes right          |       |
 * | right    | index of the right child               | the same                            |       |
 * | value    | greatest leaf below                    | the same                            | value |
 */

import type { FlatForest } from "../../forest/flat-forest.ts"
import { goesRight } from "../kernels/categorical.ts"
import type { AxisFeature, ChoiceSpace, ForestOverSpace } from "./choice-space.ts"

const { fround } = Math

/** Trees by their roots, and the choices that each still asks about, a bit each. */
export interface TreeList {
  readonly roots: number[]
  readonly asks: number[]
}

/** Part of the plane: rows [top, bottom), columns [left, right). */
export interface Rectangle {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

function goesLeft(forest: FlatForest, node: number, value: number): boolean {
  if (Number.isNaN(value)) return (forest.splits[node] & 1) === 1
  const { categorical } = forest
  const set = categorical === null ? -1 : categorical.setOf[node]
  if (categorical !== null && set >= 0) return goesRight(categorical, set, value) === 0
  return value < forest.values[node]
}

/** The first cell that goes right: thresholds cut axes between cells. */
function firstRight(cells: Float32Array, threshold: number): number {
  let low = 0
  let high = cells.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (cells[middle] < threshold) low = middle + 1
    else high = middle
  }
  return low
}

/** What of a forest's features a space decides. */
interface Meaning {
  /** The choice or axis behind each feature; -1 for what is fixed. */
  readonly questionOf: Int32Array
  readonly columnOf: Int32Array
}

export class ChoiceTrees {
  readonly numChoices: number
  readonly space: ChoiceSpace
  question: Int8Array = new Int8Array(1024)
  test: Int32Array = new Int32Array(1024)
  right: Int32Array = new Int32Array(1024)
  value: Float64Array = new Float64Array(1024)
  /** All trees, in the forest's order. */
  readonly all: TreeList
  /** Before the first tree, with the sign of the leaves. */
  readonly baseMargin: number
  /** Nodes in use. */
  private top = 0
  private asked = 0
  /** Nodes of the trees as they were built: no step down copies more. */
  private readonly numBuilt: number

  /** @param sign 1, or -1 to turn the least margin into the greatest: rounding is the same on both sides of 0 */
  constructor(over: ForestOverSpace, space: ChoiceSpace, sign: 1 | -1) {
    this.space = space
    this.numChoices = space.numOptions.length
    this.baseMargin = sign * over.baseMargin
    this.all = this.build(over, sign)
    this.numBuilt = this.top
  }

  private build(over: ForestOverSpace, sign: number): TreeList {
    const { forest, choices, row } = over
    const { numChoices, space } = this
    const meaning = { questionOf: new Int32Array(row.length).fill(-1), columnOf: new Int32Array(row.length) }
    const { questionOf, columnOf } = meaning
    choices.forEach(({ features }, choice) => {
      features.forEach((feature, column) => {
        questionOf[feature] = choice
        columnOf[feature] = column
      })
    })
    if (over.rows.feature >= 0) questionOf[over.rows.feature] = numChoices
    if (over.columns.feature >= 0) questionOf[over.columns.feature] = numChoices + 1
    const options = space.numOptions.map(count => 2 ** count - 1)
    const roots: number[] = []
    const asks: number[] = []
    for (let tree = 0; tree < forest.numTrees; tree++) {
      this.asked = 0
      roots.push(this.top)
      const whole = { top: 0, bottom: space.numRows, left: 0, right: space.numColumns }
      this.compile(over, meaning, forest.treeOffsets[tree], options, whole, sign)
      asks.push(this.asked)
    }
    return { roots, asks }
  }

  /** Options that go left at a split on a choice, a bit each. */
  private leftOptions(over: ForestOverSpace, meaning: Meaning, node: number, choice: number): number {
    const { forest } = over
    const { features, values } = over.choices[choice]
    const column = meaning.columnOf[forest.splits[node] >> 1]
    let left = 0
    for (let option = 0; option < this.space.numOptions[choice]; option++) {
      if (goesLeft(forest, node, values[option * features.length + column])) left |= 1 << option
    }
    return left
  }

  /** @param options what is left of each choice on the way here, changed below and put back */
  private compile(
    over: ForestOverSpace,
    meaning: Meaning,
    node: number,
    options: number[],
    cells: Rectangle,
    sign: number,
  ): void {
    const { forest, row } = over
    const split = forest.splits[node]
    const left = forest.leftChildren[node]
    if (split < 0) {
      this.push(-1, 0, sign * forest.values[node])
      return
    }
    const feature = split >> 1
    const question = meaning.questionOf[feature]
    if (question < 0) {
      const child = goesLeft(forest, node, row[feature]) ? left : left + 1
      this.compile(over, meaning, child, options, cells, sign)
    } else if (question < this.numChoices) {
      const before = options[question]
      const test = this.leftOptions(over, meaning, node, question)
      const isAsked = (before & test) !== 0 && (before & ~test) !== 0
      const at = isAsked ? this.push(question, test, 0) : -1
      if (isAsked) this.asked |= 1 << question
      if ((before & test) !== 0) {
        options[question] = before & test
        this.compile(over, meaning, left, options, cells, sign)
      }
      if (isAsked) this.right[at] = this.top
      if ((before & ~test) !== 0) {
        options[question] = before & ~test
        this.compile(over, meaning, left + 1, options, cells, sign)
      }
      if (isAsked) this.raise(at)
      options[question] = before
    } else this.compileAxis(over, meaning, node, options, cells, sign)
  }

  private compileAxis(
    over: ForestOverSpace,
    meaning: Meaning,
    node: number,
    options: number[],
    cells: Rectangle,
    sign: number,
  ): void {
    const { forest } = over
    const left = forest.leftChildren[node]
    const question = meaning.questionOf[forest.splits[node] >> 1]
    const isRow = question === this.numChoices
    const axis: AxisFeature = isRow ? over.rows : over.columns
    const cut = firstRight(axis.cells, forest.values[node])
    const [first, end] = isRow ? [cells.top, cells.bottom] : [cells.left, cells.right]
    if (cut <= first || cut >= end) {
      this.compile(over, meaning, cut <= first ? left + 1 : left, options, cells, sign)
      return
    }
    const at = this.push(question, cut, 0)
    this.compile(over, meaning, left, options, { ...cells, [isRow ? "bottom" : "right"]: cut }, sign)
    this.right[at] = this.top
    this.compile(over, meaning, left + 1, options, { ...cells, [isRow ? "top" : "left"]: cut }, sign)
    this.raise(at)
  }

  /** A split's value, once its children have theirs. */
  private raise(at: number): void {
    this.value[at] = Math.max(this.value[at + 1], this.value[this.right[at]])
  }

  private push(question: number, test: number, value: number): number {
    if (this.top === this.question.length) this.reserve(1)
    const at = this.top++
    this.question[at] = question
    this.test[at] = test
    this.value[at] = value
    return at
  }

  private reserve(count: number): void {
    if (this.top + count <= this.question.length) return
    const length = Math.max(2 * this.question.length, this.top + count)
    const grown = <T extends Int8Array | Int32Array | Float64Array>(to: T, from: T): T => {
      to.set(from)
      return to
    }
    this.question = grown(new Int8Array(length), this.question)
    this.test = grown(new Int32Array(length), this.test)
    this.right = grown(new Int32Array(length), this.right)
    this.value = grown(new Float64Array(length), this.value)
  }

  /** A mark to which `release` takes back the memory of what was answered since. */
  mark(): number {
    return this.top
  }

  release(mark: number): void {
    this.top = mark
  }

  /**
   * Trees with one more choice answered.
   *
   * @param finished receives the roots of trees that ask about no choice any more; they are not in the result
   */
  answer(trees: TreeList, choice: number, option: number, finished: number[]): TreeList {
    this.reserve(this.numBuilt)
    const roots: number[] = []
    const asks: number[] = []
    const bit = 1 << choice
    for (let i = 0; i < trees.roots.length; i++) {
      let root = trees.roots[i]
      this.asked = trees.asks[i]
      if ((this.asked & bit) !== 0) {
        const copied = this.top
        this.asked = 0
        this.copy(root, choice, option)
        root = copied
      }
      if (this.asked === 0) finished.push(root)
      else {
        roots.push(root)
        asks.push(this.asked)
      }
    }
    return { roots, asks }
  }

  private copy(node: number, choice: number, option: number): void {
    const { question, test, right, value } = this
    while (question[node] === choice) node = (test[node] >> option) & 1 ? node + 1 : right[node]
    const at = this.top++
    question[at] = question[node]
    if (question[node] < 0) {
      value[at] = value[node]
      return
    }
    if (question[node] < this.numChoices) this.asked |= 1 << question[node]
    test[at] = test[node]
    this.copy(node + 1, choice, option)
    right[at] = this.top
    this.copy(right[node], choice, option)
    this.raise(at)
  }

  /**
   * The margin of one cell as `predict` sums it, with the sign of the leaves, and the cells around it that reach
   * the same leaves.
   *
   * @param options one a choice
   */
  evaluate(
    options: ArrayLike<number>,
    row: number,
    column: number,
  ): { readonly margin: number; readonly cells: Rectangle } {
    const { question, test, right, value, numChoices, space } = this
    let margin = this.baseMargin
    let [top, bottom, left, end] = [0, space.numRows, 0, space.numColumns]
    for (const root of this.all.roots) {
      let node = root
      for (let asked = question[node]; asked >= 0; asked = question[node]) {
        let goesLeft: boolean
        if (asked < numChoices) goesLeft = ((test[node] >> options[asked]) & 1) === 1
        else if (asked === numChoices) {
          goesLeft = row < test[node]
          if (goesLeft) bottom = Math.min(bottom, test[node])
          else top = Math.max(top, test[node])
        } else {
          goesLeft = column < test[node]
          if (goesLeft) end = Math.min(end, test[node])
          else left = Math.max(left, test[node])
        }
        node = goesLeft ? node + 1 : right[node]
      }
      margin = fround(margin + value[node])
    }
    return { margin, cells: { top, bottom, left, right: end } }
  }

  /**
   * How much each choice moves the margin: over its splits, the difference between the means of both sides,
   * weighted as if every split sent half to each side.
   */
  influence(): Float64Array {
    const { question, right, value, numChoices } = this
    const moved = new Float64Array(numChoices)
    const mean = (node: number, share: number): number => {
      if (question[node] < 0) return value[node]
      const low = mean(node + 1, share / 2)
      const high = mean(right[node], share / 2)
      if (question[node] < numChoices) moved[question[node]] += share * Math.abs(low - high)
      return (low + high) / 2
    }
    for (const root of this.all.roots) mean(root, 1)
    return moved
  }
}
