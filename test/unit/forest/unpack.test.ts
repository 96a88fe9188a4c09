import { describe, expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import { buildForest } from "../../../src/forest/build.ts"
import { flattenForest } from "../../../src/forest/flatten.ts"
import { packDictionary, packForest } from "../../../src/forest/pack.ts"
import { countSplits, numberSplits, type SplitDictionary } from "../../../src/forest/split-dictionary.ts"
import { numberedForest } from "../../../src/forest/succinct-forest.ts"
import { unpackDictionary, unpackForest } from "../../../src/forest/unpack.ts"
import type { ParsedTree } from "../../../src/formats/parsed-model.ts"
import { parsedModel, parsedTree } from "../../support/parsed.ts"

const NO_EXTRAS = { nodeIds: null, covers: null, gains: null }

/** A split on a set of categories at the root, and a threshold that two columns share. */
const categorical = parsedTree({
  splitType: Uint8Array.of(1, 0, 0),
  categories: {
    nodes: Int32Array.of(0),
    segments: Int32Array.of(0),
    sizes: Int32Array.of(2),
    categories: Int32Array.of(4, 1),
  },
})
const otherSide = parsedTree({ defaultLeft: Uint8Array.of(0, 0, 0) })
const forest = buildForest(parsedModel([parsedTree(), categorical, otherSide, categorical, parsedTree()]))
const { dictionary, forests } = numberSplits([forest])

/** A message of the right class, from the bytes of a forest after a change. */
function expectRefused(read: () => unknown, message: string): void {
  expect(read).toThrow(ModelFormatError)
  expect(read).toThrow(message)
}

describe("a dictionary", () => {
  test("holds each split once, and as many as are counted", () => {
    expect(dictionary).toEqual({
      numFeatures: 2,
      numSplits: 3,
      columns: Int32Array.of(2, 3),
      columnOffsets: Int32Array.of(0, 1, 2),
      thresholds: Float32Array.of(0.5, 0.5),
      categoryColumns: Int32Array.of(3),
      setOffsets: Int32Array.of(0, 2),
      members: Int32Array.of(1, 4),
    })
    expect(forests[0].splitNumbers).toEqual(Int32Array.of(1, 3, 3, 2, 3, 3, 0, 3, 3, 2, 3, 3, 1, 3, 3))
    expect(countSplits([forest])).toBe(3)
    expect(countSplits([forest, buildForest(parsedModel([parsedTree()]))])).toBe(3)
    expect(countSplits([buildForest(parsedModel([]))])).toBe(0)
  })

  test("takes -0 as 0 and NaN as what no value is below", () => {
    const at = (value: number): ParsedTree => parsedTree({ splitConditions: Float32Array.of(value, -1, 2) })
    const odd = numberSplits([
      buildForest(parsedModel([at(3), at(0), at(Number.NaN), at(-0), at(-Infinity), at(-5)])),
    ])
    expect(odd.dictionary.thresholds).toEqual(Float32Array.of(-Infinity, -5, 0, 3))
    const roots = [0, 3, 6, 9, 12, 15].map(node => odd.forests[0].splitNumbers[node])
    expect(roots).toEqual([3, 2, 0, 2, 0, 1])
  })

  test("tells sets apart whose members read the same without a gap", () => {
    const sets = (categories: Int32Array): ParsedTree => ({
      ...categorical,
      categories: {
        nodes: Int32Array.of(0),
        segments: Int32Array.of(0),
        sizes: Int32Array.of(categories.length),
        categories,
      },
    })
    const trees = [sets(Int32Array.of(1, 23)), sets(Int32Array.of(12, 3)), sets(Int32Array.of(23, 1))]
    const numbered = numberSplits([buildForest(parsedModel(trees))])
    expect(numbered.dictionary.members).toEqual(Int32Array.of(1, 23, 3, 12))
    expect(numbered.forests[0].splitNumbers).toEqual(Int32Array.of(0, 2, 2, 1, 2, 2, 0, 2, 2))
    expect(countSplits([buildForest(parsedModel(trees))])).toBe(2)
  })

  test("has its columns in ascending order, whichever is met first, and their thresholds, too", () => {
    const at = (column: number, value: number): ParsedTree =>
      parsedTree({
        splitIndices: Int32Array.of(column, 0, 0),
        splitConditions: Float32Array.of(value, -1, 2),
      })
    const several = numberSplits([buildForest(parsedModel([at(1, 4), at(0, 3), at(1, -2), at(1, 1)]))])
    expect(several.dictionary).toMatchObject({
      columns: Int32Array.of(1, 3),
      columnOffsets: Int32Array.of(0, 1, 4),
      thresholds: Float32Array.of(3, -2, 1, 4),
    })
    expect(unpackDictionary(packDictionary(several.dictionary), "pack")).toEqual(several.dictionary)
  })

  test("may have a column of feature 0 whose missing values go right", () => {
    const first = numberSplits([
      buildForest(
        parsedModel([parsedTree({ splitIndices: new Int32Array(3), defaultLeft: new Uint8Array(3) })]),
      ),
    ])
    expect(first.dictionary.columns).toEqual(Int32Array.of(0))
    expect(unpackDictionary(packDictionary(first.dictionary), "pack")).toEqual(first.dictionary)
  })

  const read = (changes: Partial<SplitDictionary>): SplitDictionary =>
    unpackDictionary(packDictionary({ ...dictionary, ...changes }), "pack")

  test("of features, columns, offsets and thresholds that make sense is read", () => {
    expect(read({})).toEqual(dictionary)
    expect(read({ numFeatures: 0x3fffffff }).numFeatures).toBe(0x3fffffff)
  })

  test.each<[Partial<SplitDictionary>, string]>([
    [
      { numFeatures: 0x40000000 },
      "pack @ byte 4: impossible number of features; expected at most 2^30, got 1073741824",
    ],
    [{ columns: Int32Array.of(2, 4) }, "pack @ byte 68: feature out of range; expected 0..1, got 2"],
    [{ columns: Int32Array.of(2, -1) }, "feature out of range; expected 0..1, got -1"],
    [{ categoryColumns: Int32Array.of(5) }, "feature out of range; expected 0..1, got 2"],
    [
      { columnOffsets: Int32Array.of(1, 1, 2) },
      "pack @ byte 68: column offsets; expected ascending offsets from 0, got 1 at 0",
    ],
    [
      { columnOffsets: Int32Array.of(0, 3, 2) },
      "column offsets; expected ascending offsets from 0, got 2 at 2",
    ],
    [{ columnOffsets: Int32Array.of(0, 1, 1) }, "column offsets; expected offsets up to 2, got 1"],
    [
      { setOffsets: Int32Array.of(0, 1) },
      "pack @ byte 68: category set offsets; expected offsets up to 2, got 1",
    ],
    [
      { setOffsets: Int32Array.of(-1, 2) },
      "category set offsets; expected ascending offsets from 0, got -1 at 0",
    ],
    [
      { columnOffsets: Int32Array.of(0, 0, 2) },
      "pack @ byte 68: column without a threshold; expected at least one, got none in 0",
    ],
    [{ columnOffsets: Int32Array.of(0, 2, 2) }, "thresholds do not ascend; expected above 0.5, got 0.5"],
    [
      { thresholds: Float32Array.of(0.5, Number.NaN) },
      "pack @ byte 68: threshold is not a number; expected numbers, got NaN in column 1",
    ],
    [
      { columns: Int32Array.of(2), columnOffsets: Int32Array.of(0, 2), thresholds: Float32Array.of(1, -1) },
      "pack @ byte 60: thresholds do not ascend; expected above 1, got -1",
    ],
    [
      {
        columns: Int32Array.of(2),
        columnOffsets: Int32Array.of(0, 2),
        thresholds: Float32Array.of(1, Number.NaN),
      },
      "thresholds do not ascend; expected above 1, got NaN",
    ],
  ])("that makes no sense is refused, case %#", (changes, message) => {
    expectRefused(() => read(changes), message)
  })

  test.each([
    [0, "pack @ byte 8: impossible number of columns; expected what fits into 60 bytes, got 4294967295"],
    [1, "pack @ byte 12: impossible number of thresholds; expected what fits into 56 bytes, got 4294967295"],
    [
      2,
      "pack @ byte 16: impossible number of category sets; expected what fits into 52 bytes, got 4294967295",
    ],
    [3, "pack @ byte 20: impossible number of categories; expected what fits into 48 bytes, got 4294967295"],
  ])("whose count %i is larger than the bytes is refused", (count, message) => {
    const bytes = packDictionary(dictionary)
    bytes.fill(255, 4 + 4 * count, 8 + 4 * count)
    expectRefused(() => unpackDictionary(bytes, "pack"), message)
  })

  test.each([
    [3, "pack @ byte 0: truncated while reading number of features; expected 4 more bytes, got 3"],
    [7, "pack @ byte 4: truncated while reading number of columns; expected 4 more bytes, got 3"],
    [11, "pack @ byte 8: truncated while reading number of thresholds; expected 4 more bytes, got 3"],
    [15, "pack @ byte 12: truncated while reading number of category sets; expected 4 more bytes, got 3"],
    [19, "pack @ byte 16: truncated while reading number of categories; expected 4 more bytes, got 3"],
    [23, "pack @ byte 20: truncated while reading column offsets; expected 4 more bytes, got 3"],
    [27, "pack @ byte 24: truncated while reading category set offsets; expected 4 more bytes, got 3"],
  ])("of nothing, cut off at byte %i", (length, message) => {
    const empty = packDictionary(numberSplits([buildForest(parsedModel([]))]).dictionary)
    expect(empty).toHaveLength(28)
    expectRefused(() => unpackDictionary(empty.subarray(0, length), "pack"), message)
  })

  test.each([
    [43, "pack @ byte 40: truncated while reading thresholds; expected 8 more bytes, got 3"],
    [51, "pack @ byte 48: truncated while reading category columns; expected 4 more bytes, got 3"],
    [67, "pack @ byte 60: truncated while reading categories; expected 8 more bytes, got 7"],
  ])("cut off at byte %i", (length, message) => {
    expectRefused(() => unpackDictionary(packDictionary(dictionary).subarray(0, length), "pack"), message)
  })
})

describe("a forest", () => {
  const packed = packForest(forests[0], dictionary.numSplits, NO_EXTRAS)
  const read = (bytes: Uint8Array) => unpackForest(bytes, dictionary.numSplits, "pack")

  /** A byte of the packed forest replaced. */
  function changed(at: number, byte: number): Uint8Array {
    const bytes = packed.slice()
    bytes[at] = byte
    return bytes
  }

  test("is the bytes that its layout says", () => {
    const small = numberSplits([buildForest(parsedModel([parsedTree()]))])
    const bytes = packForest(small.forests[0], 1, { ...NO_EXTRAS, gains: Float32Array.of(1) })
    expect([...bytes]).toEqual([
      ...[1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0],
      ...[3, 0, 0, 0],
      0b001,
      ...[0, 0],
      // -1 and 2 are 0xbf800000 and 0x40000000.
      ...[0, 0, 0, 0, 0x80, 0, 0xbf, 0x40],
      ...[0, 0, 0x80, 0x3f],
    ])
  })

  test("says where its bytes are", () => {
    const { forest: found } = read(packed)
    expect(found).toMatchObject({ numTrees: 5, numNodes: 15, numSplits: 3, leafLength: 1, numberBytes: 2 })
    expect(found).toMatchObject({ structure: 36, numbers: 38, leaves: 48, ranks: Int32Array.of(0) })
    expect(found.treeOffsets).toEqual(Int32Array.of(0, 3, 6, 9, 12, 15))
  })

  test("keeps a copy of what is a piece of something larger, and no copy of what is not", () => {
    const large = new Uint8Array(packed.length + 200)
    large.set(packed, 7)
    const piece = large.subarray(7, 7 + packed.length)
    expect(read(piece).forest.bytes).toEqual(packed)
    expect(read(piece).forest.bytes.buffer).not.toBe(large.buffer)
    const whole = packed.slice()
    expect(read(whole).forest.bytes).toBe(whole)
    const nearly = new Uint8Array(packed.length + 64)
    nearly.set(packed)
    const most = nearly.subarray(0, packed.length)
    expect(read(most).forest.bytes).toBe(most)
  })

  test("counts its splits at every 32nd node", () => {
    for (const numTrees of [10, 11, 21, 22, 32, 43]) {
      const many = buildForest(parsedModel(Array.from({ length: numTrees }, () => parsedTree())))
      const numbered = numberSplits([many])
      const found = unpackForest(packForest(numbered.forests[0], 1, NO_EXTRAS), 1, "pack").forest
      const ranks = Array.from({ length: ((3 * numTrees) >> 5) + 1 }, (_, i) => Math.ceil((32 * i) / 3))
      expect(found.ranks).toEqual(Int32Array.from(ranks))
      expect(numberedForest(found)).toEqual(numbered.forests[0])
    }
  })

  test("of 32 nodes counts them behind its last, too", () => {
    const stump = {
      numNodes: 1,
      leftChildren: Int32Array.of(-1),
      rightChildren: Int32Array.of(-1),
      splitConditions: Float32Array.of(3),
    }
    const trees = Array.from({ length: 10 }, () => parsedTree())
    const many = buildForest(parsedModel([...trees, parsedTree(stump), parsedTree(stump)]))
    const numbered = numberSplits([many])
    const found = unpackForest(packForest(numbered.forests[0], 1, NO_EXTRAS), 1, "pack").forest
    expect(found.numNodes).toBe(32)
    expect(found.ranks).toEqual(Int32Array.of(0, 10))
  })

  test("of vector leaves comes back flat", () => {
    const trees = [0, 1].map(k =>
      parsedTree({ sizeLeafVector: 2, baseWeights: Float32Array.of(0, 0, 1 + k, 2, 3, 4) }),
    )
    const vectors = buildForest(parsedModel(trees, { numTarget: 2 }))
    const numbered = numberSplits([vectors])
    const found = unpackForest(packForest(numbered.forests[0], 1, NO_EXTRAS), 1, "pack").forest
    expect(found.leafLength).toBe(2)
    expect(flattenForest(numberedForest(found), numbered.dictionary, null)).toEqual(vectors)
  })

  test("has up to 65,535 values a leaf, and all extras at once", () => {
    const stump = { numTrees: 1, treeOffsets: Int32Array.of(0, 1), splitNumbers: Int32Array.of(1) }
    const large = { ...stump, leafValues: new Float32Array(65_535), leafLength: 65_535 }
    const extras = { nodeIds: Int32Array.of(7), covers: Float32Array.of(2), gains: new Float32Array(0) }
    const found = unpackForest(packForest(large, 1, extras), 1, "pack")
    const asRead = { ...extras, nodeIds: Uint8Array.of(7) }
    expect([found.forest.leafLength, found.extras]).toEqual([65_535, asRead])
    const flagged = {
      ...stump,
      splitNumbers: Int32Array.of(70_000),
      leafValues: Float32Array.of(1),
      leafLength: 1,
    }
    const bytes = packForest(flagged, 70_000, extras)
    expect(bytes[12]).toBe(15)
    expect(unpackForest(bytes, 70_000, "pack").extras).toEqual(asRead)
  })

  test("over more splits than two bytes tell has four bytes for each", () => {
    const numbered = {
      ...forests[0],
      splitNumbers: forests[0].splitNumbers.map(n => (n === 3 ? 1e9 : n * 70_000)),
    }
    const bytes = packForest(numbered, 1e9, NO_EXTRAS)
    expect(bytes.length).toBe(packed.length + 10)
    const { forest: found } = unpackForest(bytes, 1e9, "pack")
    expect(found).toMatchObject({ numberBytes: 4, leaves: 58 })
    expect(numberedForest(found)).toEqual(numbered)
    // Every byte of a number counts.
    const splits = [0x01020304, 0x11223344, 5, 0x7f00, 0x330000]
    let next = 0
    const numbers = forests[0].splitNumbers.map(split => (split === 3 ? 2 ** 30 : (splits[next++] as number)))
    const wide = { ...forests[0], splitNumbers: numbers }
    const packedWide = packForest(wide, 2 ** 30, NO_EXTRAS)
    expect(numberedForest(unpackForest(packedWide, 2 ** 30, "pack").forest)).toEqual(wide)
    expectRefused(
      () => unpackForest(packedWide, 0x11223344, "pack"),
      "pack @ byte 39: split not in the dictionary; expected 0..287454019, got 287454020",
    )
    expectRefused(
      () => unpackForest(bytes, 140_000, "pack"),
      "pack @ byte 39: split not in the dictionary; expected 0..139999, got 140000",
    )
    // Two bytes tell 65,536 splits, and no more.
    expect(packForest(forests[0], 65_536, NO_EXTRAS)[12]).toBe(0)
    expect(packForest(forests[0], 65_537, NO_EXTRAS)[12]).toBe(8)
  })

  test.each([
    [changed(8, 0), "pack @ byte 16: impossible header; expected 1..65535 values, flags 0..15, got 0, 0"],
    [
      changed(10, 1),
      "pack @ byte 16: impossible header; expected 1..65535 values, flags 0..15, got 65537, 0",
    ],
    [changed(12, 16), "pack @ byte 16: impossible header; expected 1..65535 values, flags 0..15, got 1, 16"],
    [changed(0, 200), "pack @ byte 4: impossible number of trees; expected what fits into 84 bytes, got 200"],
    [
      changed(7, 9),
      "pack @ byte 8: impossible number of nodes; expected what fits into 80 bytes, got 150994959",
    ],
    [
      changed(16, 0),
      "pack @ byte 36, trees[0]: impossible number of nodes; expected an odd number, within the nodes, got 0",
    ],
    [changed(17, 4), "trees[1]: impossible number of nodes; expected an odd number, within the nodes, got 4"],
    [
      changed(18, 11),
      "trees[2]: impossible number of nodes; expected an odd number, within the nodes, got 11",
    ],
    [changed(20, 1), "pack @ byte 36: trees do not add up; expected 15 nodes, got 13"],
    [
      changed(36, 0b01000101),
      "pack @ byte 36, trees[0]: splits do not reach every node once; expected a tree of 3 nodes, got one of 5",
    ],
    [
      changed(36, 0b01001000),
      "trees[0]: splits do not reach every node once; expected a tree of 3 nodes, got one of 1",
    ],
    [
      changed(37, 0b00110010),
      "pack @ byte 36, trees[4]: splits do not reach every node once; expected a tree of its nodes, got one whose splits want more",
    ],
    [
      changed(37, 0b00010000),
      "pack @ byte 37, trees[3]: splits do not reach every node once; expected a tree of 3 nodes, got one of 1",
    ],
    [changed(38, 3), "pack @ byte 38: split not in the dictionary; expected 0..2, got 3"],
    [changed(42, 3), "pack @ byte 42: split not in the dictionary; expected 0..2, got 3"],
    [changed(47, 1), "pack @ byte 42: split not in the dictionary; expected 0..2, got 257"],
    [Uint8Array.of(...packed, 0, 0), "pack @ byte 88: bytes left over; expected the end, got 2 more"],
    [
      new Uint8Array(11),
      "pack @ byte 8: truncated while reading values per leaf; expected 4 more bytes, got 3",
    ],
    [new Uint8Array(15), "pack @ byte 12: truncated while reading flags; expected 4 more bytes, got 3"],
    [
      packed.subarray(0, 33),
      "pack @ byte 16: truncated while reading nodes of the trees; expected 20 more bytes, got 17",
    ],
    [
      packed.subarray(0, 37),
      "pack @ byte 36: truncated while reading structure bits; expected 2 more bytes, got 1",
    ],
    [
      packed.subarray(0, 47),
      "pack @ byte 38: truncated while reading split numbers; expected 10 more bytes, got 9",
    ],
    [
      packed.subarray(0, 87),
      "pack @ byte 48: truncated while reading leaf values; expected 40 more bytes, got 39",
    ],
    [changed(12, 1), "pack @ byte 88: truncated while reading node ids; expected 60 more bytes, got 0"],
    [changed(12, 2), "pack @ byte 88: truncated while reading covers; expected 60 more bytes, got 0"],
    [changed(12, 4), "pack @ byte 88: truncated while reading gains; expected 20 more bytes, got 0"],
  ])("that is broken is refused, case %#", (bytes, message) => {
    expectRefused(() => read(bytes), message)
  })
})
