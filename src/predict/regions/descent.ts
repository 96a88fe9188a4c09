/**
 * The way down through the choices: at each step one more is answered, for one or several forests at once, and
 * trees that have no question about choices left are painted into a plane that all steps below start from.
 */

import { CellPainter } from "./cell-plane.ts"
import type { ChoiceTrees, TreeList } from "./choice-trees.ts"

/** Some choices answered. */
export interface Stop {
  /** Option of each choice; -1 where it is open. */
  readonly options: Int8Array
  /** For each forest: trees that still ask about choices, and the difference array of all others. */
  readonly open: readonly TreeList[]
  readonly differences: readonly Float64Array[]
}

export class Descent {
  /** The choices in the order in which they are answered: what moves the margin most comes first. */
  readonly order: readonly number[]
  readonly numOptions: readonly number[]
  private readonly cells: readonly Float64Array[]
  private readonly forests: readonly ChoiceTrees[]
  private readonly painters: readonly CellPainter[]
  private readonly spare: Float64Array[] = []
  private readonly scratch: Float64Array

  /** @param forests at least one, over one space; the first one's choices set the order */
  constructor(forests: readonly ChoiceTrees[]) {
    const { numOptions, numRows, numColumns } = forests[0].space
    this.numOptions = numOptions
    this.forests = forests
    this.painters = forests.map(trees => new CellPainter(trees))
    this.cells = forests.map(() => new Float64Array(numRows * numColumns))
    this.scratch = new Float64Array(this.painters[0].length)
    const influence = new Float64Array(forests[0].numChoices)
    for (const trees of forests) {
      const moved = trees.influence()
      const whole = moved.reduce((sum, part) => sum + part, 0)
      if (whole > 0) for (const choice of moved.keys()) influence[choice] += moved[choice] / whole
    }
    this.order = Array.from(influence.keys()).sort((a, b) => influence[b] - influence[a] || a - b)
  }

  /** Where nothing is answered. */
  start(): Stop {
    const { numChoices } = this.forests[0]
    const differences = this.forests.map(() => this.take().fill(0))
    const open = this.forests.map((trees, i): TreeList => {
      const { roots, asks } = trees.all
      for (const [tree, root] of roots.entries())
        if (asks[tree] === 0) this.painters[i].paint(differences[i], root)
      const isOpen = (_: number, tree: number): boolean => asks[tree] !== 0
      return { roots: roots.filter(isOpen), asks: asks.filter(isOpen) }
    })
    return { options: new Int8Array(numChoices).fill(-1), open, differences }
  }

  /** One more choice answered. Its memory is taken back by `leave` and by the release of an earlier mark. */
  step(from: Stop, choice: number, option: number): Stop {
    const options = from.options.slice()
    options[choice] = option
    const differences: Float64Array[] = []
    const open = from.open.map((list, i) => {
      const finished: number[] = []
      const left = this.forests[i].answer(list, choice, option, finished)
      const plane = this.take()
      plane.set(from.differences[i])
      for (const root of finished) this.painters[i].paint(plane, root)
      differences.push(plane)
      return left
    })
    return { options, open, differences }
  }

  /**
   * Where the first choices of the order are answered.
   *
   * @param path their options
   */
  descend(path: readonly number[]): Stop {
    let stop = this.start()
    for (const [depth, option] of path.entries()) {
      const next = this.step(stop, this.order[depth], option)
      this.leave(stop)
      stop = next
    }
    return stop
  }

  /** Gives a stop's difference arrays back. */
  leave(stop: Stop): void {
    this.spare.push(...stop.differences)
  }

  mark(): number[] {
    return this.forests.map(trees => trees.mark())
  }

  release(marks: readonly number[]): void {
    this.forests.forEach((trees, i) => {
      trees.release(marks[i])
    })
  }

  /**
   * Sums one forest at a stop: the margins where all choices are answered, elsewhere what no combination of the
   * open ones is above, beside rounding.
   *
   * @returns numRows × numColumns margins, good until the next sum of the same forest
   */
  sum({ open, differences }: Stop, forest: number): Float64Array {
    const painter = this.painters[forest]
    const { roots } = open[forest]
    let plane = differences[forest]
    if (roots.length > 0) {
      this.scratch.set(plane)
      plane = this.scratch
      for (const root of roots) painter.paintGreatest(plane, root)
    }
    painter.sum(plane, this.cells[forest])
    return this.cells[forest]
  }

  private take(): Float64Array {
    return this.spare.pop() ?? new Float64Array(this.scratch.length)
  }
}
