import { describe, expect, test } from "vitest"
import { ModelFormatError, UnsupportedModelError } from "../../../src/errors.ts"
import { type DumpOptions, parseJsonDump } from "../../../src/formats/json-dump.ts"
import { parseJsonText } from "../../../src/formats/json-text.ts"
import type { ParsedModel } from "../../../src/formats/parsed-model.ts"
import { documentFromObject } from "../../../src/formats/plain-object.ts"
import { renumberTrees } from "../../../src/formats/renumber-tree.ts"
import { parsedTree } from "../../support/parsed.ts"

type Fields = { readonly [key: string]: unknown }

const parseText = (text: string, source: string) => parseJsonText(new TextEncoder().encode(text), source)
const parse = (trees: readonly unknown[], options: DumpOptions = {}): ParsedModel =>
  parseJsonDump(documentFromObject(trees, "dump"), "dump", { baseScore: 0.5, ...options }, parseText)

const leaf = (nodeid: number, value: unknown, more: Fields = {}): Fields => ({ nodeid, leaf: value, ...more })
const split = (changes: Fields = {}, children: unknown = [leaf(1, -1), leaf(2, 2)]): Fields => ({
  nodeid: 0,
  split: "f1",
  split_condition: 0.25,
  yes: 1,
  no: 2,
  missing: 2,
  children,
  ...changes,
})

test("every field of a dump", () => {
  const tree = split({ gain: 8, cover: 10 }, [leaf(2, 2, { cover: 6 }), leaf(1, -1, { cover: 4 })])
  expect(parse([tree], { objective: "reg:gamma" })).toEqual({
    format: "json-dump",
    source: "dump",
    version: null,
    booster: "gbtree",
    objective: "reg:gamma",
    objectiveDocument: null,
    baseScore: Float32Array.of(0.5),
    baseScoreIsMargin: false,
    numFeatures: 2,
    numClass: 0,
    numTarget: 1,
    featureNames: null,
    featureTypes: null,
    categoryValues: null,
    attributes: new Map(),
    numParallelTree: 1,
    iterationIndptr: Int32Array.of(0, 1),
    treeInfo: Int32Array.of(0),
    trees: [
      parsedTree({
        splitConditions: Float32Array.of(0.25, -1, 2),
        defaultLeft: Uint8Array.of(0, 0, 0),
        lossChanges: Float32Array.of(8, 0, 0),
        sumHessian: Float32Array.of(10, 4, 6),
        nodeIds: Int32Array.of(0, 1, 2),
      }),
    ],
    weightDrop: null,
    linearWeights: null,
  })
})

test("without statistics of every node there are none", () => {
  const [tree] = parse([split({ gain: 8, cover: 10 })]).trees
  expect([tree.lossChanges, tree.sumHessian]).toEqual([null, null])
})

test("nodes stand depth first, with the ids that they name", () => {
  const inner = split({ nodeid: 1, split: "f0", yes: 3, no: 5, missing: 3 }, [leaf(5, 5), leaf(3, 3)])
  const [tree] = parse([split({ no: 7, missing: 7 }, [inner, leaf(7, 7)])]).trees
  expect(tree.nodeIds).toEqual(Int32Array.of(0, 1, 3, 5, 7))
  expect(tree.leftChildren).toEqual(Int32Array.of(1, 2, -1, -1, -1))
  expect(tree.rightChildren).toEqual(Int32Array.of(4, 3, -1, -1, -1))
  expect(tree.defaultLeft).toEqual(Uint8Array.of(0, 1, 0, 0, 0))
  const [placed] = renumberTrees([tree], "dump")
  expect(placed).toMatchObject({
    numNodes: 8,
    leftChildren: Int32Array.of(1, 3, -1, -1, -1, -1, -1, -1),
    rightChildren: Int32Array.of(7, 5, -1, -1, -1, -1, -1, -1),
    splitIndices: Int32Array.of(1, 0, 2147483647, 0, 2147483647, 0, 2147483647, 0),
    splitConditions: Float32Array.of(0.25, 0.25, 0, 3, 0, 5, 0, 7),
    defaultLeft: Uint8Array.of(0, 1, 1, 0, 1, 0, 1, 0),
    nodeIds: null,
  })
})

