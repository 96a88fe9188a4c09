import { describe, expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import { type FlatForest, maxDepthOf } from "../../../src/forest/flat-forest.ts"
import { flattenForest } from "../../../src/forest/flatten.ts"
import { packDictionary, packForest } from "../../../src/forest/pack.ts"
import { numberSplits } from "../../../src/forest/split-dictionary.ts"
import { numberedForest } from "../../../src/forest/succinct-forest.ts"
import { type UnpackedForest, unpackDictionary, unpackForest } from "../../../src/forest/unpack.ts"
import fc from "../../support/fast-check.ts"
import { runs } from "../../support/runs.ts"

/** Three trees: thresholds with both default sides, a categorical split, a stump. */
const small: FlatForest = {
  numTrees: 3,
  numNodes: 9,
  numFeatures: 3,
  treeOffsets: Int32Array.of(0, 5, 8, 9),
  splits: Int32Array.of(3, -1, 2, -1, -1, 4, -1, -1, -1),
  values: Float32Array.of(0.5, -1, 0.5, 2, -3, 0, 1.5, 2.5, Number.NaN),
  leftChildren: Int32Array.of(1, 0, 3, 0, 0, 6, 0, 0, 0),
  nodeIds: null,
  categorical: {
    setOf: Int32Array.of(-1, -1, -1, -1, -1, 0, -1, -1, -1),
    setOffsets: Int32Array.of(0, 2),
    members: Int32Array.of(1, 7),
  },
  leafVectors: null,
}

const NO_EXTRAS = { nodeIds: null, covers: null, gains: null }
const { dictionary, forests } = numberSplits([small])
const packed = packForest(forests[0], dictionary.numSplits, NO_EXTRAS)
const unpack = (bytes: Uint8Array): UnpackedForest => unpackForest(bytes, dictionary.numSplits, "pack")

test("splits are numbered by column, then category sets", () => {
  expect(dictionary).toMatchObject({
    numSplits: 3,
    columns: Int32Array.of(2, 3),
    thresholds: Float32Array.of(0.5, 0.5),
    categoryColumns: Int32Array.of(4),
  })
  expect(forests[0].splitNumbers).toEqual(Int32Array.of(1, 3, 0, 3, 3, 2, 3, 3, 3))
})

test("forest and dictionary come back as they were", () => {
  const { forest, extras } = unpack(packed)
  expect(numberedForest(forest)).toEqual(forests[0])
  expect(extras).toEqual(NO_EXTRAS)
  const again = unpackDictionary(packDictionary(dictionary), "pack")
  expect(again).toEqual(dictionary)
  expect(flattenForest(numberedForest(forest), again, null)).toEqual(small)
  expect(maxDepthOf(small)).toBe(2)
})

test("node ids, covers and gains are kept when they are given", () => {
  const extras = {
    nodeIds: Int32Array.of(0, 7, 3, 0, 9, -1, 2, 5, 8),
    covers: Float32Array.of(9, 8, 7, 6, 5, 4, 3, 2, 1),
    gains: Float32Array.of(0.1, 0.2, 0.3),
  }
  expect(unpack(packForest(forests[0], dictionary.numSplits, extras)).extras).toEqual(extras)
})

describe("node ids are read into as few bytes as they need", () => {
  // As many stumps as make every place within a word the first one of the ids.
  for (const numTrees of [1, 2, 3, 4, 5, 6, 7, 8, 9, 40]) {
    test(`those of ${numTrees} trees`, () => {
      const stumps = {
        numTrees,
        treeOffsets: Int32Array.from({ length: numTrees + 1 }, (_, tree) => tree),
        splitNumbers: new Int32Array(numTrees).fill(dictionary.numSplits),
        leafValues: new Float32Array(numTrees),
        leafLength: 1,
      }
      for (let at = 0; at < numTrees; at++) {
        for (const [id, type] of [
          [255, Uint8Array],
          [256, Uint16Array],
          [65_535, Uint16Array],
          [65_536, Int32Array],
          [0x7fff_ffff, Int32Array],
          [-1, Int32Array],
        ] as const) {
          const nodeIds = new Int32Array(numTrees)
          nodeIds[at] = id
          const bytes = packForest(stumps, dictionary.numSplits, { ...NO_EXTRAS, nodeIds })
          const shifted = new Uint8Array(bytes.length + at + 1).subarray(at + 1)
          shifted.set(bytes)
          for (const given of [bytes, shifted]) {
            const { forest, extras } = unpack(given)
            expect(extras.nodeIds).toEqual(type.from(nodeIds))
            const flat = flattenForest(numberedForest(forest), dictionary, extras.nodeIds)
            expect(flat.nodeIds).toEqual(nodeIds)
          }
        }
      }
    })
  }
})

test("every truncation is an error with an offset", () => {
  for (const [bytes, read] of [
    [packed, unpack],
    [packDictionary(dictionary), (cut: Uint8Array) => unpackDictionary(cut, "pack")],
  ] as const) {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => read(bytes.subarray(0, length))).toThrow(ModelFormatError)
      expect(() => read(bytes.subarray(0, length))).toThrow(/@ byte \d+/)
    }
    expect(() => read(Uint8Array.of(...bytes, 0))).toThrow("bytes left over")
  }
})

test("split numbers out of range and counts beyond the bytes are errors", () => {
  expect(() => unpackForest(packed, 1, "pack")).toThrow("split not in the dictionary")
  const huge = packed.slice()
  huge.set([255, 255, 255, 255], 4)
  expect(() => unpack(huge)).toThrow("impossible number of nodes")
})

test("mutated bytes end in a typed error or in a forest whose every walk ends", () => {
  let accepted = 0
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      changes => {
        const bytes = packed.slice()
        for (const [at, value] of changes) bytes[at] = value
        let forest: FlatForest
        try {
          forest = flattenForest(numberedForest(unpack(bytes).forest), dictionary, null)
        } catch (error) {
          expect(error).toBeInstanceOf(ModelFormatError)
          return
        }
        accepted++
        const reached = new Set(forest.treeOffsets.slice(0, forest.numTrees))
        for (let node = 0; node < forest.numNodes; node++) {
          expect(reached.has(node)).toBe(true)
          if (forest.splits[node] < 0) continue
          const left = forest.leftChildren[node]
          expect(left).toBeGreaterThan(node)
          expect(reached.has(left) || reached.has(left + 1)).toBe(false)
          reached.add(left).add(left + 1)
        }
        expect(reached.size).toBe(forest.numNodes)
      },
    ),
    { numRuns: runs(20_000), seed: 1 },
  )
  expect(accepted).toBeGreaterThan(runs(100))
})

test("trees whose bits end early or late are errors", () => {
  const structure = 16 + 4 * 3
  // The first tree is split, leaf, split, leaf, leaf: bits 0 and 2.
  for (const bit of [0, 1, 2, 5, 6, 8]) {
    const bytes = packed.slice()
    bytes[structure + (bit >> 3)] ^= 1 << (bit & 7)
    expect(() => unpack(bytes)).toThrow(/splits do not reach every node once|left over|truncated/)
  }
})
