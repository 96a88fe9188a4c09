/** Cells: NAS-Bench-201's count of topologies, isomorphism and paths. */
import { describe, expect, it } from "vitest"
import { type Architecture, edges, isConnected, topologyOf } from "../../../src/space/index.ts"
import { allCells } from "../../../src/testing/family.ts"

const cell = (...ops: number[]): Architecture =>
  Object.fromEntries(ops.map((op, i) => [`Op${i + 1}`, op])) as unknown as Architecture

describe("topologyOf", () => {
  it("tells 6,466 topologies apart among 15,625 cells, as NAS-Bench-201 counts", () => {
    const all = allCells()
    expect(all).toHaveLength(15_625)
    expect(new Set(all.map(topologyOf)).size).toBe(6466)
  })

  it("takes sums in any order, skips for what they read, and zeros for nothing", () => {
    expect(topologyOf(cell(0, 1, 2, 1, 3, 1))).toBe(topologyOf(cell(0, 1, 3, 1, 2, 1)))
    // A convolution on the way into a node, and out of it.
    expect(topologyOf(cell(3, 1, 1, 1, 0, 1))).toBe(topologyOf(cell(0, 1, 1, 1, 3, 1)))
    expect(topologyOf(cell(1, 1, 2, 2, 3, 1))).toBe(topologyOf(cell(1, 1, 2, 4, 0, 1)))
  })

  it("tells apart what computes something else", () => {
    expect(topologyOf(cell(2, 1, 1, 1, 3, 1))).not.toBe(topologyOf(cell(3, 1, 1, 1, 2, 1)))
    expect(topologyOf(cell(2, 1, 1, 1, 0, 1))).not.toBe(topologyOf(cell(4, 1, 1, 1, 0, 1)))
  })
})

/** Terms of the sum at a node, zeros left out and skipped sums joined. */
function termsOf(ops: Architecture): string {
  const nodes: string[][] = [["0"], [], [], []]
  for (const { name, from, to } of [...edges].sort((a, b) => a.to - b.to)) {
    const terms = nodes[from]!
    if (ops[name] === 1 || terms.length === 0) continue
    nodes[to]!.push(...(ops[name] === 0 ? terms : [`${ops[name]}(${[...terms].sort().join("+")})`]))
  }
  return nodes[3]!.sort().join("+")
}

it("by function alone there are 4,930, of which topologies are a finer division", () => {
  const functions = new Map(allCells().map(ops => [topologyOf(ops), termsOf(ops)]))
  expect(new Set(functions.values()).size).toBe(4930)
  for (const ops of allCells()) expect(termsOf(ops)).toBe(functions.get(topologyOf(ops)))
})

describe("isConnected", () => {
  it("finds 341 cells without a path: counted by the sets of zeros that cut every path", () => {
    const paths = [[3], [1, 5], [2, 6], [1, 4, 6]].map(path => path.map(edge => edge - 1))
    let cut = 0
    for (let zeros = 0; zeros < 64; zeros++) {
      const isCut = paths.every(path => path.some(edge => zeros & (1 << edge)))
      const others = [0, 1, 2, 3, 4, 5].filter(edge => !(zeros & (1 << edge))).length
      if (isCut) cut += 4 ** others
    }
    expect(cut).toBe(341)
    expect(allCells().filter(ops => !isConnected(ops))).toHaveLength(cut)
  })

  it("looks at every path", () => {
    expect(isConnected(cell(1, 1, 1, 1, 1, 1))).toBe(false)
    expect(isConnected(cell(1, 1, 0, 1, 1, 1))).toBe(true)
    expect(isConnected(cell(2, 1, 1, 1, 3, 1))).toBe(true)
    expect(isConnected(cell(1, 2, 1, 1, 1, 3))).toBe(true)
    expect(isConnected(cell(2, 1, 1, 2, 1, 3))).toBe(true)
    expect(isConnected(cell(2, 1, 1, 1, 1, 2))).toBe(false)
  })
})
