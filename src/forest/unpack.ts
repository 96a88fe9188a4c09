/**
 * The bytes of `packForest` and `packDictionary` back, checked in one linear pass: every index in range,
 * every node reached exactly once, so that every walk ends. See pack.ts for the layout.
 */

import { ByteReader } from "../bytes/byte-reader.ts"
import { FLAG_COVERS, FLAG_GAINS, FLAG_IDS, FLAG_WIDE, type ForestExtras } from "./pack.ts"
import type { NumberedForest, SplitDictionary } from "./split-dictionary.ts"

const IS_LITTLE_ENDIAN: boolean =
  /* @__PURE__ */ new Uint8Array(/* @__PURE__ */ Uint16Array.of(1).buffer)[0] === 1

class PackReader extends ByteReader {
  uint32(what: string): number {
    return this.view.getUint32(this.take(4, what), true)
  }

  /** A count, refused where the bytes that are left cannot hold as many entries. */
  count(bitsEach: number, what: string): number {
    const count = this.uint32(what)
    if (count * bitsEach > this.remaining * 8) {
      const actual = `${count}`
      this.fail({ what: `impossible ${what}`, expected: `what fits into ${this.remaining} bytes`, actual })
    }
    return count
  }

  /** 32-bit words from four byte planes. */
  planes(count: number, what: string): Uint32Array {
    const start = this.take(4 * count, what)
    const low = this.bytes.subarray(start, start + count)
    const second = this.bytes.subarray(start + count, start + 2 * count)
    const words = new Uint32Array(count)
    const third = this.bytes.subarray(start + 2 * count, start + 3 * count)
    const high = this.bytes.subarray(start + 3 * count, start + 4 * count)
    for (let i = 0; i < count; i++) words[i] = low[i] | (second[i] << 8) | (third[i] << 16) | (high[i] << 24)
    return words
  }

  /** Whole words. */
  floats(count: number, what: string): Float32Array {
    const start = this.take(4 * count, what)
    // A copy of the bytes, not a loop: it is aligned, and does not keep the section in memory.
    if (IS_LITTLE_ENDIAN)
      return new Float32Array(new Uint8Array(this.bytes.subarray(start, start + 4 * count)).buffer)
    return Float32Array.from({ length: count }, (_, i) => this.view.getFloat32(start + 4 * i, true))
  }

  words(count: number, what: string): Int32Array {
    const start = this.take(4 * count, what)
    const words = new Int32Array(count)
    for (let i = 0; i < count; i++) words[i] = this.view.getInt32(start + 4 * i, true)
    return words
  }

  end(): void {
    if (this.remaining > 0) {
      this.fail({ what: "bytes left over", expected: "the end", actual: `${this.remaining} more` })
    }
  }
}

/** A forest out of a pack. */
export interface UnpackedForest {
  readonly forest: NumberedForest
  readonly extras: ForestExtras
}

function readTreeOffsets(reader: PackReader, numTrees: number, numNodes: number): Int32Array {
  const sizes = reader.planes(numTrees, "nodes of the trees")
  const offsets = new Int32Array(numTrees + 1)
  for (let tree = 0; tree < numTrees; tree++) {
    const size = sizes[tree]
    if (size < 1 || size > numNodes - offsets[tree] || size % 2 === 0) {
      const expected = "an odd number, within the nodes"
      reader.fail({ path: `trees[${tree}]`, what: "impossible number of nodes", expected, actual: `${size}` })
    }
    offsets[tree + 1] = offsets[tree] + size
  }
  if (offsets[numTrees] !== numNodes) {
    reader.fail({
      what: "trees do not add up",
      expected: `${numNodes} nodes`,
      actual: `${offsets[numTrees]}`,
    })
  }
  return offsets
}

/** Split numbers by node: numSplits for a leaf. Checks that each tree's splits reach all of its nodes. */
function readSplits(
  reader: PackReader,
  treeOffsets: Int32Array,
  numSplits: number,
  isWide: boolean,
): Int32Array {
  const numTrees = treeOffsets.length - 1
  const numNodes = treeOffsets[numTrees]
  const { bytes } = reader
  const structure = reader.take(Math.ceil(numNodes / 8), "structure bits")
  const count = (numNodes - numTrees) / 2
  const low = reader.take((isWide ? 4 : 2) * count, "split numbers")
  const splitNumbers = new Int32Array(numNodes)
  const high = low + count
  const misplaced = (tree: number): never => {
    const expected = `a tree of splits 0..${numSplits - 1}`
    return reader.fail({ path: `trees[${tree}]`, what: "splits do not reach every node once", expected })
  }
  let split = 0
  for (let tree = 0; tree < numTrees; tree++) {
    const end = treeOffsets[tree + 1]
    let reached = treeOffsets[tree] + 1
    for (let node = treeOffsets[tree]; node < end; node++) {
      if (node >= reached) misplaced(tree)
      if ((bytes[structure + (node >> 3)] & (1 << (node & 7))) === 0) {
        splitNumbers[node] = numSplits
        continue
      }
      reached += 2
      // No tree has more splits than its nodes allow, so `split` stays below `count`.
      if (reached > end) misplaced(tree)
      let number = bytes[low + split] | (bytes[high + split] << 8)
      if (isWide) number |= (bytes[high + count + split] << 16) | (bytes[high + 2 * count + split] << 24)
      if (number >>> 0 >= numSplits) misplaced(tree)
      splitNumbers[node] = number
      split++
    }
    if (reached !== end) {
      const actual = `${reached} of ${end}`
      reader.fail({
        path: `trees[${tree}]`,
        what: "splits do not reach every node once",
        expected: "a tree",
        actual,
      })
    }
  }
  return splitNumbers
}

