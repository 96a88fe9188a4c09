import { expect, test } from "vitest"
import { pathTreesOf } from "../../../src/explain/path-tree.ts"
import { boosterFor, type Node } from "./models.ts"

const leaf = (cover: number): Node => ({ leaf: cover, cover })
const split = (feature: number, left: Node, right: Node): Node => ({
  feature,
  condition: 0,
  defaultLeft: true,
  cover: left.cover + right.cover,
  left,
  right,
})

test("edges of one feature are linked upwards, whatever lies between and beside them", () => {
  const left = split(1, split(0, leaf(1), leaf(2)), leaf(3))
  const right = split(1, leaf(4), split(1, leaf(5), leaf(5)))
  const [tree] = pathTreesOf(boosterFor({ numFeatures: 2, trees: [split(0, left, right)] }), 0, 1)
  // Level order: 1, 2 below the root; 3, 4 below 1; 5, 6 below 2; 7, 8 below 3; 9, 10 below 6.
  expect(Array.from(tree.parents)).toEqual([0, 0, 0, 1, 1, 2, 2, 3, 3, 6, 6])
  expect(Array.from(tree.edgeFeatures)).toEqual([-1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1])
  expect(Array.from(tree.previous)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 6, 6])
  expect(Array.from(tree.pathFeatures)).toEqual([0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2])
  expect(tree.maxPathFeatures).toBe(2)
  expect(tree.shares[7]).toBe(1 / 3)
  expect(tree.featureShares[7]).toBeCloseTo((6 / 20) * (1 / 3), 12)
  expect(tree.featureShares[10]).toBeCloseTo((10 / 14) * (5 / 10), 12)
})

test("trees are compiled once", () => {
  const booster = boosterFor({ numFeatures: 1, trees: [leaf(1), split(0, leaf(1), leaf(1))] })
  const [, second] = pathTreesOf(booster, 0, 2)
  expect(pathTreesOf(booster, 1, 2)).toEqual([second])
  expect(pathTreesOf(booster, 1, 2)[0]).toBe(second)
})
