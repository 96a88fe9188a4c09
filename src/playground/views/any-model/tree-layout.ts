/**
 * Where the nodes of a tree are drawn, those that are unfolded: from left to right, a row for each end, every split at
 * the middle of its two. Tidier layouts (Reingold and Tilford, 1981) are lower only where ends of one branch fit beside
 * another's, and boxes with text leave no such room.
 */

import type { TreeNodes } from "../../../entries/trees.ts"

export const NODE_WIDTH = 172
export const NODE_HEIGHT = 42
const COLUMN = NODE_WIDTH + 64
const ROW = NODE_HEIGHT + 10
/** Trees of so few nodes are unfolded at once; of others the first levels. */
const SMALL_TREE = 31
const FIRST_LEVELS = 3

/** A node on the picture: its left edge's middle. */
export interface PlacedNode {
  readonly node: number
  readonly depth: number
  readonly x: number
  readonly y: number
  /** -1 for the root. */
  readonly parent: number
}

/** What is known of a tree whatever is unfolded. */
export interface TreeShape {
  /** -1 for the root. */
  readonly parents: Int32Array
  readonly depths: Int32Array
  /** Nodes below each. */
  readonly numBelow: Int32Array
}

/** Looks through a tree once. */
export function shapeOf({ numNodes, leftChildren }: TreeNodes): TreeShape {
  const parents = new Int32Array(numNodes).fill(-1)
  const depths = new Int32Array(numNodes)
  const numBelow = new Int32Array(numNodes)
  for (let node = 0; node < numNodes; node++) {
    const left = leftChildren[node]!
    if (left < 0) continue
    for (const child of [left, left + 1]) {
      parents[child] = node
      depths[child] = depths[node]! + 1
    }
  }
  for (let node = numNodes - 1; node > 0; node--) numBelow[parents[node]!]! += numBelow[node]! + 1
  return { parents, depths, numBelow }
}

/** A node and all above it, from the root down. */
export function pathTo({ parents }: TreeShape, node: number): readonly number[] {
  const path: number[] = []
  for (let at = node; at >= 0; at = parents[at]!) path.unshift(at)
  return path
}

/** Splits that are unfolded at first. */
export function unfoldedAtFirst({ numNodes, leftChildren }: TreeNodes, { depths }: TreeShape): Set<number> {
  const unfolded = new Set<number>()
  for (let node = 0; node < numNodes; node++) {
    if (leftChildren[node]! >= 0 && (numNodes <= SMALL_TREE || depths[node]! < FIRST_LEVELS))
      unfolded.add(node)
  }
  return unfolded
}

/**
 * Places the nodes that can be seen: the root, and the children of every unfolded split that can be seen.
 *
 * @returns a split before what is below it, the left side first
 */
export function placeNodes(
  { leftChildren }: TreeNodes,
  unfolded: ReadonlySet<number>,
): readonly PlacedNode[] {
  const placed: PlacedNode[] = []
  let numEnds = 0
  const place = (node: number, depth: number, parent: number): number => {
    const at = placed.push({ node, depth, parent, x: depth * COLUMN, y: 0 }) - 1
    const left = leftChildren[node]!
    const y = unfolded.has(node)
      ? (place(left, depth + 1, node) + place(left + 1, depth + 1, node)) / 2
      : ROW * numEnds++
    placed[at] = { ...placed[at]!, y }
    return y
  }
  const middle = place(0, 0, -1)
  // The root's row is 0, wherever it is among the others.
  return placed.map(at => ({ ...at, y: at.y - middle }))
}
