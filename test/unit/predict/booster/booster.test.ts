import { expect, describe as group, test } from "vitest"
import { ModelFormatError, ShapeError, UnsupportedModelError } from "../../../../src/errors.ts"
import type { ParsedModel } from "../../../../src/formats/parsed-model.ts"
import { type Booster, describe, type PredictOptions } from "../../../../src/predict/booster/booster.ts"
import { boosterOf } from "../../../../src/predict/booster/booster-of.ts"
import { parsedModel, parsedTree } from "../../../support/parsed.ts"

/** Rounds of one tree each: f1 < 0.5 gives -1, else 2; missing values go left. */
const boosterWith = (changes: Partial<ParsedModel> = {}, numTrees = 3): Booster =>
  boosterOf(
    parsedModel(
      Array.from({ length: numTrees }, () => parsedTree()),
      changes,
    ),
  )

/** Three outputs of a tree each, one round. */
const classes = (objective: string): Booster =>
  boosterWith({
    objective,
    numClass: 3,
    treeInfo: Int32Array.of(0, 1, 2),
    iterationIndptr: Int32Array.of(0, 3),
    trees: [-1, 2, 0.5].map(value => parsedTree({ splitConditions: Float32Array.of(0.5, value, -value) })),
  })

const linear = boosterWith(
  {
    booster: "gblinear",
    numTarget: 2,
    baseScore: Float32Array.of(0.5, 7),
    linearWeights: Float32Array.of(1, 10, 2, 20, 100, 200),
  },
  0,
)

const low = Float32Array.of(9, 0)
const high = Float32Array.of(9, 1)
const both = Float32Array.of(9, 0, 9, 1)

group("answers", () => {
  const booster = boosterWith()

  test("of one row, of several, over rounds, from a base margin", () => {
    expect(booster.predict(low)).toEqual(Float32Array.of(0.5 - 3))
    expect(booster.predict(Float32Array.of(0, Number.NaN))).toEqual(Float32Array.of(0.5 - 3))
    expect(booster.predict(both, { numRows: 2 })).toEqual(Float32Array.of(-2.5, 6.5))
    expect(booster.predict(new Float32Array(0), { numRows: 0 })).toEqual(new Float32Array(0))
    const rounds: [readonly [number, number], number][] = [
      [[0, 0], 6.5],
      [[0, 3], 6.5],
      [[1, 2], 2.5],
      [[1, 0], 4.5],
      [[3, 3], 0.5],
      [[2, 2], 0.5],
    ]
    for (const [iterationRange, value] of rounds) {
      expect(booster.predict(high, { iterationRange })).toEqual(Float32Array.of(value))
    }
    const baseMargin = Float32Array.of(10, 20)
    expect(booster.predict(both, { numRows: 2, baseMargin })).toEqual(Float32Array.of(7, 26))
    expect(baseMargin).toEqual(Float32Array.of(10, 20))
  })

  test("leaf ids", () => {
    const leaves = booster.predict(both, { numRows: 2, output: "leaf" })
    expect(leaves).toEqual(Int32Array.of(1, 1, 1, 2, 2, 2))
    const part = { numRows: 2, output: "leaf", iterationRange: [1, 2] } as const
    expect(booster.predict(both, part)).toEqual(Int32Array.of(1, 2))
  })

  test("into an array that is given", () => {
    const out = new Float32Array(2)
    expect(booster.predict(both, { numRows: 2, out })).toBe(out)
    const leaves = new Int32Array(6)
    expect(booster.predict(both, { numRows: 2, output: "leaf", out: leaves })).toBe(leaves)
    const one = new Float32Array(2)
    expect(classes("multi:softmax").predict(both, { numRows: 2, out: one })).toBe(one)
  })

  test("of several outputs are one after another, and classes are one a row", () => {
    const margins = Float32Array.of(-0.5, 2.5, 1, 1.5, -1.5, 0)
    expect(classes("multi:softmax").predict(both, { numRows: 2, output: "margin" })).toEqual(margins)
    expect(classes("multi:softmax").predict(both, { numRows: 2 })).toEqual(Float32Array.of(1, 0))
    const shares = classes("multi:softprob").predict(low)
    expect(shares).toHaveLength(3)
    expect(shares[0] + shares[1] + shares[2]).toBeCloseTo(1, 6)
  })

  test("of a linear booster: biases, weights of what is there, the first base score", () => {
    expect(linear.predict(Float32Array.of(3, 4))).toEqual(Float32Array.of(111.5, 310.5))
    expect(linear.predict(Float32Array.of(Number.NaN, 4))).toEqual(Float32Array.of(108.5, 280.5))
    expect(linear.baseMargins).toEqual(Float32Array.of(0.5, 0.5))
  })
})

