import { describe, expect, test } from "vitest"
import { UnsupportedModelError } from "../../../../src/errors.ts"
import type { ParsedModel, ParsedTree } from "../../../../src/formats/parsed-model.ts"
import type { Booster } from "../../../../src/predict/booster/booster.ts"
import { boosterOf } from "../../../../src/predict/booster/booster-of.ts"
import { objectiveOf } from "../../../../src/predict/booster/objective.ts"
import { readBooster, readDump } from "../../../../src/predict/booster/read.ts"
import {
  dumpDot,
  dumpJson,
  dumpText,
  type WriteOptions,
  writeJson,
  writeUbjson,
} from "../../../../src/predict/booster/write.ts"
import { readFixture } from "../../../support/fixtures.ts"

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const read = (name: string, version = "xgboost-1.7"): Booster =>
  readBooster(readFixture(version, name, "model.json"), { source: name })

/** A booster whose model says something else. */
function changed(booster: Booster, change: Partial<ParsedModel>): Booster {
  return boosterOf({ ...booster.model!, ...change })
}

interface Document {
  readonly version: readonly number[]
  readonly learner: {
    readonly objective: Readonly<Record<string, unknown>>
    readonly learner_model_param: Readonly<Record<string, string>>
    readonly feature_types: readonly string[]
    readonly gradient_booster: {
      readonly model: { readonly trees: readonly Readonly<Record<string, readonly number[]>>[] }
    }
  }
}

const written = (booster: Booster, options: WriteOptions = {}): Document =>
  JSON.parse(text(writeJson(booster, options))) as Document

describe("options and arguments", () => {
  const booster = read("depth_one_stumps")

  test("a version we do not write is a slip of the caller's", () => {
    const version = "2.1" as "1.7"
    expect(() => writeJson(booster, { version })).toThrow(TypeError)
    expect(() => writeUbjson(booster, { version })).toThrow(
      'options.version: expected "1.7" or "source", got "2.1"',
    )
  })

  test.each([-1, 25, 0.5, Number.NaN])("there is no tree %d", tree => {
    expect(() => dumpDot(booster, tree)).toThrow(RangeError)
    expect(() => dumpDot(booster, tree)).toThrow("tree: expected 0..24, got")
  })

  test("a linear booster has no tree to draw", () => {
    expect(() => dumpDot(read("gblinear"))).toThrow("tree: expected a booster with trees, got 0")
  })

  test("a booster out of a pack has no model to write", () => {
    const packed = Object.create(booster, { model: { value: null } }) as Booster
    for (const write of [writeJson, writeUbjson, dumpText, dumpJson, dumpDot]) {
      expect(() => (write as (booster: Booster) => unknown)(packed)).toThrow(UnsupportedModelError)
    }
  })

  test("statistics that the source lacks are not made up", () => {
    const dump = readDump(readFixture("xgboost-1.7", "depth_one_stumps", "dump-nostats.json"), {
      baseScore: 0,
    })
    expect(() => dumpText(dump, { withStats: true })).toThrow(UnsupportedModelError)
    const vectors = read("multi_output_vector_leaf", "xgboost-2.1")
    expect(() => dumpJson(vectors, { withStats: true })).toThrow(/trees\[0\]: no statistics/)
    expect(dumpJson(vectors)).toContain('"leaf": [')
  })
})

