/**
 * What path-dependent expectations add to a tree of the forest: the share of the training rows (cover,
 * XGBoost's sum_hessian) that took each edge, and which edges of a path belong to one feature. Compiled when a
 * tree is first explained.
 */

import { ModelFormatError, UnsupportedModelError } from "../errors.ts"
import type { FlatForest } from "../forest/flat-forest.ts"
import { storedOrder } from "../forest/stored-order.ts"
import type { ParsedModel } from "../formats/parsed-model.ts"
import type { Booster } from "../predict/booster/booster.ts"

/**
 * Nodes are numbered from the root, 0, in the forest's level order. Edge n is the one that leads into node n;
 * it belongs to the feature its parent splits on.
 */
export interface PathTree {
  /** Index of the root in the forest. */
  readonly root: number
  readonly numNodes: number
  readonly parents: Int32Array
  /** Feature of each edge; -1 for the root, which has none. */
  readonly edgeFeatures: Int32Array
  /** Nearest edge above on the same feature; 0, which stands for none, where there is none. */
  readonly previous: Int32Array
  /** Share of the parent's cover; 1 for the root. */
  readonly shares: Float64Array
  /** Product of the shares of this edge's feature from the root down to it; 1 for the root. */
  readonly featureShares: Float64Array
  /** Distinct features on the path down to each node. */
  readonly pathFeatures: Int32Array
  /** The most of them. */
  readonly maxPathFeatures: number
  /** Value without any feature known, for each entry of a leaf. */
  readonly expected: Float64Array
}

/** What a booster's file said. */
export function modelOf(booster: Booster): ParsedModel {
  if (booster.model !== null) return booster.model
  throw new UnsupportedModelError({
    source: booster.info.source,
    what: "the pack has no statistics of the nodes (sum_hessian, loss_changes)",
    expected: "a pack written with { statistics: true }, or a model file",
    actual: "a pack without",
  })
}

function checkCover(model: ParsedModel, index: number, node: number, cover: number): void {
  if (cover >= 0 && cover < Infinity) return
  throw new ModelFormatError({
    source: model.source,
    path: `trees[${index}].sum_hessian[${node}]`,
    what: "not a cover",
    expected: "a finite number of 0 or more",
    actual: `${cover}`,
  })
}

/**
 * Covers of a tree's nodes, in the forest's order.
 *
 * @throws {UnsupportedModelError} where the file has none
 * @throws {ModelFormatError} for one that is negative, infinite or not a number
 */
export function coversOf(model: ParsedModel, index: number, numNodes: number): Float32Array {
  const tree = model.trees[index]
  const { sumHessian } = tree
  if (sumHessian === null) {
    throw new UnsupportedModelError({
      source: model.source,
      path: `trees[${index}].sum_hessian`,
      what: "the model has no covers, which contributions need",
      expected: "the training rows' sum of Hessians at every node",
      actual: "none",
      remedy: model.format === "json-dump" ? "dump it with statistics" : undefined,
    })
  }
  return Float32Array.from(storedOrder(tree, numNodes), node => {
    checkCover(model, index, node, sumHessian[node])
    return sumHessian[node]
  })
}

/** Share of a split's cover that a child has. Where no row came by, both are equally likely, as in 3.4. */
function shareOf(cover: number, parentCover: number): number {
  return parentCover === 0 ? 0.5 : cover / parentCover
}

/** Links each edge to the one above it on the same feature, depth first. */
function linkFeatures(forest: FlatForest, tree: Omit<PathTree, "expected" | "maxPathFeatures">): void {
  const { root, parents, edgeFeatures, previous, shares, featureShares, pathFeatures } = tree
  const { splits, leftChildren } = forest
  const lastEdge = new Map<number, number>()
  const path: number[] = []
  const stack = [0]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node > 0) {
      // Back up to the parent, forgetting the edges of the branch that is done.
      for (let edge = path.pop(); edge !== undefined && edge !== parents[node]; edge = path.pop()) {
        lastEdge.set(edgeFeatures[edge], previous[edge])
      }
      path.push(parents[node])
      const feature = edgeFeatures[node]
      const before = lastEdge.get(feature) ?? 0
      previous[node] = before
      featureShares[node] = featureShares[before] * shares[node]
      pathFeatures[node] = pathFeatures[parents[node]] + (before === 0 ? 1 : 0)
      lastEdge.set(feature, node)
    }
    path.push(node)
    if (splits[root + node] >= 0) {
      const left = leftChildren[root + node] - root
      stack.push(left + 1, left)
    }
  }
}

