import { describe, expect, test } from "vitest"
import { ModelFormatError, UnsupportedModelError } from "../../../src/errors.ts"
import { parseLegacyBinary } from "../../../src/formats/legacy-binary.ts"
import type { ParsedModel } from "../../../src/formats/parsed-model.ts"
import { largestAllocation } from "../../hostile/allocations.ts"
import { glue, type LegacyModel, type LegacyTree, legacyBytes, STUMP } from "../../support/legacy-bytes.ts"
import { parsedTree } from "../../support/parsed.ts"

const parse = (model: LegacyModel): ParsedModel => parseLegacyBinary(legacyBytes(model), "x.bin")

/** Offset of the objective's length: the magic and the parameters of the learner. */
const NAMES = 4 + 136
/** Offset of gbtree's parameters behind "reg:squarederror" and "gbtree". */
const GBTREE = NAMES + 8 + 16 + 8 + 6
const FIRST_TREE = GBTREE + 160

/** Bytes of a model, one 32-bit word of them replaced. */
function patched(at: number, word: number, model: LegacyModel = {}): Uint8Array {
  const bytes = legacyBytes(model)
  new DataView(bytes.buffer).setInt32(at, word, true)
  return bytes
}

function thrownBy(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error("nothing was thrown")
}

test("every field of a file of 1.7", () => {
  const objective = '{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"}}'
  const attributes = [
    ["best_iteration", "0"],
    ["metrics", "rmse;"],
    ["objective", objective],
    ["owner", "Jürgen"],
  ] as const
  expect(parse({ baseScore: 0.125, attributes, metrics: ["rmse"] })).toEqual({
    format: "legacy-binary",
    source: "x.bin",
    version: [1, 7],
    booster: "gbtree",
    objective: "reg:squarederror",
    objectiveDocument: new Map<string, unknown>([
      ["name", "reg:squarederror"],
      ["reg_loss_param", new Map([["scale_pos_weight", "1"]])],
    ]),
    baseScore: Float32Array.of(0.125),
    baseScoreIsMargin: false,
    numFeatures: 2,
    numClass: 0,
    numTarget: 1,
    featureNames: null,
    featureTypes: null,
    categoryValues: null,
    attributes: new Map([
      ["best_iteration", "0"],
      ["owner", "Jürgen"],
    ]),
    numParallelTree: 1,
    iterationIndptr: Int32Array.of(0, 1),
    treeInfo: Int32Array.of(0),
    trees: [
      parsedTree({
        splitConditions: Float32Array.of(0.25, -1, 2),
        lossChanges: Float32Array.of(8, 0, 0),
        sumHessian: Float32Array.of(10, 4, 6),
        baseWeights: Float32Array.of(0.5, -2, 4),
        parents: Int32Array.of(2147483647, 0, 0),
      }),
    ],
    weightDrop: null,
    linearWeights: null,
    boostFromAverage: true,
  })
})