describe("version", () => {
  test("1.7 keeps the patch of a 1.7 and is 1.7.4 for others", () => {
    const booster = read("depth_one_stumps")
    expect(written(changed(booster, { version: [1, 7, 6] })).version).toEqual([1, 7, 6])
    expect(written(changed(booster, { version: [1, 7] })).version).toEqual([1, 7, 4])
    expect(written(read("depth_one_stumps", "xgboost-3.4")).version).toEqual([1, 7, 4])
  })

  test("source is 1.7 where there is no source's layout", () => {
    const booster = read("depth_one_stumps")
    for (const version of [null, [1, 4, 2], [1, 0], [0, 90]] as ParsedModel["version"][]) {
      expect(written(changed(booster, { version }), { version: "source" }).version).toEqual([1, 7, 4])
    }
    expect(written(changed(booster, { version: [2, 1] }), { version: "source" }).version).toEqual([2, 1, 0])
  })

  // XGBoost wrote these layouts; the versions between them have some of both (see layout.ts).
  test.each<[readonly [number, number, number], readonly string[], readonly string[]]>([
    [[1, 5, 2], [], ["num_target", "num_parallel_tree", "boost_from_average", "iteration_indptr"]],
    [
      [1, 6, 2],
      ["num_target", "num_parallel_tree"],
      ["boost_from_average", "iteration_indptr", "true"],
    ],
    [
      [1, 7, 6],
      ["boost_from_average", '"size_leaf_vector":"0"},"tree_info"'],
      ["iteration_indptr", "cats"],
    ],
    [
      [2, 0, 3],
      ["iteration_indptr", '"size_leaf_vector":"1"'],
      ['"size_leaf_vector":"0"', "cats", '"['],
    ],
    [[3, 0, 5], ["iteration_indptr"], ["cats", '"[']],
    [[3, 1, 0], ["cats", '"base_score":"[5E-1]"'], []],
    [[4, 0, 0], ["cats", '"base_score":"[5E-1]"'], []],
  ])("%j", (version, has, hasNot) => {
    const json = text(writeJson(changed(read("depth_one_stumps"), { version }), { version: "source" }))
    for (const part of has) expect(json).toContain(part)
    for (const part of hasNot) expect(json).not.toContain(part)
    expect(readBooster(json).info.version).toEqual(version)
  })

  test.each([
    [[3, 3, 0], "dart"],
    [[3, 4, 0], "gbtree"],
  ] as const)("dart of %j is %s", (version, name) => {
    const json = text(writeJson(changed(read("dart"), { version }), { version: "source" }))
    expect(JSON.parse(json).learner.gradient_booster.name).toBe(name)
    expect(readBooster(json).model!.weightDrop).toEqual(read("dart").model!.weightDrop)
  })

  test("category values of 3.x are ordered where the source did not say how", () => {
    const booster = read("categorical_pandas", "xgboost-3.4")
    expect(booster.model!.categoryOrder).toHaveLength(17)
    const again = changed(booster, { categoryOrder: undefined })
    expect(writeJson(again, { version: "source" })).toEqual(writeJson(booster, { version: "source" }))
  })
})

