import { describe, expect, test } from "vitest"
import { ModelFormatError, UnsupportedModelError } from "../../../src/errors.ts"
import { buildForest } from "../../../src/forest/build.ts"
import { type FlatForest, maxDepthOf } from "../../../src/forest/flat-forest.ts"
import { storedOrder } from "../../../src/forest/stored-order.ts"
import type { CategorySets, ParsedModel, ParsedTree } from "../../../src/formats/parsed-model.ts"
import { parsedModel, parsedTree } from "../../support/parsed.ts"

const build = (changes: Partial<ParsedTree>, model: Partial<ParsedModel> = {}): FlatForest =>
  buildForest(parsedModel([parsedTree(changes)], model))

/** Six stored nodes: 5 is nobody's child, and the right child of the root stands before the left one. */
const shuffled = parsedTree({
  numNodes: 6,
  leftChildren: Int32Array.of(2, 3, -1, -1, -1, -1),
  rightChildren: Int32Array.of(1, 4, -1, -1, -1, -1),
  splitIndices: Int32Array.of(0, 1, 0, 0, 0, 2147483647),
  splitConditions: Float32Array.of(0.5, 1.5, -2, 3, 4, 9),
  defaultLeft: Uint8Array.of(0, 1, 0, 0, 0, 1),
})

test("trees are laid out level by level, siblings side by side, without deleted nodes", () => {
  const forest = buildForest(parsedModel([shuffled, parsedTree()]))
  expect(forest).toEqual({
    numTrees: 2,
    numNodes: 8,
    numFeatures: 2,
    treeOffsets: Int32Array.of(0, 5, 8),
    splits: Int32Array.of(0, -1, 3, -1, -1, 3, -1, -1),
    values: Float32Array.of(0.5, -2, 1.5, 3, 4, 0.5, -1, 2),
    leftChildren: Int32Array.of(1, 0, 3, 0, 0, 6, 0, 0),
    nodeIds: Int32Array.of(0, 2, 1, 3, 4, 0, 1, 2),
    categorical: null,
    leafVectors: null,
  })
  expect(maxDepthOf(forest)).toBe(2)
  expect(storedOrder(shuffled, 5)).toEqual(Int32Array.of(0, 2, 1, 3, 4))
})

test("ids that are positions in level order are not kept; those of a dump are", () => {
  expect(build({}).nodeIds).toBe(null)
  expect(build({ nodeIds: Int32Array.of(0, 1, 2) }).nodeIds).toBe(null)
  expect(build({ nodeIds: Int32Array.of(0, 5, 7) }).nodeIds).toEqual(Int32Array.of(0, 5, 7))
})

test("DART's weights are in the leaves, and in nothing else", () => {
  const model = { booster: "dart", weightDrop: Float32Array.of(0.1) } as const
  expect(build({}, model).values).toEqual(Float32Array.of(0.5, Math.fround(-0.1), Math.fround(0.2)))
})

test("a model without trees is an empty forest of depth 0, and so deep is a stump", () => {
  const empty = buildForest(parsedModel([]))
  expect(empty).toMatchObject({ numTrees: 0, numNodes: 0, treeOffsets: Int32Array.of(0) })
  expect(empty).toMatchObject({ nodeIds: null, categorical: null, leafVectors: null })
  expect(maxDepthOf(empty)).toBe(0)
  const one = parsedTree({
    numNodes: 1,
    leftChildren: Int32Array.of(-1),
    rightChildren: Int32Array.of(-1),
    splitConditions: Float32Array.of(3),
  })
  expect(maxDepthOf(buildForest(parsedModel([one])))).toBe(0)
  expect(maxDepthOf(buildForest(parsedModel([shuffled, one])))).toBe(2)
})

