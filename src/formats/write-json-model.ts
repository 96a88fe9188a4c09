/**
 * A ParsedModel to the `save_model` document of an XGBoost version; see `layout.ts` for what differs and
 * `json-model.ts` for the way back.
 */

import { ByteWriter } from "../bytes/byte-writer.ts"
import { encodeUtf8 } from "../bytes/utf8.ts"
import { NumberList, type NumberType, type Writable } from "./document-writer.ts"
import { writeFloat } from "./float-text.ts"
import type { Layout } from "./layout.ts"
import type { CategoryValues, ParsedModel, ParsedTree } from "./parsed-model.ts"

/** Split index of a node that pruning left behind; its default direction is left. */
const DELETED = 2147483647

/** How XGBoost stores the values of a numeric category index, by its number of the type. */
const INDEX_TYPES: Readonly<Record<number, NumberType>> = {
  7: "d",
  8: "D",
  9: "i",
  10: "U",
  11: "I",
  12: "I",
  13: "l",
  14: "l",
  15: "L",
  16: "L",
}

const record = (entries: Readonly<Record<string, Writable>>): ReadonlyMap<string, Writable> =>
  new Map(Object.entries(entries))

function floatText(value: number): string {
  const writer = new ByteWriter()
  writeFloat(writer, value)
  return String.fromCharCode(...writer.finish())
}

function parentsOf(tree: ParsedTree): Int32Array {
  if (tree.parents !== null) return tree.parents
  // Nodes that nobody reaches count as the root's: XGBoost looks every parent up when it loads a tree.
  const parents = new Int32Array(tree.numNodes)
  // It cuts the top bit off the -1 of scalar trees' roots.
  parents[0] = tree.sizeLeafVector > 1 ? -1 : 2147483647
  for (let node = 0; node < tree.numNodes; node++) {
    if (tree.leftChildren[node] === -1) continue
    parents[tree.leftChildren[node]] = node
    parents[tree.rightChildren[node]] = node
  }
  return parents
}

function numDeleted(tree: ParsedTree): number {
  let count = 0
  for (let node = 1; node < tree.numNodes; node++) {
    if (tree.splitIndices[node] === DELETED && tree.defaultLeft[node] === 1) count++
  }
  return count
}

/** The statistics of a tree; a vector leaf's tree has none up to 3.1, a scalar one always. */
function statistics(tree: ParsedTree): Readonly<Record<string, Writable>> {
  const { numNodes, sizeLeafVector, lossChanges, sumHessian } = tree
  const baseWeights = { base_weights: tree.baseWeights ?? new Float32Array(numNodes * sizeLeafVector) }
  if (sizeLeafVector > 1 && lossChanges === null) return baseWeights
  return {
    ...baseWeights,
    loss_changes: lossChanges ?? new Float32Array(numNodes),
    sum_hessian: sumHessian ?? new Float32Array(numNodes),
  }
}

function treeDocument(
  tree: ParsedTree,
  id: number,
  model: ParsedModel,
  layout: Layout,
  isText: boolean,
): Writable {
  const { numNodes, categories, sizeLeafVector, defaultLeft } = tree
  return record({
    ...statistics(tree),
    categories: categories?.categories ?? new Int32Array(0),
    categories_nodes: categories?.nodes ?? new Int32Array(0),
    categories_segments: new NumberList("L", categories?.segments ?? []),
    categories_sizes: new NumberList("L", categories?.sizes ?? []),
    default_left:
      isText && layout.hasBooleanFlags ? Array.from(defaultLeft, flag => flag === 1) : defaultLeft,
    id,
    ...(tree.leafWeights === null ? {} : { leaf_weights: tree.leafWeights }),
    left_children: tree.leftChildren,
    parents: parentsOf(tree),
    right_children: tree.rightChildren,
    split_conditions: tree.splitConditions,
    split_indices: tree.splitIndices,
    split_type: tree.splitType ?? new Uint8Array(numNodes),
    tree_param: record({
      num_deleted: `${numDeleted(tree)}`,
      num_feature: `${model.numFeatures}`,
      num_nodes: `${numNodes}`,
      size_leaf_vector: sizeLeafVector > 1 ? `${sizeLeafVector}` : layout.scalarLeafSize,
    }),
  })
}

