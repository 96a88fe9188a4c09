/**
 * A FlatForest to compact bytes. Trees are in level order and siblings side by side, so no child pointer
 * is stored: a split's children are the next two nodes not yet taken. Numbers are split into byte planes,
 * which gzip compresses much better than whole words.
 *
 * | bytes              | content                                                        |
 * |--------------------|----------------------------------------------------------------|
 * | 4                  | u32 number of trees                                            |
 * | 4                  | u32 number of nodes                                            |
 * | 4                  | u32 number of splits                                           |
 * | 4                  | u32 1 where node ids are stored, else 0                        |
 * | 4 × trees          | u32 nodes of each tree                                         |
 * | 2 × nodes          | split + 1 as u16 (0: leaf), low bytes then high bytes          |
 * | 4 × splits         | f32 thresholds in node order, four byte planes                 |
 * | 4 × leaves         | f32 leaf values in node order, four byte planes                |
 * | 4 × nodes, or none | i32 node ids, four byte planes                                 |
 */

import { UnsupportedModelError } from "../errors.ts"
import type { FlatForest } from "./flat-forest.ts"

const HEADER_BYTES = 16

/** Writes the bytes of 32-bit words as four planes: all lowest bytes, then all second ones, … */
function writePlanes(words: Uint32Array, out: Uint8Array, start: number): number {
  for (let plane = 0; plane < 4; plane++) {
    for (let i = 0; i < words.length; i++) out[start++] = words[i] >>> (8 * plane)
  }
  return start
}

/** The 32-bit words of some float32 values. */
function wordsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length)
}

/**
 * @returns the section's bytes, not yet compressed
 * @throws {UnsupportedModelError} for categorical splits and vector leaves
 * @throws {RangeError} for more than 32,767 features, which two bytes a split cannot name
 */
export function packForest(forest: FlatForest): Uint8Array {
  const { numTrees, numNodes, treeOffsets, splits, values, nodeIds } = forest
  if (forest.numFeatures > 32_767) {
    throw new RangeError(`forest: expected at most 32767 features, got ${forest.numFeatures}`)
  }
  if (forest.categorical !== null || forest.leafVectors !== null) {
    throw new UnsupportedModelError({
      what: "a pack of version 1 does not hold this forest",
      expected: "numeric splits and scalar leaves",
      actual: forest.categorical === null ? "vector leaves" : "categorical splits",
    })
  }
  const isSplit = (node: number): boolean => splits[node] >= 0
  const thresholds = values.filter((_, node) => isSplit(node))
  const leaves = values.filter((_, node) => !isSplit(node))
  const bytes = new Uint8Array(HEADER_BYTES + 4 * numTrees + 6 * numNodes + (nodeIds ? 4 * numNodes : 0))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, numTrees, true)
  view.setUint32(4, numNodes, true)
  view.setUint32(8, thresholds.length, true)
  view.setUint32(12, nodeIds ? 1 : 0, true)
  let at = HEADER_BYTES
  for (let tree = 0; tree < numTrees; tree++, at += 4) {
    view.setUint32(at, treeOffsets[tree + 1] - treeOffsets[tree], true)
  }
  for (let node = 0; node < numNodes; node++) bytes[at++] = splits[node] + 1
  for (let node = 0; node < numNodes; node++) bytes[at++] = (splits[node] + 1) >>> 8
  at = writePlanes(wordsOf(thresholds), bytes, at)
  at = writePlanes(wordsOf(leaves), bytes, at)
  if (nodeIds) writePlanes(Uint32Array.from(nodeIds), bytes, at)
  return bytes
}
