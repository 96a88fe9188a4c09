import { expect, test } from "vitest"
import { type Layout, layout17, sourceLayout } from "../../../src/formats/layout.ts"
import type { ParsedModel } from "../../../src/formats/parsed-model.ts"
import { parsedModel } from "../../support/parsed.ts"

const of = (version: ParsedModel["version"]): ParsedModel => parsedModel([], { version })

/** What the documents of a version have. */
function features(version: readonly [number, number, number]): string[] {
  const { version: _version, scalarLeafSize, ...flags } = sourceLayout(of(version)) as Layout
  const names = Object.entries(flags).flatMap(([name, is]) => (is ? [name] : []))
  return [...names.sort(), scalarLeafSize]
}

test("layouts change with their versions", () => {
  const old = ["hasBooleanFlags", "hasModelLeafSize", "0"]
  expect(features([1, 5, 2])).toEqual(old)
  expect(features([1, 6, 0])).toEqual(["hasModelLeafSize", "hasNumParallelTree", "hasNumTarget", "0"])
  const seven = ["hasBoostFromAverage", "hasModelLeafSize", "hasNumParallelTree", "hasNumTarget", "0"]
  expect(features([1, 7, 0])).toEqual(seven)
  const two = ["hasBoostFromAverage", "hasIterationIndptr", "hasNumParallelTree", "hasNumTarget", "1"]
  expect(features([2, 0, 0])).toEqual(two)
  expect(features([3, 0, 9])).toEqual(two)
  const later = ["hasBaseScores", "hasBoostFromAverage", "hasCategories"]
  const rest = ["hasIterationIndptr", "hasNumParallelTree", "hasNumTarget", "1"]
  expect(features([3, 1, 0])).toEqual([...later, ...rest])
  expect(features([3, 3, 0])).toEqual([...later, ...rest])
  expect(features([3, 4, 0])).toEqual([...later, "hasDartInModel", ...rest])
  expect(features([4, 0, 0])).toEqual([...later, "hasDartInModel", ...rest])
})

test("the layout of a source is that of its version, where it names one since 1.5", () => {
  expect(sourceLayout(of([2, 1, 4]))?.version).toEqual([2, 1, 4])
  expect(sourceLayout(of([2, 1]))?.version).toEqual([2, 1, 0])
  expect(sourceLayout(of([1, 5, 0]))?.version).toEqual([1, 5, 0])
  for (const version of [null, [1, 4, 2], [0, 9, 0]] as const) expect(sourceLayout(of(version))).toBe(null)
})

test("the layout of 1.7 keeps the patch number of a 1.7", () => {
  expect(layout17(of([1, 7, 2])).version).toEqual([1, 7, 2])
  for (const version of [null, [1, 7], [1, 6, 2], [2, 7, 2], [3, 4, 1]] as const) {
    expect(layout17(of(version))).toEqual(sourceLayout(of([1, 7, 4])))
  }
})