/**
 * @param bytes a forest's section, decompressed
 * @param numSplits splits in the dictionary that numbers the forest
 * @param source name of the section, for messages
 * @throws {ModelFormatError} with the byte offset
 */
export function unpackForest(bytes: Uint8Array, numSplits: number, source: string): UnpackedForest {
  const reader = new PackReader(bytes, source)
  const numTrees = reader.count(32, "number of trees")
  const numNodes = reader.count(1, "number of nodes")
  const leafLength = reader.uint32("values per leaf")
  const flags = reader.uint32("flags")
  if (leafLength < 1 || leafLength > 65_535 || flags > 15) {
    reader.fail({
      what: "impossible header",
      expected: "1..65535 values, flags 0..15",
      actual: `${leafLength}, ${flags}`,
    })
  }
  const treeOffsets = readTreeOffsets(reader, numTrees, numNodes)
  const splitNumbers = readSplits(reader, treeOffsets, numSplits, (flags & FLAG_WIDE) !== 0)
  const numLeaves = (numNodes + numTrees) / 2
  const float = (count: number, what: string): Float32Array =>
    new Float32Array(reader.planes(count, what).buffer)
  const leafValues = reader.floats(numLeaves * leafLength, "leaf values")
  const nodeIds = flags & FLAG_IDS ? new Int32Array(reader.planes(numNodes, "node ids").buffer) : null
  const covers = flags & FLAG_COVERS ? float(numNodes, "covers") : null
  const gains = flags & FLAG_GAINS ? float(numNodes - numLeaves, "gains") : null
  reader.end()
  return {
    forest: { numTrees, treeOffsets, splitNumbers, leafValues, leafLength },
    extras: { nodeIds, covers, gains },
  }
}

/** That offsets begin at 0, do not go back, and end at `total`. */
function checkOffsets(reader: PackReader, offsets: Int32Array, total: number, what: string): void {
  for (let i = 0; i < offsets.length; i++) {
    const isRight = i === 0 ? offsets[0] === 0 : offsets[i] >= offsets[i - 1]
    if (!isRight) reader.fail({ what, expected: "ascending offsets from 0", actual: `${offsets[i]} at ${i}` })
  }
  if (offsets[offsets.length - 1] !== total) {
    reader.fail({ what, expected: `offsets up to ${total}`, actual: `${offsets[offsets.length - 1]}` })
  }
}

function checkColumns(reader: PackReader, columns: Int32Array, numFeatures: number): void {
  for (const column of columns) {
    if (column < 0 || column >> 1 >= numFeatures) {
      reader.fail({
        what: "feature out of range",
        expected: `0..${numFeatures - 1}`,
        actual: `${column >> 1}`,
      })
    }
  }
}

/**
 * @param bytes a dictionary's section, decompressed
 * @param source name of the section, for messages
 * @throws {ModelFormatError} with the byte offset
 */
export function unpackDictionary(bytes: Uint8Array, source: string): SplitDictionary {
  const reader = new PackReader(bytes, source)
  const numFeatures = reader.uint32("number of features")
  if (numFeatures > 0x3fffffff) {
    reader.fail({ what: "impossible number of features", expected: "at most 2^30", actual: `${numFeatures}` })
  }
  const numColumns = reader.count(64, "number of columns")
  const numThresholds = reader.count(32, "number of thresholds")
  const numSets = reader.count(64, "number of category sets")
  const numMembers = reader.count(32, "number of categories")
  const columns = reader.words(numColumns, "columns")
  const columnOffsets = reader.words(numColumns + 1, "column offsets")
  const thresholds = new Float32Array(reader.words(numThresholds, "thresholds").buffer)
  const categoryColumns = reader.words(numSets, "category columns")
  const setOffsets = reader.words(numSets + 1, "category set offsets")
  const members = reader.words(numMembers, "categories")
  reader.end()
  checkColumns(reader, columns, numFeatures)
  checkColumns(reader, categoryColumns, numFeatures)
  checkOffsets(reader, columnOffsets, numThresholds, "column offsets")
  checkOffsets(reader, setOffsets, numMembers, "category set offsets")
  for (let column = 0; column < numColumns; column++) {
    if (columnOffsets[column + 1] === columnOffsets[column]) {
      reader.fail({
        what: "column without a threshold",
        expected: "at least one",
        actual: `none in ${column}`,
      })
    }
    if (Number.isNaN(thresholds[columnOffsets[column]])) {
      reader.fail({
        what: "threshold is not a number",
        expected: "numbers",
        actual: `NaN in column ${column}`,
      })
    }
    for (let i = columnOffsets[column] + 1; i < columnOffsets[column + 1]; i++) {
      if (!(thresholds[i] > thresholds[i - 1])) {
        reader.fail({
          what: "thresholds do not ascend",
          expected: `above ${thresholds[i - 1]}`,
          actual: `${thresholds[i]}`,
        })
      }
    }
  }
  const numSplits = numThresholds + numSets
  return { numFeatures, numSplits, columns, columnOffsets, thresholds, categoryColumns, setOffsets, members }
}
