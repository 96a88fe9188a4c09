import { describe, expect, test } from "vitest"
import { buildForest } from "../../../src/forest/build.ts"
import type { FlatForest } from "../../../src/forest/flat-forest.ts"
import { type FeatureBox, specialiseForest } from "../../../src/forest/specialise.ts"
import { parsedModel, parsedTree } from "../../support/parsed.ts"

/** What is known of two features; the side of a single value is asked of `goesRight`. */
function box(
  known: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
  goesRight: FeatureBox["goesRight"] = () => {
    throw new Error("not one value")
  },
): FeatureBox {
  return {
    isKnown: Uint8Array.from(known),
    lower: Float32Array.from(lower),
    upper: Float32Array.from(upper),
    goesRight,
  }
}

/** f0 < 1, then f1 < 2 on the left and f0 < 3 on the right. */
const two = parsedTree({
  numNodes: 7,
  leftChildren: Int32Array.of(1, 3, 5, -1, -1, -1, -1),
  rightChildren: Int32Array.of(2, 4, 6, -1, -1, -1, -1),
  splitIndices: Int32Array.of(0, 1, 0, 0, 0, 0, 0),
  splitConditions: Float32Array.of(1, 2, 3, 10, 11, 12, 13),
  defaultLeft: Uint8Array.of(0, 1, 0, 0, 0, 0, 0),
})
const forest = buildForest(parsedModel([two, parsedTree()]))
const ANYTHING = [0, 0]

/** Values of the nodes, tree by tree. */
function treesOf({ treeOffsets, values, numTrees }: FlatForest): number[][] {
  return Array.from({ length: numTrees }, (_, tree) => [
    ...values.subarray(treeOffsets[tree], treeOffsets[tree + 1]),
  ])
}

const SECOND = [0.5, -1, 2]

describe("branches are left out by bounds", () => {
  test("none where nothing is known", () => {
    expect(specialiseForest(forest, box([0, 0], ANYTHING, ANYTHING), true)).toEqual(forest)
  })

  test.each([
    ["below both thresholds", 0, 0.5, [2, 10, 11]],
    ["to a threshold, which is not below it", 0, 1, [1, 2, 12, 10, 11]],
    ["from a threshold", 1, 2, [12]],
    ["across the second", 1, 3, [3, 12, 13]],
    ["above both", 3, 4, [13]],
    ["across the first", 0.5, 2, [1, 2, 12, 10, 11]],
  ])("%s", (_, lower, upper, values) => {
    const part = specialiseForest(forest, box([1, 0], [lower, 0], [upper, 0]), false)
    expect(treesOf(part)).toEqual([values, SECOND])
    expect(part).toMatchObject({ numTrees: 2, numNodes: values.length + 3, numFeatures: 2, nodeIds: null })
  })

  test("of the other feature, in both trees", () => {
    const part = specialiseForest(forest, box([0, 1], [0, -4], [0, -3]), false)
    expect(part).toEqual({
      numTrees: 2,
      numNodes: 6,
      numFeatures: 2,
      treeOffsets: Int32Array.of(0, 5, 6),
      splits: Int32Array.of(0, -1, 0, -1, -1, -1),
      values: Float32Array.of(1, 10, 3, 12, 13, -1),
      leftChildren: Int32Array.of(1, 0, 3, 0, 0, 0),
      nodeIds: null,
      categorical: null,
      leafVectors: null,
    })
  })

  test("a threshold that is NaN has no value below it", () => {
    const odd = buildForest(
      parsedModel([parsedTree({ splitConditions: Float32Array.of(Number.NaN, -1, 2) })]),
    )
    expect(treesOf(specialiseForest(odd, box([0, 1], [0, -4], [0, 3]), false))).toEqual([[2]])
  })
})

test("one value, or none, takes the side that it is said to take", () => {
  const asked: [number, number][] = []
  const side = (right: number) => (node: number, value: number) => {
    asked.push([node, value])
    return right
  }
  const right = specialiseForest(forest, box([1, 0], [7, 0], [7, 0], side(1)), false)
  expect(treesOf(right)).toEqual([[13], SECOND])
  const missing = [Number.NaN, 0]
  expect(treesOf(specialiseForest(forest, box([1, 0], missing, missing, side(0)), false))).toEqual([
    [2, 10, 11],
    SECOND,
  ])
  // Zeros of both signs are one value.
  expect(treesOf(specialiseForest(forest, box([1, 0], [-0, 0], [0, 0], side(0)), false))[0]).toEqual([
    2, 10, 11,
  ])
  expect(asked).toEqual([
    [0, 7],
    [2, 7],
    [0, Number.NaN],
    [0, -0],
  ])
})

describe("ids", () => {
  const right = box([1, 0], [3, 0], [4, 0])

  test("stay where they are kept, and are positions otherwise", () => {
    expect(specialiseForest(forest, right, true).nodeIds).toEqual(Int32Array.of(6, 0, 1, 2))
    expect(specialiseForest(forest, right, false).nodeIds).toBe(null)
  })

  test("that a forest has are those that stay", () => {
    const named = { ...forest, nodeIds: Int32Array.of(0, 2, 1, 6, 5, 4, 3, 0, 1, 2) }
    expect(specialiseForest(named, right, true).nodeIds).toEqual(Int32Array.of(3, 0, 1, 2))
    expect(specialiseForest(named, box([0, 0], ANYTHING, ANYTHING), true).nodeIds).toEqual(named.nodeIds)
  })
})

test("category sets go with their nodes, and are none where no node has one", () => {
  const categories = {
    nodes: Int32Array.of(0),
    segments: Int32Array.of(0),
    sizes: Int32Array.of(1),
    categories: Int32Array.of(3),
  }
  const split = parsedTree({ splitType: Uint8Array.of(1, 0, 0), categories })
  const sets = buildForest(parsedModel([two, split]))
  const left = specialiseForest(sets, box([1, 0], [0, 0], [0.5, 0]), false)
  expect(left.categorical).toEqual({
    setOf: Int32Array.of(-1, -1, -1, 0, -1, -1),
    setOffsets: Int32Array.of(0, 1),
    members: Int32Array.of(3),
  })
  // A range of a categorical feature takes both sides.
  expect(specialiseForest(sets, box([0, 1], [0, 5], [0, 6]), false).categorical?.setOf).toEqual(
    Int32Array.of(-1, -1, -1, -1, -1, 0, -1, -1),
  )
  const one = specialiseForest(
    sets,
    box([0, 1], [0, 3], [0, 3], () => 1),
    false,
  )
  expect(one.categorical).toBe(null)
  expect(treesOf(one)).toEqual([[1, 11, 3, 12, 13], [2]])
})

test("vector leaves go with their nodes", () => {
  const baseWeights = Float32Array.from({ length: 14 }, (_, i) => i)
  const vectors = buildForest(parsedModel([{ ...two, sizeLeafVector: 2, baseWeights }], { numTarget: 2 }))
  const part = specialiseForest(vectors, box([1, 0], [0, 0], [2, 0]), false)
  expect(part.splits).toEqual(Int32Array.of(0, 3, -1, -1, -1))
  expect(part.leftChildren).toEqual(Int32Array.of(1, 3, 0, 1, 2))
  expect(part.leafVectors).toEqual(Float32Array.of(10, 11, 6, 7, 8, 9))
})