describe("1.7", () => {
  const refusal = (booster: Booster): string => {
    try {
      writeJson(booster)
    } catch (error) {
      if (error instanceof UnsupportedModelError) return error.message
    }
    return expect.fail("it was written")
  }
  const tree = (change: Partial<ParsedTree>, name = "depth_one_stumps"): Booster => {
    const booster = read(name)
    const [first, ...others] = booster.model!.trees
    return changed(booster, { trees: [{ ...first, ...change }, ...others] })
  }

  test("objectives it does not know are refused, and boosters without one", () => {
    expect(refusal(changed(read("depth_one_stumps"), { objective: "mine:own" }))).toBe(
      "depth_one_stumps, learner.objective.name: XGBoost 1.7 cannot hold the objective; expected an " +
        'objective of 1.7, got "mine:own"; version "source" writes it as it was read',
    )
    const dump = readDump(readFixture("xgboost-1.7", "depth_one_stumps", "dump.json"), { baseScore: 0 })
    expect(refusal(dump)).toMatch(/options.objective: XGBoost 1.7 cannot hold a dump without objective/)
  })

  test("parameters of objectives come from the source where 1.7 knows them", () => {
    const objective = (name: string, document: [string, unknown][]): unknown => {
      const objectiveDocument = new Map(document) as ParsedModel["objectiveDocument"]
      return written(changed(read("depth_one_stumps"), { objective: name, objectiveDocument })).learner
        .objective
    }
    expect(objective("reg:tweedie", [])).toEqual({
      name: "reg:tweedie",
      tweedie_regression_param: { tweedie_variance_power: "1.5" },
    })
    const group = new Map([
      ["tweedie_variance_power", "1.25"],
      ["newer", "1"],
    ])
    expect(objective("reg:tweedie", [["tweedie_regression_param", group]])).toEqual({
      name: "reg:tweedie",
      tweedie_regression_param: { tweedie_variance_power: "1.25" },
    })
    expect(objective("reg:gamma", [["reg_loss_param", new Map([["scale_pos_weight", "1"]])]])).toEqual({
      name: "reg:gamma",
    })
    expect(objective("rank:ndcg", [["lambdarank_param", new Map([["ndcg_exp_gain", "1"]])]])).toEqual({
      name: "rank:ndcg",
      lambda_rank_param: { fix_list_weight: "0", num_pairsample: "1" },
    })
  })

  test("base scores that are one may be written as one", () => {
    const booster = read("multi_softprob")
    const baseScore = Float32Array.of(0.25, 0.25, 0.25, 0.25)
    const same = changed(booster, { baseScore, version: [3, 4, 1] })
    expect(written(same).learner.learner_model_param["base_score"]).toBe("2.5E-1")
    baseScore[3] = 0.5
    expect(refusal(same)).toMatch(/a base score for each output; expected one base score, got 4 that differ/)
    const linear = read("gblinear_multiclass", "xgboost-3.4")
    expect(linear.info.baseScore).toHaveLength(3)
    expect(written(linear).learner.learner_model_param["base_score"]).toBe("1.15903735E-1")
  })

  test("probabilities that 3.1 and later clamp are written clamped", () => {
    const booster = read("binary_logistic")
    const score = (value: number, version: ParsedModel["version"]): string =>
      written(changed(booster, { baseScore: Float32Array.of(value), version })).learner.learner_model_param[
        "base_score"
      ]
    expect(score(0, [3, 1, 0])).toBe("1E-6")
    expect(score(1, [3, 4, 1])).toBe("9.99999E-1")
    expect(score(0.25, [3, 4, 1])).toBe("2.5E-1")
    expect(score(1e-7, [3, 0, 0])).toBe("1E-7")
  })

  test("base margins of binaries older than 1.0 become the output that has them, or are refused", () => {
    for (const [objective, margins] of [
      ["reg:squarederror", [0, -3.5, 1e30]],
      ["binary:logistic", [0, 0.25, -1.5, 2.75, -8]],
      ["count:poisson", [0, 0.25, -1.5, 2.75, -8]],
    ] as const) {
      for (const margin of margins) {
        const booster = changed(read("depth_one_stumps"), {
          objective,
          objectiveDocument: null,
          baseScore: Float32Array.of(margin),
          baseScoreIsMargin: true,
          version: null,
        })
        let score: string
        try {
          score = written(booster).learner.learner_model_param["base_score"]
        } catch (error) {
          // Not every margin is that of a float32 output.
          expect((error as Error).message).toMatch(/cannot hold this base margin/)
          expect(objective).not.toBe("reg:squarederror")
          continue
        }
        expect(objectiveOf(objective)!.baseMargin(Math.fround(Number(score)))).toBe(Math.fround(margin))
      }
    }
  })

  test("a tree whose right child is not next to the left one is refused", () => {
    const booster = tree({ leftChildren: Int32Array.of(2, -1, -1), rightChildren: Int32Array.of(1, -1, -1) })
    expect(refusal(booster)).toMatch(
      /trees\[0\].right_children\[0\]: .*expected 3 \(next to the left child\), got 1/,
    )
  })

  test("uneven rounds are refused", () => {
    const iterationIndptr = Int32Array.from([0, 1, 3, ...Array.from({ length: 22 }, (_, k) => k + 4)])
    expect(refusal(changed(read("depth_one_stumps"), { iterationIndptr }))).toMatch(
      /iteration_indptr\[2\]: XGBoost 1.7 cannot hold uneven rounds; expected 2 \(1 trees a round\), got 3/,
    )
  })

  test("parents that lead nowhere are mended", () => {
    for (const parents of [Int32Array.of(2147483647, 0, 3), Int32Array.of(2147483647, -1, 0), null]) {
      const [first] = written(tree({ parents })).learner.gradient_booster.model.trees
      expect(first["parents"]).toEqual([2147483647, 0, 0])
    }
  })

  test("statistics that the source lacks are zeros", () => {
    const [first] = written(tree({ lossChanges: null, sumHessian: null, baseWeights: null })).learner
      .gradient_booster.model.trees
    for (const key of ["loss_changes", "sum_hessian", "base_weights"]) expect(first[key]).toEqual([0, 0, 0])
  })
})

