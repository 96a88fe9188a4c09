/** Sums over complete trees for a block of rows at once: see slice-trees.ts for the descent. */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import { type CompleteTrees, LANES, type Placed } from "./complete-trees.ts"
import { RowBlocks } from "./row-blocks.ts"
import type { RowMasks } from "./row-masks.ts"
import { SLICE_SCRATCH, SLICED_LEVELS, sliceTree } from "./slice-trees.ts"

/**
 * Adds the leaves of four trees to each row's sum, tree after tree.
 *
 * @param leaves where the first tree's places are in the table; the others' follow
 * @param values index of the first tree's leaf values
 * @param size leaf values of a tree
 */
function addLeaves(
  table: Int32Array,
  leaves: number,
  leafValues: Float32Array,
  values: number,
  size: number,
  sums: Float32Array,
): void {
  const second = (values + size) | 0
  const third = (second + size) | 0
  const fourth = (third + size) | 0
  for (let word = 0; word < 8; word = (word + 1) | 0) {
    const a = table[(leaves + word) | 0]
    const b = table[(leaves + word + 8) | 0]
    const c = table[(leaves + word + 16) | 0]
    const d = table[(leaves + word + 24) | 0]
    // Written out: with a loop over the four bytes V8 11 takes an eighth longer.
    const e = Math.fround(sums[word] + leafValues[(values + (a & 255)) | 0])
    const f = Math.fround(e + leafValues[(second + (b & 255)) | 0])
    const g = Math.fround(f + leafValues[(third + (c & 255)) | 0])
    sums[word] = Math.fround(g + leafValues[(fourth + (d & 255)) | 0])
    const i = Math.fround(sums[(word + 8) | 0] + leafValues[(values + ((a >>> 8) & 255)) | 0])
    const j = Math.fround(i + leafValues[(second + ((b >>> 8) & 255)) | 0])
    const k = Math.fround(j + leafValues[(third + ((c >>> 8) & 255)) | 0])
    sums[(word + 8) | 0] = Math.fround(k + leafValues[(fourth + ((d >>> 8) & 255)) | 0])
    const l = Math.fround(sums[(word + 16) | 0] + leafValues[(values + ((a >>> 16) & 255)) | 0])
    const m = Math.fround(l + leafValues[(second + ((b >>> 16) & 255)) | 0])
    const n = Math.fround(m + leafValues[(third + ((c >>> 16) & 255)) | 0])
    sums[(word + 16) | 0] = Math.fround(n + leafValues[(fourth + ((d >>> 16) & 255)) | 0])
    const o = Math.fround(sums[(word + 24) | 0] + leafValues[(values + (a >>> 24)) | 0])
    const p = Math.fround(o + leafValues[(second + (b >>> 24)) | 0])
    const q = Math.fround(p + leafValues[(third + (c >>> 24)) | 0])
    sums[(word + 24) | 0] = Math.fround(q + leafValues[(fourth + (d >>> 24)) | 0])
  }
}

/**
 * From the level that a descent reached, walks on to the last one, four rows at a time, and adds their leaves.
 *
 * @param tree index of the tree's entry 0
 * @param values index of the tree's first leaf value, less its number of leaves
 * @param levels how many are left
 */
function walkOn(
  table: Int32Array,
  leaves: number,
  nodes: Uint16Array,
  tree: number,
  levels: number,
  leafValues: Float32Array,
  values: number,
  sums: Float32Array,
): void {
  for (let word = 0; word < 8; word = (word + 1) | 0) {
    const places = table[(leaves + word) | 0]
    let a = (1 << SLICED_LEVELS) | (places & 255)
    let b = (1 << SLICED_LEVELS) | ((places >>> 8) & 255)
    let c = (1 << SLICED_LEVELS) | ((places >>> 16) & 255)
    let d = (1 << SLICED_LEVELS) | (places >>> 24)
    for (let level = levels; level > 0; level = (level - 1) | 0) {
      a = ((a << 1) + ((table[nodes[(tree + a) | 0]] >>> word) & 1)) | 0
      b = ((b << 1) + ((table[nodes[(tree + b) | 0]] >>> (word + 8)) & 1)) | 0
      c = ((c << 1) + ((table[nodes[(tree + c) | 0]] >>> (word + 16)) & 1)) | 0
      d = ((d << 1) + ((table[nodes[(tree + d) | 0]] >>> (word + 24)) & 1)) | 0
    }
    sums[word] = Math.fround(sums[word] + leafValues[(values + a) | 0])
    sums[(word + 8) | 0] = Math.fround(sums[(word + 8) | 0] + leafValues[(values + b) | 0])
    sums[(word + 16) | 0] = Math.fround(sums[(word + 16) | 0] + leafValues[(values + c) | 0])
    sums[(word + 24) | 0] = Math.fround(sums[(word + 24) | 0] + leafValues[(values + d) | 0])
  }
}

function sumSliced(
  nodes: Uint16Array,
  leafValues: Float32Array,
  { nodes: first, values, numTrees, depth }: Placed,
  { table, scratch }: RowMasks,
  sums: Float32Array,
): void {
  const leaves = scratch + SLICE_SCRATCH
  const size = 1 << depth
  for (let tree = 0; tree < numTrees; tree += LANES) {
    const entry = first + tree * size
    for (let lane = 0; lane < LANES; lane++) {
      sliceTree(nodes, entry + lane * size, depth, table, scratch, leaves + 8 * lane)
    }
    addLeaves(table, leaves, leafValues, values + tree * size, size, sums)
  }
}

function sumDeeper(
  nodes: Uint16Array,
  leafValues: Float32Array,
  { nodes: first, values, numTrees, depth }: Placed,
  { table, scratch }: RowMasks,
  sums: Float32Array,
): void {
  const leaves = scratch + SLICE_SCRATCH
  const size = 1 << depth
  for (let tree = 0; tree < numTrees; tree++) {
    const entry = first + tree * size
    sliceTree(nodes, entry, SLICED_LEVELS, table, scratch, leaves)
    const value = values + (tree - 1) * size
    walkOn(table, leaves, nodes, entry, depth - SLICED_LEVELS, leafValues, value, sums)
  }
}

/** Complete trees, asked for blocks of rows. */
export class CompleteBlocks extends RowBlocks {
  /** @param nodes split numbers at the entries of `trees`; numSplits where there is no split */
  constructor(dictionary: SplitDictionary, nodes: Uint16Array, trees: CompleteTrees) {
    // The number behind the dictionary's always answers 0: leaves above the last level continue to the left.
    super(dictionary, 1, (segment, masks, sums) => {
      const placed = trees.placed[segment]
      if (placed.depth > SLICED_LEVELS) sumDeeper(nodes, trees.values, placed, masks, sums)
      else sumSliced(nodes, trees.values, placed, masks, sums)
    })
  }
}
