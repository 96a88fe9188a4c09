/**
 * Where a booster's trees are: as flat arrays out of a model file, laid out for speed once enough rows have
 * been asked for; or laid out at once out of a pack, together with the forests they share a table with.
 */

import type { FlatForest } from "../forest/flat-forest.ts"
import { flattenForest } from "../forest/flatten.ts"
import { type NumberedForest, type NumberedForests, numberSplits } from "../forest/split-dictionary.ts"
import type { Kernel } from "./kernel.ts"
import { layOut, segmentsOf } from "./lay-out.ts"
import { readTree } from "./read-back.ts"

/** A kernel, and where in it a booster's segments begin: one an output. */
export interface KernelPlace {
  readonly kernel: Kernel
  readonly segment: number
}

export interface TreeSource {
  readonly numTrees: number
  readonly numNodes: number
  readonly numFeatures: number
  /** Bytes of the trees in memory. */
  readonly numBytes: number
  /** The flat arrays; made on first use where the trees are laid out otherwise. */
  readonly forest: FlatForest
  /** The kernel for a request of so many rows; null where the plain walk serves it best. */
  kernelFor(numRows: number): KernelPlace | null
}

/** Laying a forest out costs as much as walking some rows plainly: a few rows are walked. */
const ROWS_BEFORE_LAYOUT = 16

/** The output that each tree adds to, and how many outputs there are. */
export interface TreeOutputs {
  readonly treeInfo: Int32Array
  readonly numOutputs: number
}

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

/** A forest of a pack, before it is laid out. */
export interface PackedForest {
  readonly outputs: TreeOutputs
  /** XGBoost's ids, where they are not positions in level order. */
  readonly nodeIds: Int32Array | null
}

/** Trees out of a pack: in the kernel of all its forests, or as they came where no layout fits. */
class PackedTrees implements TreeSource {
  readonly numTrees: number
  readonly numNodes: number
  readonly numFeatures: number
  private readonly packed: PackedForest
  private readonly dictionary: NumberedForests["dictionary"]
  private readonly place: KernelPlace | null
  private readonly numbered: NumberedForest | null
  private flat: FlatForest | null = null

  constructor(
    packed: PackedForest,
    { dictionary }: NumberedForests,
    forest: NumberedForest,
    place: KernelPlace | null,
  ) {
    this.numTrees = forest.numTrees
    this.numNodes = forest.splitNumbers.length
    this.numFeatures = dictionary.numFeatures
    this.packed = packed
    this.dictionary = dictionary
    this.place = place
    this.numbered = place === null ? forest : null
  }

  get numBytes(): number {
    return this.place?.kernel.numBytes ?? this.numbered?.splitNumbers.byteLength ?? 0
  }

  get forest(): FlatForest {
    this.flat ??= flattenForest(this.numbered ?? this.readBack(), this.dictionary, this.packed.nodeIds)
    return this.flat
  }

  kernelFor(): KernelPlace | null {
    return this.place
  }

  /** The numbered forest out of the kernel's layout, so that it need not be kept beside it. */
  private readBack(): NumberedForest {
    const { kernel, segment } = this.place as KernelPlace
    const { treeInfo, numOutputs } = this.packed.outputs
    const { numSplits } = this.dictionary
    const splitNumbers = new Int32Array(this.numNodes)
    const leafValues = new Float32Array((this.numNodes + this.numTrees) / 2)
    const treeOffsets = new Int32Array(this.numTrees + 1)
    const treesOf = new Int32Array(numOutputs)
    let node = 0
    let leaf = 0
    for (let tree = 0; tree < this.numTrees; tree++) {
      const output = treeInfo[tree]
      readTree(kernel, segment + output, treesOf[output]++, (splitNumber, leafValue) => {
        splitNumbers[node++] = splitNumber
        if (splitNumber === numSplits) leafValues[leaf++] = leafValue
      })
      treeOffsets[tree + 1] = node
    }
    return { numTrees: this.numTrees, treeOffsets, splitNumbers, leafValues, leafLength: 1 }
  }
}

/** The forests of a pack, laid out over one table of answers. */
export interface PackedForests {
  /** null where no layout fits. */
  readonly kernel: Kernel | null
  /** In the pack's order. */
  readonly trees: readonly TreeSource[]
}

/**
 * Lays the forests of a pack out together.
 *
 * @param packed one entry per forest of `numbered`
 */
export function packedForests(numbered: NumberedForests, packed: readonly PackedForest[]): PackedForests {
  const { dictionary, forests } = numbered
  const isScalar = forests.every(forest => forest.leafLength === 1 && forest.numTrees > 0)
  const segments = isScalar
    ? forests.map((forest, i) =>
        segmentsOf(dictionary, forest, packed[i].outputs.treeInfo, packed[i].outputs.numOutputs),
      )
    : []
  const kernel = layOut(numbered, segments.flat())
  let segment = 0
  const trees = forests.map((forest, i) => {
    const place = kernel && { kernel, segment }
    segment += segments[i]?.length ?? 0
    return new PackedTrees(packed[i], numbered, forest, place)
  })
  return { kernel, trees }
}
