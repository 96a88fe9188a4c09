/** Small `save_model` documents for tests, trees given as nested nodes. */
import { type Booster, readJson } from "../../../src/entries/trees.ts"

interface Leaf {
  /** One value, or one per output. */
  readonly leaf: number | readonly number[]
  readonly cover: number
}

interface Split {
  readonly feature: number
  /** Left iff the value is below. */
  readonly condition?: number
  /** Categories that go right, in place of a condition. */
  readonly categories?: readonly number[]
  readonly defaultLeft: boolean
  readonly left: Node
  readonly right: Node
  readonly cover: number
  readonly gain?: number
}

export type Node = Leaf | Split

export interface Model {
  readonly numFeatures: number
  readonly trees: readonly Node[]
  /** Output of each tree (default 0). */
  readonly treeInfo?: readonly number[]
  readonly numOutputs?: number
  readonly weightDrop?: readonly number[]
  readonly baseScore?: number
}

const isLeaf = (node: Node): node is Leaf => "leaf" in node

interface TreeDocument {
  readonly tree_param: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

function treeDocument(root: Node, id: number, numFeatures: number): TreeDocument {
  const nodes: Node[] = [root]
  const left: number[] = []
  const right: number[] = []
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]
    left.push(isLeaf(node) ? -1 : nodes.length)
    right.push(isLeaf(node) ? -1 : nodes.length + 1)
    if (!isLeaf(node)) nodes.push(node.left, node.right)
  }
  const splits = nodes.map(node => (isLeaf(node) ? null : node))
  const leaves = nodes.map(node => (isLeaf(node) ? [node.leaf].flat() : null))
  const numValues = leaves.find(values => values !== null)!.length
  const sets = splits.map(split => split?.categories ?? null)
  const categorical = sets.flatMap((set, node) => (set === null ? [] : [node]))
  const sizes = categorical.map(node => sets[node]!.length)
  let numVectors = 0
  const vector = numValues > 1
  return {
    id,
    tree_param: {
      num_nodes: `${nodes.length}`,
      num_feature: `${numFeatures}`,
      num_deleted: "0",
      size_leaf_vector: `${numValues}`,
    },
    left_children: left,
    right_children: right.map((child, node) => (vector && leaves[node] !== null ? numVectors++ : child)),
    split_indices: splits.map(split => split?.feature ?? 0),
    split_conditions: nodes.map((_, node) => leaves[node]?.[0] ?? splits[node]?.condition ?? 0),
    default_left: splits.map(split => +(split?.defaultLeft ?? false)),
    split_type: sets.map(set => +(set !== null)),
    categories: categorical.flatMap(node => sets[node]),
    categories_nodes: categorical,
    categories_segments: sizes.map((_, k) => sizes.slice(0, k).reduce((sum, size) => sum + size, 0)),
    categories_sizes: sizes,
    sum_hessian: nodes.map(node => node.cover),
    loss_changes: splits.map(split => split?.gain ?? 0),
    base_weights: nodes.flatMap(() => new Array(numValues).fill(0)),
    ...(vector ? { leaf_weights: leaves.flatMap(values => values ?? []) } : {}),
  }
}

/** The document of a model, as XGBoost 3.2 would write it. */
function modelDocument(model: Model): object {
  const { numFeatures, trees, numOutputs = 1, baseScore = 0, weightDrop } = model
  const documents = trees.map((tree, id) => treeDocument(tree, id, numFeatures))
  const vector = documents.some(tree => tree.tree_param["size_leaf_vector"] !== "1")
  const forest = {
    gbtree_model_param: { num_trees: `${trees.length}`, num_parallel_tree: "1" },
    iteration_indptr: [...trees.keys()]
      .filter(tree => vector || tree % numOutputs === 0)
      .concat(trees.length),
    tree_info: model.treeInfo ?? trees.map((_, tree) => (vector ? 0 : tree % numOutputs)),
    trees: documents,
  }
  return {
    version: [3, 0, 0],
    learner: {
      attributes: {},
      feature_names: [],
      feature_types: [],
      learner_model_param: {
        base_score: `${baseScore}`,
        num_feature: `${numFeatures}`,
        num_class: "0",
        num_target: `${numOutputs}`,
      },
      objective: { name: "reg:squarederror" },
      gradient_booster: weightDrop
        ? { name: "dart", gbtree: { name: "gbtree", model: forest }, weight_drop: weightDrop }
        : { name: "gbtree", model: forest },
    },
  }
}

/** The booster of a model. */
export function boosterFor(model: Model): Booster {
  return readJson(modelDocument(model), { source: "model" })
}
