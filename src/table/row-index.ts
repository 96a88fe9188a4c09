/** From a configuration and an epoch to rows of a table: rows by configuration, those of each by epoch. */

import { ConfigurationSet } from "./configuration-set.ts"

/** Positions of rows: `from` is the first, `to` the one after the last. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

/** What an index is made of. */
export interface RowIndexParts {
  readonly configurations: ConfigurationSet
  /** Where each configuration's rows begin, and after the last one where all end. */
  readonly starts: Int32Array
  /** Rows by position; null where the table itself is in this order. */
  readonly rows: Int32Array | null
  /** One entry a row. */
  readonly epochs: Int16Array
}

/** Finds rows of a table. */
export class RowIndex {
  readonly configurations: ConfigurationSet
  readonly starts: Int32Array
  readonly rows: Int32Array | null
  private readonly epochs: Int16Array

  constructor({ configurations, starts, rows, epochs }: RowIndexParts) {
    this.configurations = configurations
    this.starts = starts
    this.rows = rows
    this.epochs = epochs
  }

  get numRows(): number {
    return this.epochs.length
  }

  /** @returns the row at a position */
  rowAt(position: number): number {
    return this.rows === null ? position : this.rows[position]!
  }

  /** @returns the epoch at a position */
  epochAt(position: number): number {
    return this.epochs[this.rowAt(position)]!
  }

  /** @returns positions of a configuration's rows */
  rangeOf(configuration: number): RowRange {
    return { from: this.starts[configuration]!, to: this.starts[configuration + 1]! }
  }

  /** @returns positions of a configuration's rows of one epoch, in the table's order; none where `from` is `to` */
  rangeOfEpoch(configuration: number, epoch: number): RowRange {
    const { from, to } = this.rangeOf(configuration)
    return { from: this.firstFrom(epoch, from, to), to: this.firstFrom(epoch + 1, from, to) }
  }

  /** The first position in a range whose epoch is not below another. */
  private firstFrom(epoch: number, from: number, to: number): number {
    let [low, high] = [from, to]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.epochAt(middle) < epoch) low = middle + 1
      else high = middle
    }
    return low
  }

  /** @returns the epochs that a configuration was recorded at, ascending, each once */
  epochsOf(configuration: number): number[] {
    const { from, to } = this.rangeOf(configuration)
    const epochs = new Set<number>()
    for (let position = from; position < to; position++) epochs.add(this.epochAt(position))
    return [...epochs]
  }

  /** @returns the configuration of a row of the table, and its epoch */
  ofRow(row: number): { readonly configuration: number; readonly epoch: number } {
    const position = this.rows === null ? row : this.rows.indexOf(row)
    let [low, high] = [0, this.configurations.size - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.starts[middle]! <= position) low = middle
      else high = middle - 1
    }
    return { configuration: low, epoch: this.epochs[row]! }
  }
}

const FIRST_ROWS = 1024

/** Takes the rows of a table one after the other. */
export class RowIndexBuilder {
  readonly configurations: ConfigurationSet = new ConfigurationSet()
  private ids: Int32Array = new Int32Array(FIRST_ROWS)
  private epochs: Int16Array = new Int16Array(FIRST_ROWS)
  private numRows = 0

  add(cell: number, learningRate: number, weightDecay: number, epoch: number): void {
    if (this.numRows === this.ids.length) {
      const [ids, epochs] = [new Int32Array(2 * this.numRows), new Int16Array(2 * this.numRows)]
      ids.set(this.ids)
      epochs.set(this.epochs)
      this.ids = ids
      this.epochs = epochs
    }
    this.ids[this.numRows] = this.configurations.add(cell, learningRate, weightDecay)
    this.epochs[this.numRows] = epoch
    this.numRows++
  }

  /** A counting sort by configuration, which keeps the table's order; then each one's rows by epoch, likewise. */
  finish(): RowIndex {
    const { configurations, numRows } = this
    const epochs = this.epochs.slice(0, numRows)
    const starts = new Int32Array(configurations.size + 1)
    for (let row = 0; row < numRows; row++) starts[this.ids[row]! + 1]!++
    for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
    const next = starts.slice()
    const rows = new Int32Array(numRows)
    for (let row = 0; row < numRows; row++) rows[next[this.ids[row]!]!++] = row
    for (let i = 0; i < configurations.size; i++) {
      rows.subarray(starts[i], starts[i + 1]).sort((a, b) => epochs[a]! - epochs[b]! || a - b)
    }
    const isInOrder = rows.every((row, position) => row === position)
    return new RowIndex({ configurations, starts, rows: isInOrder ? null : rows, epochs })
  }
}
