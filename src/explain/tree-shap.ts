/**
 * Exact path-dependent TreeSHAP as an integral. At one leaf the Shapley value of feature i is
 *
 *   value × (on_i - share_i) × ∫₀¹ Π_{j≠i} (t on_j + (1 - t) share_j) dt
 *
 * over the features j of its path; with two features taken out of the product, and both their differences in
 * front, it is twice their interaction. Gauss–Legendre points turn the integral into an exact sum, for which
 * all leaves share the products of the splits above them: O(nodes × points) for contributions, where
 * Lundberg's formulation takes O(leaves × depth²), and no subtraction that could cancel. See Yu et al.,
 * Linear TreeShap (2022), and Wettenstein, Mitchell & Yu, Quadrature-TreeSHAP (2026), which XGBoost 3.4
 * computes in float32 with eight points.
 */

import { BLOCK, type Block, blocksOf, type PathPasses } from "./path-passes.ts"
import type { PathTree } from "./path-tree.ts"
import { ruleFor } from "./quadrature.ts"

type AddBlock = (passes: PathPasses, tree: PathTree, block: Block, out: Float64Array, offset: number) => void

/**
 * Takes each edge's feature out of the leaves below and puts (on - share) in, less what the edge before on the
 * same feature had put in. Below an edge that the row does not take, more edges of its feature change nothing.
 */
const addContributions: AddBlock = (passes, tree, block, out, offset) => {
  const { on, sums } = passes
  const { numNodes, edgeFeatures, previous, featureShares } = tree
  const { first, count } = block
  const { points, complements } = block.rule
  for (let node = 1; node < numNodes; node++) {
    const before = previous[node]
    if (on[before] === 0) continue
    const at = node * count
    const share = featureShares[node]
    const shareBefore = featureShares[before]
    let sum = 0
    if (on[node] === 1) {
      for (let k = 0; k < count; k++) {
        const t = points[first + k]
        const u = complements[first + k]
        sum += sums[at + k] / ((t + u * share) * (t + u * shareBefore))
      }
      sum *= shareBefore - share
    } else {
      for (let k = 0; k < count; k++) {
        const u = complements[first + k]
        sum -= sums[at + k] / (u * (points[first + k] + u * shareBefore))
      }
    }
    out[offset + edgeFeatures[node]] += sum
  }
}

/**
 * As contributions, with the (on - share) of each other feature on the path put in as well. Of a pair's
 * interaction, the part that ends up at [i, j] and the one at [j, i] depend on the order of their edges; only
 * their sum has a meaning.
 */
class PairAdder {
  private readonly numColumns: number
  /** Edge for which each feature was last met on the way up: edges further up on the same feature are past. */
  private readonly metFrom: Int32Array
  /** Sums at an edge times the change of its own feature's factor, by point. */
  private readonly changes: Float64Array = new Float64Array(BLOCK)

  constructor(numFeatures: number) {
    this.numColumns = numFeatures + 1
    this.metFrom = new Int32Array(numFeatures)
  }

  readonly add: AddBlock = (passes, tree, block, out, offset) => {
    // No need to clear metFrom: each partner's uppermost edge comes before in this loop, and is met from itself.
    for (let node = 1; node < tree.numNodes; node++) {
      if (passes.on[tree.previous[node]] === 0) continue
      this.fillChanges(passes, tree, block, node)
      this.addPartners(passes, tree, block, node, out, offset)
    }
  }

  private fillChanges(passes: PathPasses, tree: PathTree, block: Block, node: number): void {
    const { changes } = this
    const { previous, featureShares } = tree
    const { first, count } = block
    const { points, complements } = block.rule
    const isOn = passes.on[node] === 1
    const share = featureShares[node]
    const shareBefore = featureShares[previous[node]]
    for (let k = 0; k < count; k++) {
      const t = points[first + k]
      const u = complements[first + k]
      const change = isOn ? (shareBefore - share) / (t + u * share) : -1 / u
      changes[k] = (passes.sums[node * count + k] * change) / (t + u * shareBefore)
    }
  }

  private addPartners(
    passes: PathPasses,
    tree: PathTree,
    block: Block,
    node: number,
    out: Float64Array,
    offset: number,
  ): void {
    const { changes, metFrom, numColumns } = this
    const { edgeFeatures, parents, featureShares, pathFeatures } = tree
    const { first, count } = block
    const { points, complements } = block.rule
    const own = edgeFeatures[node]
    metFrom[own] = node
    let unmet = pathFeatures[node] - 1
    for (let edge = parents[node]; unmet > 0; edge = parents[edge]) {
      const feature = edgeFeatures[edge]
      if (metFrom[feature] === node) continue
      metFrom[feature] = node
      unmet--
      const isOn = passes.on[edge] === 1
      const share = featureShares[edge]
      let sum = 0
      for (let k = 0; k < count; k++) {
        const u = complements[first + k]
        sum += changes[k] * (isOn ? (1 - share) / (points[first + k] + u * share) : -1 / u)
      }
      out[offset + own * numColumns + feature] += sum
    }
  }
}

/** Adds what single trees say about single rows. */
export class TreeShap {
  private readonly passes: PathPasses
  private readonly addBlock: AddBlock

  /** @param pairs whether interactions are added, or contributions */
  constructor(passes: PathPasses, pairs: boolean) {
    this.passes = passes
    this.addBlock = pairs ? new PairAdder(passes.forest.numFeatures).add : addContributions
  }

  /**
   * @param rows values, this row's from `start`
   * @param out sums by feature, or by pair of features; those of entry e of a leaf from offset + e × stride
   */
  add(
    tree: PathTree,
    rows: Float32Array,
    start: number,
    out: Float64Array,
    offset: number,
    stride: number,
  ): void {
    const { passes } = this
    if (tree.numNodes === 1) return
    passes.follow(tree, rows, start)
    for (const block of blocksOf(ruleFor(tree.maxPathFeatures))) {
      passes.multiply(tree, block)
      for (let entry = 0; entry < passes.numValues; entry++) {
        passes.addUp(tree, block, entry)
        this.addBlock(passes, tree, block, out, offset + entry * stride)
      }
    }
  }
}
