import { expect, test } from "vitest"
import { ModelFormatError, ShapeError } from "../../../src/errors.ts"
import { type DumpFeatures, type FeatureLabels, labelFeatures } from "../../../src/formats/feature-map.ts"
import type { ParsedModel } from "../../../src/formats/parsed-model.ts"

function label(options: DumpFeatures, model: Partial<ParsedModel> = {}): FeatureLabels {
  const numFeatures = model.featureNames?.length ?? 2
  const none = { version: [1, 7, 4], numFeatures, featureNames: null, featureTypes: null }
  return labelFeatures({ ...none, ...model } as ParsedModel, options)
}

test("names and types come from the map, the caller, the model, or are f0, f1", () => {
  expect(label({})).toEqual({ names: ["f0", "f1"], types: ["q", "q"] })
  const model = { featureNames: ["a", "b"], featureTypes: ["i", "c"] }
  expect(label({}, model)).toEqual({ names: ["a", "b"], types: ["i", "c"] })
  expect(label({ featureNames: ["x", "y"] }, model)).toEqual({ names: ["x", "y"], types: ["i", "c"] })
  expect(label({ featureTypes: ["int", "q"] }, model)).toEqual({ names: ["a", "b"], types: ["int", "q"] })
  const featureMap = "0\tred wine\tq\n".replace(" ", "_").concat("1 count  int\r\n\n")
  expect(label({ featureMap, featureNames: ["x", "y"] }, model)).toEqual({
    names: ["red_wine", "count"],
    types: ["q", "int"],
  })
})

test("names are escaped as the version does", () => {
  const featureNames = ['a"b\\c\\u0041\t', "\u0001\n\r\b\fé"]
  expect(label({}, { featureNames }).names).toEqual(featureNames)
  expect(label({}, { featureNames, version: [2, 0, 0] }).names).toEqual([
    'a\\"b\\\\c\\u0041\\t',
    "\\u0001\\n\\r\\b\\fé",
  ])
  // A dump that was read names no version; escaped it stays JSON.
  expect(label({}, { featureNames, version: null }).names[0]).toBe('a\\"b\\\\c\\u0041\\t')
})

test.each<[DumpFeatures, typeof ShapeError | typeof ModelFormatError, RegExp]>([
  [{ featureNames: ["a"] }, ShapeError, /featureNames: wrong length; expected 2 entries .*got 1/],
  [{ featureTypes: ["q", "q", "q"] }, ShapeError, /featureTypes: wrong length; expected 2 entries .*got 3/],
  [{ featureMap: "0 a q" }, ShapeError, /featureMap: wrong length; expected 2 entries .*got 1/],
  [{ featureMap: "0 a q\n2 b q" }, ModelFormatError, /entry 1: column out of its place; expected 1 .*got 2/],
  [{ featureMap: "0 a float64\n1 b q" }, ModelFormatError, /entry 0: unknown type; .*got float64/],
  [{ featureMap: "0 a b q\n1 b q" }, ModelFormatError, /entry 0: unknown type/],
])("%j is refused", (options, type, message) => {
  expect(() => label(options)).toThrow(type)
  expect(() => label(options)).toThrow(message)
})

test("refusals are told word for word", () => {
  const told: [DumpFeatures, string][] = [
    [
      { featureNames: ["a"] },
      "options.featureNames: wrong length; expected 2 entries (features of the model), got 1",
    ],
    [
      { featureTypes: ["q"] },
      "options.featureTypes: wrong length; expected 2 entries (features of the model), got 1",
    ],
    [{ featureMap: "0 a q" }, "featureMap: wrong length; expected 2 entries (features of the model), got 1"],
    [
      { featureMap: "1 a q" },
      "featureMap, entry 0: column out of its place; expected 0 (columns in order; names without white space), got 1",
    ],
    [{ featureMap: "0 a x" }, "featureMap, entry 0: unknown type; expected i, q, int, float, c, got x"],
  ]
  for (const [options, message] of told) expect(() => label(options)).toThrow(message)
})

test("every type is known, and what is less than an entry at the end is left", () => {
  const featureMap = "0 a i 1 b q 2 c int 3 d float 4 e c 5 f"
  const found = label({ featureMap }, { featureNames: ["", "", "", "", ""] })
  expect(found).toEqual({ names: ["a", "b", "c", "d", "e"], types: ["i", "q", "int", "float", "c"] })
})