group("base margins", () => {
  const marginsOf = (changes: Partial<ParsedModel>): Float32Array => boosterWith(changes).baseMargins
  const logistic = { objective: "binary:logistic" }

  test("are the base score, or what its objective makes of it", () => {
    expect(marginsOf({ objective: null })).toEqual(Float32Array.of(0.5))
    expect(marginsOf({ objective: "mine" })).toEqual(Float32Array.of(0.5))
    expect(marginsOf({ objective: "count:poisson" })).toEqual(Float32Array.of(Math.log(0.5)))
    expect(marginsOf(logistic)).toEqual(Float32Array.of(-0))
    expect(marginsOf({ ...logistic, baseScore: Float32Array.of(-3), baseScoreIsMargin: true })).toEqual(
      Float32Array.of(-3),
    )
  })

  test("are one for each output", () => {
    const two = { numTarget: 2, treeInfo: Int32Array.of(0, 1, 0), iterationIndptr: Int32Array.of(0, 3) }
    expect(marginsOf(two)).toEqual(Float32Array.of(0.5, 0.5))
    expect(marginsOf({ ...two, baseScore: Float32Array.of(1, 2) })).toEqual(Float32Array.of(1, 2))
  })

  test("of a probability that is none are clamped since 3.1, and refused before", () => {
    for (const version of [
      [3, 1, 0],
      [3, 4, 1],
      [4, 0, 0],
    ] as const) {
      const clamped = (score: number): number =>
        marginsOf({ ...logistic, version, baseScore: Float32Array.of(score) })[0]
      expect(clamped(0)).toBe(clamped(1e-6))
      expect(clamped(1)).toBe(clamped(Math.fround(1 - 1e-6)))
      expect(clamped(0)).toBeCloseTo(-13.8155, 3)
      expect(clamped(1)).toBeCloseTo(13.745, 2)
    }
    for (const version of [[3, 0, 9], [2, 1, 0], [1, 7, 4], null] as const) {
      for (const score of [0, 1]) {
        const read = () => marginsOf({ ...logistic, version, baseScore: Float32Array.of(score) })
        expect(read).toThrow(ModelFormatError)
        expect(read).toThrow(
          `model.json, learner.learner_model_param.base_score: not a probability, as binary:logistic needs; expected a number between 0 and 1, got ${score}`,
        )
      }
    }
  })
})

group("what is refused", () => {
  const booster = boosterWith()
  test.each<[Booster, unknown, PredictOptions, new (...rest: never[]) => Error, string]>([
    [booster, low, { numRows: -1 }, RangeError, "options.numRows: expected an integer of 0 or more, got -1"],
    [
      booster,
      low,
      { numRows: 0.5 },
      RangeError,
      "options.numRows: expected an integer of 0 or more, got 0.5",
    ],
    [booster, [9, 0], {}, TypeError, "rows: expected a Float32Array, got "],
    [
      booster,
      both,
      {},
      ShapeError,
      "rows: wrong length; expected 2 entries (numRows 1 × numFeatures 2), got 4",
    ],
    [
      booster,
      low,
      { output: "class" as never },
      TypeError,
      'options.output: expected "prediction", "margin" or "leaf", got "class"',
    ],
    [booster, low, { out: new Int32Array(1) }, TypeError, "options.out: expected a Float32Array, got "],
    [
      booster,
      low,
      { out: new Float32Array(2) },
      ShapeError,
      "options.out: wrong length; expected 1 entries (numRows 1 × 1), got 2",
    ],
    [
      booster,
      low,
      { output: "leaf", out: new Float32Array(3) },
      TypeError,
      "options.out: expected a Int32Array, got ",
    ],
    [
      booster,
      low,
      { output: "leaf", out: new Int32Array(2) },
      ShapeError,
      "options.out: wrong length; expected 3 entries (numRows 1 × trees 3), got 2",
    ],
    [
      booster,
      low,
      { baseMargin: [1] as never },
      TypeError,
      "options.baseMargin: expected a Float32Array, got ",
    ],
    [
      booster,
      low,
      { baseMargin: new Float32Array(2) },
      ShapeError,
      "options.baseMargin: wrong length; expected 1 entries (numRows 1 × numOutputs 1), got 2",
    ],
    [
      linear,
      low,
      { output: "leaf" },
      UnsupportedModelError,
      'model.json, options.output: a linear booster has no leaves; expected "prediction" or "margin", got "leaf"',
    ],
    [
      boosterWith({ objective: null }),
      low,
      {},
      TypeError,
      'options.objective was not given when the dump was read; output "margin" needs none',
    ],
    [
      boosterWith({ objective: "mine" }),
      low,
      {},
      UnsupportedModelError,
      'model.json, learner.objective.name: prediction of an unknown objective; expected an objective of XGBoost 1.0 to 3.4, got "mine"; output "margin" works',
    ],
    ...(
      [
        [0, 4],
        [-1, 2],
        [2, 1],
        [0.5, 2],
        [0, 1.5],
      ] as const
    ).map(
      range =>
        [
          booster,
          low,
          { iterationRange: range },
          RangeError,
          `options.iterationRange: expected rounds [begin, end) within 0..3, got [${range[0]}, ${range[1]}]`,
        ] as [Booster, unknown, PredictOptions, typeof RangeError, string],
    ),
  ])("case %#", (asked, rows, options, type, message) => {
    expect(() => asked.predict(rows as Float32Array, options as object)).toThrow(type)
    expect(() => asked.predict(rows as Float32Array, options as object)).toThrow(message)
  })

  test("margins need no objective", () => {
    for (const objective of [null, "mine"]) {
      expect(boosterWith({ objective }).predict(low, { output: "margin" })).toEqual(Float32Array.of(-2.5))
    }
  })
})

group("a description", () => {
  test("tells what the file says and what the trees are", () => {
    const attributes = new Map([["best_iteration", "1"]])
    expect(describe(boosterWith({ attributes, featureNames: ["a", "b"] }))).toEqual({
      objective: "reg:squarederror",
      booster: "gbtree",
      version: "1.7.4",
      numTrees: 3,
      numNodes: 9,
      maxDepth: 1,
      numFeatures: 2,
      numOutputs: 1,
      featureNames: ["a", "b"],
      featureTypes: null,
      categories: null,
      attributes: { best_iteration: "1" },
      numRounds: 3,
      baseScore: [0.5],
      bestIteration: 1,
    })
  })

  test("has no version where the file has none, and no best round that is no number", () => {
    expect(describe(boosterWith({ version: null })).version).toBe(null)
    expect(describe(boosterWith()).bestIteration).toBe(null)
    for (const text of ["x1", "1x", "", "-1"]) {
      expect(describe(boosterWith({ attributes: new Map([["best_iteration", text]]) })).bestIteration).toBe(
        null,
      )
    }
  })
})
