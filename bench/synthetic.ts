/**
 * Models of the bundled ones' shape, made from a seed: 500 trees of depth 8 over the benchmark's 41 columns,
 * some hundred distinct splits. The documents are XGBoost's JSON, as objects.
 */
import { createRandom, type RandomSource } from "./package.ts"

const NUM_TREES = 500
const DEPTH = 8
/** Splits below the third level end in a leaf as often as it takes to come near the bundled models' 450 nodes. */
const LEAF_CHANCE = 0.02
const FULL_LEVELS = 3

const HEADER: readonly string[] = [
  ...["Hardswish", "Mish", "ReLU"].map(name => `Activation_${name}`),
  ...[1, 2, 3, 4, 5, 6].flatMap(edge => [0, 1, 2, 3, 4].map(operation => `Op${edge}_${operation}`)),
  "Optimizer_SGD",
  "TrivialAugment_True",
  ...["LearningRate", "N", "Resolution", "W", "WeightDecay", "epoch"],
]
/** One-hot columns; the constant one decides nothing. */
const BINARY: readonly number[] = Array.from({ length: 35 }, (_, i) => i).filter(i => i !== 33)
/** Columns with many thresholds, and how many. */
const MANY: readonly number[] = [35, 39, 40]
const STEPS = 230

interface TreeArrays {
  readonly left_children: number[]
  readonly right_children: number[]
  readonly parents: number[]
  readonly split_indices: number[]
  readonly split_conditions: number[]
  readonly default_left: number[]
}

/** What is left of each column's values on the way to a node: only splits that divide it are drawn. */
type Region = ReadonlyMap<number, readonly [begin: number, end: number]>

function drawSplit(
  region: Region,
  random: RandomSource,
): { column: number; step: number; isBinary: boolean } {
  for (;;) {
    const isBinary = random.random() < 0.55
    const columns = isBinary ? BINARY : MANY
    const column = columns[random.integers(0, columns.length)]!
    const [begin, end] = region.get(column) ?? [0, isBinary ? 2 : STEPS]
    if (end - begin >= 2) return { column, step: random.integers(begin + 1, end), isBinary }
  }
}

function drawTree(random: RandomSource): TreeArrays {
  const tree: TreeArrays = {
    left_children: [-1],
    right_children: [-1],
    parents: [2147483647],
    split_indices: [0],
    split_conditions: [0],
    default_left: [0],
  }
  const waiting: { node: number; level: number; region: Region }[] = [
    { node: 0, level: 0, region: new Map() },
  ]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { node, level, region } = next
    if (level === DEPTH || (level >= FULL_LEVELS && random.random() < LEAF_CHANCE)) {
      tree.split_conditions[node] = Math.fround((random.random() - 0.5) / 10)
      continue
    }
    const { column, step, isBinary } = drawSplit(region, random)
    tree.split_indices[node] = column
    tree.split_conditions[node] = Math.fround(isBinary ? 1 : step / STEPS)
    const [begin, end] = region.get(column) ?? [0, isBinary ? 2 : STEPS]
    const left = tree.left_children.length
    tree.left_children[node] = left
    tree.right_children[node] = left + 1
    for (const [child, part] of [
      [left, [begin, step]],
      [left + 1, [step, end]],
    ] as const) {
      tree.left_children.push(-1)
      tree.right_children.push(-1)
      tree.parents.push(node)
      tree.split_indices.push(0)
      tree.split_conditions.push(0)
      tree.default_left.push(0)
      waiting.push({ node: child, level: level + 1, region: new Map(region).set(column, part) })
    }
  }
  return tree
}

/**
 * A `save_model` document.
 *
 * @param seed models of different seeds have different trees over the same thresholds
 */
export function syntheticModel(seed: number): object {
  const random = createRandom(seed)
  const trees = Array.from({ length: NUM_TREES }, (_, id) => {
    const arrays = drawTree(random)
    const count = arrays.left_children.length
    const zeros = new Array<number>(count).fill(0)
    return {
      ...arrays,
      base_weights: zeros,
      categories: [],
      categories_nodes: [],
      categories_segments: [],
      categories_sizes: [],
      id,
      loss_changes: zeros,
      split_type: zeros,
      sum_hessian: zeros,
      tree_param: {
        num_deleted: "0",
        num_feature: `${HEADER.length}`,
        num_nodes: `${count}`,
        size_leaf_vector: "0",
      },
    }
  })
  return {
    version: [1, 7, 4],
    learner: {
      attributes: {},
      feature_names: HEADER,
      feature_types: [],
      gradient_booster: {
        name: "gbtree",
        model: {
          gbtree_model_param: { num_parallel_tree: "1", num_trees: `${NUM_TREES}`, size_leaf_vector: "0" },
          tree_info: new Array<number>(NUM_TREES).fill(0),
          trees,
        },
      },
      learner_model_param: {
        base_score: "5E-1",
        boost_from_average: "1",
        num_class: "0",
        num_feature: `${HEADER.length}`,
        num_target: "1",
      },
      objective: { name: "reg:squarederror", reg_loss_param: { scale_pos_weight: "1" } },
    },
  }
}

/** Rows for these models, one-hot where their columns are. */
export function syntheticRows(numRows: number, seed: number): Float32Array {
  const random = createRandom(seed)
  const numFeatures = HEADER.length
  const rows = new Float32Array(numRows * numFeatures)
  for (let row = 0; row < numRows; row++) {
    const at = row * numFeatures
    rows[at + random.integers(0, 3)] = 1
    for (let edge = 0; edge < 6; edge++) rows[at + 3 + 5 * edge + random.integers(0, 5)] = 1
    rows[at + 33] = 1
    rows[at + 34] = random.integers(0, 2)
    for (const column of MANY) rows[at + column] = random.random()
  }
  return rows
}