describe("dumps as models", () => {
  const options = { baseScore: 0.5, objective: "reg:squarederror" }

  /** A stump whose leaves have other ids than 1 and 2. */
  const dump = (root: Readonly<Record<string, unknown>>, ids: readonly [number, number]): Booster =>
    readDump(
      [
        {
          nodeid: 0,
          split: "f1",
          yes: ids[0],
          no: ids[1],
          ...root,
          children: ids.map((nodeid, k) => ({ nodeid, leaf: k - 1 })),
        },
      ],
      options,
    )

  test("nodes stand at their ids, and deleted ones between them", () => {
    const booster = dump({ split_condition: 0.5, missing: 4 }, [3, 4])
    const back = readBooster(writeUbjson(booster))
    const rows = Float32Array.of(0, 0, 0, 1, 0, Number.NaN)
    expect(Array.from(back.predict(rows, { numRows: 3, output: "leaf" }))).toEqual([3, 4, 4])
    expect(back.predict(rows, { numRows: 3 })).toEqual(booster.predict(rows, { numRows: 3 }))
    const [tree] = written(booster).learner.gradient_booster.model.trees
    expect(tree["split_indices"].slice(1, 3)).toEqual([2147483647, 2147483647])
    expect(tree["tree_param"]).toMatchObject({ num_nodes: "5", num_deleted: "2" })
    expect(tree["parents"]).toEqual([2147483647, 0, 0, 0, 0])
  })

  test("an indicator whose present values go right has a threshold that no value is below", () => {
    for (const ids of [
      [1, 2],
      [2, 1],
    ] as const) {
      const booster = dump({}, ids)
      const back = readBooster(writeJson(booster))
      const rows = Float32Array.of(0, 1, 0, -1e30, 0, Number.NaN)
      expect(back.predict(rows, { numRows: 3, output: "leaf" })).toEqual(
        booster.predict(rows, { numRows: 3, output: "leaf" }),
      )
    }
  })

  test("categorical features get their type", () => {
    const booster = dump({ split_condition: [4, 1], missing: 1 }, [2, 1])
    expect(written(booster).learner.feature_types).toEqual(["float", "c"])
    const back = readBooster(writeJson(booster))
    const rows = Float32Array.of(0, 1, 0, 2, 0, 4)
    expect(Array.from(back.predict(rows, { numRows: 3, output: "leaf" }))).toEqual([2, 1, 2])
  })

  test("ids beyond reason are refused before anything is allocated", () => {
    expect(() =>
      writeJson(dump({ split_condition: 0.5, missing: 2147483645 }, [2147483645, 2147483646])),
    ).toThrow(
      /trees\[0\]: node ids that no model file can have; expected .* at most \d+ places .* 2147483647 places/,
    )
  })

  test("a root that is not node 0 is refused", () => {
    const booster = readDump([{ nodeid: 3, leaf: 1 }], options)
    expect(() => writeJson(booster)).toThrow(/got a root 3/)
  })

  test("a dump that was read is dumped as it was", () => {
    for (const name of [
      "reg_squarederror",
      "pruned_gamma",
      "lossguide_max_leaves",
      "categorical_mixed_hist",
    ]) {
      for (const file of ["dump.json", "dump-nostats.json"]) {
        const bytes = readFixture("xgboost-3.4", name, file)
        const featureNames = read(name, "xgboost-3.4").info.featureNames
        const booster = readDump(bytes, { ...options, ...(featureNames ? { featureNames } : {}) })
        expect(dumpJson(booster, { withStats: file === "dump.json" }) === text(bytes), name).toBe(true)
      }
    }
  })
})
