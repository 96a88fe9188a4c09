/**
 * Trees whose nodes are stored in another order than XGBoost's ids (dumps) to trees whose places are the ids,
 * as model files have them. Ids that no node has become deleted nodes, as pruning leaves them.
 */

import { UnsupportedModelError } from "../errors.ts"
import type { CategorySets, ParsedTree } from "./parsed-model.ts"

const DELETED = 2147483647

/** Deleted nodes a file may need for each live one, and in all: a dump may name any id up to 2^31. */
const ROOM_PER_NODE = 64
const ROOM = 4_194_304

/** Nodes that the trees take when places are ids. */
function numPlaces(tree: ParsedTree): number {
  return tree.nodeIds === null ? tree.numNodes : tree.nodeIds.reduce((last, id) => Math.max(last, id), 0) + 1
}

function moveSets(sets: CategorySets, ids: Int32Array): CategorySets {
  // XGBoost reads the nodes in ascending order.
  const order = Array.from(sets.nodes, (_, at) => at).sort((a, b) => ids[sets.nodes[a]] - ids[sets.nodes[b]])
  return {
    nodes: Int32Array.from(order, at => ids[sets.nodes[at]]),
    segments: Int32Array.from(order, at => sets.segments[at]),
    sizes: Int32Array.from(order, at => sets.sizes[at]),
    categories: sets.categories,
  }
}

function renumber(tree: ParsedTree, ids: Int32Array): ParsedTree {
  const numNodes = numPlaces(tree)
  const move = <T extends Int32Array | Float32Array | Uint8Array>(from: T, to: T): T => {
    for (let node = 0; node < tree.numNodes; node++) to[ids[node]] = from[node]
    return to
  }
  const moveFloats = (from: Float32Array | null): Float32Array | null =>
    from === null ? null : move(from, new Float32Array(numNodes))
  const moveChildren = (from: Int32Array): Int32Array => {
    const children = from.map(child => (child === -1 ? -1 : ids[child]))
    return move(children, new Int32Array(numNodes).fill(-1))
  }
  const leftChildren = moveChildren(tree.leftChildren)
  const rightChildren = moveChildren(tree.rightChildren)
  const splitConditions = move(tree.splitConditions, new Float32Array(numNodes))
  const defaultLeft = move(tree.defaultLeft, new Uint8Array(numNodes).fill(1))
  for (let node = 0; node < numNodes; node++) {
    if (leftChildren[node] === -1) continue
    // A dump says of an indicator only where present values go ("yes"); if that is the right child, no value
    // is below the threshold. (+Infinity alone then goes with the others, not against them.)
    if (splitConditions[node] === Infinity && leftChildren[node] === rightChildren[node] + 1) {
      rightChildren[node] = leftChildren[node]
      leftChildren[node]--
      splitConditions[node] = -Infinity
      defaultLeft[node] = 1 - defaultLeft[node]
    }
  }
  return {
    ...tree,
    numNodes,
    leftChildren,
    rightChildren,
    splitIndices: move(tree.splitIndices, new Int32Array(numNodes).fill(DELETED)),
    splitConditions,
    defaultLeft,
    splitType: tree.splitType === null ? null : move(tree.splitType, new Uint8Array(numNodes)),
    categories: tree.categories === null ? null : moveSets(tree.categories, ids),
    lossChanges: moveFloats(tree.lossChanges),
    sumHessian: moveFloats(tree.sumHessian),
    baseWeights: moveFloats(tree.baseWeights),
    parents: null,
    nodeIds: null,
  }
}

/**
 * Puts every node at the place of its id.
 *
 * @param trees trees with scalar leaves, roots first
 * @param source name of the model, for messages
 * @throws {UnsupportedModelError} where a root is not node 0, or ids need far more places than there are nodes
 */
export function renumberTrees(trees: readonly ParsedTree[], source: string): readonly ParsedTree[] {
  let places = 0
  let nodes = 0
  return trees.map((tree, index) => {
    const { nodeIds } = tree
    if (nodeIds === null) return tree
    places += numPlaces(tree)
    nodes += tree.numNodes
    const room = ROOM + nodes * ROOM_PER_NODE
    if (nodeIds[0] !== 0 || places > room) {
      throw new UnsupportedModelError({
        source,
        path: `trees[${index}]`,
        what: "node ids that no model file can have",
        expected: `a root 0, and at most ${room} places so far`,
        actual: `a root ${nodeIds[0]}, and ${places} places`,
      })
    }
    return renumber(tree, nodeIds)
  })
}
