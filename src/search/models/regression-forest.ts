/**
 * A random forest that says how sure it is: F. Hutter, H. Hoos and K. Leyton-Brown, "Sequential Model-Based
 * Optimization for General Algorithm Configuration" (LION 2011), section 4.1; F. Hutter, L. Xu, H. Hoos and K.
 * Leyton-Brown, "Algorithm Runtime Prediction: Methods & Evaluation" (Artificial Intelligence 206, 2014), section
 * 4.3. The variance is that within leaves and that between trees, by the law of total variance; a split of numbers
 * lies anywhere between its neighbours, each place as likely, so that trees differ where nothing is known.
 */

import type { RandomSource } from "../../random/generator.ts"
import type { Axis } from "../cube/unit-cube.ts"
import type { Posterior } from "./gaussian-process.ts"

interface Leaf {
  readonly mean: number
  readonly variance: number
}

interface Split {
  readonly axis: number
  /** Of an axis with an order: points below it go to the left. */
  readonly threshold: number
  /** Of one without: per category, 1 for the left; else null. */
  readonly lefts: Uint8Array | null
  readonly left: Tree
  readonly right: Tree
}

type Tree = Leaf | Split

/** Where a node's points may be divided, and how well that explains their values. */
interface Division {
  readonly axis: number
  readonly threshold: number
  readonly lefts: Uint8Array | null
  /** Sum over both sides of (sum of values)² / number of points; high is good. */
  readonly score: number
}

const categoryOf = (coordinate: number, numValues: number): number =>
  Math.min(numValues - 1, Math.floor(coordinate * numValues))

function isLeft({ axis, threshold, lefts }: Omit<Division, "score">, point: Float64Array): boolean {
  return lefts === null ? point[axis] < threshold : lefts[categoryOf(point[axis], lefts.length)] === 1
}

/** Grows a tree on a bootstrap sample. */
class Grower {
  private readonly axes: readonly Axis[]
  private readonly points: readonly Float64Array[]
  private readonly values: Float64Array
  private readonly random: RandomSource
  /** How often each point is in the sample. */
  private readonly counts: Uint32Array

  constructor(
    axes: readonly Axis[],
    points: readonly Float64Array[],
    values: Float64Array,
    random: RandomSource,
  ) {
    this.axes = axes
    this.points = points
    this.values = values
    this.random = random
    this.counts = new Uint32Array(points.length)
    for (let i = 0; i < points.length; i++) this.counts[random.integers(0, points.length)]++
  }

  /** @param orders of each axis, all points in ascending order */
  tree(orders: readonly Uint32Array[]): Tree {
    return this.grow(orders.map(order => order.filter(point => this.counts[point] > 0)))
  }

  /** @param orders of each axis, the node's points in ascending order */
  private grow(orders: readonly Uint32Array[]): Tree {
    const { counts, values } = this
    const [members] = orders
    let [count, sum] = [0, 0]
    for (const point of members) {
      count += counts[point]
      sum += counts[point] * values[point]
    }
    const mean = sum / count
    let squares = 0
    for (const point of members) squares += counts[point] * (values[point] - mean) * (values[point] - mean)
    const leaf = { mean, variance: squares / count }
    const division = squares > 0 ? this.bestDivision(orders, count, sum) : null
    if (division === null) return leaf
    const goesLeft = new Set(members.filter(point => isLeft(division, this.points[point])))
    const side = (isWanted: boolean): Uint32Array[] =>
      orders.map(order => order.filter(point => goesLeft.has(point) === isWanted))
    const { axis, threshold, lefts } = division
    return { axis, threshold, lefts, left: this.grow(side(true)), right: this.grow(side(false)) }
  }

  private bestDivision(orders: readonly Uint32Array[], count: number, sum: number): Division | null {
    // What is explained without any division; a better one explains more.
    let best: Division | null = null
    for (const [at, { isUnordered, numValues }] of this.axes.entries()) {
      const division = isUnordered
        ? this.divideCategories(at, numValues, orders[at], count, sum)
        : this.divideNumbers(at, orders[at], count, sum)
      if (division !== null && (best === null || division.score > best.score)) best = division
    }
    return best
  }

