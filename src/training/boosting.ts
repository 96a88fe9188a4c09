/** The state between two trees: margins and predictions of the rows, and how a tree moves them. */

import { applyLink, type Objective, objectiveOf } from "../predict/booster/objective.ts"
import { createRandom, type RandomSource } from "../random/generator.ts"
import { baseScoreOf } from "./base-score.ts"
import { type BinnedTable, binTable } from "./grow/binned-table.ts"
import type { GrowingTree } from "./grow/growing-tree.ts"
import { type GrownTree, TreeGrower } from "./grow/tree-grower.ts"
import { quantile } from "./grow/weighted-values.ts"
import { Evaluation, type EvaluationMetric } from "./metrics.ts"
import { type FillGradients, gradientsOf, leafQuantileOf } from "./objectives.ts"
import type { Settings } from "./parameters.ts"
import { checkFinite, type TrainingTable } from "./training-data.ts"

/** Rows that trees are added up for, and their loss. */
export class WatchedRows {
  readonly table: TrainingTable
  readonly margins: Float32Array
  /** Margins after the link; the same array where the link is the identity. */
  readonly predictions: Float32Array
  private readonly link: Objective
  private readonly evaluation: Evaluation

  constructor(table: TrainingTable, link: Objective, baseScore: number, evaluation: Evaluation) {
    this.table = table
    this.link = link
    this.evaluation = evaluation
    this.margins = new Float32Array(table.numRows).fill(link.baseMargin(baseScore))
    this.predictions = link.link === "identity" ? this.margins : new Float32Array(table.numRows)
    this.refresh()
  }

  /** Predictions follow the margins. */
  refresh(): void {
    const { predictions, margins, link, table } = this
    if (predictions === margins) return
    predictions.set(margins)
    applyLink(link, predictions, table.numRows, 1)
  }

  /** Adds a tree to the margins of some rows, which find their leaves by themselves. */
  walk(tree: GrowingTree, isAsked: (row: number) => boolean): void {
    const { rows, numRows, numFeatures } = this.table
    for (let row = 0; row < numRows; row++) {
      if (isAsked(row)) this.margins[row] += tree.leafValue(tree.leafOf(rows, row * numFeatures))
    }
  }

  get loss(): number {
    return this.evaluation.of(this.predictions)
  }
}

/** Adds trees to a table's margins, one after the other. */
export class Boosting {
  readonly baseScore: number
  readonly training: WatchedRows
  private readonly link: Objective
  private readonly settings: Settings
  private readonly fillGradients: FillGradients
  private readonly leafQuantile: number | null
  private readonly grower: TreeGrower
  private readonly random: RandomSource
  private readonly pairs: Float32Array

  constructor(table: TrainingTable, settings: Settings, metric: EvaluationMetric) {
    const link = objectiveOf(settings.objective) as Objective
    this.link = link
    this.settings = settings
    this.fillGradients = gradientsOf(settings)
    this.leafQuantile = leafQuantileOf(settings)
    this.baseScore = baseScoreOf(settings, table, link, this.fillGradients, this.leafQuantile)
    this.training = this.watch(table, metric)
    const binned: BinnedTable = binTable(table, settings.maxBins)
    this.grower = new TreeGrower(binned, table.numFeatures, settings)
    this.random = createRandom(settings.seed)
    this.pairs = new Float32Array(2 * table.numRows)
  }

  /** Rows to watch beside those of the training. */
  watch(table: TrainingTable, metric: EvaluationMetric): WatchedRows {
    return new WatchedRows(table, this.link, this.baseScore, new Evaluation(metric, this.settings, table))
  }

  /** Fills in the rows that the next tree sees, ascending. */
  private drawRows(rows: Int32Array): number {
    const { random } = this
    const { subsample } = this.settings
    let numDrawn = 0
    for (let row = 0; row < rows.length; row++) {
      rows[numDrawn] = row
      if (subsample === 1 || random.random() < subsample) numDrawn++
    }
    return numDrawn
  }

  /**
   * Grows the next tree and adds it to the training's margins.
   *
   * @throws {RangeError} where they leave float32
   */
  next(): GrowingTree {
    const { training, pairs } = this
    this.fillGradients(training.table, training.margins, training.predictions, pairs)
    const grown = this.grower.grow(rows => this.drawRows(rows), pairs, this.random)
    if (this.leafQuantile !== null) this.resetLeaves(grown, this.leafQuantile)
    if (this.settings.leafStep > 0) this.roundLeaves(grown, this.settings.leafStep)
    this.add(grown)
    // Margins beyond float32 would make each tree from here on one of NaN.
    checkFinite(training.margins, "data.labels: margins")
    training.refresh()
    return grown.tree
  }

  /** Leaves of a robust loss: its gradients tell a direction alone, the residuals' quantile how far. */
  private resetLeaves({ tree, rows, leaves }: GrownTree, alpha: number): void {
    const { labels, weights } = this.training.table
    const { margins } = this.training
    for (const { node, begin, end } of leaves) {
      if (begin === end) continue
      const own = rows.subarray(begin, end)
      const residuals = Float32Array.from(own, row => labels[row] - margins[row])
      const leafWeights = weights === null ? null : Float32Array.from(own, row => weights[row])
      const value = quantile(residuals, leafWeights, alpha)
      tree.setLeaf(node, Math.fround(value * this.settings.learningRate))
    }
  }

  private roundLeaves({ tree, leaves }: GrownTree, step: number): void {
    for (const { node } of leaves) {
      // Adding 0 makes a zero of the negative one, whose sign would cost bytes.
      tree.setLeaf(node, Math.fround(Math.round(tree.leafValue(node) / step) * step + 0))
    }
  }

  private add({ tree, rows, numRows, leaves }: GrownTree): void {
    const { margins, table } = this.training
    if (numRows < table.numRows) {
      const isSeen = new Uint8Array(table.numRows)
      for (let at = 0; at < numRows; at++) isSeen[rows[at]] = 1
      this.training.walk(tree, row => isSeen[row] === 0)
    }
    for (const { node, begin, end } of leaves) {
      const value = tree.leafValue(node)
      for (let at = begin; at < end; at++) margins[rows[at]] += value
    }
  }
}
