/** The trees of an XGBoost JSON model as flat arrays: what the rivals are generated from, and the naive walk. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** All trees in one run of arrays; children are indices into it, -1 in `left` marks a leaf. */
export interface Trees {
  readonly numTrees: number
  readonly numNodes: number
  readonly numFeatures: number
  readonly baseScore: number
  readonly featureNames: readonly string[]
  /** Index of each tree's root, and the number of nodes. */
  readonly roots: Int32Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly features: Int32Array
  /** Threshold of a split, value of a leaf. */
  readonly values: Float32Array
  readonly defaultLeft: Int32Array
}

interface StoredTree {
  readonly left_children: readonly number[]
  readonly right_children: readonly number[]
  readonly split_indices: readonly number[]
  readonly split_conditions: readonly number[]
  readonly default_left: readonly (number | boolean)[]
}

interface StoredModel {
  readonly learner: {
    readonly feature_names: readonly string[]
    readonly gradient_booster: { readonly model: { readonly trees: readonly StoredTree[] } }
    readonly learner_model_param: { readonly base_score: string; readonly num_feature: string }
  }
}

/** Flattens the object that `JSON.parse` makes of a single-output regression's `save_model` file. */
export function flatten(model: object): Trees {
  const { learner } = model as StoredModel
  const { trees } = learner.gradient_booster.model
  const roots = new Int32Array(trees.length + 1)
  trees.forEach((tree, t) => {
    roots[t + 1] = roots[t]! + tree.left_children.length
  })
  const numNodes = roots[trees.length]!
  const left = new Int32Array(numNodes)
  const right = new Int32Array(numNodes)
  const features = new Int32Array(numNodes)
  const values = new Float32Array(numNodes)
  const defaultLeft = new Int32Array(numNodes)
  trees.forEach((tree, t) => {
    const root = roots[t]!
    for (let i = 0; i < tree.left_children.length; i++) {
      const isLeaf = tree.left_children[i]! < 0
      left[root + i] = isLeaf ? -1 : root + tree.left_children[i]!
      right[root + i] = isLeaf ? -1 : root + tree.right_children[i]!
      features[root + i] = tree.split_indices[i]!
      values[root + i] = tree.split_conditions[i]!
      defaultLeft[root + i] = +tree.default_left[i]!
    }
  })
  return {
    numTrees: trees.length,
    numNodes,
    numFeatures: Number(learner.learner_model_param.num_feature),
    baseScore: Math.fround(Number(learner.learner_model_param.base_score)),
    featureNames: learner.feature_names,
    roots,
    left,
    right,
    features,
    values,
    defaultLeft,
  }
}

const ARRAYS = ["roots", "left", "right", "features", "values", "defaultLeft"] as const

/** Reads a file of little-endian 32-bit numbers. */
export function readFloats(path: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(path)).buffer)
}

export function writeArray(path: string, array: Float32Array | Int32Array | Uint16Array): void {
  writeFileSync(path, new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
}

/** Keeps trees as files in a folder: parsing the JSON takes seconds, and several processes need them. */
export function writeTrees(folder: string, trees: Trees): void {
  mkdirSync(folder, { recursive: true })
  for (const name of ARRAYS) writeArray(join(folder, `${name}.bin`), trees[name])
  const { numTrees, numNodes, numFeatures, baseScore, featureNames } = trees
  const head = { numTrees, numNodes, numFeatures, baseScore, featureNames }
  writeFileSync(join(folder, "trees.json"), JSON.stringify(head))
}

export function readTrees(folder: string): Trees {
  const arrays = ARRAYS.map(name => {
    const { buffer } = new Uint8Array(readFileSync(join(folder, `${name}.bin`)))
    return [name, name === "values" ? new Float32Array(buffer) : new Int32Array(buffer)]
  })
  const head = JSON.parse(readFileSync(join(folder, "trees.json"), "utf8"))
  return { ...head, ...Object.fromEntries(arrays) }
}

/** What an array-based walk costs when nobody thought about the processor: one branch a node. */
export function naiveWalk(trees: Trees): (rows: Float32Array, start: number) => number {
  const { numTrees, roots, left, right, values, baseScore } = trees
  const features = Uint8Array.from(trees.features)
  return (rows, start) => {
    let sum = baseScore
    for (let tree = 0; tree < numTrees; tree++) {
      let node = roots[tree]!
      let next = left[node]!
      while (next >= 0) {
        node = rows[start + features[node]!]! < values[node]! ? next : right[node]!
        next = left[node]!
      }
      sum = Math.fround(sum + values[node]!)
    }
    return sum
  }
}

/** Facts of a model that explain its speed. */
export interface Shape {
  readonly trees: number
  readonly nodes: number
  readonly depth: number
  /** Distinct pairs of feature and threshold. */
  readonly splits: number
  /** Splits on a row's way, over all trees, on average. */
  readonly visits: number
}

export function shapeOf(trees: Trees, rows: Float32Array): Shape {
  const { numTrees, numNodes, numFeatures, roots, left, right, features, values } = trees
  const splits = new Set<string>()
  const depths = new Int32Array(numNodes)
  for (let node = 0; node < numNodes; node++) {
    if (left[node]! < 0) continue
    splits.add(`${features[node]} ${values[node]}`)
    depths[left[node]!] = depths[node]! + 1
    depths[right[node]!] = depths[node]! + 1
  }
  const numRows = Math.min(500, rows.length / numFeatures)
  let visits = 0
  for (let row = 0; row < numRows; row++) {
    for (let tree = 0; tree < numTrees; tree++) {
      let node = roots[tree]!
      for (; left[node]! >= 0; visits++) {
        const isLeft = rows[row * numFeatures + features[node]!]! < values[node]!
        node = isLeft ? left[node]! : right[node]!
      }
    }
  }
  return {
    trees: numTrees,
    nodes: numNodes,
    depth: depths.reduce((deepest, depth) => Math.max(deepest, depth), 0),
    splits: splits.size,
    visits: Math.round(visits / numRows),
  }
}
