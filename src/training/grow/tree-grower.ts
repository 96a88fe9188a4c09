/**
 * Grows one tree on gradients: splits the shallowest node, or the one that gains most, until none gains enough.
 * The order of nodes, sums and roundings follow XGBoost 1.7's src/tree/updater_quantile_hist.cc.
 */

import type { RandomSource } from "../../random/generator.ts"
import type { Settings } from "../parameters.ts"
import type { BinnedTable } from "./binned-table.ts"
import { ColumnSampler } from "./column-sampler.ts"
import { Gain, UNBOUNDED, type WeightBounds } from "./gain.ts"
import { GrowingTree } from "./growing-tree.ts"
import { type Histogram, Histograms } from "./histogram.ts"
import { type PathFeatures, pathBelow, ROOT_PATH } from "./interaction-constraints.ts"
import { NodeQueue } from "./node-queue.ts"
import { RowPartition } from "./row-partition.ts"
import { type NodeSums, type Split, SplitFinder } from "./split-finder.ts"

/** XGBoost's kRtEps: a gain up to here is rounding. */
const LEAST_GAIN = 1e-6

/** A node that may be split. */
interface OpenNode extends NodeSums {
  readonly node: number
  readonly depth: number
  /** Its rows in the partition. */
  readonly begin: number
  readonly end: number
  readonly path: PathFeatures
  readonly split: Split
  /** Given back once its children have theirs; null where they need none. */
  readonly histogram: Histogram | null
}

/** A node before its split was looked for. */
type NewNode = Omit<OpenNode, "split" | "histogram">

/** A grown tree, and where the rows it was grown on ended. */
export interface GrownTree {
  readonly tree: GrowingTree
  /** Row numbers, a leaf's side by side, until the next tree grows; beyond the leaves' there is nothing. */
  readonly rows: Int32Array
  /** Rows that it was grown on. */
  readonly numRows: number
  readonly leaves: readonly LeafRows[]
}

/** The rows of a leaf: from `begin` to `end` of the row numbers. */
interface LeafRows {
  readonly node: number
  readonly begin: number
  readonly end: number
}

/** What all trees on a table have in common. */
class Workshop {
  readonly table: BinnedTable
  readonly numFeatures: number
  readonly settings: Settings
  readonly gain: Gain
  readonly finder: SplitFinder
  readonly histograms: Histograms
  readonly partition: RowPartition
  /** The place of each feature; -1 for those that no split can use. */
  private readonly placeOfFeature: Int32Array
  private readonly allPlaces: Int32Array

  constructor(table: BinnedTable, numFeatures: number, settings: Settings) {
    this.table = table
    this.numFeatures = numFeatures
    this.settings = settings
    this.gain = new Gain(settings)
    this.finder = new SplitFinder(table, this.gain)
    this.histograms = new Histograms(table)
    this.partition = new RowPartition(table.numRows)
    this.placeOfFeature = new Int32Array(numFeatures).fill(-1)
    this.allPlaces = Int32Array.from(table.places, (_, index) => index)
    for (const [index, { feature }] of table.places.entries()) this.placeOfFeature[feature] = index
  }

  /** Places of those of some features that may be split below a path. */
  placesOf(features: Int32Array, { allowed }: PathFeatures): Int32Array {
    const { placeOfFeature, numFeatures } = this
    if (allowed === null && features.length === numFeatures) return this.allPlaces
    const isOpen = (feature: number): boolean =>
      placeOfFeature[feature] >= 0 && (allowed === null || allowed.has(feature))
    return features.filter(isOpen).map(feature => placeOfFeature[feature])
  }
}

/** One tree in the making. */
class Growth {
  private readonly shop: Workshop
  private readonly pairs: Float32Array
  private readonly partition: RowPartition
  private readonly sampler: ColumnSampler
  private readonly queue: NodeQueue<OpenNode>
  private readonly root: NewNode
  private readonly tree: GrowingTree
  private readonly leaves: LeafRows[] = []
  private numLeaves = 1

  constructor(shop: Workshop, numRows: number, pairs: Float32Array, random: RandomSource) {
    const { settings, gain } = shop
    this.shop = shop
    this.pairs = pairs
    this.partition = shop.partition
    this.sampler = new ColumnSampler(settings, shop.numFeatures, random)
    this.queue = new NodeQueue(settings.growPolicy === "lossguide")
    let gradient = 0
    let hessian = 0
    const { rows } = shop.partition
    for (let at = 0; at < numRows; at++) {
      gradient += pairs[2 * rows[at]]
      hessian += pairs[2 * rows[at] + 1]
    }
    const ownGain = gain.of(gradient, hessian, UNBOUNDED)
    const whole = { node: 0, depth: 0, begin: 0, end: numRows, path: ROOT_PATH }
    this.root = { ...whole, gradient, hessian, ownGain, bounds: UNBOUNDED }
    this.tree = new GrowingTree(gain.weight(gradient, hessian, UNBOUNDED), settings.learningRate, hessian)
  }