  private divideNumbers(axis: number, order: Uint32Array, count: number, sum: number): Division | null {
    const { points, values, counts } = this
    let [best, place] = [Number.NEGATIVE_INFINITY, -1]
    let [countLeft, sumLeft] = [0, 0]
    for (let i = 0; i + 1 < order.length; i++) {
      const point = order[i]
      countLeft += counts[point]
      sumLeft += counts[point] * values[point]
      if (points[point][axis] === points[order[i + 1]][axis]) continue
      const sumRight = sum - sumLeft
      const score = (sumLeft * sumLeft) / countLeft + (sumRight * sumRight) / (count - countLeft)
      if (score > best) {
        best = score
        place = i
      }
    }
    if (place < 0) return null
    const [below, above] = [points[order[place]][axis], points[order[place + 1]][axis]]
    // From the upper end down: it may be the threshold, the lower one may not.
    const threshold = above - this.random.random() * (above - below)
    return { axis, threshold: threshold > below ? threshold : above, lefts: null, score: best }
  }

  /** Of all divisions of categories, the best is one of those in the order of their means (Breiman et al. 1984). */
  private divideCategories(
    axis: number,
    numValues: number,
    order: Uint32Array,
    count: number,
    sum: number,
  ): Division | null {
    const { points, values, counts, random } = this
    const categoryCounts = new Float64Array(numValues)
    const sums = new Float64Array(numValues)
    for (const point of order) {
      const category = categoryOf(points[point][axis], numValues)
      categoryCounts[category] += counts[point]
      sums[category] += counts[point] * values[point]
    }
    const meanOf = (category: number): number => sums[category] / categoryCounts[category]
    const present = Array.from(sums.keys()).filter(category => categoryCounts[category] > 0)
    present.sort((a, b) => meanOf(a) - meanOf(b) || a - b)
    let [best, place] = [Number.NEGATIVE_INFINITY, -1]
    let [countLeft, sumLeft] = [0, 0]
    for (let i = 0; i + 1 < present.length; i++) {
      countLeft += categoryCounts[present[i]]
      sumLeft += sums[present[i]]
      const sumRight = sum - sumLeft
      const score = (sumLeft * sumLeft) / countLeft + (sumRight * sumRight) / (count - countLeft)
      if (score > best) {
        best = score
        place = i
      }
    }
    if (place < 0) return null
    // Of those that are not there nothing is known: either side.
    const lefts = Uint8Array.from(sums, (_, category) =>
      categoryCounts[category] > 0 ? 0 : random.integers(0, 2),
    )
    for (const category of present.slice(0, place + 1)) lefts[category] = 1
    return { axis, threshold: 0, lefts, score: best }
  }
}

/** A forest that has seen values at points. */
export class RegressionForest {
  private readonly trees: readonly Tree[]

  /**
   * @param axes of the cube
   * @param points snapped ones, where values were seen; at least one
   * @param values one a point
   * @param numTrees how many trees, each on a bootstrap sample
   */
  constructor(
    axes: readonly Axis[],
    points: readonly Float64Array[],
    values: Float64Array,
    numTrees: number,
    random: RandomSource,
  ) {
    const numbers = Uint32Array.from(points.keys())
    // Where nothing varies, one order still says which points there are.
    const orders = Array.from({ length: Math.max(1, axes.length) }, (_, at) =>
      numbers.slice().sort((a, b) => (axes.length === 0 ? 0 : points[a][at] - points[b][at]) || a - b),
    )
    this.trees = Array.from({ length: numTrees }, () => new Grower(axes, points, values, random).tree(orders))
  }

  /** The value at a point, as far as it can be known. */
  predict(point: Float64Array): Posterior {
    const { trees } = this
    let [sum, squares, within] = [0, 0, 0]
    for (const root of trees) {
      let node = root
      while ("axis" in node) node = isLeft(node, point) ? node.left : node.right
      sum += node.mean
      squares += node.mean * node.mean
      within += node.variance
    }
    const mean = sum / trees.length
    return { mean, variance: Math.max(0, squares / trees.length - mean * mean) + within / trees.length }
  }
}
