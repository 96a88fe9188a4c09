/**
 * What XGBoost 1.7 can hold of a model that another version wrote. Its loader reads most of 3.x without a
 * word and predicts other numbers; here whatever would not predict the same bits is refused instead.
 */

import { show, UnsupportedModelError } from "../../errors.ts"
import type { DocumentValue } from "../../formats/document.ts"
import { numOutputsOf, type ParsedModel, type ParsedTree } from "../../formats/parsed-model.ts"
import { renumberTrees } from "../../formats/renumber-tree.ts"
import { objectiveOf } from "./objective.ts"

/** The parameters of an objective: the name of their group, and XGBoost's defaults. */
type Parameters = readonly [group: string, defaults: Readonly<Record<string, string>>] | null

const SCALE: Parameters = ["reg_loss_param", { scale_pos_weight: "1" }]
const RANK: Parameters = ["lambda_rank_param", { fix_list_weight: "0", num_pairsample: "1" }]
const SOFTMAX: Parameters = ["softmax_multiclass_param", { num_class: "" }]

/** Every objective of 1.7.4, and the group that its files have; without most of them its loader fails. */
const OBJECTIVES: ReadonlyMap<string, Parameters> = /* @__PURE__ */ new Map<string, Parameters>([
  ["reg:squarederror", SCALE],
  ["reg:linear", SCALE],
  ["reg:squaredlogerror", SCALE],
  ["reg:logistic", SCALE],
  ["reg:pseudohubererror", ["pseudo_huber_param", { huber_slope: "1" }]],
  ["reg:absoluteerror", null],
  ["binary:logistic", SCALE],
  ["binary:logitraw", SCALE],
  ["binary:hinge", null],
  ["count:poisson", ["poisson_regression_param", { max_delta_step: "0.699999988" }]],
  ["survival:cox", null],
  ["survival:aft", ["aft_loss_param", { aft_loss_distribution: "normal", aft_loss_distribution_scale: "1" }]],
  ["reg:gamma", null],
  ["reg:tweedie", ["tweedie_regression_param", { tweedie_variance_power: "1.5" }]],
  ["multi:softmax", SOFTMAX],
  ["multi:softprob", SOFTMAX],
  ["rank:pairwise", RANK],
  ["rank:ndcg", RANK],
  ["rank:map", RANK],
])

function refuse(model: ParsedModel, path: string, what: string, expected: string, actual: string): never {
  const remedy = model.version === null ? undefined : 'version "source" writes it as it was read'
  throw new UnsupportedModelError({
    source: model.source,
    path,
    what: `XGBoost 1.7 cannot hold ${what}`,
    expected,
    actual,
    remedy,
  })
}

/** `learner.objective`: parameters that both versions know are kept; the others matter to training alone. */
function objectiveDocument(model: ParsedModel, name: string): Map<string, DocumentValue> {
  const parameters = OBJECTIVES.get(name)
  if (parameters === undefined) {
    refuse(model, "learner.objective.name", "the objective", "an objective of 1.7", show(name))
  }
  const document = new Map<string, DocumentValue>([["name", name]])
  if (parameters === null) return document
  const [group, defaults] = parameters
  const given = model.objectiveDocument instanceof Map ? model.objectiveDocument.get(group) : undefined
  const values = Object.entries(defaults).map(([key, absent]): [string, string] => {
    if (key === "num_class") return [key, `${model.numClass}`]
    const value = given instanceof Map ? given.get(key) : undefined
    return [key, typeof value === "string" ? value : absent]
  })
  return document.set(group, new Map(values))
}

/** The output whose margin is the given one, for binaries older than 1.0, which store the margin. */
function outputOf(model: ParsedModel, margin: number): number {
  const objective = objectiveOf(model.objective ?? "")
  if (objective === null || objective.baseMargin(margin) === margin) return margin
  const start = Math.fround(objective.link === "sigmoid" ? 1 / (1 + Math.exp(-margin)) : Math.exp(margin))
  // The functions round: the output may lie a few steps away, and next to 1 some margins have none.
  let [below, above] = [start, start]
  for (let step = 0; step < 64; step++) {
    if (Object.is(objective.baseMargin(below), margin)) return below
    if (Object.is(objective.baseMargin(above), margin)) return above
    // A little more than 2^-24 of a number is between 0.5 and 1.02 of its unit in the last place.
    below = Math.fround(below * (1 - 6.02e-8))
    above = Math.fround(above * (1 + 6.02e-8))
  }
  return refuse(model, "base_score", "this base margin", "the margin of some base score", `${margin}`)
}

