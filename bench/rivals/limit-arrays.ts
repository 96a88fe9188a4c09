/**
 * Arrays for limit.c: distinct splits numbered, and the trees over those numbers, once complete (children of k
 * at 2k and 2k + 1) where they are shallow, and once as words of split number and distance to the left child.
 * Written apart from the package's own layouts, so that one can be held against the other.
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { type Trees, writeArray } from "./trees.ts"

/** Complete trees of more levels are mostly padding. */
const MAX_COMPLETE_DEPTH = 9
/** Trees are padded to a multiple of every number of lanes that limit.c tries. */
const TREES_MULTIPLE = 48

interface Splits {
  /** Per column: the feature, then the place of its first threshold. */
  readonly features: Int32Array
  readonly offsets: Int32Array
  readonly thresholds: Float32Array
  /** Per node: number of its split; the number of splits for a leaf. */
  readonly numbers: Int32Array
}

function numberSplits(trees: Trees): Splits {
  const { numNodes, left, features, values } = trees
  const found = new Map<number, Set<number>>()
  for (let node = 0; node < numNodes; node++) {
    if (left[node]! < 0) continue
    const feature = features[node]!
    if (!found.has(feature)) found.set(feature, new Set())
    found.get(feature)!.add(values[node]!)
  }
  const columns = [...found].sort(([a], [b]) => a - b)
  const sorted = columns.map(([, set]) => [...set].sort((a, b) => a - b))
  const offsets = [0]
  for (const list of sorted) offsets.push(offsets.at(-1)! + list.length)
  const places = new Map<number, Map<number, number>>()
  columns.forEach(([feature], i) => {
    places.set(feature, new Map(sorted[i]!.map((threshold, k) => [threshold, offsets[i]! + k])))
  })
  const numbers = new Int32Array(numNodes).fill(offsets.at(-1)!)
  for (let node = 0; node < numNodes; node++) {
    if (left[node]! >= 0) numbers[node] = places.get(features[node]!)!.get(values[node]!)!
  }
  return {
    features: Int32Array.from(columns, ([feature]) => feature),
    offsets: Int32Array.from(offsets),
    thresholds: Float32Array.from(sorted.flat()),
    numbers,
  }
}

/** Nodes of one tree level by level, siblings side by side, and the tree's depth. */
function levelOrder(trees: Trees, root: number): { order: number[]; depth: number } {
  const order = [root]
  let depth = 0
  for (let begin = 0, end = 1; ; depth++) {
    for (let i = begin; i < end; i++) {
      const node = order[i]!
      if (trees.left[node]! >= 0) order.push(trees.left[node]!, trees.right[node]!)
    }
    if (order.length === end) return { order, depth }
    begin = end
    end = order.length
  }
}

function completeTrees(trees: Trees, splits: Splits, depth: number, padded: number) {
  const size = 1 << depth
  const numSplits = splits.thresholds.length
  const nodes = new Uint16Array(padded * size).fill(numSplits)
  const values = new Float32Array(padded * size)
  const place = (tree: number, node: number, k: number, level: number): void => {
    if (trees.left[node]! < 0) {
      values[tree * size + (k << (depth - level)) - size] = trees.values[node]!
      return
    }
    nodes[tree * size + k] = splits.numbers[node]!
    place(tree, trees.left[node]!, 2 * k, level + 1)
    place(tree, trees.right[node]!, 2 * k + 1, level + 1)
  }
  for (let tree = 0; tree < trees.numTrees; tree++) place(tree, trees.roots[tree]!, 1, 0)
  values.fill(-0, trees.numTrees * size)
  return { nodes, values }
}

function wordTrees(trees: Trees, splits: Splits, orders: readonly number[][], padded: number) {
  const numSplits = splits.thresholds.length
  let largest = 0
  for (const order of orders) {
    let child = 1
    order.forEach((node, i) => {
      if (trees.left[node]! < 0) return
      largest = Math.max(largest, child - i)
      child += 2
    })
  }
  const bits = 32 - Math.clz32(largest)
  if (Math.ceil(Math.log2(numSplits + 1)) + bits > 32)
    throw new Error("limit.c: words too narrow for this model")
  const leafWord = numSplits << bits
  const words = new Int32Array(trees.numNodes + 1).fill(leafWord)
  const values = new Float32Array(trees.numNodes + 1).fill(-0)
  const roots = new Int32Array(padded).fill(trees.numNodes)
  let at = 0
  orders.forEach((order, tree) => {
    roots[tree] = at
    let child = 1
    order.forEach((node, i) => {
      if (trees.left[node]! < 0) values[at + i] = trees.values[node]!
      else {
        words[at + i] = (splits.numbers[node]! << bits) | (child - i)
        child += 2
      }
    })
    at += order.length
  })
  return { words, values, roots, bits }
}

/** Writes a model's arrays into a folder. */
export function writeLimitArrays(folder: string, trees: Trees): void {
  mkdirSync(folder, { recursive: true })
  const splits = numberSplits(trees)
  const levels = Array.from({ length: trees.numTrees }, (_, t) => levelOrder(trees, trees.roots[t]!))
  const padded = Math.ceil(trees.numTrees / TREES_MULTIPLE) * TREES_MULTIPLE
  const depth = levels.reduce((deepest, level) => Math.max(deepest, level.depth), 0)
  const isComplete = depth <= MAX_COMPLETE_DEPTH && splits.thresholds.length < 65_535
  const orders = levels.map(level => level.order)
  const deep = wordTrees(trees, splits, orders, padded)
  const depths = Int32Array.from({ length: padded }, (_, t) => levels[t]?.depth ?? 0)
  const write = (name: string, array: Parameters<typeof writeArray>[1]): void =>
    writeArray(join(folder, name), array)
  const { features, offsets, thresholds } = splits
  write("features", features)
  write("offsets", offsets)
  write("thresholds", thresholds)
  write("words", deep.words)
  write("word_values", deep.values)
  write("roots", deep.roots)
  write("depths", depths)
  const base = new Int32Array(Float32Array.of(trees.baseScore).buffer)[0]!
  write(
    "head",
    Int32Array.of(trees.numTrees, depth, deep.bits, features.length, thresholds.length, +isComplete, base),
  )
  if (!isComplete) return
  const complete = completeTrees(trees, splits, depth, padded)
  write("nodes", complete.nodes)
  write("node_values", complete.values)
}
