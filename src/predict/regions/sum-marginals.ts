/**
 * Means of a function of the margin over a space: the whole mean and variance, and the mean given each value of
 * one variable or of two together. Choices count equally, cells along an axis by given weights. Nothing is
 * sampled: every cell of every combination is summed.
 */

import type { ChoiceTrees } from "./choice-trees.ts"
import { sumPlanes } from "./sum-planes.ts"

/** Weights of the cells along both axes; each adds up to 1. */
export interface CellWeights {
  readonly rows: Float64Array
  readonly columns: Float64Array
}

/** Means over a space. Variables are the choices, then the rows' axis, then the columns'. */
export interface Marginals {
  readonly mean: number
  readonly variance: number
  /** Values of each variable. */
  readonly lengths: readonly number[]
  /** Weight of each value of each variable; those of a variable add up to 1. */
  readonly weights: readonly Float64Array[]
  /** Mean given each value of one variable. */
  readonly single: readonly Float64Array[]
  /** Mean given values of two variables, by `pairKey`: the second one fastest. */
  readonly pairs: ReadonlyMap<string, Float64Array>
}

export interface MarginalsState {
  readonly numDone: number
  readonly total: number
}

/** @param a less than b */
export function pairKey(a: number, b: number): string {
  return `${a},${b}`
}

/** Sums over all combinations, before they are means. */
class Accumulator {
  readonly single: readonly Float64Array[]
  readonly pairs: ReadonlyMap<string, Float64Array>
  sum = 0
  squares = 0
  private readonly numChoices: number
  private readonly cells: CellWeights
  private readonly rows: Float64Array
  private readonly columns: Float64Array
  private readonly plane: Float64Array

  constructor(lengths: readonly number[], cells: CellWeights) {
    this.cells = cells
    this.numChoices = lengths.length - 2
    this.single = lengths.map(length => new Float64Array(length))
    const pairs = new Map<string, Float64Array>()
    for (let b = 1; b < lengths.length; b++) {
      for (let a = 0; a < b; a++) pairs.set(pairKey(a, b), new Float64Array(lengths[a] * lengths[b]))
    }
    this.pairs = pairs
    this.rows = new Float64Array(cells.rows.length)
    this.columns = new Float64Array(cells.columns.length)
    this.plane = pairs.get(pairKey(this.numChoices, this.numChoices + 1)) as Float64Array
  }

  /** Sums a plane into rows, columns and the plane of both axes. */
  private addCells(margins: Float64Array, value: (margin: number) => number): number {
    const { rows, columns, plane, cells } = this
    columns.fill(0)
    let whole = 0
    let squares = 0
    for (let row = 0, at = 0; row < rows.length; row++) {
      let sum = 0
      let sumOfSquares = 0
      for (let column = 0; column < columns.length; column++, at++) {
        const cell = value(margins[at])
        plane[at] += cell
        columns[column] += cells.rows[row] * cell
        sum += cells.columns[column] * cell
        sumOfSquares += cells.columns[column] * cell * cell
      }
      rows[row] = sum
      whole += cells.rows[row] * sum
      squares += cells.rows[row] * sumOfSquares
    }
    this.squares += squares
    return whole
  }

  add(options: Int8Array, margins: Float64Array, value: (margin: number) => number): void {
    const { single, pairs, numChoices, rows, columns } = this
    const mean = this.addCells(margins, value)
    this.sum += mean
    const addTo = (into: Float64Array, from: number, values: Float64Array): void => {
      for (let i = 0; i < values.length; i++) into[from + i] += values[i]
    }
    addTo(single[numChoices], 0, rows)
    addTo(single[numChoices + 1], 0, columns)
    for (let a = 0; a < numChoices; a++) {
      single[a][options[a]] += mean
      const withRows = pairs.get(pairKey(a, numChoices)) as Float64Array
      const withColumns = pairs.get(pairKey(a, numChoices + 1)) as Float64Array
      addTo(withRows, options[a] * rows.length, rows)
      addTo(withColumns, options[a] * columns.length, columns)
      for (let b = a + 1; b < numChoices; b++) {
        const pair = pairs.get(pairKey(a, b)) as Float64Array
        pair[options[a] * single[b].length + options[b]] += mean
      }
    }
  }
}

/**
 * Sums a space up.
 *
 * @param trees the forest over its space
 * @param cells weights of the cells
 * @param value the function of the margin
 */
export function* sumMarginals(
  trees: ChoiceTrees,
  cells: CellWeights,
  value: (margin: number) => number,
): Generator<MarginalsState, Marginals> {
  const { numOptions, numRows, numColumns } = trees.space
  const lengths = [...numOptions, numRows, numColumns]
  const sums = new Accumulator(lengths, cells)
  let count = 0
  for (const { options, margins, numDone, total } of sumPlanes(trees)) {
    count = total
    sums.add(options, margins, value)
    yield { numDone, total }
  }
  // Of the combinations that were summed into an entry, so many had its options.
  const numOf = (variable: number): number => numOptions[variable] ?? 1
  const means = (into: Float64Array, ...variables: number[]): Float64Array => {
    const given = variables.reduce((product, variable) => product * numOf(variable), 1)
    return into.map(sum => (sum * given) / count)
  }
  const mean = sums.sum / count
  const pairs = new Map<string, Float64Array>()
  for (const [key, into] of sums.pairs) pairs.set(key, means(into, ...key.split(",").map(Number)))
  return {
    mean,
    variance: Math.max(0, sums.squares / count - mean * mean),
    lengths,
    weights: [...numOptions.map(n => new Float64Array(n).fill(1 / n)), cells.rows, cells.columns],
    single: sums.single.map((into, variable) => means(into, variable)),
    pairs,
  }
}
