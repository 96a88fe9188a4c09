import { expect, test } from "vitest"
import { UnsupportedModelError } from "../../../src/errors.ts"
import type { ParsedTree } from "../../../src/formats/parsed-model.ts"
import { textDump } from "../../../src/formats/write-dump.ts"
import type { Booster } from "../../../src/predict/booster/booster.ts"
import { readBooster, readDump } from "../../../src/predict/booster/read.ts"
import { dumpDot, dumpJson, dumpText } from "../../../src/predict/booster/write.ts"
import { readFixture } from "../../support/fixtures.ts"
import { parsedModel, parsedTree } from "../../support/parsed.ts"

interface Node {
  readonly children?: readonly [Node, Node]
}

/** A stump: missing values go left where `missing` is 1. */
function stump(node: Readonly<Record<string, unknown>>, leaves: readonly [unknown, unknown]): Booster {
  const children = leaves.map((leaf, k) => ({ nodeid: k + 1, leaf }))
  const root = { nodeid: 0, split: "f0", yes: 1, no: 2, missing: 1, ...node, children }
  return readDump([root], { baseScore: 0, objective: "reg:squarederror", numFeatures: 1 })
}

test("a stump in every format", () => {
  const booster = stump({ split_condition: 0.1 }, [-1, 1e-5])
  expect(dumpText(booster)).toBe(
    "booster[0]:\n0:[f0<0.100000001] yes=1,no=2,missing=1\n\t1:leaf=-1\n\t2:leaf=9.99999975e-06\n",
  )
  expect(dumpJson(booster)).toBe(
    `[
  { "nodeid": 0, "depth": 0, "split": "f0", "split_condition": 0.100000001, "yes": 1, "no": 2, "missing": 1 , "children": [
    { "nodeid": 1, "leaf": -1 }, 
    { "nodeid": 2, "leaf": 9.99999975e-06 }
  ]}
]`,
  )
  expect(dumpDot(booster, 0)).toBe(
    `digraph {
    graph [ rankdir=TB ]

    0 [ label="f0<0.100000001" ]
    0 -> 1 [label="yes, missing" color="#0000FF"]
    0 -> 2 [label="no" color="#FF0000"]

    1 [ label="leaf=-1" ]

    2 [ label="leaf=9.99999975e-06" ]
}`,
  )
})

test("thresholds of integer features are rounded up, and only there", () => {
  const thresholds = [
    [0.5, "1"],
    [1, "1"],
    [-0.5, "0"],
    [-1.5, "-1"],
    // What no int32 can hold is the least int32, as x86 converts it.
    [3e9, "-2147483648"],
    [-3e9, "-2147483648"],
  ] as const
  for (const [threshold, text] of thresholds) {
    const booster = stump({ split_condition: threshold }, [0, 1])
    expect(dumpText(booster, { featureTypes: ["int"] })).toContain(`0:[f0<${text}] yes=1`)
    expect(dumpDot(booster, 0, { featureTypes: ["int"] })).toBe(dumpDot(booster, 0))
  }
})

test("indicators say where present values go, without indentation", () => {
  const featureTypes = ["i"]
  const left = stump({ split_condition: 0.5, missing: 1 }, [0, 1])
  expect(dumpText(left, { featureTypes })).toContain("\n0:[f0] yes=2,no=1\n")
  const right = stump({ split_condition: 0.5, missing: 2 }, [0, 1])
  expect(dumpText(right, { featureTypes })).toContain("\n0:[f0] yes=1,no=2\n")
  expect(dumpJson(right, { featureTypes })).toContain('"split": "f0", "yes": 1, "no": 2 , "children"')
  expect(dumpDot(right, 0, { featureTypes })).toContain('0 [ label="f0" ]')
})

test("categories go yes, sorted", () => {
  const booster = stump({ split_condition: [7, 0, 3], yes: 2, no: 1 }, [0, 1])
  expect(dumpText(booster)).toContain("0:[f0:{0,3,7}] yes=2,no=1,missing=1")
  expect(dumpJson(booster)).toContain('"split_condition": [0, 3, 7], "yes": 2, "no": 1, "missing": 1')
  expect(dumpDot(booster)).toContain(
    '0 [ label="f0:{0,3,7}" ]\n    0 -> 1 [label="no, missing" color="#0000FF"]\n    0 -> 2 [label="yes" ',
  )
})

test("vector leaves show three values at most", () => {
  const dump = (leaf: readonly number[]): string =>
    dumpJson(readDump([{ nodeid: 0, leaf }], { baseScore: 0, numOutputs: leaf.length, numFeatures: 1 }))
  expect(dump([1, 2])).toContain('"leaf": [1, 2] }')
  expect(dump([1, 2, 3])).toContain('"leaf": [1, 2, 3] }')
  expect(dump([1, 2, 3, 4, 5])).toContain('"leaf": [1, 2, ..., 5] }')
})

