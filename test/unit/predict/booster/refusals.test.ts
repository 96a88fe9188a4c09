/** Refusals of readers, encoders, grids and fixed features, word for word. */
import { describe, expect, test } from "vitest"
import { NotFoundError, ShapeError, UnsupportedModelError } from "../../../../src/errors.ts"
import type { Booster } from "../../../../src/predict/booster/booster.ts"
import { boosterOf } from "../../../../src/predict/booster/booster-of.ts"
import { encodeArrays, encodeRecords, encodeRows } from "../../../../src/predict/booster/encode-rows.ts"
import {
  readBooster,
  readDump,
  readJson,
  readLegacyBinary,
  readPickledHandle,
  readUbjson,
} from "../../../../src/predict/booster/read.ts"
import { specialise } from "../../../../src/predict/booster/specialise.ts"
import { checkGrid } from "../../../../src/predict/grid/grid-check.ts"
import type { GridAxis, GridOptions } from "../../../../src/predict/grid/grid-request.ts"
import { writePack } from "../../../../src/predict/pack/pack.ts"
import { statisticsOf } from "../../../../src/predict/pack/packed-model.ts"
import { parsedModel, parsedTree } from "../../../support/parsed.ts"

type ErrorClass = new (...rest: never[]) => Error

function expectRefused(run: () => unknown, type: ErrorClass, message: string): void {
  expect(run).toThrow(type)
  expect(run).toThrow(message)
}

const unnamed = boosterOf(parsedModel([parsedTree()]))
const named = boosterOf(parsedModel([parsedTree()], { featureNames: ["width", "height"] }))
const linear = boosterOf(parsedModel([], { booster: "gblinear", linearWeights: Float32Array.of(1, 2, 3) }))

describe("sources", () => {
  test("that are none", () => {
    const expected = "source: expected a Uint8Array, ArrayBuffer, string or object, got "
    for (const source of [undefined, null, 5]) {
      for (const read of [readJson, readBooster])
        expectRefused(() => read(source as never), TypeError, expected)
      expectRefused(() => readDump(source as never, { baseScore: 0 }), TypeError, expected)
    }
  })

  test("that are text or objects where bytes are needed", () => {
    for (const read of [readUbjson, readLegacyBinary, readPickledHandle]) {
      for (const source of ["{}", {}]) {
        expectRefused(
          () => read(source as never),
          TypeError,
          "source: expected a Uint8Array or ArrayBuffer, got ",
        )
      }
    }
  })

  test("have a name in messages, model by default", () => {
    const empty = new Uint8Array(0)
    for (const read of [readJson, readUbjson, readLegacyBinary, readPickledHandle, readBooster]) {
      expect(() => read(empty)).toThrow(/^model @ byte 0/)
      expect(() => read(empty, { source: "mine" })).toThrow(/^mine @ byte 0/)
    }
    expect(() => readDump(empty, { baseScore: 0 })).toThrow(/^model @ byte 0/)
    expect(() => readDump(empty, { baseScore: 0, source: "mine" })).toThrow(/^mine @ byte 0/)
    expect(() => readBooster({ a: 1n })).toThrow(/^model, a:/)
    expect(() => readBooster({ a: 1n }, { source: "mine" })).toThrow(/^mine, a:/)
    expect(() => readBooster({})).toThrow(/^model, version: missing field/)
    expectRefused(
      () => readDump([], undefined as never),
      TypeError,
      "options.baseScore: a JSON dump does not hold",
    )
  })
})

