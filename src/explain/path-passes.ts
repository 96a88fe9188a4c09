/**
 * The two passes over a tree that contributions and interactions share. Along a path every distinct feature
 * has the factor t on + (1 - t) share, where `on` is 1 if the row takes every branch on the feature and
 * `share` is the part of the training rows that do. One pass multiplies the factors downwards, the other adds
 * up weight × value × product of the leaves.
 */

import type { FlatForest } from "../forest/flat-forest.ts"
import { goesRight } from "../predict/kernels/categorical.ts"
import { leafValue, numLeafValues, type PathTree } from "./path-tree.ts"
import type { QuadratureRule } from "./quadrature.ts"

/** Points treated at a time, so that memory does not grow with the length of paths. */
export const BLOCK = 8

/** A run of points of a rule. */
export interface Block {
  readonly rule: QuadratureRule
  readonly first: number
  readonly count: number
}

/** Cuts a rule into runs. */
export function blocksOf(rule: QuadratureRule): Block[] {
  const numPoints = rule.points.length
  return Array.from({ length: Math.ceil(numPoints / BLOCK) }, (_, i) => ({
    rule,
    first: i * BLOCK,
    count: Math.min(BLOCK, numPoints - i * BLOCK),
  }))
}

/** Whether a value goes to the right child of a split. */
export function takesRight(forest: FlatForest, node: number, value: number): boolean {
  const { splits, values, categorical } = forest
  if (Number.isNaN(value)) return (splits[node] & 1) === 0
  if (categorical === null || categorical.setOf[node] < 0) return !(value < values[node])
  return goesRight(categorical, categorical.setOf[node], value) === 1
}

/** Working memory for some trees of a forest, and what the last passes left in it. */
export class PathPasses {
  readonly forest: FlatForest
  readonly numValues: number
  /** Per edge: 1 where the row takes it and every edge of the same feature above. */
  readonly on: Uint8Array
  /** Per node and point of the block: the product of the factors on its path. */
  readonly products: Float64Array
  /** Per node and point of the block: sum over the leaves below. */
  readonly sums: Float64Array

  constructor(forest: FlatForest, numOutputs: number, trees: readonly PathTree[]) {
    const maxNodes = trees.reduce((most, tree) => Math.max(most, tree.numNodes), 0)
    this.forest = forest
    this.numValues = numLeafValues(forest, numOutputs)
    this.on = new Uint8Array(maxNodes)
    this.products = new Float64Array(maxNodes * BLOCK)
    this.sums = new Float64Array(maxNodes * BLOCK)
  }

  /** Which edges a row takes; its values stand from `start`. */
  follow(tree: PathTree, rows: Float32Array, start: number): void {
    const { on, forest } = this
    const { splits, leftChildren } = forest
    const { root, numNodes, previous } = tree
    on[0] = 1
    for (let node = 0; node < numNodes; node++) {
      const split = splits[root + node]
      if (split < 0) continue
      const left = leftChildren[root + node] - root
      const right = takesRight(forest, root + node, rows[start + (split >> 1)])
      const onAbove = on[previous[left]]
      on[left] = right ? 0 : onAbove
      on[left + 1] = right ? onAbove : 0
    }
  }

  /** Downwards: fills `products`. */
  multiply(tree: PathTree, block: Block): void {
    const { on, products } = this
    const { numNodes, parents, previous, shares, featureShares } = tree
    const { first, count } = block
    const { points, complements } = block.rule
    products.fill(1, 0, count)
    for (let node = 1; node < numNodes; node++) {
      const at = node * count
      const above = parents[node] * count
      const before = previous[node]
      if (on[before] === 0) {
        const share = shares[node]
        for (let k = 0; k < count; k++) products[at + k] = products[above + k] * share
        continue
      }
      const isOn = on[node]
      const share = featureShares[node]
      if (before === 0) {
        for (let k = 0; k < count; k++) {
          products[at + k] = products[above + k] * (isOn * points[first + k] + complements[first + k] * share)
        }
        continue
      }
      // The feature's factor so far is replaced; it is never 0, because the row took the edge before.
      const shareBefore = featureShares[before]
      for (let k = 0; k < count; k++) {
        const t = points[first + k]
        const u = complements[first + k]
        products[at + k] = (products[above + k] * (isOn * t + u * share)) / (t + u * shareBefore)
      }
    }
  }

  /** Upwards, after `multiply`: fills `sums` for one entry of the leaves. */
  addUp(tree: PathTree, block: Block, entry: number): void {
    const { products, sums, forest, numValues } = this
    const { root, numNodes, parents } = tree
    const { first, count } = block
    const { weights } = block.rule
    const { splits } = forest
    for (let node = numNodes - 1; node > 0; node--) {
      const at = node * count
      if (splits[root + node] < 0) {
        const value = leafValue(forest, root + node, entry, numValues)
        for (let k = 0; k < count; k++) sums[at + k] = products[at + k] * value * weights[first + k]
      }
      // Children are neighbours, the right one first in this order; it has an even number.
      const above = parents[node] * count
      if (node % 2 === 0) for (let k = 0; k < count; k++) sums[above + k] = sums[at + k]
      else for (let k = 0; k < count; k++) sums[above + k] += sums[at + k]
    }
  }
}