describe("vector leaves", () => {
  const two = { numTarget: 2 }
  const weights = { sizeLeafVector: 2, baseWeights: Float32Array.of(0, 0, 1, 2, 3, 4) }

  test("are the base weights of their nodes up to 3.1", () => {
    const forest = build(weights, { ...two, weightDrop: Float32Array.of(0.5) })
    expect(forest.leafVectors).toEqual(Float32Array.of(0.5, 1, 1.5, 2))
    expect(forest.leftChildren).toEqual(Int32Array.of(1, 0, 1))
    expect(forest.values).toEqual(Float32Array.of(0.5, 0, 0))
  })

  test("are named by their right children since 3.2", () => {
    const rightChildren = Int32Array.of(2, 1, 0)
    const leafWeights = Float32Array.of(3, 4, 1, 2)
    const forest = build({ ...weights, rightChildren, leafWeights }, two)
    expect(forest.leafVectors).toEqual(Float32Array.of(1, 2, 3, 4))
  })

  test.each<[Partial<ParsedTree>, string]>([
    [
      { sizeLeafVector: 2 },
      "model.json, trees[0].leaf_weights (node 1): leaf without its vector; expected 2 weights, got none",
    ],
    [
      { sizeLeafVector: 2, baseWeights: new Float32Array(5) },
      "trees[0].leaf_weights (node 2): leaf without its vector; expected 2 weights, got 5 from 4",
    ],
    [
      { sizeLeafVector: 2, leafWeights: new Float32Array(4), rightChildren: Int32Array.of(2, 1, -1) },
      "trees[0].leaf_weights (node 2): leaf without its vector; expected 2 weights, got 4 from -2",
    ],
  ])("that are not there, case %#", (changes, message) => {
    expect(() => build(changes, two)).toThrow(ModelFormatError)
    expect(() => build(changes, two)).toThrow(message)
  })

  test("are as long as there are outputs, in every tree", () => {
    expect(() => build(weights)).toThrow(UnsupportedModelError)
    expect(() => build(weights)).toThrow(
      "model.json, trees[0].tree_param.size_leaf_vector: wrong length of vector leaves; expected 1, got 2",
    )
    expect(() => buildForest(parsedModel([parsedTree(weights), parsedTree()], two))).toThrow(
      "model.json, trees[1].tree_param.size_leaf_vector: leaves of different sizes; expected 2 as in the first tree, got 1",
    )
  })
})

describe("what is no tree", () => {
  test.each<[Partial<ParsedTree>, string]>([
    [
      { leftChildren: Int32Array.of(3, -1, -1) },
      "model.json, trees[0].left_children[0]: child out of range; expected 0..2, got 3",
    ],
    [
      { leftChildren: Int32Array.of(-2, -1, -1) },
      "model.json, trees[0].left_children[0]: child out of range; expected 0..2, got -2",
    ],
    [
      { rightChildren: Int32Array.of(1, -1, -1) },
      "model.json, trees[0].right_children[0]: node reached twice; expected a tree, got 1",
    ],
    [
      { rightChildren: Int32Array.of(0, -1, -1) },
      "model.json, trees[0].right_children[0]: node reached twice; expected a tree, got 0",
    ],
    [
      { splitIndices: Int32Array.of(2, 0, 0) },
      "model.json, trees[0].split_indices[0]: feature out of range; expected 0..1, got 2",
    ],
    [
      { splitIndices: Int32Array.of(-1, 0, 0) },
      "model.json, trees[0].split_indices[0]: feature out of range; expected 0..1, got -1",
    ],
  ])("case %#", (changes, message) => {
    expect(() => build(changes)).toThrow(ModelFormatError)
    expect(() => build(changes)).toThrow(message)
  })

  test("a feature that 31 bits cannot hold", () => {
    const model = { numFeatures: 2 ** 31 - 1 }
    const tree = (feature: number): Partial<ParsedTree> => ({ splitIndices: Int32Array.of(feature, 0, 0) })
    expect(build(tree(2 ** 30 - 1), model).splits[0]).toBe(2 ** 31 - 1)
    expect(() => build(tree(2 ** 30), model)).toThrow(UnsupportedModelError)
    expect(() => build(tree(2 ** 30), model)).toThrow(
      "model.json, trees[0].split_indices[0]: feature too large; expected below 1073741824, got 1073741824",
    )
  })
})