test("trees may be texts, as get_dump returns them", () => {
  const tree = split()
  expect(parse([JSON.stringify(tree), JSON.stringify(tree)])).toEqual(parse([tree, tree]))
  const broken = split({ split: 7 })
  expect(() => parse([tree, JSON.stringify(broken)])).toThrow("dump, [1].split: wrong type")
  expect(() => parse(["{"])).toThrow("dump[0] @ byte 1")
})

describe("splits", () => {
  test("on categories send those that are listed right, to yes", () => {
    const categories = split({ split_condition: [7, 3], yes: 2, no: 1, missing: 1 })
    const [tree] = parse([categories]).trees
    expect(tree).toMatchObject({
      splitType: Uint8Array.of(1, 0, 0),
      splitConditions: Float32Array.of(0, -1, 2),
      defaultLeft: Uint8Array.of(1, 0, 0),
      leftChildren: Int32Array.of(1, -1, -1),
      rightChildren: Int32Array.of(2, -1, -1),
    })
    expect(tree.categories).toEqual({
      nodes: Int32Array.of(0),
      segments: Int32Array.of(0),
      sizes: Int32Array.of(2),
      categories: Int32Array.of(7, 3),
    })
    expect(tree.nodeIds).toEqual(Int32Array.of(0, 1, 2))
    const missing = split({ split_condition: [7], yes: 2, no: 1, missing: 2 })
    expect(parse([missing]).trees[0].defaultLeft[0]).toBe(0)
  })

  test("on two categorical nodes keep their segments apart, in the order of ids once placed", () => {
    const inner = split({ nodeid: 4, split_condition: [5], yes: 1, no: 3, missing: 3 }, [
      leaf(1, 1),
      leaf(3, 3),
    ])
    const outer = split({ split_condition: [7, 3], yes: 4, no: 2, missing: 2 }, [inner, leaf(2, 2)])
    const [tree] = parse([outer]).trees
    expect(tree.nodeIds).toEqual(Int32Array.of(0, 2, 4, 3, 1))
    const sets = {
      segments: Int32Array.of(0, 2),
      sizes: Int32Array.of(2, 1),
      categories: Int32Array.of(7, 3, 5),
    }
    expect(tree.categories).toEqual({ nodes: Int32Array.of(0, 2), ...sets })
    expect(renumberTrees([tree], "dump")[0].categories).toEqual({ nodes: Int32Array.of(0, 4), ...sets })
    expect(renumberTrees([tree], "dump")[0].splitType).toEqual(Uint8Array.of(1, 0, 0, 0, 1))
  })

  test("on indicators say only where present values go", () => {
    const indicator = split({ split_condition: undefined, missing: undefined })
    const { split_condition: _condition, missing: _missing, ...fields } = indicator
    const [tree] = parse([fields]).trees
    expect(tree.splitConditions[0]).toBe(Infinity)
    expect(tree.defaultLeft[0]).toBe(0)
    // Where they go right, no value is below the threshold of the placed tree.
    const [right] = parse([{ ...fields, yes: 2, no: 1 }]).trees
    expect(renumberTrees([right], "dump")[0]).toMatchObject({
      leftChildren: Int32Array.of(1, -1, -1),
      rightChildren: Int32Array.of(2, -1, -1),
      splitConditions: Float32Array.of(-Infinity, -1, 2),
      defaultLeft: Uint8Array.of(1, 0, 0),
    })
    expect(renumberTrees([tree], "dump")[0].splitConditions[0]).toBe(Infinity)
  })

  test("name features by number, or by the names that are given", () => {
    expect(parse([split({ split: "7" })]).numFeatures).toBe(8)
    expect(parse([split({ split: "f7" })]).numFeatures).toBe(8)
    expect(parse([leaf(0, 1)]).numFeatures).toBe(0)
    expect(parse([split()], { numFeatures: 5 }).numFeatures).toBe(5)
    const named = parse([split({ split: "b" })], { featureNames: ["f1", "a", "b"] })
    expect(named).toMatchObject({ numFeatures: 3, featureNames: ["f1", "a", "b"] })
    expect(named.trees[0].splitIndices[0]).toBe(2)
  })
})

