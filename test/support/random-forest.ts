/** Random small forests for fast-check, written as `save_model` documents with all that XGBoost may do to ids. */
import fc from "fast-check"
import type { Value } from "../hostile/encode.ts"
import { nextDown, nextUp } from "./float32.ts"
import { Random } from "./random.ts"

export const NUM_FEATURES = 4

/** Few thresholds, so that they repeat, and the odd corners of float32. */
const CONDITIONS: readonly number[] = [
  ...[
    0, -0, 0.5, -1.5, 3, 1e-45, -1e-45, 1.1754943508222875e-38, 16777216, 3.4028234663852886e38,
    -3.4028234663852886e38,
  ],
].map(Math.fround)

interface Leaf {
  readonly kind: "leaf"
  /** One value per output of a vector leaf; a scalar leaf uses the first. */
  readonly values: readonly number[]
}

interface Split {
  readonly kind: "split"
  readonly feature: number
  readonly condition: number
  /** Categories that go right, or null for a numeric split. */
  readonly categories: readonly number[] | null
  readonly defaultLeft: boolean
  readonly left: Node
  readonly right: Node
}

type Node = Leaf | Split

export interface ForestSpec {
  readonly numOutputs: number
  readonly numParallelTree: number
  readonly numRounds: number
  readonly isVector: boolean
  readonly isDart: boolean
  /** Layout of the document: what changed in 1.6, 2.0 and 3.1. */
  readonly version: readonly [number, number, number]
  readonly baseScore: number
  readonly trees: readonly Node[]
  /** Decides the order of ids and where deleted nodes lie. */
  readonly seed: number
}

const float32 = (): fc.Arbitrary<number> =>
  fc.oneof(fc.float({ noNaN: true }), fc.float({ min: -2, max: 2, noNaN: true }))

function nodes(hasCategories: boolean): fc.Arbitrary<Node> {
  const leaf = fc.record<Leaf>({
    kind: fc.constant("leaf"),
    values: fc.array(float32(), { minLength: 4, maxLength: 4 }),
  })
  // 2^24 - 1 is the last category that float32 can hold.
  const category = fc.oneof({ arbitrary: fc.nat(9), weight: 4 }, fc.constant(16777215))
  const categories = fc.uniqueArray(category, { minLength: 1, maxLength: 5 })
  const { node } = fc.letrec<{ node: Node }>(tie => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: "max" },
      { arbitrary: leaf, weight: 1 },
      {
        weight: 2,
        arbitrary: fc.record<Split>({
          kind: fc.constant("split"),
          feature: fc.nat(NUM_FEATURES - 1),
          condition: fc.constantFrom(...CONDITIONS),
          categories: hasCategories ? fc.option(categories) : fc.constant(null),
          defaultLeft: fc.boolean(),
          left: tie("node"),
          right: tie("node"),
        }),
      },
    ),
  }))
  return node
}

/** Forests with scalar leaves and numeric splits, or with everything. */
export function forests(options: { readonly numericOnly: boolean }): fc.Arbitrary<ForestSpec> {
  const sometimes = options.numericOnly ? fc.constant(false) : fc.boolean()
  return fc
    .record({
      numOutputs: fc.integer({ min: 1, max: 4 }),
      numParallelTree: fc.integer({ min: 1, max: 3 }),
      numRounds: fc.integer({ min: 1, max: 3 }),
      isVector: sometimes,
      isDart: sometimes,
      hasCategories: sometimes,
      version: fc.constantFrom([1, 7, 4] as const, [2, 1, 4] as const, [3, 4, 1] as const),
      baseScore: fc.float({ min: -4, max: 4, noNaN: true }),
      seed: fc.nat(),
    })
    .chain(({ hasCategories, ...spec }) => {
      const isVector = spec.isVector && spec.numOutputs > 1 && spec.version[0] > 1
      const length = spec.numRounds * spec.numParallelTree * (isVector ? 1 : spec.numOutputs)
      const trees = fc.array(nodes(hasCategories), { minLength: length, maxLength: length })
      return trees.map(trees => ({ ...spec, isVector, trees }))
    })
}

/** Values on, just below and just above the thresholds, categories, missing ones and infinities. */
export function rows(numRows: number): fc.Arbitrary<Float32Array> {
  const near = CONDITIONS.flatMap(value => [value, nextDown(value), nextUp(value)])
  const value = fc.oneof(
    { arbitrary: fc.constantFrom(...near), weight: 4 },
    { arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY), weight: 2 },
    { arbitrary: fc.constantFrom(0, 1, 2, 3, 5, 9, 10, 2.7, -0.5, -1, 16777216, 16777215), weight: 2 },
    { arbitrary: fc.float(), weight: 1 },
  )
  const length = numRows * NUM_FEATURES
  return fc.array(value, { minLength: length, maxLength: length }).map(values => Float32Array.from(values))
}

interface Placed {
  readonly id: number
  readonly node: Node
  readonly parent: number
  readonly children: readonly Placed[]
}

/** Gives out ids: the root has 0, the others any, and some ids belong to deleted nodes. */
function place(root: Node, random: Random): { placed: Placed[]; numNodes: number } {
  const count = (node: Node): number => (node.kind === "leaf" ? 1 : 1 + count(node.left) + count(node.right))
  const live = count(root)
  const numNodes = live + (random.chance(0.5) ? random.below(4) : 0)
  const free = Array.from({ length: numNodes - 1 }, (_, k) => k + 1)
  // Two in three forests keep the level order that XGBoost's depth-wise growth gives.
  if (random.chance(0.35))
    for (let k = free.length - 1; k > 0; k--) {
      const other = random.below(k + 1)
      ;[free[k], free[other]] = [free[other], free[k]]
    }
  const placed: Placed[] = []
  const put = (node: Node, id: number, parent: number): Placed => {
    const ids = node.kind === "leaf" ? [] : [free.shift()!, free.shift()!]
    const children = node.kind === "leaf" ? [] : [put(node.left, ids[0], id), put(node.right, ids[1], id)]
    const here = { id, node, parent, children }
    placed.push(here)
    return here
  }
  put(root, 0, 2147483647)
  return { placed, numNodes }
}

function treeDocument(root: Node, index: number, spec: ForestSpec, random: Random): { [key: string]: Value } {
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
      num_feature: String(NUM_FEATURES),
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
export function toDocument(spec: ForestSpec): { [key: string]: Value } {
  const random = new Random(spec.seed)
  const { numOutputs, numParallelTree, version, trees } = spec
  const perRound = numParallelTree * (spec.isVector ? 1 : numOutputs)
  const indptr = Array.from({ length: spec.numRounds + 1 }, (_, k) => k * perRound)
  const weights = trees.map(() => Math.fround(random.below(100) / 64))
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
        num_feature: String(NUM_FEATURES),
        num_target: String(numOutputs),
      },
      objective: { name: "reg:squarederror", reg_loss_param: { scale_pos_weight: "1" } },
    },
    version: [...version],
  }
}
