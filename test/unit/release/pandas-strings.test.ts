import { describe, expect, test } from "vitest"
import { ModelFormatError, UnsupportedModelError } from "../../../src/errors.ts"
import { PickleField } from "../../../src/pickle/field.ts"
import type { NdArray, PickleObject, PickleValue } from "../../../src/pickle/value.ts"
import { indexStrings, seriesStrings } from "../../../src/release/pandas-strings.ts"
import { dict, instance, tuple } from "./altered.ts"

const NAMES = ["valid-acc", "latency"]
const field = (value: PickleValue): PickleField => new PickleField(value, "", "labels")

function objects(values: PickleValue[], shape: number[] = [values.length]): NdArray {
  const dtype = { kind: "dtype", letter: "O", itemSize: 8, isLittleEndian: true, name: "|O" } as const
  return { kind: "ndarray", dtype, shape, order: "C", values }
}

/** A Series whose block holds some values. */
function series(values: PickleValue, manager = "_mgr"): PickleObject {
  const state = dict({ axes: [], blocks: [dict({ values, mgr_locs: null })] })
  const blocks = instance("pandas.core.internals.managers", "SingleBlockManager")
  const made = { ...blocks, state: tuple([], [], [], dict({ "0.14.1": state })) }
  return instance("pandas.core.series", "Series", { [manager]: made, _typ: "series" })
}

test("an Index, whether pandas made it with arguments or with a state", () => {
  const data = dict({ data: objects(NAMES), name: null })
  const index = instance("pandas.core.indexes.base", "Index")
  expect(indexStrings(field({ ...index, state: data }))).toEqual(NAMES)
  expect(indexStrings(field({ ...index, state: undefined, args: [data] }))).toEqual(NAMES)
})

test.each([
  ["values in a row", series(objects(NAMES))],
  ["values of one row", series(objects(NAMES, [1, 2]))],
  ["the manager of older versions", series(objects(NAMES), "_data")],
  [
    "an array of pandas' own",
    series(instance("pandas.core.arrays.string_", "StringArray", { _ndarray: objects(NAMES) })),
  ],
])("a Series: %s", (_, value) => {
  expect(seriesStrings(field(value))).toEqual(NAMES)
})

describe("others are refused", () => {
  const opaque = { kind: "opaque", callable: "os.system", args: ["ls"] } as const

  test.each<[string, PickleValue]>([
    ["another class", instance("pandas.core.frame", "DataFrame")],
    ["an index without data", instance("pandas.core.indexes.base", "Index", { name: null })],
    ["numbers", instance("pandas.core.indexes.base", "Index", { data: objects([1, 2]) })],
    ["a plain list", NAMES],
  ])("as an Index: %s", (_, value) => {
    expect(() => indexStrings(field(value))).toThrow(ModelFormatError)
  })

  test.each<[string, PickleValue]>([
    ["an Index", instance("pandas.core.indexes.base", "Index")],
    [
      "an unknown layout",
      instance("pandas.core.series", "Series", { _mgr: { ...instance("m", "M"), state: tuple([]) } }),
    ],
    ["numbers", series(objects([1, 2]))],
    ["a table", series(objects(NAMES, [2, 1]))],
  ])("as a Series: %s", (_, value) => {
    expect(() => seriesStrings(field(value))).toThrow(ModelFormatError)
  })

  test("what only running the pickle would give, by its name", () => {
    expect(() => indexStrings(field(opaque))).toThrow(UnsupportedModelError)
    expect(() => indexStrings(field(opaque))).toThrow("os.system")
  })
})
