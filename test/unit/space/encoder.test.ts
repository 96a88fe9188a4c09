import { describe, expect, test } from "vitest"
import { ModelFormatError, ShapeError } from "../../../src/errors.ts"
import type { Configuration } from "../../../src/space/configuration.ts"
import { createEncoder, encodedColumns } from "../../../src/space/encoder.ts"
import { jahsSpace } from "../../../src/space/jahs-space.ts"
import encoded from "../../fixtures/space/encoded-rows.json" with { type: "json" }

const header = encoded.cases[0]!.header

describe("rows equal scikit-learn's", () => {
  test.each(encoded.cases.map(({ header, rows }) => [header.slice(-6).join(" "), header, rows] as const))(
    "plain columns %s",
    (_, header, rows) => {
      const encoder = createEncoder(header)
      expect(encoder.numFeatures).toBe(41)
      expect(encoder.epochColumn).toBe(header.indexOf("epoch"))
      expect(rows).toHaveLength(encoded.configurations.length)
      encoded.configurations.forEach((configuration, i) => {
        const row = new Float32Array(41)
        encoder.encode(configuration as Configuration, encoded.epoch, row)
        expect(row).toEqual(Float32Array.from(rows[i]!))
      })
    },
  )
})

test("an encoded row overwrites what was there, and nothing beside it", () => {
  const encoder = createEncoder(header)
  const row = new Float32Array(41)
  encoder.encode(jahsSpace.defaultConfiguration(), 7, row)
  const wide = new Float32Array(3 + 41 + 2).fill(Number.NaN)
  encoder.encode(jahsSpace.defaultConfiguration(), 7, wide, 3)
  expect(wide.subarray(3, 44)).toEqual(row)
  expect([...wide.subarray(0, 3), ...wide.subarray(44)]).toEqual(Array.from({ length: 5 }, () => Number.NaN))
})

test("columns may come in any order", () => {
  const encoder = createEncoder([...header].reverse())
  const straight = new Float32Array(41)
  const reversed = new Float32Array(41)
  const configuration = jahsSpace.defaultConfiguration()
  createEncoder(header).encode(configuration, 12, straight)
  encoder.encode(configuration, 12, reversed)
  expect(encoder.epochColumn).toBe(0)
  expect(reversed.reverse()).toEqual(straight)
})

test("a header may do without a hyperparameter, and without the epoch", () => {
  const encoder = createEncoder(["WeightDecay", "TrivialAugment_True"])
  const row = new Float32Array(2)
  encoder.encode({ ...jahsSpace.defaultConfiguration(), TrivialAugment: true }, 200, row)
  expect(encoder.epochColumn).toBe(-1)
  expect([...row]).toEqual([Math.fround(5e-4), 1])
})

test("a header without columns encodes to nothing", () => {
  const encoder = createEncoder([])
  encoder.encode(jahsSpace.defaultConfiguration(), 1, new Float32Array(0))
  expect(encoder.numFeatures).toBe(0)
})

test.each<[number, number]>([
  [40, 0],
  [41, 1],
  [100, 60],
  [100, -1],
  [100, Number.NaN],
])("a row does not fit into length %i at offset %i", (length, offset) => {
  const encoder = createEncoder(header)
  const encode = (): void =>
    encoder.encode(jahsSpace.defaultConfiguration(), 1, new Float32Array(length), offset)
  expect(encode).toThrow(ShapeError)
  expect(encode).toThrow(
    `out: row does not fit; expected room for 41 values from index ${offset} on, got length ${length}`,
  )
})

test("the header of the whole space is that of the paper's surrogates, the epoch last", () => {
  const columns = encodedColumns()
  expect([...columns].sort()).toEqual([...header].sort())
  expect(columns.slice(0, 6)).toEqual(["Op1_0", "Op1_1", "Op1_2", "Op1_3", "Op1_4", "Op2_0"])
  expect(columns).toContain("TrivialAugment_True")
  expect(columns.at(-1)).toBe("epoch")
  expect(createEncoder(columns).epochColumn).toBe(40)
})

describe("bad headers name the column", () => {
  test.each<[string, unknown[], string]>([
    [
      "unknown",
      ["epoch", "Dropout"],
      'surrogate.json, column 1: unknown column; expected a column of the design space, such as Op1_0, LearningRate or epoch, got "Dropout"',
    ],
    [
      "an unknown category",
      [...header, "Op1_5"],
      "column 41: unknown column; expected a column of the design space",
    ],
    ["a category in another spelling", ["Activation_relu"], 'got "Activation_relu"'],
    ["the category that if_binary drops", ["TrivialAugment_False"], 'got "TrivialAugment_False"'],
    ["a hyperparameter that is always one-hot", ["Op1"], 'got "Op1"'],
    ["a name of Object.prototype", ["constructor"], 'got "constructor"'],
    ["a number", [5], "column 0: unknown column"],
    [
      "twice",
      [...header, "epoch"],
      'surrogate.json, column 41: duplicate column; expected "epoch" once (it is column 40), got it again',
    ],
    ["twice in a block", ["Optimizer_SGD", "Optimizer_SGD"], "column 1: duplicate column"],
    [
      "missing from a block",
      header.filter(name => name !== "Op3_2"),
      "surrogate.json, Op3_2: missing column of Op3; expected a column for each of 0, 1, 2, 3, 4",
    ],
    [
      "the first one missing from a block",
      header.filter(name => name !== "Op3_0"),
      "surrogate.json, Op3_0: missing column of Op3; expected a column for each of 0, 1, 2, 3, 4",
    ],
    [
      "missing from a block of names",
      ["Activation_ReLU", "Activation_Mish"],
      "Activation_Hardswish: missing column",
    ],
  ])("%s", (_, names, message) => {
    const create = (): unknown => createEncoder(names as string[], "surrogate.json")
    expect(create).toThrow(ModelFormatError)
    expect(create).toThrow(message)
  })

  test("and are called headers where nothing is said", () => {
    expect(() => createEncoder(["Dropout"])).toThrow(/^header, column 0: unknown column/)
  })
})
