/**
 * The `save_model` document of XGBoost 1.0 to 3.x, as JSON text, UBJSON bytes or an object, to a
 * ParsedModel. Schema: https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html; what changed
 * between versions was checked on files written by 1.5, 1.7, 2.1 and 3.4.
 */

import { decodeUtf8 } from "../bytes/utf8.ts"
import { type DocumentValue, Field } from "./document.ts"
import type { CategorySets, CategoryValues, ModelFormat, ParsedModel, ParsedTree } from "./parsed-model.ts"

const MAX_INT = 2147483647

/** Floats as XGBoost prints them: `5E-1`, `-1.23456E2`, `NaN`, `inf`. */
const FLOAT_TEXT = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i

function parseFloatText(text: string): number | null {
  const trimmed = text.trim()
  if (!FLOAT_TEXT.test(trimmed)) return null
  if (/nan/i.test(trimmed)) return Number.NaN
  if (/inf/i.test(trimmed)) return trimmed.startsWith("-") ? -Infinity : Infinity
  return Number(trimmed)
}

/** `"5E-1"` up to 3.0, `"[2.15E0]"` or `"[7.2E-1,-4.3E-1]"` from 3.1. */
function readBaseScore(field: Field, numOutputs: number): Float32Array {
  if (typeof field.value === "number") return Float32Array.of(field.value)
  const text = field.string().trim()
  const items = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1).split(",") : [text]
  if (items.length !== 1 && items.length !== numOutputs) {
    field.fail("wrong number of base scores", `1 or ${numOutputs}`, `${items.length}`)
  }
  return Float32Array.from(items, item => {
    const value = parseFloatText(item)
    return value ?? field.fail("not a base score", "a number, or an array of numbers in a string")
  })
}

function readCategories(tree: Field, splitType: Uint8Array | null): CategorySets | null {
  if (!splitType?.includes(1)) return null
  return {
    nodes: tree.get("categories_nodes").int32Array(),
    segments: tree.get("categories_segments").int32Array(),
    sizes: tree.get("categories_sizes").int32Array(),
    categories: tree.get("categories").int32Array(),
  }
}

function readTree(tree: Field, index: number): ParsedTree {
  const param = tree.get("tree_param")
  const numNodes = param.get("num_nodes").integer(1, MAX_INT)
  const sizeLeafVector = Math.max(1, param.get("size_leaf_vector").integerOr(0, 0, MAX_INT))
  const id = tree.get("id")
  if (id.exists && id.integer(0, MAX_INT) !== index) id.fail("tree out of its place", `${index}`)
  const optional = (key: string, length: number): Float32Array | null => {
    const field = tree.get(key)
    return field.exists ? field.float32Array(length) : null
  }
  const leftChildren = tree.get("left_children").int32Array(numNodes)
  const splitType = tree.get("split_type").exists ? tree.get("split_type").flags(numNodes) : null
  const leafWeights = tree.get("leaf_weights")
  const parents = tree.get("parents")
  return {
    numNodes,
    leftChildren,
    rightChildren: tree.get("right_children").int32Array(numNodes),
    splitIndices: tree.get("split_indices").int32Array(numNodes),
    splitConditions: tree.get("split_conditions").float32Array(numNodes),
    defaultLeft: tree.get("default_left").flags(numNodes),
    splitType,
    categories: readCategories(tree, splitType),
    sizeLeafVector,
    leafWeights: leafWeights.exists && sizeLeafVector > 1 ? leafWeights.float32Array() : null,
    lossChanges: optional("loss_changes", numNodes),
    sumHessian: optional("sum_hessian", numNodes),
    baseWeights: optional("base_weights", numNodes * sizeLeafVector),
    parents: parents.exists ? parents.int32Array(numNodes) : null,
    nodeIds: null,
  }
}

/** First tree of each round: stored since 2.0, computed before. */
function readRounds(model: Field, numTrees: number, treesPerRound: number): Int32Array {
  const field = model.get("iteration_indptr")
  if (!field.exists) {
    if (numTrees % treesPerRound !== 0) {
      model.get("trees").fail("incomplete round", `a multiple of ${treesPerRound} trees`, `${numTrees}`)
    }
    return Int32Array.from({ length: numTrees / treesPerRound + 1 }, (_, round) => round * treesPerRound)
  }
  const offsets = field.int32Array()
  if (offsets[0] !== 0 || offsets[offsets.length - 1] !== numTrees) {
    field.fail("rounds do not cover the trees", `offsets from 0 to ${numTrees}`)
  }
  for (let i = 1; i < offsets.length; i++) {
    if (offsets[i] < offsets[i - 1])
      field.fail("offsets go back", "ascending offsets", `${offsets[i]} at [${i}]`)
  }
  return offsets
}

interface Trees {
  readonly numParallelTree: number
  readonly iterationIndptr: Int32Array
  readonly treeInfo: Int32Array
  readonly trees: ParsedTree[]
}

function readTrees(model: Field, numOutputs: number): Trees {
  const param = model.get("gbtree_model_param")
  // 1.5 and earlier forget it in model files: their rounds then count single trees.
  const numParallelTree = param.get("num_parallel_tree").integerOr(1, 1, MAX_INT)
  const trees = model.get("trees").items().map(readTree)
  const numTrees = param.get("num_trees")
  if (numTrees.integer(0, MAX_INT) !== trees.length) {
    numTrees.fail("wrong number of trees", `${trees.length} (entries of trees)`)
  }
  const treeInfo = model.get("tree_info").int32Array(trees.length)
  for (let i = 0; i < treeInfo.length; i++) {
    if (treeInfo[i] < 0 || treeInfo[i] >= numOutputs) {
      model.get("tree_info").fail("output out of range", `0..${numOutputs - 1}`, `${treeInfo[i]} at [${i}]`)
    }
  }
  const vectorLeaf = trees.some(tree => tree.sizeLeafVector > 1)
  const treesPerRound = numParallelTree * (vectorLeaf ? 1 : numOutputs)
  return { numParallelTree, treeInfo, trees, iterationIndptr: readRounds(model, trees.length, treesPerRound) }
}

