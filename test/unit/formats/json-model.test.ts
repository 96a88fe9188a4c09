import { describe, expect, test } from "vitest"
import { ModelFormatError } from "../../../src/errors.ts"
import { parseJsonModel } from "../../../src/formats/json-model.ts"
import type { ParsedModel } from "../../../src/formats/parsed-model.ts"
import { documentFromObject } from "../../../src/formats/plain-object.ts"
import { parsedTree } from "../../support/parsed.ts"

type Fields = { [key: string]: unknown }

/** A tree as XGBoost 1.7 saves it. */
function treeFields(id: number): Fields {
  return {
    base_weights: [0.5, -2, 4],
    categories: [],
    categories_nodes: [],
    categories_segments: [],
    categories_sizes: [],
    default_left: [1, 0, 0],
    id,
    left_children: [1, -1, -1],
    loss_changes: [8, 0, 0],
    parents: [2147483647, 0, 0],
    right_children: [2, -1, -1],
    split_conditions: [0.25, -1, 2],
    split_indices: [1, 0, 0],
    split_type: [0, 0, 0],
    sum_hessian: [10, 4, 6],
    tree_param: { num_deleted: "0", num_feature: "2", num_nodes: "3", size_leaf_vector: "0" },
  }
}

function modelFields(numTrees = 1): Fields {
  const trees = Array.from({ length: numTrees }, (_, id) => treeFields(id))
  return {
    learner: {
      attributes: { owner: "me" },
      feature_names: ["a", "b"],
      feature_types: ["q", "int"],
      gradient_booster: {
        model: {
          gbtree_model_param: { num_parallel_tree: "1", num_trees: `${numTrees}`, size_leaf_vector: "0" },
          tree_info: trees.map(() => 0),
          trees,
        },
        name: "gbtree",
      },
      learner_model_param: {
        base_score: "5E-1",
        boost_from_average: "1",
        num_class: "0",
        num_feature: "2",
        num_target: "1",
      },
      objective: { name: "reg:squarederror", reg_loss_param: { scale_pos_weight: "1" } },
    },
    version: [1, 7, 4],
  }
}

/** Sets the field at a path, or takes it out where the value is undefined. */
function withField(fields: Fields, path: string, value: unknown): Fields {
  const keys = path.split(".")
  const last = keys.pop() as string
  const parent = keys.reduce<Fields>((object, key) => object[key] as Fields, fields)
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return fields
}

const parse = (fields: Fields): ParsedModel =>
  parseJsonModel(documentFromObject(fields, "m.json"), "json", "m.json")
const parseWith = (path: string, value: unknown, numTrees = 1): ParsedModel =>
  parse(withField(modelFields(numTrees), path, value))

const MODEL = "learner.gradient_booster.model"
const TREE = `${MODEL}.trees.0`
const PARAM = "learner.learner_model_param"

test("every field of a model of 1.7", () => {
  expect(parse(modelFields())).toEqual({
    format: "json",
    source: "m.json",
    version: [1, 7, 4],
    booster: "gbtree",
    objective: "reg:squarederror",
    objectiveDocument: new Map<string, unknown>([
      ["name", "reg:squarederror"],
      ["reg_loss_param", new Map([["scale_pos_weight", "1"]])],
    ]),
    baseScore: Float32Array.of(0.5),
    baseScoreIsMargin: false,
    numFeatures: 2,
    numClass: 0,
    numTarget: 1,
    featureNames: ["a", "b"],
    featureTypes: ["q", "int"],
    categoryValues: null,
    categoryOrder: undefined,
    attributes: new Map([["owner", "me"]]),
    numParallelTree: 1,
    iterationIndptr: Int32Array.of(0, 1),
    treeInfo: Int32Array.of(0),
    trees: [
      parsedTree({
        splitConditions: Float32Array.of(0.25, -1, 2),
        splitType: new Uint8Array(3),
        lossChanges: Float32Array.of(8, 0, 0),
        sumHessian: Float32Array.of(10, 4, 6),
        baseWeights: Float32Array.of(0.5, -2, 4),
        parents: Int32Array.of(2147483647, 0, 0),
      }),
    ],
    weightDrop: null,
    linearWeights: null,
    boostedRounds: undefined,
    boostFromAverage: true,
  })
})

