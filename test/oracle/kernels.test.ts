import { describe, expect, test } from "vitest"
import type { FlatForest } from "../../src/forest/flat-forest.ts"
import { columnsOf } from "../../src/forest/flatten.ts"
import { packForest } from "../../src/forest/pack.ts"
import { numberSplits, type SplitDictionary } from "../../src/forest/split-dictionary.ts"
import { numberedForest, type SuccinctForest } from "../../src/forest/succinct-forest.ts"
import { unpackForest } from "../../src/forest/unpack.ts"
import { sumLeaves } from "../../src/predict/booster/sum.ts"
import { CompleteKernel } from "../../src/predict/kernels/complete-kernel.ts"
import { DeepKernel } from "../../src/predict/kernels/deep-kernel.ts"
import { FloatKernel } from "../../src/predict/kernels/float-kernel.ts"
import type { Kernel, Segment } from "../../src/predict/kernels/kernel.ts"
import { segmentsOf } from "../../src/predict/kernels/lay-out.ts"
import { readTree } from "../../src/predict/kernels/read-back.ts"
import { SuccinctKernel } from "../../src/predict/kernels/succinct-kernel.ts"
import fc from "../support/fast-check.ts"
import { runs } from "../support/runs.ts"

/**
 * Kernels against the plain walk, which test/golden and random-forests.test.ts hold to XGBoost and to the
 * reference walker. Here every kernel gets every forest it can hold, whichever layout would be chosen.
 */

const NUM_FEATURES = 4
/** Few values, so that rows land on thresholds and thresholds repeat. */
const VALUES = [-Infinity, -2.5, -1, -0, 0, 1e-45, 0.5, 1, 1.5, 3, 16_777_216, Infinity, Number.NaN].map(
  Math.fround,
)

interface Node {
  readonly feature: number
  readonly defaultLeft: boolean
  readonly threshold: number
  readonly categories: readonly number[] | null
  readonly left: Node | number
  readonly right: Node | number
}

const leaf = fc.float({ noNaN: true, min: -4, max: 4 })

function tree(categorical: boolean): fc.Arbitrary<Node | number> {
  const split = (self: fc.Arbitrary<unknown>) =>
    fc.record({
      feature: fc.nat(NUM_FEATURES - 1),
      defaultLeft: fc.boolean(),
      threshold: fc.constantFrom(...VALUES),
      categories: categorical
        ? fc.option(fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 4 }))
        : fc.constant(null),
      left: self as fc.Arbitrary<Node | number>,
      right: self as fc.Arbitrary<Node | number>,
    })
  return fc.letrec(tie => ({
    node: fc.oneof({ maxDepth: 6, depthIdentifier: "tree" }, leaf, split(tie("node"))),
  })).node as fc.Arbitrary<Node | number>
}

/** Numbers from 0 to below 1, the same for the same seed: mulberry32. */
function uniforms(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A tree of a given depth at most, over so many thresholds that they are searched and written in runs. */
function largeTree(next: () => number, depth: number, leafShare: number): Node | number {
  if (depth === 0 || next() < leafShare) return Math.fround(next() * 2 - 1)
  return {
    feature: Math.floor(next() * NUM_FEATURES),
    defaultLeft: next() < 0.3,
    threshold: Math.fround(Math.floor(next() * 300) / 7),
    categories: null,
    left: largeTree(next, depth - 1, leafShare),
    right: largeTree(next, depth - 1, leafShare),
  }
}

/** The forest of some trees, level by level. */
function forestOf(trees: readonly (Node | number)[]): FlatForest {
  const nodes: (Node | number)[] = []
  const leftChildren: number[] = []
  const treeOffsets = [0]
  for (const root of trees) {
    const queue = [root]
    const begin = nodes.length
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at]
      leftChildren.push(typeof node === "number" ? 0 : begin + queue.length)
      if (typeof node !== "number") queue.push(node.left, node.right)
      nodes.push(node)
    }
    treeOffsets.push(nodes.length)
  }
  const setOf = new Int32Array(nodes.length).fill(-1)
  const setOffsets = [0]
  const members: number[] = []
  nodes.forEach((node, i) => {
    if (typeof node === "number" || node.categories === null) return
    setOf[i] = setOffsets.length - 1
    members.push(...[...node.categories].sort((a, b) => a - b))
    setOffsets.push(members.length)
  })
  const hasSets = setOffsets.length > 1
  return {
    numTrees: trees.length,
    numNodes: nodes.length,
    numFeatures: NUM_FEATURES,
    treeOffsets: Int32Array.from(treeOffsets),
    splits: Int32Array.from(nodes, node =>
      typeof node === "number" ? -1 : 2 * node.feature + +node.defaultLeft,
    ),
    values: Float32Array.from(nodes, node =>
      typeof node === "number" ? node : node.categories ? 0 : node.threshold,
    ),
    leftChildren: Int32Array.from(leftChildren),
    nodeIds: null,
    categorical: hasSets
      ? { setOf, setOffsets: Int32Array.from(setOffsets), members: Int32Array.from(members) }
      : null,
    leafVectors: null,
  }
}

const rowsOf = fc.array(
  fc.array(fc.constantFrom(...VALUES, 2, 4, 4.75, -0.5), {
    minLength: NUM_FEATURES,
    maxLength: NUM_FEATURES,
  }),
  { minLength: 1, maxLength: 70 },
)

