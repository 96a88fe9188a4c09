/**
 * Trees out of a pack: walked in the bytes as they came, laid out for speed once enough rows have been asked
 * for, all forests of the pack together over the table of answers that they share.
 */

import type { FlatForest } from "../../forest/flat-forest.ts"
import { columnsOf, flattenForest } from "../../forest/flatten.ts"
import type { NodeIds } from "../../forest/pack.ts"
import type { NumberedForest, SplitDictionary } from "../../forest/split-dictionary.ts"
import { numberedForest, type SuccinctForest } from "../../forest/succinct-forest.ts"
import {
  type KernelPlace,
  ROWS_BEFORE_LAYOUT,
  type TreeOutputs,
  type TreeSource,
} from "../booster/tree-source.ts"
import type { Kernel } from "../kernels/kernel.ts"
import { layOut, segmentsOf } from "../kernels/lay-out.ts"
import { readForest } from "../kernels/read-back.ts"
import { SuccinctKernel, type SuccinctSegment } from "../kernels/succinct-kernel.ts"

/** A forest of a pack, as it is in the bytes. */
export interface PackedForest {
  readonly forest: SuccinctForest
  readonly outputs: TreeOutputs
  /** XGBoost's ids, where they are not positions in level order. */
  readonly nodeIds: NodeIds | null
}

/** The trees of each output of a forest: what sums run over. */
function succinctSegments({ forest, outputs }: PackedForest): SuccinctSegment[] {
  const trees: number[][] = Array.from({ length: outputs.numOutputs }, () => [])
  outputs.treeInfo.forEach((output, tree) => {
    trees[output].push(tree)
  })
  return trees.map(trees => ({ forest, trees }))
}

/**
 * The forests of a pack over the one dictionary they share: walked as they are for the first rows, then laid
 * out together, so that one table of answers serves all of them.
 */
class PackedForests {
  readonly dictionary: SplitDictionary
  readonly outputs: readonly TreeOutputs[]
  /** First segment of each forest, and the number of segments. */
  readonly segments: readonly number[]
  /** null once they are laid out: the bytes need not stay. */
  private forests: readonly SuccinctForest[] | null
  /** null where the plain walk must do. */
  private kernel: Kernel | null = null
  private rowsLeft: number

  constructor(dictionary: SplitDictionary, packed: readonly PackedForest[]) {
    const forests = packed.map(({ forest }) => forest)
    const isScalar = forests.every(forest => forest.leafLength === 1 && forest.numTrees > 0)
    this.dictionary = dictionary
    this.outputs = packed.map(({ outputs }) => outputs)
    const segments = [0]
    for (const { numOutputs } of this.outputs) segments.push(segments[segments.length - 1] + numOutputs)
    this.segments = segments
    this.forests = forests
    this.rowsLeft = isScalar ? ROWS_BEFORE_LAYOUT * packed.length : Infinity
    if (isScalar)
      this.kernel = new SuccinctKernel(dictionary, columnsOf(dictionary), packed.flatMap(succinctSegments))
  }

  get numBytes(): number {
    return this.kernel?.numBytes ?? 0
  }

  kernelFor(numRows: number): Kernel | null {
    if (this.rowsLeft > 0) {
      this.rowsLeft -= numRows
      if (this.rowsLeft <= 0) this.layOut()
    }
    return this.kernel
  }

  private layOut(): void {
    const { dictionary, outputs } = this
    const forests = (this.forests as readonly SuccinctForest[]).map(numberedForest)
    const segments = forests.flatMap((forest, i) =>
      segmentsOf(dictionary, forest, outputs[i].treeInfo, outputs[i].numOutputs),
    )
    this.kernel = layOut({ dictionary, forests }, segments)
    if (this.kernel !== null) this.forests = null
  }

  /** A forest decoded, be it from the bytes or out of the kernel's layout. */
  numbered(index: number): NumberedForest {
    if (this.forests !== null) return numberedForest(this.forests[index])
    const { dictionary, outputs, segments } = this
    return readForest(this.kernel as Kernel, segments[index], outputs[index], dictionary.numSplits)
  }
}

/** One forest of a pack. */
class PackedTrees implements TreeSource {
  readonly numTrees: number
  readonly numNodes: number
  readonly numFeatures: number
  private readonly shared: PackedForests
  private readonly index: number
  private readonly nodeIds: NodeIds | null
  private flat: FlatForest | null = null
  private place: KernelPlace | null = null

  constructor(shared: PackedForests, index: number, { forest, nodeIds }: PackedForest) {
    this.numTrees = forest.numTrees
    this.numNodes = forest.numNodes
    this.numFeatures = shared.dictionary.numFeatures
    this.shared = shared
    this.index = index
    this.nodeIds = nodeIds
  }

  get numBytes(): number {
    return this.shared.numBytes
  }

  get forest(): FlatForest {
    const { shared, index, nodeIds } = this
    this.flat ??= flattenForest(shared.numbered(index), shared.dictionary, nodeIds)
    return this.flat
  }

  kernelFor(numRows: number): KernelPlace | null {
    const kernel = this.shared.kernelFor(numRows)
    if (kernel !== (this.place?.kernel ?? null)) {
      this.place = kernel && { kernel, segment: this.shared.segments[this.index] }
    }
    return this.place
  }
}

/** The trees of a pack's forests, in its order. */
export function packedTrees(dictionary: SplitDictionary, packed: readonly PackedForest[]): TreeSource[] {
  const shared = new PackedForests(dictionary, packed)
  return packed.map((forest, i) => new PackedTrees(shared, i, forest))
}
