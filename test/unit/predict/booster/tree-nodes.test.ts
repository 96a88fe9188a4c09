import { describe, expect, test } from "vitest"
import { readBooster } from "../../../../src/predict/booster/read.ts"
import { specialise } from "../../../../src/predict/booster/specialise.ts"
import { type TreeNodes, treeNodes } from "../../../../src/predict/booster/tree-nodes.ts"
import { flatten, listCases, readCase, readFixture } from "../../../support/fixtures.ts"

/** The leaf of a row, found by what `treeNodes` says alone. */
function walk(tree: TreeNodes, row: Float32Array): number {
  let node = 0
  while (tree.leftChildren[node]! >= 0) {
    const value = row[tree.splitIndices[node]!]!
    const members = tree.categories.get(node)
    let isLeft = value < tree.splitConditions[node]!
    if (Number.isNaN(value)) isLeft = tree.defaultLeft[node] === 1
    else if (members !== undefined) isLeft = !members.includes(Math.trunc(value)) || value <= -1
    node = tree.leftChildren[node]! + (isLeft ? 0 : 1)
  }
  return node
}

describe("treeNodes", () => {
  const walked = ["deep", "categorical_partition_hist", "dart", "pruned_gamma", "multi_output_vector_leaf"]
  test.each(listCases().filter(({ name, version }) => walked.includes(name) && version === "xgboost-3.4"))(
    "holds what $version $name predicts",
    ({ version, name }) => {
      const booster = readBooster(readFixture(version, name, "model.json"))
      const { rows } = readCase(version, name)
      const numRows = rows.length
      const flat = flatten(rows)
      const leaves = booster.predict(flat, { numRows, output: "leaf" })
      const margins = booster.predict(flat, { numRows, output: "margin" })
      const base = booster.predict(flat, { numRows, output: "margin", iterationRange: [1, 1] })
      const { numTrees, numFeatures, numOutputs } = booster
      for (let tree = 0; tree < numTrees; tree++) {
        const nodes = treeNodes(booster, tree)
        for (let row = 0; row < numRows; row++) {
          const leaf = walk(nodes, flat.subarray(row * numFeatures, (row + 1) * numFeatures))
          expect(nodes.nodeIds[leaf]).toBe(leaves[row * numTrees + tree])
          for (let entry = 0; entry < nodes.leafLength; entry++) {
            const at = row * numOutputs + nodes.output + entry
            base[at] = Math.fround(base[at]! + nodes.leafValues[leaf * nodes.leafLength + entry]!)
          }
        }
      }
      expect(base).toEqual(margins)
    },
  )

  test("tells gains and covers as the file has them, and none where they are gone", () => {
    const name = "lossguide_max_leaves"
    const text = new TextDecoder().decode(readFixture("xgboost-1.7", name, "model.json"))
    const booster = readBooster(text)
    const [stored] = JSON.parse(text).learner.gradient_booster.model.trees
    const { nodeIds, gains, covers, numNodes } = treeNodes(booster, 0)
    expect(numNodes).toBe(stored.loss_changes.length)
    expect(gains).toEqual(Float32Array.from(nodeIds, id => stored.loss_changes[id]))
    expect(covers).toEqual(Float32Array.from(nodeIds, id => stored.sum_hessian[id]))
    expect(treeNodes(specialise(booster, {}), 0)).toMatchObject({ numNodes, gains: null, covers: null })
  })

  test("refuses a tree that is not there", () => {
    const linear = readBooster(readFixture("xgboost-1.7", "gblinear", "model.json"))
    expect(() => treeNodes(linear, 0)).toThrow("tree: expected a booster with trees, got 0")
    const booster = readBooster(readFixture("xgboost-1.7", "deep", "model.json"))
    const { numTrees } = booster
    for (const tree of [-1, 0.5, numTrees, Number.NaN]) {
      expect(() => treeNodes(booster, tree)).toThrow(`tree: expected 0..${numTrees - 1}, got ${tree}`)
    }
  })
})
