/**
 * A pickled XGBRegressor to the booster that its `predict` evaluates: which handle, and how many of its rounds.
 * The rules are those of `XGBModel.predict` in python-package/xgboost/sklearn.py, which changed with 1.4 and 2.1.
 */

import { evenRounds, numOutputsOf, type ParsedModel } from "../formats/parsed-model.ts"
import { parsePickledHandle } from "../formats/pickled-handle.ts"
import type { PickleField } from "../pickle/field.ts"
import type { Booster } from "../predict/booster/booster.ts"
import { boosterOf } from "../predict/booster/booster-of.ts"
import { objectiveOf } from "../predict/booster/objective.ts"
import { isUnset } from "./sklearn-class.ts"

const MAX_INT = 2147483647

function isAtLeast(model: ParsedModel, major: number, minor: number): boolean {
  const [ofModel, minorOfModel] = model.version ?? [0, 0]
  return ofModel > major || (ofModel === major && minorOfModel >= minor)
}

/** Last round that is used, as Python's object knows it; -1 for all of them. */
function bestIteration(model: ParsedModel, booster: PickleField): number {
  const field = booster.get("best_iteration")
  if (!isUnset(field)) return field.integer(0, MAX_INT)
  // From 2.1 on it is no longer kept on the object, but read from the model's attributes.
  const attribute = model.attributes.get("best_iteration")
  if (attribute === undefined || !isAtLeast(model, 2, 1)) return -1
  if (/^\d{1,9}$/.test(attribute)) return Number(attribute)
  return booster.fail("not an integer", "a best_iteration of digits", attribute)
}

/** How many trees `predict` sums. */
function treesUsed(model: ParsedModel, booster: PickleField): number {
  const numTrees = model.trees.length
  if (model.booster === "gblinear") return numTrees
  if (!isAtLeast(model, 1, 4)) {
    const limit = booster.get("best_ntree_limit")
    const trees = isUnset(limit) ? 0 : limit.integer(0, MAX_INT)
    return trees === 0 ? numTrees : Math.min(trees, numTrees)
  }
  const numRounds = model.iterationIndptr.length - 1
  const rounds = bestIteration(model, booster) + 1
  if (rounds === 0) return numTrees
  if (rounds <= numRounds) return model.iterationIndptr[rounds]
  return booster
    .get("best_iteration")
    .fail("a round that the model does not have", `at most ${numRounds - 1}`, `${rounds - 1}`)
}

/** The model without the rounds after the best one: the same sums, in the same order. */
function firstTrees(model: ParsedModel, numTrees: number): ParsedModel {
  if (numTrees === model.trees.length) return model
  const perRound = model.numParallelTree
  return {
    ...model,
    iterationIndptr: numTrees % perRound === 0 ? evenRounds(numTrees, perRound) : Int32Array.of(0, numTrees),
    treeInfo: model.treeInfo.slice(0, numTrees),
    trees: model.trees.slice(0, numTrees),
    weightDrop: model.weightDrop === null ? null : model.weightDrop.slice(0, numTrees),
  }
}

/**
 * Reads a fitted regressor.
 *
 * @param field an instance of `xgboost.sklearn.XGBRegressor`
 * @returns the booster whose margin is the regressor's prediction
 * @throws {UnsupportedModelError} for several outputs, a link other than the identity, and a missing value
 *   other than NaN
 * @throws {ModelFormatError} for a regressor that was never fitted, and where the handle is broken
 */
export function readXgbRegressor(field: PickleField): Booster {
  field.object("xgboost.sklearn.XGBRegressor")
  const missing = field.get("missing")
  if (!isUnset(missing) && !Number.isNaN(missing.number())) {
    missing.unsupported("a value of its own for what is missing", "NaN")
  }
  const pickled = field.get("_Booster")
  if (isUnset(pickled)) pickled.fail("the regressor was never trained", "a fitted XGBRegressor")
  pickled.object("xgboost.core.Booster")
  const handle = pickled.get("handle")
  if (isUnset(handle)) handle.fail("the booster was never trained", "the bytes of a Booster")
  const source = `${field.source}, ${handle.path}`
  const model = parsePickledHandle(handle.bytes(), source, { statistics: false })
  if (numOutputsOf(model) !== 1) {
    pickled.unsupported("a booster of several outputs", "one output", `${numOutputsOf(model)}`)
  }
  const link = model.objective === null ? undefined : objectiveOf(model.objective)?.link
  if (link !== "identity") {
    pickled.unsupported("an objective that changes the margin", "reg:squarederror", model.objective ?? "none")
  }
  return boosterOf(firstTrees(model, treesUsed(model, pickled)))
}
