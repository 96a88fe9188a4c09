/** What training refuses, and that it says which argument was wrong. */
import { describe, expect, it } from "vitest"
import { ShapeError, train } from "../../../src/entries/training.ts"

const data = { rows: new Float32Array(6), numFeatures: 2, labels: Float32Array.of(1, 2, 3) }

type Call = readonly [kind: new (...values: never[]) => Error, message: string, ...values: unknown[]]

const bad = (change: object): unknown => ({ ...data, ...change })

const CALLS: readonly Call[] = [
  [TypeError, "data: expected rows, numFeatures and labels, got null", null],
  [TypeError, "data.rows: expected a Float32Array, got an array of 6", bad({ rows: [0, 0, 0, 0, 0, 0] })],
  [TypeError, "data.labels: expected a Float32Array, got undefined", bad({ labels: undefined })],
  [RangeError, "data.numFeatures: expected an integer of 1 or more, got 0", bad({ numFeatures: 0 })],
  [
    ShapeError,
    "data.rows: wrong length; expected 9 entries (labels.length 3 × numFeatures 3), got 6",
    bad({ numFeatures: 3 }),
  ],
  [ShapeError, "data.labels: no rows; expected 1 or more, got 0", bad({ labels: new Float32Array(0) })],
  [
    RangeError,
    "data.rows[4]: expected a finite number or NaN, got Infinity",
    bad({ rows: Float32Array.of(0, 0, 0, 0, Infinity, 0) }),
  ],
  [
    RangeError,
    "data.labels[1]: expected a finite number, got NaN",
    bad({ labels: Float32Array.of(1, NaN, 3) }),
  ],
  [
    RangeError,
    "data.weights[2]: expected a finite number of 0 or more, got -1",
    bad({ weights: Float32Array.of(1, 1, -1) }),
  ],
  [
    ShapeError,
    "data.weights: wrong length; expected 3 entries (labels.length), got 2",
    bad({ weights: new Float32Array(2) }),
  ],
  [RangeError, "data.weights: expected a weight above 0, got none", bad({ weights: new Float32Array(3) })],
  [
    ShapeError,
    "data.featureNames: wrong length; expected 2 entries (numFeatures), got 1",
    bad({ featureNames: ["a"] }),
  ],
  [
    RangeError,
    'data.featureNames[1]: expected names that differ, got "a" twice',
    bad({ featureNames: ["a", "a"] }),
  ],
  [
    RangeError,
    'parameters.objective: expected one of reg:squarederror, reg:absoluteerror, reg:quantileerror, binary:logistic, reg:logistic, count:poisson, got "reg:squareerror"; did you mean reg:squarederror?',
    data,
    { objective: "reg:squareerror" },
  ],
  [
    RangeError,
    'parameters.max_depth: expected a parameter of training, got "max_depth"; did you mean maxDepth?',
    data,
    { max_depth: 3 },
  ],
  [RangeError, "parameters.maxDepth: expected an integer in 0..1073741824, got 2.5", data, { maxDepth: 2.5 }],
  [RangeError, "parameters.numTrees: expected an integer in 1..1073741824, got 0", data, { numTrees: 0 }],
  [RangeError, "parameters.maxBins: expected an integer in 2..32767, got 1", data, { maxBins: 1 }],
  [RangeError, "parameters.lambda: expected a finite number of 0 or more, got -1", data, { lambda: -1 }],
  [RangeError, "parameters.subsample: expected a number above 0, at most 1, got 0", data, { subsample: 0 }],
  [RangeError, "parameters.colsampleByNode: expected a number in 0..1, got 2", data, { colsampleByNode: 2 }],
  [
    RangeError,
    "parameters.quantileAlpha: expected a number above 0 and below 1, got 1",
    data,
    { objective: "reg:quantileerror", quantileAlpha: 1 },
  ],
  [
    RangeError,
    "parameters.baseScore: expected a number above 0 and below 1 for binary:logistic, got 1",
    bad({ labels: Float32Array.of(0, 1, 0) }),
    { objective: "binary:logistic", baseScore: 1 },
  ],
  [
    RangeError,
    "data.labels[1]: expected a number in 0..1 for binary:logistic, got 2",
    data,
    { objective: "binary:logistic" },
  ],
  [
    RangeError,
    "data.labels[0]: expected a number of 0 or more for count:poisson, got -1",
    bad({ labels: Float32Array.of(-1, 1, 0) }),
    { objective: "count:poisson" },
  ],
  [
    ShapeError,
    "parameters.monotoneConstraints: wrong length; expected 2 entries (numFeatures), got 1",
    data,
    { monotoneConstraints: [1] },
  ],
  [
    RangeError,
    "parameters.monotoneConstraints[1]: expected -1, 0 or 1, got 2",
    data,
    { monotoneConstraints: [1, 2] },
  ],
  [
    RangeError,
    "parameters.interactionConstraints[0][1]: expected an integer in 0..1, got 2",
    data,
    { interactionConstraints: [[0, 2]] },
  ],
  [RangeError, 'parameters.seed: expected an integer in 0..9007199254740991, got "a"', data, { seed: "a" }],
  [
    TypeError,
    "options.earlyStoppingRounds: expected options.validation beside it, got none",
    data,
    {},
    { earlyStoppingRounds: 3 },
  ],
  [
    RangeError,
    "options.earlyStoppingRounds: expected an integer of 1 or more, got 0",
    data,
    {},
    { validation: data, earlyStoppingRounds: 0 },
  ],
  [
    RangeError,
    'options.evaluationMetric: expected one of rmse, mae, quantile, logloss, poisson-nloglik, got "rsme"; did you mean rmse?',
    data,
    {},
    { evaluationMetric: "rsme" },
  ],
  [
    RangeError,
    "options.validation.numFeatures: expected 2 as in data, got 1",
    data,
    {},
    { validation: { rows: new Float32Array(3), numFeatures: 1, labels: data.labels } },
  ],
]

describe("train refuses", () => {
  it.each(CALLS)("as a %o: %s", async (kind, message, ...values) => {
    const run = train(...(values as unknown as Parameters<typeof train>))
    await expect(run).rejects.toThrow(message)
    await expect(run).rejects.toBeInstanceOf(kind)
  })
})
