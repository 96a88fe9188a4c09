/**
 * Reads packs by docs/pack-format.md alone, with none of the package's code: what the page says must be enough.
 */
import { createHash } from "node:crypto"
import { gunzipSync } from "node:zlib"

interface Section {
  readonly kind: number
  readonly index: number
  readonly bytes: Buffer
}

interface Forest {
  /** Per node, XGBoost's way: a split has children, a leaf values. */
  readonly trees: { readonly left: number[]; readonly split: number[]; readonly leaf: number[][] }[]
  readonly covers: number[] | null
  readonly gains: number[] | null
}

function sections(file: Buffer): Section[] {
  if (file.toString("latin1", 0, 8) !== "JAHSPACK" || file.readUInt32LE(8) !== 3)
    throw new Error("not a pack")
  const count = file.readUInt32LE(12)
  const table = file.subarray(64, 64 + 64 * count)
  const digest = createHash("sha256").update(file.subarray(0, 32)).update(table).digest()
  if (!digest.equals(file.subarray(32, 64))) throw new Error("digest of the table")
  return Array.from({ length: count }, (_, i) => {
    const entry = table.subarray(64 * i, 64 * i + 64)
    const [kind, index, codec, , offset, stored, length] = Array.from({ length: 8 }, (_, k) =>
      entry.readUInt32LE(4 * k),
    )
    if (offset! % 16 !== 0) throw new Error("a section begins at a multiple of 16")
    const bytes = file.subarray(offset, offset! + stored!)
    if (!createHash("sha256").update(bytes).digest().equals(entry.subarray(32))) throw new Error("digest")
    const plain = codec === 1 ? gunzipSync(bytes) : bytes
    if (plain.length !== length) throw new Error("length")
    return { kind: kind!, index: index!, bytes: plain }
  })
}

/** A cursor over words and byte planes. */
function cursor(bytes: Buffer) {
  let at = 0
  const word = (): number => {
    at += 4
    return bytes.readUInt32LE(at - 4)
  }
  const planes = (count: number, width: number): number[] => {
    const start = at
    at += count * width
    return Array.from({ length: count }, (_, i) => {
      let value = 0
      for (let plane = width - 1; plane >= 0; plane--) value = value * 256 + bytes[start + plane * count + i]!
      return value
    })
  }
  const skip = (count: number): number => {
    at += count
    return at - count
  }
  return { word, planes, skip, isAtEnd: () => at === bytes.length }
}

const view = new DataView(new ArrayBuffer(4))
function asFloat(word: number): number {
  view.setUint32(0, word)
  return view.getFloat32(0)
}

function forestOf(bytes: Buffer): Forest {
  const { word, planes, skip, isAtEnd } = cursor(bytes)
  const numTrees = word()
  const numNodes = word()
  const valuesPerLeaf = word()
  const flags = word()
  const sizes = planes(numTrees, 4)
  const bits = skip(Math.ceil(numNodes / 8))
  const isSplit = (node: number): boolean => ((bytes[bits + (node >> 3)]! >> (node & 7)) & 1) === 1
  const numSplits = (numNodes - numTrees) / 2
  const numbers = planes(numSplits, flags & 8 ? 4 : 2)
  const values = planes((numNodes - numSplits) * valuesPerLeaf, 4).map(asFloat)
  if (flags & 1) planes(numNodes, 4)
  const covers = flags & 2 ? planes(numNodes, 4).map(asFloat) : null
  const gains = flags & 4 ? planes(numSplits, 4).map(asFloat) : null
  if (!isAtEnd()) throw new Error("bytes left over")
  let node = 0
  let split = 0
  let leaf = 0
  const trees = sizes.map(size => {
    const tree = { left: [] as number[], split: [] as number[], leaf: [] as number[][] }
    let taken = 1
    for (let i = 0; i < size; i++, node++) {
      if (isSplit(node)) {
        tree.left.push(taken)
        tree.split.push(numbers[split++]!)
        tree.leaf.push([])
        taken += 2
      } else {
        tree.left.push(-1)
        tree.split.push(-1)
        tree.leaf.push(values.slice(leaf * valuesPerLeaf, ++leaf * valuesPerLeaf))
      }
    }
    return tree
  })
  return { trees, covers, gains }
}

/** Answers of a row to the splits of a dictionary: 1 is right. */
function answersOf(bytes: Buffer, row: ArrayLike<number>): number[] {
  const { word } = cursor(bytes)
  const [, numColumns, numThresholds, numSets, numMembers] = [word(), word(), word(), word(), word()]
  const words = (count: number): number[] => Array.from({ length: count }, word)
  const columns = words(numColumns)
  const firsts = words(numColumns + 1)
  const thresholds = words(numThresholds).map(asFloat)
  const setColumns = words(numSets)
  const setFirsts = words(numSets + 1)
  const members = words(numMembers)
  const missing = (column: number): number => (column & 1 ? 0 : 1)
  const answers: number[] = []
  columns.forEach((column, i) => {
    const value = row[column >> 1]!
    for (let k = firsts[i]!; k < firsts[i + 1]!; k++) {
      answers.push(Number.isNaN(value) ? missing(column) : value < thresholds[k]! ? 0 : 1)
    }
  })
  setColumns.forEach((column, i) => {
    const value = row[column >> 1]!
    const own = members.slice(setFirsts[i], setFirsts[i + 1])
    answers.push(Number.isNaN(value) ? missing(column) : own.includes(Math.trunc(value)) ? 1 : 0)
  })
  return answers
}

export interface PlainPack {
  readonly meta: { readonly models: readonly Record<string, unknown>[] }
  readonly forests: readonly Forest[]
  /** Sum of the leaves of each tree that a row reaches, in tree order, from `base` on, rounded to float32. */
  sum(model: number, row: ArrayLike<number>, base: number): number
}

/** @param file a pack of models with one output each */
export function readPlainPack(file: Uint8Array): PlainPack {
  const parts = sections(Buffer.from(file))
  const meta = JSON.parse(parts[0]!.bytes.toString("utf8"))
  const dictionary = parts.find(part => part.kind === 2)!.bytes
  const forests = parts.filter(part => part.kind === 3).map(part => forestOf(part.bytes))
  return {
    meta,
    forests,
    sum(model, row, base) {
      const answers = answersOf(dictionary, row)
      let sum = base
      for (const { left, split, leaf } of forests[model]!.trees) {
        let node = 0
        while (left[node]! >= 0) node = left[node]! + answers[split[node]!]!
        sum = Math.fround(sum + leaf[node]![0]!)
      }
      return sum
    },
  }
}