describe("records and arrays", () => {
  const row = { width: 1, height: 2 }

  test("are numbered from where they begin", () => {
    expect(encodeRecords(named, [row], "rows")).toEqual(Float32Array.of(1, 2))
    const record = { ...row, width: "1" }
    expectRefused(
      () => encodeRecords(named, [row, record], "rows", 7),
      TypeError,
      'rows[8].width: expected a number, a boolean or null, got "1"',
    )
    expect(
      encodeArrays(
        named,
        [
          [1, null],
          [true && 3, 4],
        ],
        "rows",
      ),
    ).toEqual(Float32Array.of(1, Number.NaN, 3, 4))
    expectRefused(
      () =>
        encodeArrays(
          named,
          [
            [1, 2],
            [1, "2"],
          ],
          "rows",
          7,
        ),
      TypeError,
      'rows[8][1]: expected a number or null, got "2"',
    )
    expectRefused(
      () => encodeArrays(named, [[1, 2, 3]], "rows", 7),
      ShapeError,
      "rows[7]: wrong length; expected 2 values, got 3",
    )
    expectRefused(
      () => encodeArrays(named, [5], "rows"),
      TypeError,
      "rows[0]: expected an array of values, got 5",
    )
  })

  test.each<[Booster, unknown, ErrorClass, string]>([
    [named, 5, TypeError, "data: expected an array of records or an object of columns, got 5"],
    [named, null, TypeError, "data: expected an array of records or an object of columns, got null"],
    [named, [null], TypeError, "data[0]: expected an object of values by feature name, got null"],
    [named, [[1, 2]], TypeError, "data[0]: expected an object of values by feature name, got "],
    [named, [7], TypeError, "data[0]: expected an object of values by feature name, got 7"],
    [
      named,
      [{ ...row, hight: 1 }],
      NotFoundError,
      'data[0].hight: the model has no such feature; expected one of width, height, got "hight"; did you mean height?',
    ],
    [
      named,
      [{ width: 1 }],
      NotFoundError,
      "data[0]: features without a value; expected all 2 features (null where a value is missing), got none for height",
    ],
    [unnamed, [{ f0: 1 }], NotFoundError, "got none for f1"],
    [
      named,
      { width: [1], height: [1, 2] },
      ShapeError,
      "data.height: columns of different lengths; expected 1 values, as width has, got 2",
    ],
    [named, { width: [1] }, NotFoundError, "data: features without a value"],
    [
      named,
      { width: [1, "x"], height: [1, 2] },
      TypeError,
      'data.width[1]: expected a number, a boolean or null, got "x"',
    ],
  ])("that are refused, case %#", (booster, data, type, message) => {
    expectRefused(() => encodeRows(booster, data as never), type, message)
  })

  test("booleans are 0 and 1, absent values are missing", () => {
    const rows = encodeRows(named, [
      { width: true, height: undefined },
      { width: false, height: null },
    ])
    expect(rows).toEqual(Float32Array.of(1, Number.NaN, 0, Number.NaN))
  })

  test("long lists are cut", () => {
    const numFeatures = 21
    const names = Array.from({ length: numFeatures }, (_, i) => `n${i}`)
    const many = (count: number) =>
      boosterOf(parsedModel([parsedTree()], { numFeatures: count, featureNames: names.slice(0, count) }))
    expectRefused(
      () => encodeRows(many(21), [{ other: 1 }]),
      NotFoundError,
      "expected one of 21 feature names, got",
    )
    expectRefused(() => encodeRows(many(20), [{ other: 1 }]), NotFoundError, "expected one of n0, n1, n2,")
    expectRefused(
      () => encodeRows(many(11), [{}]),
      NotFoundError,
      "got none for n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, …",
    )
    expect(() => encodeRows(many(10), [{}])).toThrow(/n9$/)
    const values = { type: 13, values: Array.from({ length: 21 }, (_, i) => 10 * i) }
    const coded = (count: number) =>
      boosterOf(
        parsedModel([parsedTree()], {
          categoryValues: [null, { ...values, values: values.values.slice(0, count) }],
        }),
      )
    expectRefused(() => encodeRows(coded(21), [{ f0: 1, f1: 1 }]), NotFoundError, "180, 190, …, got 1")
    expectRefused(() => encodeRows(coded(20), [{ f0: 1, f1: 1 }]), NotFoundError, "180, 190, got 1")
    expectRefused(
      () => encodeRows(coded(20), [{ f0: 1, f1: true }]),
      NotFoundError,
      "data[0].f1: category that training did not see; expected one of 0, 10,",
    )
    expect(
      encodeRows(coded(20), [
        { f0: 5, f1: 20 },
        { f0: 5, f1: Number.NaN },
      ]),
    ).toEqual(Float32Array.of(5, 2, 5, Number.NaN))
  })
})

