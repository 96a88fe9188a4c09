/**
 * Parsed trees to a FlatForest. Each tree is visited once from its root, which drops nodes that pruning
 * left behind and proves that every walk ends: no node is reached twice, every child exists.
 */

import { ModelFormatError, UnsupportedModelError } from "../errors.ts"
import { numOutputsOf, type ParsedModel, type ParsedTree } from "../formats/parsed-model.ts"
import { CategorySetBuilder } from "./category-sets.ts"
import type { FlatForest } from "./flat-forest.ts"

/** A split keeps 2 × feature + defaultLeft in 31 bits. */
const MAX_FEATURES = 2 ** 30

class Builder {
  private readonly model: ParsedModel
  readonly splits: Int32Array
  readonly values: Float32Array
  readonly leftChildren: Int32Array
  readonly nodeIds: Int32Array
  readonly categorySets: CategorySetBuilder
  /** Outputs of a vector leaf; 1 where leaves are scalars. */
  readonly leafLength: number
  readonly leafVectors: number[] = []
  /** Nodes placed so far. */
  numNodes = 0
  idsAreImplicit = true

  constructor(model: ParsedModel) {
    this.model = model
    const capacity = model.trees.reduce((sum, tree) => sum + tree.numNodes, 0)
    this.splits = new Int32Array(capacity)
    this.values = new Float32Array(capacity)
    this.leftChildren = new Int32Array(capacity)
    this.nodeIds = new Int32Array(capacity)
    this.categorySets = new CategorySetBuilder(capacity, model.source)
    this.leafLength = model.trees[0]?.sizeLeafVector ?? 1
  }

  private fail(index: number, field: string, what: string, expected: string, actual: number | string): never {
    const path = `trees[${index}].${field}`
    throw new ModelFormatError({ source: this.model.source, path, what, expected, actual: `${actual}` })
  }

  private child(
    tree: ParsedTree,
    index: number,
    side: "left" | "right",
    node: number,
    seen: Uint8Array,
  ): number {
    const child = (side === "left" ? tree.leftChildren : tree.rightChildren)[node]
    const field = `${side}_children[${node}]`
    if (child < 0 || child >= tree.numNodes) {
      this.fail(index, field, "child out of range", `0..${tree.numNodes - 1}`, child)
    }
    if (seen[child] === 1) this.fail(index, field, "node reached twice", "a tree", child)
    seen[child] = 1
    return child
  }

  /** DART's weight is applied here: XGBoost rounds the product before it adds, so the bits are the same. */
  private weighted(value: number, index: number): number {
    const { weightDrop } = this.model
    return weightDrop === null ? value : Math.fround(value * weightDrop[index])
  }

  private leaf(tree: ParsedTree, index: number, node: number, place: number): void {
    this.splits[place] = -1
    const { leafLength } = this
    if (leafLength === 1) {
      this.values[place] = this.weighted(tree.splitConditions[node], index)
      return
    }
    // Up to 3.1 a vector leaf is its node's base weight; since 3.2 its right child says which leaf it is.
    const vectors = tree.leafWeights ?? tree.baseWeights
    const first = leafLength * (tree.leafWeights === null ? node : tree.rightChildren[node])
    if (vectors === null || first < 0 || first + leafLength > vectors.length) {
      const actual = vectors === null ? "none" : `${vectors.length} from ${first}`
      this.fail(
        index,
        `leaf_weights (node ${node})`,
        "leaf without its vector",
        `${leafLength} weights`,
        actual,
      )
    }
    this.leftChildren[place] = this.leafVectors.length / leafLength
    for (let i = 0; i < leafLength; i++) this.leafVectors.push(this.weighted(vectors[first + i], index))
  }

  add(tree: ParsedTree, index: number): void {
    const { leftChildren, splitIndices, splitConditions, splitType, defaultLeft, nodeIds, categories } = tree
    const { numFeatures } = this.model
    if (tree.sizeLeafVector !== this.leafLength) {
      const expected = `${this.leafLength} as in the first tree`
      this.fail(
        index,
        "tree_param.size_leaf_vector",
        "leaves of different sizes",
        expected,
        tree.sizeLeafVector,
      )
    }
    const root = this.numNodes
    const seen = new Uint8Array(tree.numNodes)
    const order = new Int32Array(tree.numNodes)
    const categoryEntries = this.categorySets.entries(tree, index)
    seen[0] = 1
    let numNodes = 1
    for (let at = 0; at < numNodes; at++) {
      const node = order[at]
      const id = nodeIds === null ? node : nodeIds[node]
      const place = root + at
      if (id !== at) this.idsAreImplicit = false
      this.nodeIds[place] = id
      if (leftChildren[node] === -1) {
        this.leaf(tree, index, node, place)
        continue
      }
      const feature = splitIndices[node]
      if (feature < 0 || feature >= numFeatures) {
        this.fail(index, `split_indices[${node}]`, "feature out of range", `0..${numFeatures - 1}`, feature)
      }
      if (feature >= MAX_FEATURES) {
        throw new UnsupportedModelError({
          source: this.model.source,
          path: `trees[${index}].split_indices[${node}]`,
          what: "feature too large",
          expected: `below ${MAX_FEATURES}`,
          actual: `${feature}`,
        })
      }
      this.splits[place] = 2 * feature + defaultLeft[node]
      this.values[place] = splitConditions[node]
      if (splitType?.[node] === 1 && categories !== null && categoryEntries !== null) {
        this.values[place] = 0
        this.categorySets.add(
          categories,
          categoryEntries[node],
          `trees[${index}].categories (node ${node})`,
          place,
        )
      }
      this.leftChildren[place] = root + numNodes
      order[numNodes++] = this.child(tree, index, "left", node, seen)
      order[numNodes++] = this.child(tree, index, "right", node, seen)
    }
    this.numNodes += numNodes
  }
}

function checkLeafLength(model: ParsedModel, leafLength: number): void {
  const numOutputs = numOutputsOf(model)
  if (leafLength === 1 || leafLength === numOutputs) return
  throw new UnsupportedModelError({
    source: model.source,
    path: "trees[0].tree_param.size_leaf_vector",
    what: "wrong length of vector leaves",
    expected: `${numOutputs}`,
    actual: `${leafLength}`,
  })
}

/**
 * Builds the forest of a model; for gblinear, which has no trees, an empty one.
 *
 * @throws {ModelFormatError} for cycles, shared nodes and indices out of range, with the path
 */
export function buildForest(model: ParsedModel): FlatForest {
  const builder = new Builder(model)
  checkLeafLength(model, builder.leafLength)
  const treeOffsets = new Int32Array(model.trees.length + 1)
  for (const [index, tree] of model.trees.entries()) {
    builder.add(tree, index)
    treeOffsets[index + 1] = builder.numNodes
  }
  const { numNodes } = builder
  // `slice` only where pruning left dead nodes: most forests fill the arrays.
  const live = <T extends Int32Array | Float32Array>(array: T): T =>
    (array.length === numNodes ? array : array.slice(0, numNodes)) as T
  return {
    numTrees: model.trees.length,
    numNodes,
    numFeatures: model.numFeatures,
    treeOffsets,
    splits: live(builder.splits),
    values: live(builder.values),
    leftChildren: live(builder.leftChildren),
    nodeIds: builder.idsAreImplicit ? null : live(builder.nodeIds),
    categorical: builder.categorySets.build(),
    leafVectors: builder.leafLength === 1 ? null : Float32Array.from(builder.leafVectors),
  }
}
