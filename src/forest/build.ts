/**
 * Parsed trees to a FlatForest. Each tree is visited once from its root, which drops nodes that pruning
 * left behind and proves that every walk ends: no node is reached twice, every child exists.
 */

import { ModelFormatError, UnsupportedModelError } from "../errors.ts"
import type { ParsedModel, ParsedTree } from "../formats/parsed-model.ts"
import type { FlatForest } from "./flat-forest.ts"

class Builder {
  private readonly model: ParsedModel
  readonly splits: Int32Array
  readonly values: Float32Array
  readonly leftChildren: Int32Array
  readonly nodeIds: Int32Array
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
  }

  private fail(index: number, field: string, what: string, expected: string, actual: number): never {
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

  add(tree: ParsedTree, index: number): void {
    const { leftChildren, splitIndices, splitConditions, defaultLeft, nodeIds } = tree
    const { numFeatures } = this.model
    const root = this.numNodes
    const seen = new Uint8Array(tree.numNodes)
    const order = new Int32Array(tree.numNodes)
    seen[0] = 1
    let numNodes = 1
    for (let at = 0; at < numNodes; at++) {
      const node = order[at]
      const id = nodeIds === null ? node : nodeIds[node]
      const place = root + at
      if (id !== at) this.idsAreImplicit = false
      this.nodeIds[place] = id
      this.values[place] = splitConditions[node]
      if (leftChildren[node] === -1) {
        this.splits[place] = -1
        continue
      }
      const feature = splitIndices[node]
      if (feature < 0 || feature >= numFeatures) {
        this.fail(index, `split_indices[${node}]`, "feature out of range", `0..${numFeatures - 1}`, feature)
      }
      this.splits[place] = 2 * feature + defaultLeft[node]
      this.leftChildren[place] = root + numNodes
      order[numNodes++] = this.child(tree, index, "left", node, seen)
      order[numNodes++] = this.child(tree, index, "right", node, seen)
    }
    this.numNodes += numNodes
  }
}

/** Names what this version does not evaluate, before any of it is looked at closely. */
function refuseUnsupported(model: ParsedModel): void {
  const refuse = (path: string, what: string, actual: string): never => {
    throw new UnsupportedModelError({
      source: model.source,
      path,
      what,
      expected: "gbtree with numeric splits",
      actual,
    })
  }
  if (model.booster !== "gbtree") {
    refuse("learner.gradient_booster", `booster ${model.booster} is not evaluated yet`, model.booster)
  }
  for (const [index, tree] of model.trees.entries()) {
    if (tree.categories)
      refuse(`trees[${index}].split_type`, "categorical splits are not evaluated yet", "categories")
    if (tree.sizeLeafVector > 1) {
      refuse(
        `trees[${index}].tree_param`,
        "vector leaves are not evaluated yet",
        `${tree.sizeLeafVector} outputs`,
      )
    }
  }
}

/**
 * Builds the forest of a model.
 *
 * @throws {ModelFormatError} for cycles, shared nodes and indices out of range, with the path
 * @throws {UnsupportedModelError} for what this version does not evaluate, with its name
 */
export function buildForest(model: ParsedModel): FlatForest {
  refuseUnsupported(model)
  const builder = new Builder(model)
  const treeOffsets = new Int32Array(model.trees.length + 1)
  for (const [index, tree] of model.trees.entries()) {
    builder.add(tree, index)
    treeOffsets[index + 1] = builder.numNodes
  }
  const { numNodes } = builder
  const isFull = numNodes === builder.splits.length
  return {
    numTrees: model.trees.length,
    numNodes,
    numFeatures: model.numFeatures,
    treeOffsets,
    splits: isFull ? builder.splits : builder.splits.slice(0, numNodes),
    values: isFull ? builder.values : builder.values.slice(0, numNodes),
    leftChildren: isFull ? builder.leftChildren : builder.leftChildren.slice(0, numNodes),
    nodeIds: builder.idsAreImplicit ? null : builder.nodeIds.slice(0, numNodes),
  }
}
