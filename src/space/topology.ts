/**
 * Which cells are the same: isomorphism as NAS-Bench-201 tells it (Dong and Yang, ICLR 2020, and its code's
 * `to_unique_str`), and whether anything flows from a cell's input to its output.
 */

import { edges } from "./cell.ts"
import type { Architecture } from "./configuration.ts"

const SKIP = 0
const ZERO = 1
const NOTHING = "#"
const NUM_NODES = 4

/** Text of one edge: what its operation makes of the node that it reads. */
function edgeText(operation: number, node: string): string {
  if (operation === ZERO || node === NOTHING) return NOTHING
  return operation === SKIP ? node : `(${node})${operation}`
}

/**
 * Names a cell's topology: cells of one name are isomorphic. A node is the sum of its edges in any order, a
 * skip-connection is what it reads, and what comes from a zero is nothing. The 15,625 cells have 6,466 names, the
 * number that NAS-Bench-201 gives. As there, a sum still counts its nothings: were they left out, and sums of sums
 * joined, 4,930 names would remain.
 *
 * @param ops the six operations; a configuration serves as it is
 * @returns a name for comparing, not for reading
 * @example
 * ```ts
 * const cell = { Op1: 0, Op2: 2, Op3: 2, Op4: 1, Op5: 3, Op6: 1 } as const
 * const mirrored = { ...cell, Op3: 3, Op5: 2 } as const
 * topologyOf(cell) === topologyOf(mirrored) // true
 * ```
 */
export function topologyOf(ops: Architecture): string {
  const nodes = ["0"]
  for (let to = 1; to < NUM_NODES; to++) {
    const terms = edges
      .filter(edge => edge.to === to)
      .map(({ name, from }) => edgeText(ops[name], nodes[from]!))
    nodes.push(terms.sort().join("+"))
  }
  return nodes[NUM_NODES - 1]!
}

/**
 * Whether a path without a zero leads from a cell's input to its output. 341 of the 15,625 cells have none: what a
 * network of them answers does not depend on the image.
 *
 * @param ops the six operations; a configuration serves as it is
 * @example
 * ```ts
 * isConnected({ Op1: 2, Op2: 2, Op3: 1, Op4: 2, Op5: 1, Op6: 1 }) // false
 * ```
 */
export function isConnected(ops: Architecture): boolean {
  const reached = [true, false, false, false]
  // The edges of a node come after those of the nodes that it reads.
  for (const { name, from, to } of [...edges].sort((a, b) => a.to - b.to)) {
    if (reached[from] && ops[name] !== ZERO) reached[to] = true
  }
  return reached[NUM_NODES - 1]!
}