function categoryEncoding(values: CategoryValues | null): Writable {
  if (values !== null && values.type !== null) {
    const numbers = values.values.map(Number)
    return record({ type: values.type, values: new NumberList(INDEX_TYPES[values.type] ?? "L", numbers) })
  }
  const names = (values?.values ?? []).map(name => encodeUtf8(String(name)))
  const offsets = values === null ? [] : [0]
  for (const name of names) offsets.push(offsets[offsets.length - 1] + name.length)
  const bytes = Int8Array.from(names.flatMap(name => [...name]))
  return record({ offsets: Int32Array.from(offsets), values: bytes })
}

/** Features whose values the file does not order: as XGBoost orders them, names by their bytes. */
function orderOf(values: CategoryValues | null): readonly number[] {
  const items = values?.values ?? []
  const less = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)
  return items.map((_, i) => i).sort((a, b) => less(items[a], items[b]))
}

function categoriesDocument(model: ParsedModel): Writable {
  const values = model.categoryValues ?? []
  const segments = new Int32Array(values.length === 0 ? 0 : values.length + 1)
  values.forEach((feature, column) => {
    segments[column + 1] = segments[column] + (feature?.values.length ?? 0)
  })
  return record({
    enc: values.map(categoryEncoding),
    feature_segments: segments,
    sorted_idx: model.categoryOrder ?? Int32Array.from(values.flatMap(orderOf)),
  })
}

function treesDocument(model: ParsedModel, layout: Layout, isText: boolean): Writable {
  return record({
    ...(layout.hasCategories ? { cats: categoriesDocument(model) } : {}),
    gbtree_model_param: record({
      ...(layout.hasNumParallelTree ? { num_parallel_tree: `${model.numParallelTree}` } : {}),
      num_trees: `${model.trees.length}`,
      ...(layout.hasModelLeafSize ? { size_leaf_vector: "0" } : {}),
    }),
    ...(layout.hasIterationIndptr
      ? { iteration_indptr: new NumberList("l", model.iterationIndptr, false) }
      : {}),
    tree_info: new NumberList("l", model.treeInfo, false),
    trees: model.trees.map((tree, id) => treeDocument(tree, id, model, layout, isText)),
    ...(layout.hasDartInModel ? weightsOf(model) : {}),
  })
}

/** The one list of floats that XGBoost writes value by value. */
function weightsOf(model: ParsedModel): Readonly<Record<string, Writable>> {
  return model.weightDrop === null ? {} : { weight_drop: new NumberList("d", model.weightDrop, false) }
}

function boosterDocument(model: ParsedModel, layout: Layout, isText: boolean): Writable {
  if (model.linearWeights !== null) {
    const boosted_rounds = model.boostedRounds ?? 0
    return record({ model: record({ boosted_rounds, weights: model.linearWeights }), name: "gblinear" })
  }
  const gbtree = record({ model: treesDocument(model, layout, isText), name: "gbtree" })
  if (model.booster !== "dart" || layout.hasDartInModel) return gbtree
  return record({ gbtree, name: "dart", ...weightsOf(model) })
}

function learnerParameters(model: ParsedModel, layout: Layout): Writable {
  const scores = Array.from(model.baseScore, floatText)
  return record({
    base_score: layout.hasBaseScores ? `[${scores.join(",")}]` : scores[0],
    ...(layout.hasBoostFromAverage
      ? { boost_from_average: model.boostFromAverage === false ? "0" : "1" }
      : {}),
    num_class: `${model.numClass}`,
    num_feature: `${model.numFeatures}`,
    ...(layout.hasNumTarget ? { num_target: `${Math.max(1, model.numTarget)}` } : {}),
  })
}

/**
 * Lays a model out.
 *
 * @param model with an objective's document; within what the layout can hold
 * @param layout of the version to write
 * @param isText whether the document becomes JSON text
 */
export function modelDocument(model: ParsedModel, layout: Layout, isText: boolean): Writable {
  return record({
    learner: record({
      attributes: model.attributes,
      feature_names: model.featureNames ?? [],
      feature_types: model.featureTypes ?? [],
      gradient_booster: boosterDocument(model, layout, isText),
      learner_model_param: learnerParameters(model, layout),
      objective: model.objectiveDocument,
    }),
    version: [...layout.version],
  })
}
