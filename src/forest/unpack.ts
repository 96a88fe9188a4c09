/** The bytes of `packForest` back to a FlatForest, checked in one linear pass: see pack.ts for the layout. */

import { ByteReader } from "../bytes/byte-reader.ts"
import type { FlatForest } from "./flat-forest.ts"

class ForestReader extends ByteReader {
  uint32(what: string): number {
    return this.view.getUint32(this.take(4, what), true)
  }

  /** A count, refused where the bytes that are left cannot hold as many entries. */
  count(bytesEach: number, what: string): number {
    const count = this.uint32(what)
    if (count * bytesEach > this.remaining) {
      this.fail({
        what: `impossible ${what}`,
        expected: `at most ${this.remaining} bytes of them`,
        actual: `${count}`,
      })
    }
    return count
  }

  planes(count: number, what: string): Uint32Array {
    const start = this.take(4 * count, what)
    const { bytes } = this
    const words = new Uint32Array(count)
    for (let i = 0; i < count; i++) {
      const at = start + i
      words[i] =
        bytes[at] | (bytes[at + count] << 8) | (bytes[at + 2 * count] << 16) | (bytes[at + 3 * count] << 24)
    }
    return words
  }
}

/**
 * @param bytes a section, decompressed
 * @param numFeatures features of a row
 * @param source name of the section, for messages
 * @throws {ModelFormatError} with the byte offset
 */
export function unpackForest(bytes: Uint8Array, numFeatures: number, source: string): FlatForest {
  const reader = new ForestReader(bytes, source)
  const numTrees = reader.count(4, "number of trees")
  const numNodes = reader.count(6, "number of nodes")
  const numSplits = reader.uint32("number of splits")
  const hasIds = reader.uint32("flags") === 1
  const treeOffsets = new Int32Array(numTrees + 1)
  for (let tree = 0; tree < numTrees; tree++) {
    treeOffsets[tree + 1] = treeOffsets[tree] + reader.uint32("nodes of a tree")
    if (treeOffsets[tree + 1] > numNodes || treeOffsets[tree + 1] <= treeOffsets[tree]) {
      reader.fail({ path: `trees[${tree}]`, what: "impossible size", expected: `${numNodes} nodes in all` })
    }
  }
  if (treeOffsets[numTrees] !== numNodes) {
    reader.fail({
      what: "trees do not add up",
      expected: `${numNodes} nodes`,
      actual: `${treeOffsets[numTrees]}`,
    })
  }
  const low = reader.take(numNodes, "splits")
  const high = reader.take(numNodes, "splits")
  const splits = new Int32Array(numNodes)
  const leftChildren = new Int32Array(numNodes)
  let splitsSeen = 0
  for (let tree = 0; tree < numTrees; tree++) {
    const end = treeOffsets[tree + 1]
    let next = treeOffsets[tree] + 1
    for (let node = treeOffsets[tree]; node < end; node++) {
      const split = (bytes[low + node] | (bytes[high + node] << 8)) - 1
      splits[node] = split
      if (node >= next || split >> 1 >= numFeatures) {
        reader.fail({
          offset: low + node,
          path: `trees[${tree}]`,
          what: "node that no split reaches, or of no feature",
        })
      }
      if (split < 0) continue
      splitsSeen++
      leftChildren[node] = next
      next += 2
    }
    if (next !== end) {
      reader.fail({
        path: `trees[${tree}]`,
        what: "splits do not fit the nodes",
        expected: `${end}`,
        actual: `${next}`,
      })
    }
  }
  if (splitsSeen !== numSplits) {
    reader.fail({ what: "wrong number of splits", expected: `${numSplits}`, actual: `${splitsSeen}` })
  }
  const thresholds = reader.planes(numSplits, "thresholds")
  const leaves = reader.planes(numNodes - numSplits, "leaf values")
  const words = new Uint32Array(numNodes)
  let split = 0
  let leaf = 0
  for (let node = 0; node < numNodes; node++)
    words[node] = splits[node] < 0 ? leaves[leaf++] : thresholds[split++]
  const nodeIds = hasIds ? new Int32Array(reader.planes(numNodes, "node ids").buffer) : null
  if (reader.remaining > 0)
    reader.fail({ what: "bytes left over", expected: "the end", actual: `${reader.remaining}` })
  const values = new Float32Array(words.buffer)
  const trees = { numTrees, numNodes, numFeatures, treeOffsets, splits, values, leftChildren, nodeIds }
  return { ...trees, categorical: null, leafVectors: null }
}