describe("categories", () => {
  const sets = (changes: Partial<CategorySets> = {}): CategorySets => ({
    nodes: Int32Array.of(0),
    segments: Int32Array.of(1),
    sizes: Int32Array.of(2),
    categories: Int32Array.of(99, 7, 3),
    ...changes,
  })
  const split = (categories: CategorySets | null): Partial<ParsedTree> => ({
    splitType: Uint8Array.of(1, 0, 0),
    categories,
  })

  test("are sorted, and their split has no threshold", () => {
    const forest = build(split(sets()))
    expect(forest.categorical).toEqual({
      setOf: Int32Array.of(0, -1, -1),
      setOffsets: Int32Array.of(0, 2),
      members: Int32Array.of(3, 7),
    })
    expect(forest.values).toEqual(Float32Array.of(0, -1, 2))
  })

  test("are left alone at splits that are numeric, and by trees that have none", () => {
    expect(build({ ...split(sets()), splitType: new Uint8Array(3) }).categorical).toBe(null)
    expect(build({ ...split(sets()), splitType: null }).values[0]).toBe(0.5)
    expect(build(split(null))).toEqual(build({}))
  })

  test("of several trees are one list", () => {
    const trees = [
      parsedTree(split(sets())),
      parsedTree(),
      parsedTree(split(sets({ sizes: Int32Array.of(1) }))),
    ]
    expect(buildForest(parsedModel(trees)).categorical).toEqual({
      setOf: Int32Array.of(0, -1, -1, -1, -1, -1, 1, -1, -1),
      setOffsets: Int32Array.of(0, 2, 3),
      members: Int32Array.of(3, 7, 7),
    })
  })

  test.each([0, 16_777_215])("may be %i", category => {
    const categories = sets({ categories: Int32Array.of(1, 1, category) })
    expect(build(split(categories)).categorical?.members).toContain(category)
  })

  test.each<[Partial<CategorySets>, string]>([
    [
      { nodes: Int32Array.of(1) },
      "model.json, trees[0].categories (node 0): categorical split without its categories; expected an entry in categories_nodes, got none",
    ],
    [
      { segments: Int32Array.of(1, 1) },
      "trees[0].categories: length mismatch; expected 1 segments and sizes, got 2 segments, 1 sizes",
    ],
    [
      { sizes: new Int32Array(0) },
      "trees[0].categories: length mismatch; expected 1 segments and sizes, got 1 segments, 0 sizes",
    ],
    [
      { nodes: Int32Array.of(3) },
      "trees[0].categories_nodes[0]: node out of range or twice; expected 0..2, got 3",
    ],
    [
      { nodes: Int32Array.of(-1) },
      "trees[0].categories_nodes[0]: node out of range or twice; expected 0..2, got -1",
    ],
    [
      { nodes: Int32Array.of(0, 0), segments: Int32Array.of(0, 0), sizes: Int32Array.of(1, 1) },
      "trees[0].categories_nodes[1]: node out of range or twice; expected 0..2, got 0",
    ],
    [
      { segments: Int32Array.of(2) },
      "trees[0].categories_segments[0]: segment out of range; expected within 3, got 2 from 2",
    ],
    [
      { segments: Int32Array.of(-1) },
      "trees[0].categories_segments[0]: segment out of range; expected within 3, got 2 from -1",
    ],
    [
      { sizes: Int32Array.of(-1) },
      "trees[0].categories_segments[0]: segment out of range; expected within 3, got -1 from 1",
    ],
    [
      { categories: Int32Array.of(0, 1, -1) },
      "trees[0].categories (node 0): category out of range; expected 0..16777215, got -1",
    ],
    [
      { categories: Int32Array.of(0, 1, 16_777_216) },
      "trees[0].categories (node 0): category out of range; expected 0..16777215, got 16777216",
    ],
  ])("that are broken, case %#", (changes, message) => {
    expect(() => build(split(sets(changes)))).toThrow(ModelFormatError)
    expect(() => build(split(sets(changes)))).toThrow(message)
  })
})
