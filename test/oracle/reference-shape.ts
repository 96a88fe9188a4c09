/** Sizes of a decoded `save_model` document's forest, counted by visiting every live node. */

interface Tree {
  readonly left_children: readonly number[]
  readonly right_children: readonly number[]
}

interface Booster {
  readonly model?: { readonly trees?: readonly Tree[] }
  readonly gbtree?: { readonly model: { readonly trees: readonly Tree[] } }
}

function visit(tree: Tree, node: number, depth: number): { nodes: number; depth: number } {
  if (tree.left_children[node] === -1) return { nodes: 1, depth }
  const left = visit(tree, tree.left_children[node], depth + 1)
  const right = visit(tree, tree.right_children[node], depth + 1)
  return { nodes: 1 + left.nodes + right.nodes, depth: Math.max(left.depth, right.depth) }
}

/** Trees, live nodes and edges on the longest path. */
export function referenceShape(document: unknown): { numTrees: number; numNodes: number; maxDepth: number } {
  const booster = (document as { learner: { gradient_booster: Booster } }).learner.gradient_booster
  const trees = booster.gbtree?.model.trees ?? booster.model?.trees ?? []
  const shapes = trees.map(tree => visit(tree, 0, 0))
  return {
    numTrees: trees.length,
    numNodes: shapes.reduce((sum, shape) => sum + shape.nodes, 0),
    maxDepth: Math.max(0, ...shapes.map(shape => shape.depth)),
  }
}
