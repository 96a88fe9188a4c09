/** Where the cell's nodes and edges are drawn. */

import type { Edge } from "../../../entries/index.web.ts"

/** A place in the picture. */
export interface Spot {
  readonly x: number
  readonly y: number
}

export const WIDTH = 360
export const HEIGHT = 236

/** Node 0 is the input, node 3 the output; upstream counts from 1. */
export const nodes: readonly Spot[] = [
  { x: 34, y: 118 },
  { x: 136, y: 30 },
  { x: 224, y: 206 },
  { x: 326, y: 118 },
]

/** How far along an edge its label is: where none is on another, nor on another edge. */
const LABEL_SHARES: Readonly<Record<string, number>> = {
  Op1: 0.5,
  Op2: 0.36,
  Op3: 0.7,
  Op4: 0.72,
  Op5: 0.5,
  Op6: 0.62,
}

/** Where the label of an edge is. */
export function labelSpot({ name, from, to }: Edge): Spot {
  const share = LABEL_SHARES[name] ?? 0.5
  const [a, b] = [nodes[from]!, nodes[to]!]
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) }
}
