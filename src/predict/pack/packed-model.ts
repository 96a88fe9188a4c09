/** Statistics of a forest's nodes into a pack and back: a parsed model again, for explanations and dumps. */

import { UnsupportedModelError } from "../../errors.ts"
import type { FlatForest } from "../../forest/flat-forest.ts"
import { storedOrder } from "../../forest/stored-order.ts"
import type { CategorySets, ParsedModel, ParsedTree } from "../../formats/parsed-model.ts"
import type { Booster, BoosterInfo } from "../booster/booster.ts"

/** Covers of all nodes and gains of all splits, in the forest's order. */
export interface NodeStatistics {
  readonly covers: Float32Array
  readonly gains: Float32Array
}

function missing(model: ParsedModel | null, path: string, source: string): never {
  throw new UnsupportedModelError({
    source,
    path,
    what: "the model has no statistics to put into a pack",
    expected: "sum_hessian and loss_changes of every tree",
    actual: "none",
    remedy: model?.format === "json-dump" ? "dump it with statistics" : "leave `statistics` out",
  })
}

/**
 * @throws {UnsupportedModelError} where the booster's file has none
 */
export function statisticsOf({ model, forest, info }: Booster): NodeStatistics {
  if (model === null || model.linearWeights !== null) return missing(model, "trees", info.source)
  const { numNodes, numTrees, treeOffsets, splits } = forest
  const covers = new Float32Array(numNodes)
  const gains = new Float32Array((numNodes - numTrees) / 2)
  let split = 0
  for (const [index, tree] of model.trees.entries()) {
    const { sumHessian, lossChanges } = tree
    if (sumHessian === null) return missing(model, `trees[${index}].sum_hessian`, info.source)
    if (lossChanges === null) return missing(model, `trees[${index}].loss_changes`, info.source)
    const begin = treeOffsets[index]
    storedOrder(tree, treeOffsets[index + 1] - begin).forEach((node, at) => {
      covers[begin + at] = sumHessian[node]
      if (splits[begin + at] >= 0) gains[split++] = lossChanges[node]
    })
  }
  return { covers, gains }
}

/** Category sets of a tree's nodes. */
function setsOf({ categorical }: FlatForest, begin: number, end: number): CategorySets | null {
  if (categorical === null) return null
  const { setOf, setOffsets, members } = categorical
  const nodes: number[] = []
  const segments: number[] = []
  const sizes: number[] = []
  const categories: number[] = []
  for (let node = begin; node < end; node++) {
    const set = setOf[node]
    if (set < 0) continue
    const own = members.subarray(setOffsets[set], setOffsets[set + 1])
    nodes.push(node - begin)
    segments.push(categories.length)
    sizes.push(own.length)
    for (const member of own) categories.push(member)
  }
  return {
    nodes: Int32Array.from(nodes),
    segments: Int32Array.from(segments),
    sizes: Int32Array.from(sizes),
    categories: Int32Array.from(categories),
  }
}

function treeOf(
  forest: FlatForest,
  index: number,
  statistics: NodeStatistics,
  leafLength: number,
): ParsedTree {
  const { treeOffsets, splits, values, leftChildren, nodeIds, categorical } = forest
  const begin = treeOffsets[index]
  const end = treeOffsets[index + 1]
  const nodes = Array.from({ length: end - begin }, (_, i) => begin + i)
  const isSplit = (node: number): boolean => splits[node] >= 0
  let split = (begin - index) / 2
  return {
    numNodes: nodes.length,
    leftChildren: Int32Array.from(nodes, node => (isSplit(node) ? leftChildren[node] - begin : -1)),
    rightChildren: Int32Array.from(nodes, node => (isSplit(node) ? leftChildren[node] - begin + 1 : -1)),
    splitIndices: Int32Array.from(nodes, node => (isSplit(node) ? splits[node] >> 1 : 0)),
    splitConditions: values.slice(begin, end),
    defaultLeft: Uint8Array.from(nodes, node => (isSplit(node) ? splits[node] & 1 : 0)),
    splitType: categorical && Uint8Array.from(nodes, node => (categorical.setOf[node] >= 0 ? 1 : 0)),
    categories: setsOf(forest, begin, end),
    sizeLeafVector: leafLength,
    leafWeights: null,
    lossChanges: Float32Array.from(nodes, node => (isSplit(node) ? statistics.gains[split++] : 0)),
    sumHessian: statistics.covers.slice(begin, end),
    baseWeights: null,
    parents: null,
    nodeIds: nodeIds === null ? null : nodeIds.slice(begin, end),
  }
}

/** What a pack with statistics says of its model. DART's weights are in the leaves. */
export function modelOfPack(info: BoosterInfo, forest: FlatForest, statistics: NodeStatistics): ParsedModel {
  const numLeaves = (forest.numNodes + forest.numTrees) / 2
  const leafLength = forest.leafVectors === null ? 1 : forest.leafVectors.length / numLeaves
  return {
    format: "pack",
    source: info.source,
    version: info.version,
    booster: info.booster as ParsedModel["booster"],
    objective: info.objective,
    objectiveDocument: null,
    baseScore: info.baseScore,
    baseScoreIsMargin: info.baseScoreIsMargin,
    numFeatures: forest.numFeatures,
    numClass: 0,
    numTarget: info.numOutputs,
    featureNames: info.featureNames,
    featureTypes: info.featureTypes,
    categoryValues: info.categoryValues,
    attributes: info.attributes,
    numParallelTree: 1,
    iterationIndptr: info.iterationIndptr,
    treeInfo: info.treeInfo,
    trees: Array.from({ length: forest.numTrees }, (_, index) =>
      treeOf(forest, index, statistics, leafLength),
    ),
    weightDrop: null,
    linearWeights: info.linearWeights,
  }
}