/** The plain walk's sums. */
function expected(
  forest: FlatForest,
  rows: Float32Array,
  treeInfo: Int32Array,
  numOutputs: number,
): Float32Array {
  const numRows = rows.length / NUM_FEATURES
  const margins = new Float32Array(numRows * numOutputs).fill(0.25)
  const batch = { rows, numRows, numOutputs, treeInfo, beginTree: 0, endTree: forest.numTrees }
  sumLeaves(forest, batch, margins)
  return margins
}

type MakeKernel = (dictionary: SplitDictionary, segments: readonly Segment[]) => Kernel

/** The walk over packed bytes: every forest through its section and back. */
const succinct: MakeKernel = (dictionary, segments) => {
  const extras = { nodeIds: null, covers: null, gains: null }
  const forests = new Map<unknown, SuccinctForest>()
  for (const { forest } of segments) {
    if (forests.has(forest)) continue
    const bytes = packForest(forest, dictionary.numSplits, extras)
    const unpacked = unpackForest(bytes, dictionary.numSplits, "pack").forest
    expect(numberedForest(unpacked)).toEqual(forest)
    forests.set(forest, unpacked)
  }
  return new SuccinctKernel(
    dictionary,
    columnsOf(dictionary),
    segments.map(({ forest, trees }) => ({ forest: forests.get(forest) as SuccinctForest, trees })),
  )
}

const KERNELS: Readonly<Record<string, MakeKernel>> = {
  CompleteKernel: (dictionary, segments) => new CompleteKernel(dictionary, segments),
  DeepKernel: (dictionary, segments) => new DeepKernel(dictionary, segments),
  FloatKernel: (dictionary, segments) => new FloatKernel(dictionary, segments),
  SuccinctKernel: succinct,
}

describe.each(Object.entries(KERNELS))("%s", (name, makeKernel) => {
  test("equals the plain walk on trees of every depth, over many thresholds", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.nat(10),
        fc.constantFrom(0, 0.05, 0.3),
        fc.integer({ min: 1, max: 70 }),
        (seed, depth, leafShare, numRows) => {
          const next = uniforms(seed)
          const trees = Array.from({ length: 1 + Math.floor(next() * 9) }, () =>
            largeTree(next, depth, leafShare),
          )
          const forest = forestOf(trees)
          const numbered = numberSplits([forest])
          const treeInfo = new Int32Array(trees.length)
          const segments = segmentsOf(numbered.dictionary, numbered.forests[0], treeInfo, 1)
          const kernel = makeKernel(numbered.dictionary, segments)
          const rows = Float32Array.from({ length: numRows * NUM_FEATURES }, () => {
            const place = next()
            if (place < 0.05) return Number.NaN
            return place < 0.1 ? 100 * (next() - 0.2) : Math.floor(next() * 302 - 1) / 7
          })
          const sums = expected(forest, rows, treeInfo, 1)
          const margins = new Float32Array(numRows).fill(0.25)
          kernel.sumRows(0, 1, rows, numRows, margins)
          expect(margins).toEqual(sums)
          for (let row = 0; row < numRows; row++) {
            kernel.answer(rows, row * NUM_FEATURES)
            expect(kernel.sum(0, 0.25)).toBe(sums[row])
          }
        },
      ),
      { numRuns: runs(120), seed: 3 },
    )
  })

  test("equals the plain walk bit for bit: one row, blocks of rows, several outputs and forests", () => {
    const isCategorical = name !== "FloatKernel"
    fc.assert(
      fc.property(
        fc.array(tree(isCategorical), { minLength: 1, maxLength: 40 }),
        fc.array(tree(isCategorical), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 3 }),
        rowsOf,
        (first, second, numOutputs, rowValues) => {
          const forests = [forestOf(first), forestOf(second)]
          const infos = [Int32Array.from(first, (_, i) => i % numOutputs), new Int32Array(second.length)]
          const numbered = numberSplits(forests)
          const { dictionary } = numbered
          const segments = [
            ...segmentsOf(dictionary, numbered.forests[0], infos[0], numOutputs),
            ...segmentsOf(dictionary, numbered.forests[1], infos[1], 1),
          ]
          const kernel = makeKernel(dictionary, segments)
          const rows = Float32Array.from(rowValues.flat())
          const numRows = rowValues.length
          const sums = [
            expected(forests[0], rows, infos[0], numOutputs),
            expected(forests[1], rows, infos[1], 1),
          ]
          for (let row = 0; row < numRows; row++) {
            kernel.answer(rows, row * NUM_FEATURES)
            for (let output = 0; output < numOutputs; output++) {
              expect(kernel.sum(output, 0.25)).toBe(sums[0][row * numOutputs + output])
            }
            expect(kernel.sum(numOutputs, 0.25)).toBe(sums[1][row])
          }
          const margins = new Float32Array(numRows * numOutputs).fill(0.25)
          kernel.sumRows(0, numOutputs, rows, numRows, margins)
          expect(margins).toEqual(sums[0])
          const others = new Float32Array(numRows).fill(0.25)
          kernel.sumRows(numOutputs, 1, rows, numRows, others)
          expect(others).toEqual(sums[1])
          if (kernel instanceof SuccinctKernel) return
          // Read back out of the layout, every tree is what went in.
          const treesOf = new Int32Array(numOutputs)
          const { splitNumbers, leafValues } = numbered.forests[0]
          let node = 0
          let leafAt = 0
          for (const output of infos[0]) {
            readTree(kernel, output, treesOf[output]++, (split, value) => {
              expect(split).toBe(splitNumbers[node++])
              if (split === dictionary.numSplits) expect(value).toBe(leafValues[leafAt++])
            })
          }
          expect([node, leafAt]).toEqual([splitNumbers.length, leafValues.length])
        },
      ),
      { numRuns: runs(150), seed: 7 },
    )
  })
})