const NO_TREES: Trees = {
  numParallelTree: 1,
  iterationIndptr: /* @__PURE__ */ new Int32Array(1),
  treeInfo: /* @__PURE__ */ new Int32Array(0),
  trees: [],
}

/** `cats` of 3.x: per feature strings as offsets into signed bytes of UTF-8, numbers as they are, or neither. */
function readCategoryValues(model: Field, numFeatures: number): (CategoryValues | null)[] | null {
  const cats = model.get("cats")
  const features = cats.exists ? cats.get("enc").items() : []
  if (features.length === 0) return null
  if (features.length !== numFeatures) {
    cats.get("enc").fail("length mismatch", `${numFeatures} entries (num_feature)`, `${features.length}`)
  }
  return features.map(feature => {
    if (feature.get("type").exists) {
      const values = Array.from(feature.get("values").numbers())
      return { values, type: feature.get("type").integer(0, 255) }
    }
    const offsets = feature.get("offsets").int32Array()
    if (offsets.length === 0) return null
    const bytes = Uint8Array.from(feature.get("values").int32Array())
    const values = Array.from(offsets.subarray(1), (end, i) => {
      const begin = offsets[i]
      if (begin < 0 || end < begin || end > bytes.length) {
        feature
          .get("offsets")
          .fail("offsets out of range", `ascending offsets up to ${bytes.length}`, `${end}`)
      }
      return (
        decodeUtf8(bytes.subarray(begin, end)) ??
        feature.get("values").fail("not UTF-8", "UTF-8", "other bytes")
      )
    })
    return { values, type: null }
  })
}

function readCategoryOrder(model: Field): Int32Array | undefined {
  const cats = model.get("cats")
  const order = cats.exists ? cats.get("sorted_idx") : cats
  return order.exists ? order.int32Array() : undefined
}

function readVersion(root: Field): [number, number, number] {
  const parts = root.get("version").items()
  if (parts.length !== 3) root.get("version").fail("not a version", "[major, minor, patch]")
  return [parts[0].integer(0, MAX_INT), parts[1].integer(0, MAX_INT), parts[2].integer(0, MAX_INT)]
}

function readNames(learner: Field, key: string, numFeatures: number): string[] | null {
  const field = learner.get(key)
  const names = field.exists ? field.strings() : []
  if (names.length === 0) return null
  if (names.length !== numFeatures) field.fail("length mismatch", `${numFeatures} entries (num_feature)`)
  return names
}

function readAttributes(learner: Field): Map<string, string> {
  const field = learner.get("attributes")
  const attributes = new Map<string, string>()
  if (field.exists) for (const key of field.object().keys()) attributes.set(key, field.get(key).string())
  return attributes
}

/**
 * Reads a `save_model` document.
 *
 * @param document what a JSON, UBJSON or object reader returned
 * @param format the format it came from
 * @param source its name, for messages
 * @throws {ModelFormatError} with the path of the field
 */
export function parseJsonModel(document: DocumentValue, format: ModelFormat, source: string): ParsedModel {
  const root = new Field(document, "", source)
  const version = readVersion(root)
  const learner = root.get("learner")
  const param = learner.get("learner_model_param")
  const numFeatures = param.get("num_feature").integer(0, MAX_INT)
  const numClass = param.get("num_class").integer(0, 65_535)
  const numTarget = param.get("num_target").integerOr(1, 0, 65_535)
  const numOutputs = Math.max(1, numClass, numTarget)
  const gradientBooster = learner.get("gradient_booster")
  const name = gradientBooster.get("name").string()
  if (name !== "gbtree" && name !== "dart" && name !== "gblinear") {
    return gradientBooster.get("name").fail("unknown booster", "gbtree, dart or gblinear")
  }
  const model = (name === "dart" ? gradientBooster.get("gbtree") : gradientBooster).get("model")
  // Until 3.3 DART was a booster around gbtree; since 3.4 it is gbtree with a weight for each tree.
  const weightDrop = name === "dart" ? gradientBooster.get("weight_drop") : model.get("weight_drop")
  const trees = name === "gblinear" ? NO_TREES : readTrees(model, numOutputs)
  return {
    format,
    source,
    version,
    booster: name === "gbtree" && weightDrop.exists ? "dart" : name,
    objective: learner.get("objective").get("name").string(),
    objectiveDocument: learner.get("objective").object(),
    baseScore: readBaseScore(param.get("base_score"), numOutputs),
    baseScoreIsMargin: false,
    numFeatures,
    numClass,
    numTarget,
    featureNames: readNames(learner, "feature_names", numFeatures),
    featureTypes: readNames(learner, "feature_types", numFeatures),
    categoryValues: name === "gblinear" ? null : readCategoryValues(model, numFeatures),
    categoryOrder: readCategoryOrder(model),
    attributes: readAttributes(learner),
    ...trees,
    weightDrop: name !== "gblinear" && weightDrop.exists ? weightDrop.float32Array(trees.trees.length) : null,
    linearWeights:
      name === "gblinear" ? model.get("weights").float32Array((numFeatures + 1) * numOutputs) : null,
    boostedRounds: name === "gblinear" ? model.get("boosted_rounds").integerOr(0, 0, MAX_INT) : undefined,
    boostFromAverage: param.get("boost_from_average").integerOr(1, 0, 1) === 1,
  }
}
