import { describe, expect, test } from "vitest"
import { buildForest } from "../../../../src/forest/build.ts"
import type { FlatForest } from "../../../../src/forest/flat-forest.ts"
import type { ParsedTree } from "../../../../src/formats/parsed-model.ts"
import { type Box, NarrowingBox } from "../../../../src/predict/regions/box.ts"
import { parsedModel, parsedTree } from "../../../support/parsed.ts"

const forestOf = (...changes: Partial<ParsedTree>[]): FlatForest =>
  buildForest(parsedModel(changes.map(change => parsedTree(change))))

const numeric = forestOf({})
const numericRight = forestOf({ defaultLeft: Uint8Array.of(0, 0, 0) })

/** f1 goes right where it is 3 or 5. */
const categories = {
  nodes: Int32Array.of(0),
  segments: Int32Array.of(0),
  sizes: Int32Array.of(2),
  categories: Int32Array.of(5, 3),
}
const categorical = forestOf({ splitType: Uint8Array.of(1, 0, 0), categories })
const mixed = forestOf(
  { splitType: Uint8Array.of(1, 0, 0), categories },
  { splitConditions: Float32Array.of(4.5, 0, 0) },
)

/** Which sides of the root are visited, and what f1 can be there. */
function sides(forest: FlatForest, box: Box, root = 0): [side: string, extremes: readonly number[]][] {
  const narrowing = new NarrowingBox(forest, box)
  const before = narrowing.extremes(1)
  const found: [string, readonly number[]][] = []
  narrowing.branch(forest, root, child => {
    found.push([child === root + 1 ? "left" : "right", narrowing.extremes(1)])
  })
  expect(narrowing.extremes(1)).toEqual(before)
  return found
}

const JUST_BELOW_HALF = 0.5 - 2 ** -25

describe("an interval at a threshold of 0.5", () => {
  test("that is not narrowed is cut in two", () => {
    expect(sides(numeric, [])).toEqual([
      ["left", [-Infinity, JUST_BELOW_HALF, Number.NaN]],
      ["right", [0.5, Infinity]],
    ])
    expect(sides(numericRight, [])).toEqual([
      ["left", [-Infinity, JUST_BELOW_HALF]],
      ["right", [0.5, Infinity, Number.NaN]],
    ])
  })

  test.each<[number, number, [string, number[]][]]>([
    [0, 0.25, [["left", [0, 0.25]]]],
    [
      0,
      0.5,
      [
        ["left", [0, JUST_BELOW_HALF]],
        ["right", [0.5, 0.5]],
      ],
    ],
    [0.5, 0.5, [["right", [0.5, 0.5]]]],
    [
      0.25,
      1,
      [
        ["left", [0.25, JUST_BELOW_HALF]],
        ["right", [0.5, 1]],
      ],
    ],
    [0.75, 1, [["right", [0.75, 1]]]],
  ])("from %d to %d", (lower, upper, expected) => {
    expect(sides(numeric, [{ feature: 1, lower, upper }])).toEqual(expected)
  })

  test("missing values go their own way, where they may be missing", () => {
    expect(sides(numeric, [{ feature: 1, lower: 0.75, upper: 1, missing: true }])).toEqual([
      ["left", [Infinity, JUST_BELOW_HALF, Number.NaN]],
      ["right", [0.75, 1]],
    ])
    expect(sides(numericRight, [{ feature: 1, lower: 0, upper: 0.25, missing: true }])).toEqual([
      ["left", [0, 0.25]],
      ["right", [0.5, -Infinity, Number.NaN]],
    ])
  })

  test("nothing is below a threshold that is not a number", () => {
    const odd = forestOf({ splitConditions: Float32Array.of(Number.NaN, 0, 0) })
    expect(sides(odd, [{ feature: 1, lower: 0, upper: 1 }])).toEqual([["right", [0, 1]]])
  })

  test("bounds that are left out are infinite", () => {
    expect(new NarrowingBox(numeric, [{ feature: 1 }]).extremes(1)).toEqual([-Infinity, Infinity])
    expect(new NarrowingBox(numeric, [{ feature: 1, lower: 3 }]).extremes(1)).toEqual([3, Infinity])
    expect(new NarrowingBox(numeric, [{ feature: 1, upper: 3 }]).extremes(1)).toEqual([-Infinity, 3])
    expect(new NarrowingBox(numeric, []).extremes(0)).toEqual([-Infinity, Infinity, Number.NaN])
  })
})

