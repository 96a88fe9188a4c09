/** Where a booster's trees are, and what walks them: behind one interface for model files and packs. */

import type { FlatForest } from "../../forest/flat-forest.ts"
import type { Kernel } from "../kernels/kernel.ts"

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
export const ROWS_BEFORE_LAYOUT = 16

/** The output that each tree adds to, and how many outputs there are. */
export interface TreeOutputs {
  readonly treeInfo: Int32Array
  readonly numOutputs: number
}