/** The one base score of 1.7, in output space. */
function baseScore(model: ParsedModel): number {
  const { baseScore: scores } = model
  // A linear booster takes the first for every output, though 3.x stores one for each.
  const isShared = model.linearWeights !== null || scores.every(score => Object.is(score, scores[0]))
  if (!isShared) {
    const path = "learner.learner_model_param.base_score"
    refuse(model, path, "a base score for each output", "one base score", `${scores.length} that differ`)
  }
  if (model.baseScoreIsMargin) return outputOf(model, scores[0])
  const [major, minor] = model.version ?? [0, 0]
  const isClamped = objectiveOf(model.objective ?? "")?.link === "sigmoid"
  // 1.7 refuses the probabilities that 3.1 and later clamp.
  if (isClamped && (major > 3 || (major === 3 && minor >= 1))) {
    return Math.fround(Math.min(Math.max(scores[0], Math.fround(1e-6)), Math.fround(1 - 1e-6)))
  }
  return scores[0]
}

/** 1.7 follows the parent of every node without a look at it; ours did not matter so far. */
function withParents(tree: ParsedTree): ParsedTree {
  const isSound = tree.parents?.every((parent, node) => {
    return node === 0 || (parent >= 0 && parent < tree.numNodes)
  })
  return isSound ? tree : { ...tree, parents: null }
}

/** A dump does not say the types of features; 1.7 refuses to dump a categorical split of a numeric one. */
function featureTypes(model: ParsedModel, trees: readonly ParsedTree[]): readonly string[] | null {
  if (model.version !== null || model.featureTypes !== null) return model.featureTypes
  const columns = new Set<number>()
  for (const { categories, splitIndices } of trees) {
    for (const node of categories?.nodes ?? []) columns.add(splitIndices[node])
  }
  if (columns.size === 0) return null
  return Array.from({ length: model.numFeatures }, (_, column) => (columns.has(column) ? "c" : "float"))
}

/** 1.7 finds the right child next to the left one, whatever the file says. */
function checkChildren(model: ParsedModel, tree: ParsedTree, index: number): void {
  const stack = [0]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const left = tree.leftChildren[node]
    if (left === -1) continue
    const right = tree.rightChildren[node]
    if (right !== left + 1) {
      const path = `trees[${index}].right_children[${node}]`
      refuse(model, path, "the tree", `${left + 1} (next to the left child)`, `${right}`)
    }
    stack.push(left, right)
  }
}

function checkTrees(model: ParsedModel): void {
  const vector = model.trees.findIndex(tree => tree.sizeLeafVector > 1)
  if (vector >= 0) {
    const path = `trees[${vector}].tree_param.size_leaf_vector`
    refuse(model, path, "vector leaves", "1", `${model.trees[vector].sizeLeafVector}`)
  }
  const { iterationIndptr } = model
  const treesPerRound = model.numParallelTree * numOutputsOf(model)
  const uneven = iterationIndptr.findIndex((first, round) => first !== round * treesPerRound)
  if (uneven >= 0) {
    const expected = `${uneven * treesPerRound} (${treesPerRound} trees a round)`
    refuse(model, `iteration_indptr[${uneven}]`, "uneven rounds", expected, `${iterationIndptr[uneven]}`)
  }
}

/**
 * A model as XGBoost 1.7 holds it: one base score, its own objectives with their parameters, nodes at the
 * places of their ids. Category values of 3.x are lost (the codes in the splits remain), as are training
 * parameters of objectives that 1.7 names otherwise; statistics that the file lacks become 0.
 *
 * @throws {UnsupportedModelError} naming what 1.7 cannot hold: objectives it does not know, base scores that
 *   differ by output, vector leaves, uneven rounds, children that are not neighbours
 */
export function fit17(model: ParsedModel): ParsedModel {
  const { objective } = model
  if (objective === null) {
    refuse(
      model,
      "options.objective",
      "a dump without objective",
      "an objective when the dump is read",
      "none",
    )
  }
  const document = objectiveDocument(model, objective)
  checkTrees(model)
  const trees = renumberTrees(model.trees, model.source).map(withParents)
  trees.forEach((tree, index) => {
    checkChildren(model, tree, index)
  })
  return {
    ...model,
    trees,
    baseScore: Float32Array.of(baseScore(model)),
    objectiveDocument: document,
    featureTypes: featureTypes(model, trees),
  }
}
