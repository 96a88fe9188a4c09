/** Random forests as `save_model` documents, with all that XGBoost may do to ids. */

import { createRandom, type RandomSource } from "../random/generator.ts"
import type { ForestSpec, NodeSpec } from "./forest-spec.ts"

/** A document as `JSON.parse` would give it. */
export type Document = { [key: string]: DocumentPart }
type DocumentPart = boolean | number | string | null | DocumentPart[] | Document

interface Placed {
  readonly id: number
  readonly node: NodeSpec
  readonly parent: number
  readonly children: readonly Placed[]
}

/** Gives out ids: the root has 0, the others any, and some ids belong to deleted nodes. */
function place(root: NodeSpec, random: RandomSource): { placed: Placed[]; numNodes: number } {
  const count = (node: NodeSpec): number =>
    node.kind === "leaf" ? 1 : 1 + count(node.left) + count(node.right)
  const live = count(root)
  const numNodes = live + (random.random() < 0.5 ? random.integers(0, 4) : 0)
  const free = Array.from({ length: numNodes - 1 }, (_, k) => k + 1)
  // Two in three forests keep the level order that XGBoost's depth-wise growth gives.
  if (random.random() < 0.35)
    for (let k = free.length - 1; k > 0; k--) {
      const other = random.integers(0, k + 1)
      ;[free[k], free[other]] = [free[other], free[k]]
    }
  const placed: Placed[] = []
  const put = (node: NodeSpec, id: number, parent: number): Placed => {
    const ids = node.kind === "leaf" ? [] : [free.shift()!, free.shift()!]
    const children = node.kind === "leaf" ? [] : [put(node.left, ids[0], id), put(node.right, ids[1], id)]
    const here = { id, node, parent, children }
    placed.push(here)
    return here
  }
  put(root, 0, 2147483647)
  return { placed, numNodes }
}

function treeDocument(root: NodeSpec, index: number, spec: ForestSpec, random: RandomSource): Document {
  const { placed, numNodes } = place(root, random)
  const size = spec.isVector ? spec.numOutputs : 1
  const filled = (value: number): number[] => new Array(numNodes).fill(value)
  const tree = {
    base_weights: new Array(numNodes * size).fill(0) as number[],
    categories: [] as number[],
    categories_nodes: [] as number[],
    categories_segments: [] as number[],
    categories_sizes: [] as number[],
    // What a deleted node looks like is what stays where no live node is put.
    default_left: filled(1),
    id: index,
    left_children: filled(-1),
    loss_changes: filled(0),
    parents: filled(2147483647),
    right_children: filled(-1),
    split_conditions: filled(0),
    split_indices: filled(2147483647),
    split_type: filled(0),
    sum_hessian: filled(1),
    tree_param: {
      num_deleted: String(numNodes - placed.length),
      num_feature: String(spec.numFeatures),
      num_nodes: String(numNodes),
      size_leaf_vector: String(spec.isVector ? size : spec.version[0] > 1 ? 1 : 0),
    },
  }
  const leafWeights: number[] = []
  for (const { id, node, parent, children } of placed.sort((a, b) => a.id - b.id)) {
    tree.parents[id] = parent
    if (node.kind === "leaf") {
      tree.default_left[id] = 0
      tree.split_indices[id] = 0
      if (!spec.isVector) tree.split_conditions[id] = node.values[0]
      else if (spec.version[0] < 3)
        node.values.slice(0, size).forEach((value, k) => {
          tree.base_weights[id * size + k] = value
        })
      else {
        tree.right_children[id] = leafWeights.length / size
        leafWeights.push(...node.values.slice(0, size))
      }
      continue
    }
    tree.left_children[id] = children[0].id
    tree.right_children[id] = children[1].id
    tree.default_left[id] = node.defaultLeft ? 1 : 0
    tree.split_indices[id] = node.feature
    tree.split_conditions[id] = node.condition
    if (node.categories === null) continue
    tree.split_type[id] = 1
    tree.split_conditions[id] = Number.NaN
    tree.categories_nodes.push(id)
    tree.categories_segments.push(tree.categories.length)
    tree.categories_sizes.push(node.categories.length)
    tree.categories.push(...node.categories)
  }
  return spec.isVector && spec.version[0] >= 3 ? { ...tree, leaf_weights: leafWeights } : tree
}

/** The forest as XGBoost of its version would save it. */
export function toDocument(spec: ForestSpec): Document {
  const random = createRandom(spec.seed)
  const { numOutputs, numParallelTree, version, trees } = spec
  const perRound = numParallelTree * (spec.isVector ? 1 : numOutputs)
  const indptr = Array.from({ length: spec.numRounds + 1 }, (_, k) => k * perRound)
  const weights = trees.map(() => Math.fround(random.integers(0, 100) / 64))
  const isOldDart = spec.isDart && version[0] < 3
  const model = {
    gbtree_model_param: { num_parallel_tree: String(numParallelTree), num_trees: String(trees.length) },
    ...(version[0] > 1 ? { iteration_indptr: indptr } : {}),
    tree_info: trees.map((_, t) => (spec.isVector ? 0 : Math.floor(t / numParallelTree) % numOutputs)),
    trees: trees.map((tree, t) => treeDocument(tree, t, spec, random)),
    ...(spec.isDart && !isOldDart ? { weight_drop: weights } : {}),
  }
  const score = String(spec.baseScore)
  return {
    learner: {
      attributes: {},
      feature_names: [],
      feature_types: [],
      gradient_booster: isOldDart
        ? { gbtree: { model, name: "gbtree" }, name: "dart", weight_drop: weights }
        : { model, name: "gbtree" },
      learner_model_param: {
        base_score: version[0] >= 3 ? `[${score}]` : score,
        num_class: "0",
        num_feature: String(spec.numFeatures),
        num_target: String(numOutputs),
      },
      objective: { name: "reg:squarederror", reg_loss_param: { scale_pos_weight: "1" } },
    },
    version: [...version],
  }
}