describe("lists of values", () => {
  test("are divided among the sides, all features of a possibility together", () => {
    const values = [
      [1, 0],
      [2, 1],
      [3, Number.NaN],
      [4, 0.5],
    ]
    const narrowing = new NarrowingBox(numeric, [{ features: [0, 1], values }])
    const seen: (readonly number[])[] = []
    narrowing.branch(numeric, 0, () => seen.push(narrowing.extremes(0)))
    expect(seen).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect(narrowing.extremes(1)).toEqual([0, 1, Number.NaN, 0.5])
  })

  test("of one side leave the other out", () => {
    expect(sides(numeric, [{ features: [1], values: [[0], [0.25]] }])).toEqual([["left", [0, 0.25]]])
    expect(sides(numeric, [{ features: [1], values: [[7]] }])).toEqual([["right", [7]]])
  })
})

describe("an interval over which sets of categories decide", () => {
  test("is one value of each part that can be told apart", () => {
    expect(sides(categorical, [{ feature: 1, lower: 2, upper: 5 }])).toEqual([
      ["left", [2, 4]],
      ["right", [3, 5]],
    ])
    const all = new NarrowingBox(categorical, []).extremes(1)
    expect([...all].sort((a, b) => a - b)).toEqual([-Infinity, 0, 3, 4, 5, 6, 16_777_216, Number.NaN])
    expect(new NarrowingBox(categorical, []).extremes(0)).toEqual([-Infinity, Infinity, Number.NaN])
  })

  test("is cut by thresholds, too", () => {
    const narrowing = new NarrowingBox(mixed, [{ feature: 1, lower: 3, upper: 5 }])
    expect([...narrowing.extremes(1)].sort()).toEqual([3, 4, 4.5, 5])
  })

  test("stays a list where it is one", () => {
    expect(sides(categorical, [{ features: [1], values: [[3.5], [Number.NaN]] }])).toEqual([
      ["left", [Number.NaN]],
      ["right", [3.5]],
    ])
  })
})

test.each<[unknown, new (message: string) => Error, string]>([
  [{}, TypeError, "box: expected an array, got "],
  [[null], TypeError, "box[0]: expected a range or a list of values, got null"],
  [[7], TypeError, "box[0]: expected a range or a list of values, got 7"],
  [[{ feature: 2 }], RangeError, "box[0].feature: expected an integer in 0..1, got 2"],
  [[{ feature: -1 }], RangeError, "box[0].feature: expected an integer in 0..1, got -1"],
  [[{ feature: 0.5 }], RangeError, "box[0].feature: expected an integer in 0..1, got 0.5"],
  [
    [{ feature: 0 }, { feature: 0 }],
    RangeError,
    "box[1].feature: expected every feature at most once, got 0 again",
  ],
  [
    [{ features: [1, 1], values: [[0, 0]] }],
    RangeError,
    "box[0].features: expected every feature at most once, got 1 again",
  ],
  [[{ features: [2], values: [[0]] }], RangeError, "box[0].features: expected an integer in 0..1, got 2"],
  [[{ feature: 0, lower: 2, upper: 1 }], RangeError, "box[0]: expected lower at most upper, got 2 and 1"],
  [
    [{ feature: 0, lower: Number.NaN }],
    RangeError,
    "box[0]: expected lower at most upper, got NaN and Infinity",
  ],
  [[{ features: [0], values: [] }], RangeError, "box[0].values: expected at least one possibility, got "],
  [[{ features: [0], values: 3 }], RangeError, "box[0].values: expected at least one possibility, got 3"],
  [
    [{ features: [0, 1], values: [[0, 1], [1]] }],
    RangeError,
    "box[0].values[1]: expected 2 numbers, one a feature, got 1",
  ],
])("what is no box, case %#", (box, type, message) => {
  expect(() => new NarrowingBox(numeric, box as Box)).toThrow(type)
  expect(() => new NarrowingBox(numeric, box as Box)).toThrow(message)
})
