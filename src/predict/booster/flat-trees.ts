/** Trees out of a model file: flat arrays, laid out for speed once enough rows have been asked for. */

import type { FlatForest } from "../../forest/flat-forest.ts"
import { numberSplits } from "../../forest/split-dictionary.ts"
import { layOut, segmentsOf } from "../kernels/lay-out.ts"
import { type KernelPlace, ROWS_BEFORE_LAYOUT, type TreeOutputs, type TreeSource } from "./tree-source.ts"

/** Trees out of a model file. */
export class FlatTrees implements TreeSource {
  readonly numTrees: number
  readonly numNodes: number
  readonly numFeatures: number
  readonly forest: FlatForest
  private readonly outputs: TreeOutputs
  /** undefined before enough rows were asked for, null where no layout fits. */
  private place: KernelPlace | null | undefined
  private rowsWalked = 0

  constructor(forest: FlatForest, outputs: TreeOutputs) {
    this.numTrees = forest.numTrees
    this.numNodes = forest.numNodes
    this.numFeatures = forest.numFeatures
    this.forest = forest
    this.outputs = outputs
  }

  get numBytes(): number {
    const { splits, values, leftChildren, nodeIds } = this.forest
    const flat = splits.byteLength + values.byteLength + leftChildren.byteLength + (nodeIds?.byteLength ?? 0)
    return flat + (this.place?.kernel.numBytes ?? 0)
  }

  kernelFor(numRows: number): KernelPlace | null {
    this.rowsWalked += numRows
    if (this.place === undefined && this.rowsWalked > ROWS_BEFORE_LAYOUT) this.place = this.layOut()
    return this.place ?? null
  }

  private layOut(): KernelPlace | null {
    const { forest, outputs } = this
    if (forest.leafVectors !== null || forest.numTrees === 0) return null
    const numbered = numberSplits([forest])
    const segments = segmentsOf(
      numbered.dictionary,
      numbered.forests[0],
      outputs.treeInfo,
      outputs.numOutputs,
    )
    const kernel = layOut(numbered, segments)
    return kernel && { kernel, segment: 0 }
  }
}