/** Values of a leaf: one, or one per output. */
export function numLeafValues(forest: FlatForest, numOutputs: number): number {
  return forest.leafVectors === null ? 1 : numOutputs
}

/** An entry of a leaf's values. */
export function leafValue(forest: FlatForest, leaf: number, entry: number, numValues: number): number {
  const { leafVectors, leftChildren, values } = forest
  return leafVectors === null ? values[leaf] : leafVectors[leftChildren[leaf] * numValues + entry]
}

function compile(booster: Booster, model: ParsedModel, index: number): PathTree {
  const { forest, numOutputs } = booster
  const { splits, leftChildren, treeOffsets } = forest
  const root = treeOffsets[index]
  const numNodes = treeOffsets[index + 1] - root
  const covers = coversOf(model, index, numNodes)
  const parents = new Int32Array(numNodes)
  const edgeFeatures = new Int32Array(numNodes).fill(-1)
  const shares = new Float64Array(numNodes).fill(1)
  for (let node = 0; node < numNodes; node++) {
    const split = splits[root + node]
    if (split < 0) continue
    const left = leftChildren[root + node] - root
    for (let child = left; child <= left + 1; child++) {
      parents[child] = node
      edgeFeatures[child] = split >> 1
      shares[child] = shareOf(covers[child], covers[node])
    }
  }
  const previous = new Int32Array(numNodes)
  const featureShares = new Float64Array(numNodes).fill(1)
  const pathFeatures = new Int32Array(numNodes)
  const tree = { root, numNodes, parents, edgeFeatures, previous, shares, featureShares, pathFeatures }
  linkFeatures(forest, tree)
  const maxPathFeatures = pathFeatures.reduce((most, count) => Math.max(most, count), 0)
  const numValues = numLeafValues(forest, numOutputs)
  const expected = Float64Array.from({ length: numValues }, (_, entry) =>
    expectedValue(forest, tree, entry, numValues),
  )
  return { ...tree, maxPathFeatures, expected }
}

/** Σ over leaves of value × the product of the shares on its path. */
function expectedValue(
  forest: FlatForest,
  tree: Pick<PathTree, "root" | "numNodes" | "parents" | "shares">,
  entry: number,
  numValues: number,
): number {
  const { root, numNodes, parents, shares } = tree
  const means = new Float64Array(numNodes)
  for (let node = numNodes - 1; node >= 0; node--) {
    if (forest.splits[root + node] < 0) means[node] = leafValue(forest, root + node, entry, numValues)
    if (node > 0) means[parents[node]] += shares[node] * means[node]
  }
  return means[0]
}

const compiledTrees: WeakMap<ParsedModel, (PathTree | undefined)[]> = /* @__PURE__ */ new WeakMap()

/**
 * The trees of a range, compiled.
 *
 * @throws {UnsupportedModelError} where the file has no covers
 * @throws {ModelFormatError} for a cover that is negative, infinite or not a number
 */
export function pathTreesOf(booster: Booster, beginTree: number, endTree: number): PathTree[] {
  const model = modelOf(booster)
  let trees = compiledTrees.get(model)
  if (trees === undefined) {
    trees = new Array<PathTree | undefined>(model.trees.length).fill(undefined)
    compiledTrees.set(model, trees)
  }
  const range: PathTree[] = []
  for (let index = beginTree; index < endTree; index++) {
    const tree = trees[index] ?? compile(booster, model, index)
    trees[index] = tree
    range.push(tree)
  }
  return range
}