describe("grids", () => {
  const base = new Float32Array(2)
  const check = (booster: Booster, axes: unknown, options: object = { base }) =>
    checkGrid(booster, axes as readonly GridAxis[], options as GridOptions)

  test("that fit", () => {
    const values = Float32Array.of(1, 2, 3, 4)
    expect(check(named, [{ features: ["height", 0], values }], {})).toEqual({
      axes: [{ features: [1, 0], values, length: 2 }],
      base: new Float32Array(2),
      numCells: 2,
      columns: 1,
    })
    const softmax = boosterOf(
      parsedModel([parsedTree(), parsedTree()], {
        objective: "multi:softmax",
        numClass: 2,
        iterationIndptr: Int32Array.of(0, 2),
      }),
    )
    expect(check(softmax, [], { base }).columns).toBe(1)
    expect(check(softmax, [], { base, output: "margin" }).columns).toBe(2)
    const given = {
      base,
      output: "prediction",
      iterationRange: [0, 1],
      baseMargin: new Float32Array(1),
      out: new Float32Array(1),
    }
    expect(check(named, [], given)).toEqual({ axes: [], base, numCells: 1, columns: 1 })
    const large = Array.from({ length: 2 }, (_, features) => ({ features, values: new Float32Array(16_384) }))
    expect(check(named, large).numCells).toBe(268_435_456)
  })

  const two = [{ features: 0, values: [1, 2] }]
  test.each<[Booster, unknown, object, ErrorClass, string]>([
    [
      named,
      [],
      { base, other: 1 },
      TypeError,
      "options.other: unknown option; expected base, output, iterationRange, baseMargin, out",
    ],
    [
      named,
      [],
      { base, output: "leaf" },
      TypeError,
      'options.output: expected "prediction" or "margin", got "leaf"',
    ],
    [named, 5, { base }, TypeError, "axes: expected an array of axes, got 5"],
    [
      named,
      two,
      { base, out: new Float32Array(1) },
      ShapeError,
      "options.out: wrong length; expected 2 entries (2, 1 a cell), got 1",
    ],
    [
      named,
      [],
      { base, out: new Float32Array(2) },
      ShapeError,
      "options.out: wrong length; expected 1 entries (one cell, 1 a cell), got 2",
    ],
    [
      named,
      two,
      { base, baseMargin: new Float32Array(3) },
      ShapeError,
      "options.baseMargin: wrong length; expected 2 entries (2, 1 a cell), got 3",
    ],
    [
      named,
      two,
      { base, baseMargin: [1, 2] },
      TypeError,
      "options.baseMargin: expected a Float32Array, got ",
    ],
    [
      named,
      [],
      { base: new Float32Array(3) },
      ShapeError,
      "options.base: wrong length; expected 2 entries (numFeatures 2), got 3",
    ],
    [
      named,
      two,
      {},
      TypeError,
      "options.base: expected a row of 2 values, as feature 1 has no axis, got undefined",
    ],
    [named, [5], { base }, TypeError, "axes[0]: expected an object with features and values, got 5"],
    [named, [null], { base }, TypeError, "axes[0]: expected an object with features and values, got null"],
    [
      named,
      [{ features: [], values: [] }],
      { base },
      TypeError,
      "axes[0].features: expected at least one feature, got an array of 0",
    ],
    [
      named,
      [...two, { features: 0, values: [1] }],
      { base },
      TypeError,
      "axes[1].features: feature 0 is on an axis already (axes[0])",
    ],
    [
      named,
      [{ features: 0, values: 5 }],
      { base },
      TypeError,
      "axes[0].values: expected an array of numbers, got 5",
    ],
    [
      named,
      [{ features: 0, values: new DataView(new ArrayBuffer(4)) }],
      { base },
      TypeError,
      "axes[0].values: expected an array of numbers, got ",
    ],
    [
      named,
      [{ features: 0, values: [1, "2"] }],
      { base },
      TypeError,
      'axes[0].values[1]: expected a number, got "2"',
    ],
    [
      named,
      [{ features: [0, 1], values: [1] }],
      { base },
      ShapeError,
      "axes[0].values: wrong length; expected a multiple of 2, one value for each feature of the axis, got 1",
    ],
    [
      named,
      [{ features: null, values: [1] }],
      { base },
      TypeError,
      "axes[0].features: expected an index or a name, got null",
    ],
    [
      named,
      [{ features: 2, values: [1] }],
      { base },
      NotFoundError,
      "axes[0].features: no such feature; expected an index from 0 to 1 or a feature's name, got 2",
    ],
    [named, [{ features: -1, values: [1] }], { base }, NotFoundError, "got -1"],
    [named, [{ features: 0.5, values: [1] }], { base }, NotFoundError, "got 0.5"],
    [
      unnamed,
      [{ features: "f0", values: [1] }],
      { base },
      NotFoundError,
      'axes[0].features: no such feature; expected an index from 0 to 1, got "f0"',
    ],
    [
      named,
      [0, 1].map(features => ({ features, values: new Float32Array(16_385) })),
      { base },
      ShapeError,
      "axes: too many values (16385 × 16385, 1 a cell); expected at most 268435456, got 268468225; ask in parts, or give an array as out",
    ],
  ])("that are refused, case %#", (booster, axes, options, type, message) => {
    expectRefused(() => check(booster, axes, options), type, message)
  })
})