describe("layouts", () => {
  test("the magic may be missing", () => {
    expect(parse({ magic: "" })).toEqual(parse({}))
  })

  test("a model inside of a larger buffer, at any offset", () => {
    const bytes = glue(Uint8Array.of(1, 2, 3), legacyBytes(), Uint8Array.of(9))
    expect(parseLegacyBinary(bytes.subarray(3, -1), "x.bin")).toEqual(parse({}))
    expect(parseLegacyBinary(bytes.subarray(0, -1), "x.bin", 3)).toEqual(parse({}))
  })

  test("without attributes", () => {
    const model = parse({ attributes: null })
    expect(model.attributes).toEqual(new Map())
    expect(model.objectiveDocument).toBe(null)
  })

  test("dart has a weight for each tree, and not even their number where there are no trees", () => {
    const model = parse({ booster: "dart", trees: [STUMP, STUMP], weightDrop: [0.5, 0.75] })
    expect(model).toMatchObject({ booster: "dart", weightDrop: Float32Array.of(0.5, 0.75) })
    expect(parse({ booster: "dart", trees: [] })).toMatchObject({
      weightDrop: new Float32Array(0),
      trees: [],
    })
    expect(() => parse({ booster: "dart", trees: [STUMP, STUMP], weightDrop: [0.5] })).toThrow(
      "weight_drop: length mismatch; expected 2 entries, got 1",
    )
  })

  test("gblinear has its weights and no trees", () => {
    expect(parse({ booster: "gblinear" })).toMatchObject({
      booster: "gblinear",
      linearWeights: Float32Array.of(1, -2, 0.5),
      weightDrop: null,
      trees: [],
      treeInfo: new Int32Array(0),
      iterationIndptr: Int32Array.of(0),
    })
    expect(() => parse({ booster: "gblinear", numClass: 3 })).toThrow("expected 9 entries, got 3")
  })

  test("classes, targets and parallel trees make up a round", () => {
    const six = new Array<LegacyTree>(6).fill(STUMP)
    const treeInfo = [0, 0, 1, 1, 2, 2]
    const model = parse({ numClass: 3, numParallelTree: 2, trees: six, treeInfo })
    expect(model).toMatchObject({ numClass: 3, numParallelTree: 2, iterationIndptr: Int32Array.of(0, 6) })
    expect(model.treeInfo).toEqual(Int32Array.from(treeInfo))
    expect(parse({ numTarget: 3, trees: six, treeInfo }).iterationIndptr).toEqual(Int32Array.of(0, 3, 6))
  })

  test("before 1.6 there were no targets", () => {
    expect(parse({ version: [1, 5], numTarget: 0 })).toMatchObject({ version: [1, 5], numTarget: 1 })
  })

  test("scalar trees of 2.x call themselves vectors of one", () => {
    const trees = [{ ...STUMP, sizeLeafVector: 1 }]
    expect(parse({ version: [2, 1], trees }).trees).toEqual(parse({}).trees)
  })

  test("deleted nodes are kept as in JSON", () => {
    const nodes = [...STUMP.nodes, [0, 7, 7, 0xffffffff, 3], [2, -1, -1, 0xffffffff, 4]] as const
    const [tree] = parse({ trees: [{ nodes, numDeleted: 2 }] }).trees
    expect(tree.splitIndices).toEqual(Int32Array.of(1, 0, 0, 2147483647, 2147483647))
    expect(tree.defaultLeft).toEqual(Uint8Array.of(1, 0, 0, 1, 1))
    expect(() => parse({ trees: [{ nodes, numDeleted: 1 }] })).toThrow(
      "trees[0].tree_param.num_deleted: wrong number of deleted nodes; expected 2, got 1",
    )
  })

  test("the objective is the one in front of the booster, whatever the attribute calls itself", () => {
    const attributes = [["objective", '{"name":"reg:gamma","x":"1"}']] as const
    const model = parse({ objective: "count:poisson", attributes })
    expect(model.objective).toBe("count:poisson")
    expect(model.objectiveDocument).toEqual(
      new Map([
        ["name", "count:poisson"],
        ["x", "1"],
      ]),
    )
  })
})

describe("before 1.0", () => {
  const old: LegacyModel = { version: [0, 0], numTarget: 0 }

  test("the base score is a margin, and the file does not say who wrote it", () => {
    const model = parse({ ...old, baseScore: -1.5, objective: "binary:logistic" })
    expect(model).toMatchObject({ version: null, baseScoreIsMargin: true, objectiveDocument: null })
    expect(model.baseScore).toEqual(Float32Array.of(-1.5))
  })

  test("metrics follow the attributes, which are all the user's", () => {
    const attributes = [
      ["metrics", "mine"],
      ["objective", "profit"],
    ] as const
    const model = parse({ ...old, attributes, metrics: ["rmse", "auc"] })
    expect(model.attributes).toEqual(new Map(attributes))
    expect(model.objectiveDocument).toBe(null)
  })

  test("count:poisson has max_delta_step in two places, or in none", () => {
    const poisson: LegacyModel = { ...old, objective: "count:poisson" }
    const attributes = [["count_poisson_max_delta_step", "0.7"]] as const
    expect(parse({ ...poisson, attributes, maxDeltaStep: "0.7" }).attributes).toEqual(new Map())
    expect(parse({ ...poisson, maxDeltaStep: "0.7", metrics: ["rmse"] }).objective).toBe("count:poisson")
    expect(parse({ ...poisson, attributes: null }).objective).toBe("count:poisson")
  })

  test.each([
    ["reg:linear", "reg:squarederror"],
    ["gpu:reg:linear", "reg:squarederror"],
    ["gpu:binary:logistic", "binary:logistic"],
    ["rank:pairwise", "rank:pairwise"],
  ])("objective %s is %s", (objective, present) => {
    expect(parse({ ...old, objective }).objective).toBe(present)
  })

  test("the number of parallel trees was one of roots", () => {
    const six = new Array<LegacyTree>(6).fill(STUMP)
    for (const numParallelTree of [0, 1, 6]) {
      const model = parse({ ...old, numParallelTree, trees: six })
      expect(model.numParallelTree).toBe(1)
      expect(model.iterationIndptr).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6))
    }
  })

  test("nodes could be deleted without the later mark", () => {
    expect(parse({ ...old, trees: [{ ...STUMP, numDeleted: 2 }] }).trees).toHaveLength(1)
  })
})

