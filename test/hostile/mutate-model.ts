/** Mutations that know what a `save_model` document means, and aim at what a reader must check. */
import type { Random } from "../support/random.ts"
import { isRecord, type Value } from "./encode.ts"
import { mutateField, NUMBERS, NUMERALS } from "./mutate-fields.ts"

type Fields = { [key: string]: Value }

/** Follows keys into a document; an empty record or list where they lead nowhere, so that nothing is changed. */
function at(value: Value | undefined, ...keys: (string | number)[]): Value | undefined {
  for (const key of keys) value = isRecord(value) || Array.isArray(value) ? (value as Fields)[key] : undefined
  return value
}
const fields = (value: Value | undefined): Fields => (isRecord(value) ? value : {})
const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : [])

interface Aim {
  readonly learner: Fields
  readonly booster: Fields
  readonly model: Fields
  readonly trees: Value[]
  readonly tree: Fields
  readonly numNodes: number
  readonly node: number
  readonly random: Random
}

const NODE_ARRAYS = [
  ...["left_children", "right_children", "parents", "split_indices", "split_conditions", "default_left"],
  ...["split_type", "loss_changes", "sum_hessian", "base_weights"],
]

const MODEL_MUTATIONS: readonly ((aim: Aim) => void)[] = [
  function child({ tree, node, numNodes, random }) {
    const side = list(tree[random.pick(["left_children", "right_children"])])
    const parent = list(tree.parents)[node] ?? 0
    side[node] = random.pick([
      0,
      node,
      parent,
      node + 1,
      numNodes - 1,
      numNodes,
      -1,
      -2,
      2147483647,
      random.below(numNodes),
    ])
  },
  function swapChildren({ tree, node }) {
    const [left, right] = [list(tree.left_children), list(tree.right_children)]
    ;[left[node], right[node]] = [right[node], left[node]]
  },
  function bothChildren({ tree, node }) {
    list(tree.right_children)[node] = list(tree.left_children)[node]
  },
  function longCycle({ tree, node, random }) {
    const leaf = list(tree.left_children).lastIndexOf(-1)
    if (leaf < 0) return
    list(tree.left_children)[leaf] = random.pick([0, node, leaf])
    list(tree.right_children)[leaf] = random.pick([0, node, leaf])
  },
  function feature({ tree, node, random }) {
    list(tree.split_indices)[node] = random.pick([-1, 1, 2, 5, 6, 100, 2147483647, -2147483648, 0.5])
  },
  function threshold({ tree, node, random }) {
    list(tree.split_conditions)[node] = random.pick(NUMBERS)
  },
  function defaultSide({ tree, node, random }) {
    list(tree.default_left)[node] = random.pick([0, 1, 2, -1, true, false, null, 0.5, "1"])
  },
  function arrayLength({ tree, random }) {
    const items = list(tree[random.pick(NODE_ARRAYS)])
    if (random.chance(0.5)) items.pop()
    else items.push(items[0] ?? 0)
  },
  function dropArray({ tree, random }) {
    delete tree[random.pick(NODE_ARRAYS)]
  },
  function treeParam({ tree, numNodes, random }) {
    const key = random.pick(["num_nodes", "num_nodes", "num_deleted", "num_feature", "size_leaf_vector"])
    const near = [numNodes - 1, numNodes + 1, -numNodes].map(String)
    fields(tree.tree_param)[key] = random.pick(random.chance(0.5) ? near : NUMERALS)
  },
  function splitKind({ tree, node, random }) {
    list(tree.split_type)[node] = random.pick([1, 2, -1, 0, true])
  },
  function categories({ tree, node, random }) {
    list(tree.split_type)[node] = 1
    tree.categories_nodes = [random.pick([node, node, 0, -1, 99])]
    tree.categories_segments = [random.pick([0, 0, 1, -1, 2 ** 40])]
    tree.categories_sizes = [random.pick([2, 2, 0, -1, 2 ** 40])]
    tree.categories = [0, random.pick([1, 2, -1, 2147483647, 0.5])]
  },
  function leafVector({ tree, numNodes, random }) {
    fields(tree.tree_param).size_leaf_vector = random.pick(["2", "3", "65536"])
    tree.leaf_weights = Array.from({ length: random.pick([0, numNodes, 3 * numNodes]) }, (_, k) => k)
  },
  function outputs({ model, random }) {
    const info = list(model.tree_info)
    info[random.below(info.length)] = random.pick([-1, 0, 1, 2, 3, 65535, 2147483647, 0.5])
  },
  function rounds({ model, trees, random }) {
    const kept = list(model.iteration_indptr)
    const candidates = [
      [],
      [0],
      [0, trees.length],
      [trees.length, 0],
      [0, 0, trees.length],
      [0, trees.length + 1],
      [1, trees.length],
    ]
    if (kept.length > 0 && random.chance(0.5)) kept[random.below(kept.length)] = random.pick(NUMBERS)
    else model.iteration_indptr = random.pick(candidates)
  },
  function boosterParam({ model, random }) {
    fields(model.gbtree_model_param)[random.pick(["num_trees", "num_parallel_tree", "size_leaf_vector"])] =
      random.pick(NUMERALS)
  },
  function counts({ learner, random }) {
    fields(learner.learner_model_param)[random.pick(["num_class", "num_target", "num_feature"])] =
      random.pick(NUMERALS)
  },
  function baseScore({ learner, random }) {
    fields(learner.learner_model_param).base_score = random.pick(NUMERALS)
  },
  function objective({ learner, random }) {
    const names = [
      "binary:logistic",
      "count:poisson",
      "multi:softmax",
      "multi:softprob",
      "binary:hinge",
      "reg:gamma",
      "mine",
      "",
    ]
    fields(learner.objective).name = random.pick(names)
  },
  function boosterName({ booster, random }) {
    booster.name = random.pick(["dart", "gblinear", "gbtree", "gbtree ", ""])
    if (random.chance(0.5)) booster.weight_drop = [1, 0.5]
  },
  function weights({ model, trees, random }) {
    model.weight_drop = Array.from({ length: trees.length + random.pick([0, 0, 1, -1]) }, () =>
      random.pick([1, 0.5, 0, Number.NaN]),
    )
  },
  function removeTree({ trees, random }) {
    trees.splice(random.below(trees.length), 1)
  },
  function repeatTree({ trees, tree }) {
    trees.push(tree)
  },
  function moveTree({ trees }) {
    trees.reverse()
  },
  function treeId({ tree, random }) {
    tree.id = random.pick([0, 1, -1, 99, "0", null])
  },
  function names({ learner, random }) {
    learner[random.pick(["feature_names", "feature_types"])] = random.pick<Value>([
      ["a"],
      [1, 2],
      "f0",
      null,
      [[]],
      ["a", "a", "a", "a"],
    ])
  },
]

/** Changes a `save_model` document in place; returns what was done. */
export function mutateModel(document: Fields, random: Random): string {
  const learner = fields(document.learner)
  const booster = fields(learner.gradient_booster)
  const model = fields(at(booster, "gbtree", "model") ?? booster.model)
  const trees = list(model.trees)
  const done: string[] = []
  do {
    const tree = fields(random.pick(trees))
    if (trees.length > 0 && random.chance(0.55)) {
      const numNodes = Math.max(1, list(tree.left_children).length)
      const mutate = random.pick(MODEL_MUTATIONS)
      mutate({ learner, booster, model, trees, tree, numNodes, node: random.below(numNodes), random })
      done.push(mutate.name)
    } else {
      const target = trees.length > 0 && random.chance(0.75) ? tree : random.pick([document, learner, model])
      done.push(`${target === tree ? "trees[]." : "."}${mutateField(target, random)}`)
    }
  } while (random.chance(0.15))
  return done.join(", ")
}
