import { describe, expect, test } from "vitest"
import {
  NODE_HEIGHT,
  pathTo,
  placeNodes,
  shapeOf,
  unfoldedAtFirst,
} from "../../../../../src/playground/views/any-model/tree-layout.ts"
import { readBooster } from "../../../../../src/predict/booster/read.ts"
import { treeNodes } from "../../../../../src/predict/booster/tree-nodes.ts"
import { readFixture } from "../../../../support/fixtures.ts"

const nodes = treeNodes(readBooster(readFixture("xgboost-3.4", "deep", "model.json")), 0)
const shape = shapeOf(nodes)

describe("a tree's layout", () => {
  test("knows what is above and below each node", () => {
    expect(shape.numBelow[0]).toBe(nodes.numNodes - 1)
    const deepest = shape.depths.indexOf(Math.max(...shape.depths))
    const path = pathTo(shape, deepest)
    expect(path).toHaveLength(shape.depths[deepest]! + 1)
    expect(path[0]).toBe(0)
    for (const [i, node] of path.slice(1).entries()) {
      expect([nodes.leftChildren[path[i]!]!, nodes.leftChildren[path[i]!]! + 1]).toContain(node)
    }
  })

  test("places every node that can be seen, none over another, splits between their children", () => {
    const all = new Set([...nodes.leftChildren.keys()].filter(node => nodes.leftChildren[node]! >= 0))
    for (const unfolded of [unfoldedAtFirst(nodes, shape), all]) {
      const placed = placeNodes(nodes, unfolded)
      expect(placed).toHaveLength(2 * unfolded.size + 1)
      expect(placed[0]).toMatchObject({ node: 0, x: 0, y: 0, parent: -1 })
      const byNode = new Map(placed.map(at => [at.node, at]))
      for (const node of unfolded) {
        const left = nodes.leftChildren[node]!
        const middle = (byNode.get(left)!.y + byNode.get(left + 1)!.y) / 2
        expect(byNode.get(node)!.y).toBeCloseTo(middle, 6)
      }
      const last = new Map<number, number>()
      for (const { x, y } of placed) {
        expect(y - (last.get(x) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(NODE_HEIGHT)
        last.set(x, y)
      }
    }
  })
})