  run(): GrownTree {
    const { root, partition, queue } = this
    this.open(root, this.fill(root))
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) this.expand(next)
    return { tree: this.tree, rows: partition.rows, numRows: root.end, leaves: this.leaves }
  }

  private fill({ begin, end }: NewNode): Histogram {
    return this.shop.histograms.fill(this.partition.rows, begin, end, this.pairs)
  }

  private close({ node, begin, end }: NewNode): void {
    this.leaves.push({ node, begin, end })
  }

  /** Whether nodes of a depth are leaves, whatever they would gain. */
  private isLast(depth: number): boolean {
    const { maxDepth, maxLeaves } = this.shop.settings
    return (maxDepth > 0 && depth >= maxDepth) || (maxLeaves > 0 && this.numLeaves >= maxLeaves)
  }

  /** Looks for a node's split, and puts it into the queue or among the leaves. */
  private open(node: NewNode, histogram: Histogram): void {
    const { shop, sampler } = this
    const places = shop.placesOf(sampler.atDepth(node.depth), node.path)
    const split = shop.finder.find(histogram, node, places)
    const isOpen = split.gain > LEAST_GAIN
    const isKept = isOpen && !this.isLast(node.depth + 1)
    if (!isKept) shop.histograms.release(histogram)
    if (isOpen) this.queue.push({ ...node, split, histogram: isKept ? histogram : null })
    else this.close(node)
  }

  /** Splits a node, if it still may be. */
  private expand(open: OpenNode): void {
    const { shop, partition } = this
    const { begin, end, split, histogram, depth } = open
    const place = shop.table.places[split.place]
    const isWorth = split.gain >= shop.settings.gamma && split.leftHessian !== 0 && split.rightHessian !== 0
    const middle = isWorth && !this.isLast(depth) ? partition.split(begin, end, place, split) : begin
    // A histogram by subtraction may hold a trace of rows that are not there.
    if (middle === begin || middle === end) {
      if (histogram !== null) shop.histograms.release(histogram)
      this.close(open)
      return
    }
    this.numLeaves++
    const [left, right] = this.divide(open, middle)
    if (histogram === null) {
      this.close(left)
      this.close(right)
      return
    }
    const isLeftSmaller = middle - begin <= end - middle
    const smaller = this.fill(isLeftSmaller ? left : right)
    const larger = shop.histograms.subtract(histogram, smaller)
    this.open(left, isLeftSmaller ? smaller : larger)
    this.open(right, isLeftSmaller ? larger : smaller)
  }

  /** Writes a split into the tree. */
  private divide(open: OpenNode, middle: number): readonly [left: NewNode, right: NewNode] {
    const { gain, settings, table } = this.shop
    const { split, bounds, begin, end } = open
    const { feature, cuts, below } = table.places[split.place]
    const { leftGradient, leftHessian, rightGradient, rightHessian } = split
    const weight = gain.weight(leftGradient + rightGradient, leftHessian + rightHessian, bounds)
    const leftWeight = gain.weight(leftGradient, leftHessian, bounds)
    const rightWeight = gain.weight(rightGradient, rightHessian, bounds)
    const condition = split.bin < 0 ? below : cuts[split.bin]
    const leafOf = (own: number, hessian: number): readonly [number, number] => {
      return [Math.fround(own * settings.learningRate), hessian]
    }
    const child = this.tree.split(
      open.node,
      { feature, condition, defaultLeft: split.defaultLeft, gain: split.gain, weight },
      leafOf(leftWeight, leftHessian),
      leafOf(rightWeight, rightHessian),
    )
    const [leftBounds, rightBounds] = gain.boundsOfChildren(feature, leftWeight, rightWeight, bounds)
    const sets = settings.interactionConstraints
    const path = sets === null ? ROOT_PATH : pathBelow(open.path, feature, sets)
    const depth = open.depth + 1
    return [
      {
        node: child,
        depth,
        begin,
        end: middle,
        path,
        ...this.sums(leftGradient, leftHessian, bounds, leftBounds),
      },
      {
        node: child + 1,
        depth,
        begin: middle,
        end,
        path,
        ...this.sums(rightGradient, rightHessian, bounds, rightBounds),
      },
    ]
  }

  /** Sums of a child. Its own gain is that within the bounds of its parent, as in XGBoost. */
  private sums(gradient: number, hessian: number, bounds: WeightBounds, own: WeightBounds): NodeSums {
    return { gradient, hessian, ownGain: this.shop.gain.of(gradient, hessian, bounds), bounds: own }
  }
}

export class TreeGrower {
  private readonly shop: Workshop

  constructor(table: BinnedTable, numFeatures: number, settings: Settings) {
    this.shop = new Workshop(table, numFeatures, settings)
  }

  /**
   * Grows a tree.
   *
   * @param drawRows fills in the numbers of the rows that it sees, ascending, and returns how many they are
   * @param pairs gradient and hessian of each row of the table, side by side
   * @param random draws features
   */
  grow(drawRows: (rows: Int32Array) => number, pairs: Float32Array, random: RandomSource): GrownTree {
    const numRows = drawRows(this.shop.partition.rows)
    return new Growth(this.shop, numRows, pairs, random).run()
  }
}