describe("outputs", () => {
  test("take trees in turn, as many as are parallel", () => {
    const eight = Array.from({ length: 8 }, () => leaf(0, 1))
    const classes = parse(eight, { numOutputs: 2, numParallelTree: 2, objective: "multi:softprob" })
    expect(classes).toMatchObject({ numClass: 2, numTarget: 1, numParallelTree: 2 })
    expect(classes.treeInfo).toEqual(Int32Array.of(0, 0, 1, 1, 0, 0, 1, 1))
    expect(classes.iterationIndptr).toEqual(Int32Array.of(0, 4, 8))
    const targets = parse(eight, { baseScore: [1, 2] })
    expect(targets).toMatchObject({ numClass: 0, numTarget: 2, objective: null })
    expect(targets.baseScore).toEqual(Float32Array.of(1, 2))
  })

  test("share trees whose leaves are vectors", () => {
    const vectors = split({}, [leaf(1, [1, 2, 3]), leaf(2, [4, 5, 6])])
    const { trees, treeInfo, iterationIndptr } = parse([vectors, vectors], { numOutputs: 3 })
    expect(trees[0]).toMatchObject({
      sizeLeafVector: 3,
      leafWeights: Float32Array.of(1, 2, 3, 4, 5, 6),
      rightChildren: Int32Array.of(2, 0, 1),
    })
    expect([treeInfo, iterationIndptr]).toEqual([Int32Array.of(0, 0), Int32Array.of(0, 1, 2)])
  })
})

test.each<[readonly unknown[], DumpOptions, string]>([
  [
    [split({ nodeid: -1 })],
    {},
    "dump, [0].nodeid: out of range; expected an integer in 0..2147483647, got -1",
  ],
  [
    [split({ split: "x1" })],
    {},
    'dump, [0].split: unknown feature; expected f<column>, or featureNames to look it up in, got "x1"',
  ],
  [[split({ split: "f1x" })], {}, "dump, [0].split: unknown feature"],
  [[split({ split: "f1234567890" })], {}, "dump, [0].split: unknown feature"],
  [[split()], { featureNames: ["a", "b"] }, "dump, [0].split: unknown feature; expected one of featureNames"],
  [
    [split()],
    { numFeatures: 1 },
    'dump, [0].split: feature out of range; expected a column below 1, got "f1"',
  ],
  [
    [split({}, [leaf(1, 1)])],
    {},
    "dump, [0].children: wrong number of children; expected 2 children, got an array of 1",
  ],
  [[split({ no: 1 })], {}, "dump, [0].no: both branches are one node; expected two nodes, got 1"],
  [[split({ yes: 3 })], {}, "dump, [0].yes: no such child; expected one of 1, 2, got 3"],
  [[split({ no: 3 })], {}, "dump, [0].no: no such child; expected one of 1, 2, got 3"],
  [[split({ missing: 0 })], {}, "dump, [0].missing: no such child; expected the node of yes or of no, got 0"],
  [[split({}, [leaf(0, 1), leaf(1, 1)])], {}, "no such child"],
  [
    [split({ yes: 0, missing: 0 }, [leaf(0, 1), leaf(2, 1)])],
    {},
    "dump, [0].children[0].nodeid: node id used twice; expected a new id, got 0",
  ],
  [[leaf(0, [1])], {}, "dump, [0].leaf: vector leaf too short; expected at least 2 values, got 1"],
  [
    [split({}, [leaf(1, [1, 2]), leaf(2, 2)])],
    {},
    "dump, [0].children[1].leaf: leaves of different sizes; expected 2 values, got 2",
  ],
  [
    [leaf(0, 1), leaf(0, 1), leaf(0, 1)],
    { numOutputs: 2 },
    "dump, document: incomplete round; expected a multiple of 2 trees, got 3",
  ],
  [[leaf(0, "x")], {}, "dump, [0].leaf: wrong type; expected an array of numbers"],
  [
    [split({ split_condition: "x" })],
    {},
    "dump, [0].split_condition: wrong type; expected an array of numbers",
  ],
])("a broken dump is refused, case %#", (trees, options, message) => {
  expect(() => parse(trees, options)).toThrow(ModelFormatError)
  expect(() => parse(trees, options)).toThrow(message)
})