test("names print as they are, even those that look like a template of XGBoost", () => {
  const text = dumpText(stump({ split_condition: 1 }, [0, 1]), { featureNames: ["{left}{cond}"] })
  expect(text).toContain("0:[{left}{cond}<1] yes=1,no=2,missing=1")
})

/** A chain of splits, each with a leaf to its right. */
function chain(depth: number): Booster {
  const model = JSON.parse(
    new TextDecoder().decode(readFixture("xgboost-1.7", "constant_stump", "model.json")),
  )
  const numNodes = 2 * depth + 1
  const each = (make: (node: number) => number): number[] =>
    Array.from({ length: numNodes }, (_, node) => make(node))
  const isLeaf = (node: number): boolean => (node > 0 && node % 2 === 0) || node === numNodes - 2
  const firstChild = (node: number): number => (node === 0 ? 1 : node + 2)
  const { model: trees } = model.learner.gradient_booster
  const [first] = trees.trees
  trees.trees = [
    {
      ...first,
      base_weights: each(() => 0),
      loss_changes: each(() => 0),
      sum_hessian: each(() => 1),
      split_conditions: each(node => node),
      split_indices: each(() => 0),
      split_type: each(() => 0),
      default_left: each(() => 0),
      left_children: each(node => (isLeaf(node) ? -1 : firstChild(node))),
      right_children: each(node => (isLeaf(node) ? -1 : firstChild(node) + 1)),
      parents: each(node => (node === 0 ? 2147483647 : 0)),
      tree_param: { ...first.tree_param, num_nodes: `${numNodes}` },
    },
  ]
  trees.tree_info = [0]
  trees.gbtree_model_param.num_trees = "1"
  return readBooster(model)
}

test("a deep tree is no recursion", () => {
  // Text and JSON are indented, and so as long as the depth squared.
  expect(dumpDot(chain(20_000)).match(/\[ label=/g)).toHaveLength(40_001)
  const booster = chain(300)
  expect(dumpText(booster).split("\n")).toHaveLength(603)
  let [node] = JSON.parse(dumpJson(booster)) as [Node]
  let depth = 0
  for (; node.children !== undefined; node = node.children[0]) depth++
  expect(depth).toBe(300)
})

test("statistics that are not there are refused by the tree, unless they are left out", () => {
  const tree = parsedTree({ nodeIds: Int32Array.of(0, 1, 2) })
  const statistics = { lossChanges: Float32Array.of(8, 0, 0), sumHessian: Float32Array.of(3, 1, 2) }
  const labels = { names: ["a", "b"], types: ["q", "q"] }
  const dump = (changes: Partial<ParsedTree>, withStats: boolean): string =>
    textDump(parsedModel([parsedTree(statistics), { ...tree, ...changes }]), labels, withStats)
  const stump = "0:[b<0.5] yes=1,no=2,missing=1\n\t1:leaf=-1\n\t2:leaf=2\n"
  expect(dump({}, false)).toBe(`booster[0]:\n${stump}booster[1]:\n${stump}`)
  for (const changes of [{}, { ...statistics, lossChanges: null }, { ...statistics, sumHessian: null }]) {
    expect(() => dump(changes, true)).toThrow(UnsupportedModelError)
    expect(() => dump(changes, true)).toThrow(
      "model.json, trees[1]: no statistics; expected gain and cover of each node, got none (a dump without statistics, or vector leaves of 2.0 to 3.1); dump it without statistics",
    )
  }
  expect(dump(statistics, true)).toContain(
    "missing=1,gain=8,cover=3\n\t1:leaf=-1,cover=1\n\t2:leaf=2,cover=2\n",
  )
})

test("vector leaves are those of their nodes, or those that right children name", () => {
  const labels = { names: ["a", "b"], types: ["q", "q"] }
  const dump = (changes: Partial<ParsedTree>): string =>
    textDump(parsedModel([parsedTree({ sizeLeafVector: 2, ...changes })]), labels, false)
  const text = "\t1:leaf=[3, 4]\n\t2:leaf=[5, 6]\n"
  expect(dump({ baseWeights: Float32Array.of(1, 2, 3, 4, 5, 6) })).toContain(text)
  const leafWeights = Float32Array.of(5, 6, 3, 4)
  expect(dump({ leafWeights, rightChildren: Int32Array.of(2, 1, 0) })).toContain(text)
})