test("what older or smaller files leave out", () => {
  for (const key of ["split_type", "base_weights", "loss_changes", "sum_hessian", "parents", "id"]) {
    const [tree] = parseWith(`${TREE}.${key}`, undefined).trees
    const absent = { split_type: "splitType", base_weights: "baseWeights", loss_changes: "lossChanges" }
    const field = { ...absent, sum_hessian: "sumHessian", parents: "parents", id: "nodeIds" }[key] as string
    expect(tree[field as "parents"]).toBe(null)
  }
  expect(parseWith(`${TREE}.tree_param.size_leaf_vector`, undefined).trees[0].sizeLeafVector).toBe(1)
  expect(parseWith(`${MODEL}.gbtree_model_param.num_parallel_tree`, undefined).numParallelTree).toBe(1)
  expect(parseWith(`${PARAM}.num_target`, undefined).numTarget).toBe(1)
  expect(parseWith(`${PARAM}.boost_from_average`, undefined).boostFromAverage).toBe(true)
  expect(parseWith(`${PARAM}.boost_from_average`, "0").boostFromAverage).toBe(false)
  expect(parseWith("learner.attributes", undefined).attributes).toEqual(new Map())
  for (const names of [undefined, []]) {
    expect(parseWith("learner.feature_names", names).featureNames).toBe(null)
    expect(parseWith("learner.feature_types", names).featureTypes).toBe(null)
  }
})

describe("base scores", () => {
  test.each<[unknown, number[]]>([
    [0.25, [0.25]],
    ["5E-1", [0.5]],
    [" 1.5 ", [1.5]],
    ["-1.23456E2", [Math.fround(-123.456)]],
    ["+.5", [0.5]],
    ["12.", [12]],
    ["12", [12]],
    [".25e1", [2.5]],
    ["1e+12", [Math.fround(1e12)]],
    ["nan", [Number.NaN]],
    ["NaN", [Number.NaN]],
    ["inf", [Infinity]],
    ["-Infinity", [-Infinity]],
    ["+inf", [Infinity]],
    ["[2.15E0]", [Math.fround(2.15)]],
    [" [2.5E0] ", [2.5]],
  ])("%j", (text, values) => {
    expect(parseWith(`${PARAM}.base_score`, text).baseScore).toEqual(Float32Array.from(values))
  })

  test("one for each output", () => {
    const fields = withField(modelFields(2), `${PARAM}.num_class`, "2")
    expect(parse(withField(fields, `${PARAM}.base_score`, "[7E-1, -4E-1]")).baseScore).toEqual(
      Float32Array.of(0.7, -0.4),
    )
  })

  test.each([
    ["", "not a base score; expected a number, or an array of numbers in a string"],
    ["x1", "not a base score"],
    ["1x", "not a base score"],
    ["1e", "not a base score"],
    [".", "not a base score"],
    ["e5", "not a base score"],
    ["xinf", "not a base score"],
    ["0x10", "not a base score"],
    ["[1", "not a base score"],
    ["1]", "not a base score"],
    ["[1,2]", "wrong number of base scores; expected 1 or 1, got 2"],
  ])("%j is refused", (text, message) => {
    expect(() => parseWith(`${PARAM}.base_score`, text)).toThrow(`m.json, ${PARAM}.base_score: ${message}`)
  })
})

describe("rounds", () => {
  test("are stored since 2.0", () => {
    const found = parseWith(`${MODEL}.iteration_indptr`, [0, 2, 2, 3], 3)
    expect(found.iterationIndptr).toEqual(Int32Array.of(0, 2, 2, 3))
  })

  test("have a tree for each output and parallel tree before", () => {
    const fields = withField(modelFields(12), `${PARAM}.num_class`, "3")
    const found = parse(withField(fields, `${MODEL}.gbtree_model_param.num_parallel_tree`, "2"))
    expect(found.iterationIndptr).toEqual(Int32Array.of(0, 6, 12))
    const targets = parse(withField(modelFields(4), `${PARAM}.num_target`, "2"))
    expect(targets.iterationIndptr).toEqual(Int32Array.of(0, 2, 4))
  })

  test("have one for all outputs where leaves are vectors", () => {
    const fields = withField(modelFields(2), `${PARAM}.num_target`, "2")
    withField(fields, `${TREE}.tree_param.size_leaf_vector`, "2")
    withField(fields, `${TREE}.base_weights`, [1, 2, 3, 4, 5, 6])
    withField(fields, `${TREE}.leaf_weights`, [1, 2, 3, 4])
    const { iterationIndptr, trees } = parse(fields)
    expect(iterationIndptr).toEqual(Int32Array.of(0, 1, 2))
    expect(trees[0]).toMatchObject({ sizeLeafVector: 2, leafWeights: Float32Array.of(1, 2, 3, 4) })
    // Scalar trees have the field, too, and nothing in it that counts.
    expect(parseWith(`${TREE}.leaf_weights`, [1]).trees[0].leafWeights).toBe(null)
  })

  test.each<[unknown, string]>([
    [[1, 3], "rounds do not cover the trees; expected offsets from 0 to 3, got an array of 2"],
    [[0, 2], "rounds do not cover the trees; expected offsets from 0 to 3, got an array of 2"],
    [[], "rounds do not cover the trees; expected offsets from 0 to 3, got an array of 0"],
    [[0, 2, 1, 3], "offsets go back; expected ascending offsets, got 1 at [2]"],
  ])("%j are none", (offsets, message) => {
    expect(() => parseWith(`${MODEL}.iteration_indptr`, offsets, 3)).toThrow(
      `m.json, ${MODEL}.iteration_indptr: ${message}`,
    )
  })
})

