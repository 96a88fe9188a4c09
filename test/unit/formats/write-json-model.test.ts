import { expect, test } from "vitest"
import { layout17, sourceLayout } from "../../../src/formats/layout.ts"
import type { ParsedModel } from "../../../src/formats/parsed-model.ts"
import { modelDocument } from "../../../src/formats/write-json-model.ts"
import { writeJsonText } from "../../../src/formats/write-json-text.ts"
import { parsedModel, parsedTree } from "../../support/parsed.ts"

type Fields = { readonly [key: string]: Fields }

/** The document of a model, as JSON.parse reads it. */
function written(
  changes: Partial<ParsedModel>,
  version: readonly [number, number, number] = [3, 4, 1],
): Fields {
  const objectiveDocument = new Map([["name", "reg:squarederror"]])
  const model = parsedModel([parsedTree()], { version, objectiveDocument, ...changes })
  const document = modelDocument(model, sourceLayout(model) ?? layout17(model), true)
  return JSON.parse(new TextDecoder().decode(writeJsonText(document))) as Fields
}

const learner = (changes: Partial<ParsedModel>, version?: readonly [number, number, number]): Fields =>
  written(changes, version)["learner"] as Fields

const catsOf = (changes: Partial<ParsedModel>): unknown =>
  learner(changes)["gradient_booster"]?.["model"]?.["cats"]

test("values of categories without an order of their own are sorted: names by their units, numbers as such", () => {
  const categoryValues = [
    { values: ["b", "a", "B", "a"], type: null },
    { values: [10, 9, 100], type: 15 },
  ]
  expect(catsOf({ categoryValues })).toEqual({
    enc: [
      { offsets: [0, 1, 2, 3, 4], values: [98, 97, 66, 97] },
      { type: 15, values: [10, 9, 100] },
    ],
    feature_segments: [0, 4, 7],
    sorted_idx: [2, 1, 3, 0, 1, 0, 2],
  })
  expect(catsOf({ categoryValues: [null, { values: ["ü"], type: null }] })).toEqual({
    enc: [
      { offsets: [], values: [] },
      { offsets: [0, 2], values: [-61, -68] },
    ],
    feature_segments: [0, 0, 1],
    sorted_idx: [0],
  })
  const categoryOrder = Int32Array.of(0, 1, 2, 3, 2, 1, 0)
  expect(catsOf({ categoryValues, categoryOrder })).toMatchObject({ sorted_idx: [...categoryOrder] })
  expect(catsOf({})).toEqual({ enc: [], feature_segments: [], sorted_idx: [] })
})

test("whether the base score was estimated is told since 1.7", () => {
  const told = (
    boostFromAverage: boolean | undefined,
    version?: readonly [number, number, number],
  ): unknown => learner({ boostFromAverage }, version)["learner_model_param"]?.["boost_from_average"]
  expect([told(true), told(undefined), told(false)]).toEqual(["1", "1", "0"])
  expect([told(false, [1, 7, 0]), told(false, [1, 6, 2])]).toEqual(["0", undefined])
})

test("trees without parents, statistics and types are given them", () => {
  const [tree] = (learner({})["gradient_booster"]?.["model"]?.["trees"] ?? []) as unknown as Fields[]
  expect(tree).toMatchObject({
    parents: [2147483647, 0, 0],
    base_weights: [0, 0, 0],
    loss_changes: [0, 0, 0],
    sum_hessian: [0, 0, 0],
    split_type: [0, 0, 0],
    default_left: [1, 0, 0],
    tree_param: { num_deleted: "0", num_feature: "2", num_nodes: "3", size_leaf_vector: "1" },
  })
})