test.each<[string, LegacyModel, string]>([
  ["vector trees", { trees: [{ ...STUMP, sizeLeafVector: 3 }] }, "trees[0].tree_param.size_leaf_vector"],
  ["vector models", { sizeLeafVector: 2 }, "gbtree_model_param.size_leaf_vector"],
  [
    "vectors of one before 1.0",
    { version: [0, 0], trees: [{ ...STUMP, sizeLeafVector: 1 }] },
    "trees[0].tree_param.size_leaf_vector",
  ],
  ["several roots", { trees: [STUMP, { ...STUMP, numRoots: 2 }] }, "trees[1].tree_param.num_roots"],
  ["prediction buffers", { version: [0, 0], numBuffered: 100 }, "gbtree_model_param.num_pbuffer"],
])("%s are refused by name", (_, model, path) => {
  const error = thrownBy(() => parse(model)) as UnsupportedModelError
  expect(error).toBeInstanceOf(UnsupportedModelError)
  expect(error).toMatchObject({ source: "x.bin", path })
  expect(error.offset).toBeGreaterThan(0)
})

describe("broken bytes", () => {
  const attributes = [
    ["best_iteration", "3"],
    ["objective", '{"name":"reg:squarederror"}'],
  ] as const
  const models: readonly LegacyModel[] = [
    { attributes },
    { attributes: null },
    { magic: "", trees: [STUMP, STUMP], booster: "dart", weightDrop: [1, 0.5] },
    { booster: "gblinear", attributes },
    { version: [0, 0], numTarget: 0, metrics: ["rmse"] },
  ]

  test.each(models)("model %# cut off at any byte", model => {
    const bytes = legacyBytes(model)
    parseLegacyBinary(bytes, "x.bin")
    for (let length = 0; length < bytes.length; length++) {
      const error = thrownBy(() => parseLegacyBinary(bytes.slice(0, length), "x.bin")) as ModelFormatError
      expect(error).toBeInstanceOf(ModelFormatError)
      expect(error.message).toMatch(/^x\.bin @ byte \d+.*; expected .*, got /)
      expect(error.offset).toBeLessThanOrEqual(length)
    }
  })

  test.each(models)("model %# with something glued to it", model => {
    const bytes = legacyBytes(model)
    for (const tail of [Uint8Array.of(0), bytes, new TextEncoder().encode("{}")]) {
      const found = thrownBy(() => parseLegacyBinary(glue(bytes, tail), "x.bin"))
      expect(found.message).toBe(
        `x.bin @ byte ${bytes.length}: bytes after the model; expected the end, got ${tail.length} more`,
      )
    }
  })

  test.each(models)("model %# of a big-endian machine", model => {
    const found = thrownBy(() => parse({ ...model, isBigEndian: true }))
    expect(found).toBeInstanceOf(ModelFormatError)
    expect(found.message).toContain("wrong byte order; expected little-endian numbers, got big-endian ones; ")
  })

  const stump = 148 + 3 * 36
  test.each<[string, number, string]>([
    ["objective", NAMES, "objective: impossible count"],
    ["booster", NAMES + 24, "booster: impossible count"],
    ["trees", GBTREE, "gbtree_model_param.num_trees: impossible count"],
    ["nodes", FIRST_TREE + 4, "trees[0].tree_param.num_nodes: impossible count"],
    ["attributes", FIRST_TREE + stump + 4, "attributes: impossible count"],
  ])("a count of %s that would take gigabytes", (_, at, message) => {
    for (const count of [0x7fffffff, 0x10000000, 0x00100000, -1]) {
      const bytes = patched(at, count)
      let error: Error | undefined
      const largest = largestAllocation(() => {
        error = thrownBy(() => parseLegacyBinary(bytes, "x.bin"))
      })
      expect(error).toBeInstanceOf(ModelFormatError)
      expect(error?.message).toContain(`x.bin @ byte ${at}, ${message}; expected 0..`)
      expect(largest).toBeLessThan(1000)
    }
  })

  test("a high word that makes a count of petabytes", () => {
    expect(() => parseLegacyBinary(patched(NAMES + 28, 0x00200000), "x.bin")).toThrow(
      /booster: impossible count; expected 0\.\.\d+ \(bytes left\), got 9007199254740998/,
    )
    expect(() => parseLegacyBinary(patched(NAMES + 28, -1), "x.bin")).toThrow(
      "booster: impossible count; expected 0..",
    )
  })

  test.each<[string, LegacyModel, string]>([
    ["features", { numFeatures: -5 }, "byte 8, learner_model_param.num_feature: out of range"],
    ["classes", { numClass: 70_000 }, "byte 12, learner_model_param.num_class: out of range"],
    ["versions", { version: [4, 0] }, "byte 24, learner_model_param.major_version: out of range"],
    ["targets", { numTarget: -1 }, "byte 32, learner_model_param.num_target: out of range"],
    [
      "boosters",
      { booster: "gbforest" },
      'booster: unknown booster; expected gbtree, dart or gblinear, got "gbf',
    ],
    ["parallel trees", { numParallelTree: 0 }, "gbtree_model_param.num_parallel_tree: out of range"],
    ["rounds", { numClass: 2 }, "num_trees: incomplete round; expected a multiple of 2 trees, got 1"],
    ["roots", { trees: [{ ...STUMP, numRoots: 0 }] }, "trees[0].tree_param.num_roots: out of range"],
    ["empty trees", { trees: [{ nodes: [], numNodes: 0 }, STUMP] }, "num_nodes: tree without nodes"],
    ["outputs of trees", { treeInfo: [1] }, "tree_info: out of range; expected an integer in 0..0, got 1"],
    [
      "repeated attributes",
      {
        attributes: [
          ["a", "1"],
          ["a", "2"],
        ],
      },
      "attributes: repeated key",
    ],
    [
      "objective text",
      { attributes: [["objective", '{"a":1']] },
      "x.bin, attributes.objective @ byte 6: not JSON",
    ],
    ["objective kinds", { attributes: [["objective", "[1]"]] }, "attributes.objective: wrong type"],
  ])("impossible %s", (_, model, message) => {
    const error = thrownBy(() => parse(model))
    expect(error).toBeInstanceOf(ModelFormatError)
    expect(error.message).toContain(message)
  })

  test("a name that is not UTF-8", () => {
    const bytes = legacyBytes()
    bytes[NAMES + 8] = 0xff
    expect(() => parseLegacyBinary(bytes, "x.bin")).toThrow(
      `x.bin @ byte ${NAMES + 8}, objective: string is not UTF-8`,
    )
  })

  test("other files that call themselves binaries", () => {
    const text = new TextEncoder().encode(`binf${" ".repeat(500)}`)
    expect(() => parseLegacyBinary(text, "x.bin")).toThrow(ModelFormatError)
    expect(() => parseLegacyBinary(new Uint8Array(1000).fill(0xff), "x.bin")).toThrow(ModelFormatError)
    expect(() => parseLegacyBinary(new Uint8Array(1000), "x.bin")).toThrow("unknown booster")
  })
})
