/**
 * Saabas' approximation: a split contributes the change of the nodes' mean value along the row's path, which
 * favours features near the leaves. Means and sums are rounded to float32 in XGBoost's order
 * (FillNodeMeanValues and CalculateApproxContributions), so the result is its result bit for bit.
 */

import { storedOrder } from "../forest/stored-order.ts"
import type { ParsedModel } from "../formats/parsed-model.ts"
import type { Booster } from "../predict/booster/booster.ts"
import { takesRight } from "./path-passes.ts"
import { coversOf, leafValue, modelOf, numLeafValues } from "./path-tree.ts"
import type { ExplainRequest } from "./request.ts"

const { fround } = Math

/** Mean of a split's children, weighted with their covers. */
function meanOf(left: number, leftCover: number, right: number, rightCover: number, cover: number): number {
  // No row came by: XGBoost has NaN here. Both branches count alike, as in its exact contributions of 3.4.
  if (cover === 0) return fround(fround(left + right) / 2)
  return fround(fround(fround(left * leftCover) + fround(right * rightCover)) / cover)
}

/** Mean values of a tree's nodes in the forest's order, numValues each; DART's weight is not in them. */
function meanValues(booster: Booster, model: ParsedModel, index: number): Float32Array {
  const { forest, numOutputs } = booster
  const { splits, leftChildren, treeOffsets } = forest
  const root = treeOffsets[index]
  const numNodes = treeOffsets[index + 1] - root
  const tree = model.trees[index]
  const covers = coversOf(model, index, numNodes)
  const order = storedOrder(tree, numNodes)
  const numValues = numLeafValues(forest, numOutputs)
  const means = new Float32Array(numNodes * numValues)
  for (let node = numNodes - 1; node >= 0; node--) {
    const isLeaf = splits[root + node] < 0
    const left = leftChildren[root + node] - root
    for (let entry = 0; entry < numValues; entry++) {
      const at = node * numValues + entry
      if (!isLeaf) {
        const leftMean = means[left * numValues + entry]
        const rightMean = means[(left + 1) * numValues + entry]
        means[at] = meanOf(leftMean, covers[left], rightMean, covers[left + 1], covers[node])
      } else if (numValues === 1) means[at] = tree.splitConditions[order[node]]
      else means[at] = leafValue(forest, root + node, entry, numValues)
    }
  }
  return means
}

const meansByTree: WeakMap<ParsedModel, (Float32Array | undefined)[]> = /* @__PURE__ */ new WeakMap()

/** Mean values of the trees up to `endTree` that a request needs, computed when first asked for. */
function meansOf(
  booster: Booster,
  model: ParsedModel,
  request: ExplainRequest,
): (Float32Array | undefined)[] {
  let means = meansByTree.get(model)
  if (means === undefined) {
    means = new Array<Float32Array | undefined>(model.trees.length).fill(undefined)
    meansByTree.set(model, means)
  }
  for (let index = request.beginTree; index < request.endTree; index++) {
    means[index] ??= meanValues(booster, model, index)
  }
  return means
}

/** Fills a request's result. */
export function addApproximate(booster: Booster, rows: Float32Array, request: ExplainRequest): void {
  const { forest, numFeatures, numOutputs, info } = booster
  const { splits, leftChildren, treeOffsets } = forest
  const { out, startMargins, numRows, beginTree, endTree } = request
  const model = modelOf(booster)
  const means = meansOf(booster, model, request)
  const numValues = numLeafValues(forest, numOutputs)
  const numColumns = numFeatures + 1
  // Changes of one tree are summed before they are added.
  const changes = new Float32Array(numFeatures)
  const addTree = (treeMeans: Float32Array, index: number, row: number, entry: number): void => {
    const first = (row * numOutputs + (numValues === 1 ? info.treeInfo[index] : entry)) * numColumns
    const weight = numValues === 1 && model.weightDrop !== null ? model.weightDrop[index] : 1
    const root = treeOffsets[index]
    let mean = treeMeans[entry]
    out[first + numFeatures] += fround(mean * weight)
    const touched: number[] = []
    for (let node = root; splits[node] >= 0; ) {
      const feature = splits[node] >> 1
      node = leftChildren[node] + (takesRight(forest, node, rows[row * numFeatures + feature]) ? 1 : 0)
      const next = treeMeans[(node - root) * numValues + entry]
      changes[feature] += fround(next - mean)
      touched.push(feature)
      mean = next
    }
    for (const feature of touched) {
      // A feature stands in the list once per split; after the first its change is 0.
      out[first + feature] += fround(changes[feature] * weight)
      changes[feature] = 0
    }
  }
  for (let row = 0; row < numRows; row++) {
    for (let index = beginTree; index < endTree; index++) {
      for (let entry = 0; entry < numValues; entry++) addTree(means[index] as Float32Array, index, row, entry)
    }
    for (let output = 0; output < numOutputs; output++) {
      out[(row * numOutputs + output) * numColumns + numFeatures] += startMargins[row * numOutputs + output]
    }
  }
}