describe("boosters", () => {
  test("DART was a booster around gbtree until 3.3, and is gbtree with weights since", () => {
    const gbtree = (modelFields(2)["learner"] as Fields)["gradient_booster"]
    const outside = parseWith(
      "learner.gradient_booster",
      { gbtree, name: "dart", weight_drop: [0.5, 0.25] },
      2,
    )
    const inside = parseWith(`${MODEL}.weight_drop`, [0.5, 0.25], 2)
    expect(outside).toEqual(inside)
    expect(outside).toMatchObject({ booster: "dart", weightDrop: Float32Array.of(0.5, 0.25) })
    expect(() => parseWith(`${MODEL}.weight_drop`, [0.5], 2)).toThrow(
      `${MODEL}.weight_drop: length mismatch; expected 2 entries, got 1`,
    )
  })

  test("gblinear has weights, and a bias for each output", () => {
    const linear = (weights: number[], boosted_rounds?: number) =>
      parseWith("learner.gradient_booster", {
        model: { weights, ...(boosted_rounds ? { boosted_rounds } : {}) },
        name: "gblinear",
      })
    expect(linear([1, -2, 0.5], 7)).toMatchObject({
      booster: "gblinear",
      linearWeights: Float32Array.of(1, -2, 0.5),
      boostedRounds: 7,
      numParallelTree: 1,
      iterationIndptr: Int32Array.of(0),
      treeInfo: new Int32Array(0),
      trees: [],
      weightDrop: null,
      categoryValues: null,
    })
    expect(linear([1, -2, 0.5]).boostedRounds).toBe(0)
    expect(() => linear([1, 2])).toThrow(`${MODEL}.weights: length mismatch; expected 3 entries, got 2`)
  })
})

describe("values of categories", () => {
  const codes = (text: string): number[] =>
    [...new TextEncoder().encode(text)].map(byte => (byte << 24) >> 24)
  const cats = (enc: unknown[], sorted_idx?: number[]): Fields =>
    withField(modelFields(), `${MODEL}.cats`, { enc, ...(sorted_idx ? { sorted_idx } : {}) })

  test("are strings, numbers, or none", () => {
    const words = { offsets: [0, 3, 8], values: codes("rednaïve").slice(0, 9) }
    const { categoryValues, categoryOrder } = parse(
      cats(
        [
          { ...words, offsets: [0, 3, 9] },
          { type: 12, values: [5, 3] },
        ],
        [0, 1, 1, 0],
      ),
    )
    expect(categoryValues).toEqual([
      { values: ["red", "naïve"], type: null },
      { values: [5, 3], type: 12 },
    ])
    expect(categoryOrder).toEqual(Int32Array.of(0, 1, 1, 0))
    expect(
      parse(
        cats([
          { offsets: [], values: [] },
          { offsets: [0], values: [] },
        ]),
      ).categoryValues,
    ).toEqual([null, { values: [], type: null }])
    expect(parse(cats([]))).toMatchObject({ categoryValues: null, categoryOrder: undefined })
  })

  const none = { offsets: [], values: [] }
  test.each<[unknown[], string]>([
    [[none], "enc: length mismatch; expected 2 entries (num_feature), got 1"],
    [
      [none, { offsets: [0, 3], values: codes("re") }],
      "enc[1].offsets: offsets out of range; expected ascending offsets up to 2, got 3",
    ],
    [
      [none, { offsets: [1, 0], values: codes("re") }],
      "enc[1].offsets: offsets out of range; expected ascending offsets up to 2, got 0",
    ],
    [
      [none, { offsets: [-1, 0], values: codes("re") }],
      "enc[1].offsets: offsets out of range; expected ascending offsets up to 2, got 0",
    ],
    [[none, { offsets: [0, 1], values: [-1] }], "enc[1].values: not UTF-8; expected UTF-8, got other bytes"],
    [[none, { type: 256, values: [] }], "enc[1].type: out of range; expected an integer in 0..255, got 256"],
    [[none, { type: -1, values: [] }], "enc[1].type: out of range; expected an integer in 0..255, got -1"],
  ])("that are broken, case %#", (enc, message) => {
    expect(() => parse(cats(enc))).toThrow(ModelFormatError)
    expect(() => parse(cats(enc))).toThrow(`m.json, ${MODEL}.cats.${message}`)
  })
})