test("linear boosters are refused by name", () => {
  const linear = [{ bias: [0.5], weight: [1, 2] }]
  expect(() => parse(linear)).toThrow(UnsupportedModelError)
  expect(() => parse(linear)).toThrow(
    "dump, [0].weight: dump of a linear booster (gblinear), whose weights are rounded to six digits; expected a dump of trees, got weights; save the model with Booster.save_model",
  )
  // Half of one is a tree without its fields.
  expect(() => parse([{ bias: [0.5] }])).toThrow("dump, [0].nodeid: missing field")
  expect(() => parse([{ weight: [0.5] }])).toThrow("dump, [0].nodeid: missing field")
  expect(parse([])).toMatchObject({ trees: [], iterationIndptr: Int32Array.of(0) })
})

test.each<[DumpOptions, string]>([
  [
    { baseScore: undefined as never },
    "options.baseScore: a JSON dump does not hold the base score; expected the model's base_score (0.5 before XGBoost 2.0 unless it was set, estimated since; `inspect` of a saved model shows it)",
  ],
  [{ baseScore: [] }, "options.baseScore: expected a number or numbers, got "],
  [{ baseScore: [1, "2" as never] }, "options.baseScore: expected a number or numbers, got "],
  [{ baseScore: [1, 2], numOutputs: 3 }, "options.baseScore: expected 1 or 3 values, got 2"],
  [{ numOutputs: 0 }, "options.numOutputs: expected an integer in 1..65535, got 0"],
  [{ numOutputs: 1.5 }, "options.numOutputs: expected an integer in 1..65535, got 1.5"],
  [{ numOutputs: 65_536 }, "options.numOutputs: expected an integer in 1..65535, got 65536"],
  [{ numParallelTree: 0 }, "options.numParallelTree: expected an integer in 1..65535, got 0"],
  [{ numFeatures: -1 }, "options.numFeatures: expected an integer of 0 or more, got -1"],
  [{ numFeatures: 0.5 }, "options.numFeatures: expected an integer of 0 or more, got 0.5"],
])("options that are refused, case %#", (options, message) => {
  expect(() => parse([leaf(0, 1)], options)).toThrow(message)
})

describe("places", () => {
  const renumber = (ids: readonly number[]) =>
    renumberTrees([parsedTree({ nodeIds: Int32Array.from(ids) })], "dump")

  test("stay where nodes have no other ids", () => {
    const trees = [parsedTree()]
    expect(renumberTrees(trees, "dump")[0]).toBe(trees[0])
  })

  test("move statistics along", () => {
    const statistics = {
      lossChanges: Float32Array.of(8, 0, 0),
      sumHessian: Float32Array.of(3, 1, 2),
      baseWeights: Float32Array.of(5, 6, 7),
    }
    const [tree] = renumberTrees([parsedTree({ nodeIds: Int32Array.of(0, 3, 1), ...statistics })], "dump")
    expect(tree).toMatchObject({
      numNodes: 4,
      leftChildren: Int32Array.of(3, -1, -1, -1),
      rightChildren: Int32Array.of(1, -1, -1, -1),
      lossChanges: Float32Array.of(8, 0, 0, 0),
      sumHessian: Float32Array.of(3, 2, 0, 1),
      baseWeights: Float32Array.of(5, 7, 0, 6),
      parents: null,
    })
  })

  test("begin with the root, and are not many times the nodes", () => {
    expect(renumber([0, 4_194_304 + 3 * 64 - 1, 1])[0].numNodes).toBe(4_194_496)
    expect(() => renumber([0, 4_194_304 + 3 * 64, 1])).toThrow(UnsupportedModelError)
    expect(() => renumber([0, 4_194_304 + 3 * 64, 1])).toThrow(
      "dump, trees[0]: node ids that no model file can have; expected a root 0, and at most 4194496 places so far, got a root 0, and 4194497 places",
    )
    expect(() => renumber([3, 0, 1])).toThrow("got a root 3, and 4 places")
  })
})
