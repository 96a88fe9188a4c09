/** Where the nodes of a forest's trees stand in the file's own order. */

import type { ParsedTree } from "../formats/parsed-model.ts"

/** Positions in a parsed tree of the nodes that the forest holds, in its order. */
export function storedOrder(tree: ParsedTree, numNodes: number): Int32Array {
  const order = new Int32Array(numNodes)
  let placed = 1
  for (let at = 0; at < numNodes; at++) {
    const node = order[at]
    if (tree.leftChildren[node] === -1) continue
    order[placed++] = tree.leftChildren[node]
    order[placed++] = tree.rightChildren[node]
  }
  return order
}