describe("fixed features", () => {
  test.each<[Booster, unknown, object | undefined, ErrorClass, string]>([
    [named, null, undefined, TypeError, "fixed: expected an object of features, got null"],
    [named, 5, undefined, TypeError, "fixed: expected an object of features, got 5"],
    [named, {}, { ids: 1 }, TypeError, "options.ids: unknown option; expected nodeIds"],
    [
      linear,
      {},
      undefined,
      UnsupportedModelError,
      "model.json: a linear booster has no branches to leave out; expected trees, got gblinear",
    ],
    [
      named,
      { width: "1" },
      undefined,
      TypeError,
      'fixed.width: expected a number or [lower, upper], got "1"',
    ],
    [
      named,
      { width: [1, 2, 3] },
      undefined,
      TypeError,
      "fixed.width: expected a number or [lower, upper], got ",
    ],
    [
      named,
      { width: [1, "2"] },
      undefined,
      TypeError,
      "fixed.width: expected a number or [lower, upper], got ",
    ],
    [
      named,
      { width: [2, 1] },
      undefined,
      RangeError,
      "fixed.width: expected lower at most upper, got [2, 1]",
    ],
    [
      named,
      { depth: 1 },
      undefined,
      NotFoundError,
      'fixed: no such feature; expected an index from 0 to 1 or a feature\'s name, got "depth"',
    ],
    [
      unnamed,
      { 2: 1 },
      undefined,
      NotFoundError,
      'fixed: no such feature; expected an index from 0 to 1, got "2"',
    ],
    [unnamed, { "0x1": 1 }, undefined, NotFoundError, 'got "0x1"'],
    [unnamed, { " 1": 1 }, undefined, NotFoundError, 'got " 1"'],
    [unnamed, { "1 ": 1 }, undefined, NotFoundError, 'got "1 "'],
  ])("that are refused, case %#", (booster, fixed, options, type, message) => {
    expectRefused(() => specialise(booster, fixed as never, options), type, message)
  })

  test("are found by name and by index, and leave out what they rule out", () => {
    for (const fixed of [{ height: 0.25 }, { 1: 0.25 }, { height: [0.25, 0.49] as const }]) {
      const smaller = specialise(named, fixed)
      expect(smaller.trees.numNodes).toBe(1)
      expect(smaller.predict(Float32Array.of(9, 9))).toEqual(Float32Array.of(-0.5))
      expect(smaller.predict(Float32Array.of(9, 9), { output: "leaf" })).toEqual(Int32Array.of(1))
      const anew = specialise(named, fixed, { nodeIds: false })
      expect(anew.predict(Float32Array.of(9, 9), { output: "leaf" })).toEqual(Int32Array.of(0))
    }
    expect(specialise(named, { height: [0.5, 0.5] }).predict(new Float32Array(2))).toEqual(
      Float32Array.of(2.5),
    )
    expect(specialise(named, { width: 1 }).trees.numNodes).toBe(3)
  })
})

describe("packs", () => {
  test("of another compression", () => {
    expectRefused(
      () => writePack(named, { compression: "zip" as never }),
      TypeError,
      'options.compression: expected "gzip" or "none", got "zip"',
    )
  })

  const statistics = { lossChanges: Float32Array.of(8, 0, 0), sumHessian: Float32Array.of(3, 1, 2) }
  const booster = (changes: object, model: object = {}) =>
    boosterOf(parsedModel([parsedTree(statistics), parsedTree({ ...statistics, ...changes })], model))

  test("with statistics that there are none of", () => {
    const what =
      "the model has no statistics to put into a pack; expected sum_hessian and loss_changes of every tree, got none; "
    expectRefused(
      () => statisticsOf(linear),
      UnsupportedModelError,
      `model.json, trees: ${what}leave \`statistics\` out`,
    )
    expectRefused(
      () => statisticsOf(booster({ sumHessian: null })),
      UnsupportedModelError,
      `model.json, trees[1].sum_hessian: ${what}leave`,
    )
    expectRefused(
      () => statisticsOf(booster({ lossChanges: null }, { format: "json-dump" })),
      UnsupportedModelError,
      `model.json, trees[1].loss_changes: ${what}dump it with statistics`,
    )
  })

  test("with statistics in the forest's order", () => {
    expect(statisticsOf(booster({ sumHessian: Float32Array.of(7, 5, 2) }))).toEqual({
      covers: Float32Array.of(3, 1, 2, 7, 5, 2),
      gains: Float32Array.of(8, 8),
    })
  })
})