test("sets of categories are read where a split has one", () => {
  const fields = modelFields()
  withField(fields, `${TREE}.split_type`, [1, 0, 0])
  withField(fields, `${TREE}.categories`, [4, 1])
  withField(fields, `${TREE}.categories_nodes`, [0])
  withField(fields, `${TREE}.categories_segments`, [0])
  withField(fields, `${TREE}.categories_sizes`, [2])
  expect(parse(fields).trees[0].categories).toEqual({
    nodes: Int32Array.of(0),
    segments: Int32Array.of(0),
    sizes: Int32Array.of(2),
    categories: Int32Array.of(4, 1),
  })
})

const TREE_FIELD = `${MODEL}.trees[0]`
test.each<[string, unknown, string]>([
  ["version", [1, 7], "version: not a version; expected [major, minor, patch], got an array of 2"],
  ["version", [1, 7, -1], "version[2]: out of range; expected an integer in 0..2147483647, got -1"],
  ["version", [-1, 7, 1], "version[0]: out of range"],
  ["version", [1, -7, 1], "version[1]: out of range"],
  ["version", undefined, "version: missing field; expected an array, got nothing"],
  ["learner", [], "learner: wrong type; expected an object, got an array of 0"],
  [
    `${PARAM}.num_feature`,
    "-1",
    `${PARAM}.num_feature: out of range; expected an integer in 0..2147483647, got "-1"`,
  ],
  [`${PARAM}.num_class`, "65536", `${PARAM}.num_class: out of range; expected an integer in 0..65535`],
  [`${PARAM}.num_target`, "65536", `${PARAM}.num_target: out of range; expected an integer in 0..65535`],
  [
    `${PARAM}.boost_from_average`,
    "2",
    `${PARAM}.boost_from_average: out of range; expected an integer in 0..1`,
  ],
  [
    "learner.gradient_booster.name",
    "gbforest",
    'learner.gradient_booster.name: unknown booster; expected gbtree, dart or gblinear, got "gbforest"',
  ],
  [
    "learner.feature_names",
    ["a"],
    "learner.feature_names: length mismatch; expected 2 entries (num_feature), got an array of 1",
  ],
  [
    "learner.feature_types",
    ["q"],
    "learner.feature_types: length mismatch; expected 2 entries (num_feature)",
  ],
  ["learner.feature_names", ["a", 1], "learner.feature_names[1]: wrong type; expected a string, got 1"],
  ["learner.attributes.owner", 1, "learner.attributes.owner: wrong type; expected a string, got 1"],
  ["learner.objective.name", 5, "learner.objective.name: wrong type; expected a string, got 5"],
  [
    `${MODEL}.gbtree_model_param.num_trees`,
    "2",
    `${MODEL}.gbtree_model_param.num_trees: wrong number of trees; expected 1 (entries of trees), got "2"`,
  ],
  [
    `${MODEL}.gbtree_model_param.num_parallel_tree`,
    "0",
    `${MODEL}.gbtree_model_param.num_parallel_tree: out of range`,
  ],
  [
    `${MODEL}.gbtree_model_param.num_parallel_tree`,
    "2",
    `${MODEL}.trees: incomplete round; expected a multiple of 2 trees, got 1`,
  ],
  [`${MODEL}.tree_info`, [1], `${MODEL}.tree_info: output out of range; expected 0..0, got 1 at [0]`],
  [`${MODEL}.tree_info`, [-1], `${MODEL}.tree_info: output out of range; expected 0..0, got -1 at [0]`],
  [`${MODEL}.tree_info`, [0, 0], `${MODEL}.tree_info: length mismatch; expected 1 entries, got 2`],
  [`${TREE}.id`, 1, `${TREE_FIELD}.id: tree out of its place; expected 0, got 1`],
  [
    `${TREE}.tree_param.num_nodes`,
    "0",
    `${TREE_FIELD}.tree_param.num_nodes: out of range; expected an integer in 1..2147483647, got "0"`,
  ],
  [
    `${TREE}.tree_param.size_leaf_vector`,
    "-1",
    `${TREE_FIELD}.tree_param.size_leaf_vector: out of range; expected an integer in 0..2147483647`,
  ],
  [
    `${TREE}.tree_param.size_leaf_vector`,
    "2",
    `${TREE_FIELD}.base_weights: length mismatch; expected 6 entries, got 3`,
  ],
  ...[
    "left_children",
    "right_children",
    "split_indices",
    "split_conditions",
    "default_left",
    "split_type",
    "loss_changes",
    "sum_hessian",
    "base_weights",
    "parents",
  ].map(
    key =>
      [`${TREE}.${key}`, [1, 0], `${TREE_FIELD}.${key}: length mismatch; expected 3 entries, got 2`] as [
        string,
        unknown,
        string,
      ],
  ),
])("%s of %j is refused", (path, value, message) => {
  expect(() => parseWith(path, value)).toThrow(ModelFormatError)
  expect(() => parseWith(path, value)).toThrow(`m.json, ${message}`)
})
