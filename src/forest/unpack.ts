/**
 * The bytes of `packForest` and `packDictionary` back, checked in linear time: every index in range,
 * every node reached exactly once, so that every walk ends. A forest stays as it is in the bytes. See pack.ts
 * for the layout.
 */

import { ByteReader } from "../bytes/byte-reader.ts"
import { FLAG_COVERS, FLAG_GAINS, FLAG_IDS, FLAG_WIDE, type ForestExtras, type NodeIds } from "./pack.ts"
import type { SplitDictionary } from "./split-dictionary.ts"
import { joinPlanes, type SuccinctForest } from "./succinct-forest.ts"

/** Whether nothing but zeros is in a range: four bytes at a time, where they lie so. */
function isZero(bytes: Uint8Array, begin: number, end: number): boolean {
  const first = begin + (-(bytes.byteOffset + begin) & 3)
  let any = 0
  if (end - first < 4) {
    for (let i = begin; i < end; i++) any |= bytes[i]
    return any === 0
  }
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + first, (end - first) >> 2)
  for (let i = 0; i < words.length; i++) any |= words[i]
  for (let i = begin; i < first; i++) any |= bytes[i]
  for (let i = first + 4 * words.length; i < end; i++) any |= bytes[i]
  return any === 0
}

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
    return joinPlanes(this.bytes, this.take(4 * count, what), count)
  }

  /** Integers from four byte planes, of which those of ids are all zero but for the lowest one or two, mostly. */
  ids(count: number, what: string): NodeIds {
    const { bytes } = this
    const start = this.take(4 * count, what)
    const second = start + count
    if (!isZero(bytes, second + count, start + 4 * count)) {
      return new Int32Array(joinPlanes(bytes, start, count).buffer)
    }
    if (isZero(bytes, second, second + count)) return bytes.slice(start, second)
    const ids = new Uint16Array(count)
    for (let i = 0; i < count; i++) ids[i] = bytes[start + i] | (bytes[second + i] << 8)
    return ids
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
  readonly forest: SuccinctForest
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

/** Of each byte of structure bits: its splits less its leaves, and the least of that over its first bits. */
const excess: Int8Array = /* @__PURE__ */ new Int8Array(512)

function fillExcess(): void {
  for (let byte = 0; byte < 256; byte++) {
    let sum = 0
    let least = 0
    for (let bit = 0; bit < 8; bit++) {
      sum += byte & (1 << bit) ? 1 : -1
      least = Math.min(least, sum)
    }
    excess[byte] = sum
    excess[256 + byte] = least
  }
}

/**
 * Checks that each tree's splits reach all of its nodes. In level order a tree ends at the first node up to
 * which leaves outnumber splits by one, and every node before it was reached: so the ends of all trees are
 * where the excess of splits over leaves first falls to -1, -2, …, which most bytes of bits can be told not to
 * do without a look at their bits.
 *
 * @returns the splits before every 32nd node
 */
function checkStructure(reader: PackReader, structure: number, treeOffsets: Int32Array): Int32Array {
  const { bytes } = reader
  const numTrees = treeOffsets.length - 1
  const numNodes = treeOffsets[numTrees]
  const ranks = new Int32Array((numNodes >> 5) + 1)
  if (excess[0] === 0) fillExcess()
  let tree = 0
  let sum = 0
  for (let node = 0; node < numNodes; node += 8) {
    if ((node & 31) === 0) ranks[node >> 5] = (node + sum) >> 1
    const byte = bytes[structure + (node >> 3)]
    if (sum + excess[256 + byte] > -1 - tree && node + 8 <= numNodes) {
      sum += excess[byte]
      continue
    }
    for (let bit = 0; bit < 8 && node + bit < numNodes; bit++) {
      sum += byte & (1 << bit) ? 1 : -1
      if (sum !== -1 - tree) continue
      tree++
      if (treeOffsets[tree] === node + bit + 1) continue
      const expected = `a tree of ${treeOffsets[tree] - treeOffsets[tree - 1]} nodes`
      const actual = `one of ${node + bit + 1 - treeOffsets[tree - 1]}`
      const what = "splits do not reach every node once"
      reader.fail({ offset: structure + (node >> 3), path: `trees[${tree - 1}]`, what, expected, actual })
    }
  }
  if (tree !== numTrees) {
    const what = "splits do not reach every node once"
    const actual = "one whose splits want more"
    reader.fail({ offset: structure, path: `trees[${tree}]`, what, expected: "a tree of its nodes", actual })
  }
  if ((numNodes & 31) === 0) ranks[numNodes >> 5] = (numNodes + sum) >> 1
  return ranks
}

/** Checks that every split's number is in the dictionary. */
function checkNumbers(
  reader: PackReader,
  start: number,
  count: number,
  numberBytes: number,
  numSplits: number,
): void {
  const { bytes } = reader
  const second = start + count
  const isWide = numberBytes === 4
  for (let i = 0; i < count; i++) {
    let number = bytes[start + i] | (bytes[second + i] << 8)
    if (isWide) number |= (bytes[second + count + i] << 16) | (bytes[second + 2 * count + i] << 24)
    if (number >>> 0 < numSplits) continue
    const expected = `0..${numSplits - 1}`
    reader.fail({
      offset: start + i,
      what: "split not in the dictionary",
      expected,
      actual: `${number >>> 0}`,
    })
  }
}

/** A section's own memory: what it is a piece of (a whole file, say) need not stay for it. */
function own(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength <= bytes.byteLength + 64 ? bytes : bytes.slice()
}

/**
 * @param bytes a forest's section, decompressed
 * @param numSplits splits in the dictionary that numbers the forest
 * @param source name of the section, for messages
 * @throws {ModelFormatError} with the byte offset
 */
export function unpackForest(bytes: Uint8Array, numSplits: number, source: string): UnpackedForest {
  const reader = new PackReader(own(bytes), source)
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
  const count = (numNodes - numTrees) / 2
  const numLeaves = (numNodes + numTrees) / 2
  const numberBytes = flags & FLAG_WIDE ? 4 : 2
  const structure = reader.take(Math.ceil(numNodes / 8), "structure bits")
  const numbers = reader.take(numberBytes * count, "split numbers")
  const leaves = reader.take(4 * numLeaves * leafLength, "leaf values")
  const ranks = checkStructure(reader, structure, treeOffsets)
  checkNumbers(reader, numbers, count, numberBytes, numSplits)
  const float = (count: number, what: string): Float32Array =>
    new Float32Array(reader.planes(count, what).buffer)
  const nodeIds = flags & FLAG_IDS ? reader.ids(numNodes, "node ids") : null
  const covers = flags & FLAG_COVERS ? float(numNodes, "covers") : null
  const gains = flags & FLAG_GAINS ? float(numNodes - numLeaves, "gains") : null
  reader.end()
  const layout = { bytes: reader.bytes, structure, numbers, numberBytes, leaves }
  return {
    forest: { numTrees, numNodes, numSplits, leafLength, treeOffsets, ranks, ...layout },
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
