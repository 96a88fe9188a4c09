import { describe, expect, test } from "vitest"
import { contributions, interactions } from "../../../src/entries/explain.ts"
import {
  ModelFormatError,
  readBooster,
  readDump,
  readJson,
  ShapeError,
  UnsupportedModelError,
} from "../../../src/entries/trees.ts"
import { Booster } from "../../../src/predict/booster/booster.ts"
import { caseRows, readCase, readFixture } from "../../support/fixtures.ts"
import { boosterFor, type Node } from "./models.ts"

/** f0 < 0.5 of 60 rows, then f1 < 2 of the 40 at the right. */
const tree: Node = {
  feature: 0,
  condition: 0.5,
  defaultLeft: true,
  cover: 100,
  left: { leaf: 1, cover: 60 },
  right: {
    feature: 1,
    condition: 2,
    defaultLeft: false,
    cover: 40,
    left: { leaf: 4, cover: 10 },
    right: { leaf: -2, cover: 30 },
  },
}

const booster = boosterFor({ numFeatures: 3, trees: [tree], baseScore: 10 })
/** Expected value: 0.6 × 1 + 0.4 × (0.25 × 4 + 0.75 × -2). */
const EXPECTED = 0.4
const closeTo = (values: readonly number[]): unknown[] => values.map(value => expect.closeTo(value, 6))

describe("contributions of a tree of two splits, by hand", () => {
  // Right, then left. f0 alone: E = 0.25 × 4 - 0.75 × 2 = -0.5; f1 alone: 0.6 + 0.4 × 4 = 2.2; both: 4.
  const [alone0, alone1, both] = [-0.5, 2.2, 4]
  const first = (alone0 - EXPECTED + (both - alone1)) / 2
  const second = (alone1 - EXPECTED + (both - alone0)) / 2

  test("are the means over the two orders", () => {
    const found = contributions(booster, Float32Array.of(1, 0, 7))
    expect(Array.from(found)).toEqual(closeTo([first, second, 0, 10 + EXPECTED]))
  })

  test("interact by what both do beyond either", () => {
    const half = (both - alone0 - alone1 + EXPECTED) / 2
    const found = interactions(booster, Float32Array.of(1, 0, 7))
    expect(Array.from(found)).toEqual(
      closeTo([first - half, half, 0, 0, half, second - half, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10 + EXPECTED]),
    )
  })

  test("follow the path in Saabas' form", () => {
    const found = contributions(booster, Float32Array.of(1, 0, 7), { approximate: true })
    expect(Array.from(found)).toEqual(closeTo([-0.5 - EXPECTED, 4 + 0.5, 0, 10 + EXPECTED]))
  })

  test("take a missing value's default side", () => {
    const missing = contributions(booster, Float32Array.of(Number.NaN, 5, 7))
    expect(missing).toEqual(contributions(booster, Float32Array.of(0.25, 5, 7)))
  })
})

describe("options", () => {
  const golden = readCase("xgboost-1.7", "multi_softprob")
  const model = readJson(readFixture("xgboost-1.7", "multi_softprob", "model.json"))
  const { flat } = caseRows(golden)
  const rows = flat.subarray(0, 3 * model.numFeatures)
  const width = model.numFeatures + 1
  const sums = (values: Float32Array): number[] =>
    Array.from({ length: values.length / width }, (_, k) =>
      values.subarray(k * width, (k + 1) * width).reduce((sum, value) => sum + value, 0),
    )

  test.each([false, true])(
    "out is filled and returned, whatever stood in it (approximate: %s)",
    approximate => {
      const plain = contributions(model, rows, { numRows: 3, approximate })
      const out = new Float32Array(plain.length).fill(-99)
      expect(contributions(model, rows, { numRows: 3, approximate, out })).toBe(out)
      expect(out).toEqual(plain)
    },
  )

  test.each([
    [0, 2],
    [1, 3],
    [2, 0],
  ] as const)("rounds [%i, %i) add up to their margin", (begin, end) => {
    const iterationRange = [begin, end] as const
    const margins = Array.from(model.predict(rows, { numRows: 3, output: "margin", iterationRange }))
    expect(sums(contributions(model, rows, { numRows: 3, iterationRange }))).toEqual(closeTo(margins))
    const pairs = interactions(model, rows, { numRows: 3, iterationRange })
    const rowSums = Float32Array.from(sums(pairs))
    expect(Array.from(rowSums)).toEqual(
      closeTo(Array.from(contributions(model, rows, { numRows: 3, iterationRange }))),
    )
  })

  test("a base margin takes the base score's place", () => {
    const baseMargin = Float32Array.from({ length: 3 * model.numOutputs }, (_, k) => k)
    const plain = contributions(model, rows, { numRows: 3 })
    const found = contributions(model, rows, { numRows: 3, baseMargin })
    const expected = plain.map((value, k) =>
      k % width === width - 1 ? value - 0.5 + baseMargin[Math.floor(k / width)] : value,
    )
    expect(Array.from(found)).toEqual(closeTo(Array.from(expected)))
  })

  test("no rows give nothing", () => {
    expect(contributions(model, new Float32Array(0), { numRows: 0 })).toEqual(new Float32Array(0))
    expect(interactions(model, new Float32Array(0), { numRows: 0 })).toEqual(new Float32Array(0))
  })

  test.each([contributions, interactions])("what does not fit is refused by name", explain => {
    expect(() => explain(model, rows)).toThrow(ShapeError)
    expect(() => explain(model, rows, { numRows: 1.5 })).toThrow(/options\.numRows/)
    expect(() => explain(model, [0, 0, 0] as unknown as Float32Array)).toThrow(
      /^rows: expected a Float32Array/,
    )
    expect(() => explain(model, rows, { numRows: 3, out: new Float32Array(3) })).toThrow(/options\.out/)
    const out = [] as unknown as Float32Array
    expect(() => explain(model, rows, { numRows: 3, out })).toThrow(/^options\.out: expected a Float32Array/)
    expect(() => explain(model, rows, { numRows: 3, iterationRange: [0, 99] })).toThrow(
      /options\.iterationRange/,
    )
    const baseMargin = new Float32Array(1)
    expect(() => explain(model, rows, { numRows: 3, baseMargin })).toThrow(/options\.baseMargin/)
  })

  test("a result too large for memory is refused before it is allocated", () => {
    const wide = boosterFor({ numFeatures: 60_000, trees: [{ leaf: 1, cover: 1 }] })
    expect(() => interactions(wide, new Float32Array(60_000))).toThrow(/at most 2147483648 values/)
  })
})

describe("models without covers", () => {
  test("a booster out of a pack", () => {
    const packed = new Booster(booster.info, booster.trees)
    for (const explain of [contributions, interactions]) {
      expect(() => explain(packed, new Float32Array(3))).toThrow(UnsupportedModelError)
      expect(() => explain(packed, new Float32Array(3))).toThrow(/sum_hessian/)
    }
  })

  test("a dump without statistics; one with them is explained as its model", () => {
    const options = { baseScore: 0.5, objective: "reg:squarederror", numFeatures: 6 }
    const dump = (file: string): Booster =>
      readDump(readFixture("xgboost-1.7", "reg_squarederror", file), options)
    const { rows } = caseRows(readCase("xgboost-1.7", "reg_squarederror"))
    expect(() => contributions(dump("dump-nostats.json"), rows[0])).toThrow(
      /trees\[0\]\.sum_hessian.*statistics/,
    )
    const model = readBooster(readFixture("xgboost-1.7", "reg_squarederror", "model.json"))
    for (const approximate of [false, true]) {
      const expected = Array.from(contributions(model, rows[0], { approximate }))
      expect(Array.from(contributions(dump("dump.json"), rows[0], { approximate }))).toEqual(
        closeTo(expected),
      )
    }
  })
})

describe("vector leaves and DART", () => {
  const pick = (node: Node, entry: number): Node =>
    "leaf" in node
      ? { leaf: [node.leaf].flat()[entry], cover: node.cover }
      : { ...node, left: pick(node.left, entry), right: pick(node.right, entry) }
  const vector: Node = {
    ...tree,
    left: { leaf: [1, -3], cover: 60 },
    right: {
      ...tree.right,
      left: { leaf: [4, 0.5], cover: 10 },
      right: { leaf: [-2, 8], cover: 30 },
    } as Node,
  }

  test.each(["exact", "approximate", "pairs"])(
    "a vector leaf is explained as a tree for each output (%s)",
    kind => {
      const together = boosterFor({ numFeatures: 3, trees: [vector], numOutputs: 2 })
      const apart = boosterFor({ numFeatures: 3, trees: [pick(vector, 0), pick(vector, 1)], numOutputs: 2 })
      const row = Float32Array.of(1, 0, 7)
      const explain = (booster: Booster): Float32Array =>
        kind === "pairs"
          ? interactions(booster, row)
          : contributions(booster, row, { approximate: kind !== "exact" })
      expect(explain(together)).toEqual(explain(apart))
    },
  )

  test.each([false, true])("a tree's weight scales what it contributes (approximate: %s)", approximate => {
    const weighted = boosterFor({ numFeatures: 3, trees: [tree, tree], weightDrop: [0.25, 0.5] })
    const plain = boosterFor({ numFeatures: 3, trees: [tree] })
    const row = Float32Array.of(1, 0, 7)
    const expected = contributions(plain, row, { approximate }).map(value => 0.75 * value)
    expect(Array.from(contributions(weighted, row, { approximate }))).toEqual(closeTo(Array.from(expected)))
  })
})

describe("linear boosters", () => {
  const golden = readCase("xgboost-1.7", "gblinear_multiclass")
  const model = readJson(readFixture("xgboost-1.7", "gblinear_multiclass", "model.json"))
  const row = caseRows(golden).rows[0].slice().fill(Number.NaN, 0, 1)

  test("contribute value × weight, a missing value nothing", () => {
    const found = contributions(model, row)
    const margins = model.predict(row, { output: "margin" })
    const width = model.numFeatures + 1
    for (let output = 0; output < model.numOutputs; output++) {
      expect(found[output * width]).toBe(0)
      const sum = found
        .subarray(output * width, (output + 1) * width)
        .reduce((rest, value) => rest + value, 0)
      expect(sum).toBeCloseTo(margins[output], 5)
    }
    expect(contributions(model, row, { approximate: true })).toEqual(found)
    const baseMargin = Float32Array.of(1, 2, 3)
    const shifted = contributions(model, row, { baseMargin })
    for (let k = 0; k < 3; k++) {
      expect(shifted[k * width + width - 1] - found[k * width + width - 1]).toBeCloseTo(k + 0.5, 5)
    }
  })

  test("interact nowhere: the matrix is diagonal", () => {
    const width = model.numFeatures + 1
    const single = contributions(model, row)
    interactions(model, row).forEach((value, at) => {
      const [output, i, j] = [Math.floor(at / width ** 2), Math.floor(at / width) % width, at % width]
      expect(value).toBe(i === j ? single[output * width + i] : 0)
    })
  })
})

describe("covers that are none", () => {
  const withCovers = (cover: number, left: number, right: number): Booster =>
    boosterFor({
      numFeatures: 2,
      trees: [
        {
          feature: 1,
          condition: 0,
          defaultLeft: true,
          cover,
          left: { leaf: -1, cover: left },
          right: { leaf: 3, cover: right },
        },
      ],
    })

  test.each([Number.NaN, -1, Infinity, -Infinity])("%s is an error that names the node", cover => {
    for (const booster of [withCovers(cover, 1, 1), withCovers(2, cover, 1), withCovers(2, 1, cover)]) {
      for (const approximate of [false, true]) {
        const explain = (): Float32Array => contributions(booster, Float32Array.of(0, 1), { approximate })
        expect(explain).toThrow(ModelFormatError)
        expect(explain).toThrow(/model, trees\[0\]\.sum_hessian\[\d\]: not a cover; expected a finite number/)
      }
      expect(() => interactions(booster, Float32Array.of(0, 1))).toThrow(ModelFormatError)
    }
  })

  test.each([false, true])(
    "0 at a split makes both branches equally likely (approximate: %s)",
    approximate => {
      const found = contributions(withCovers(0, 0, 0), Float32Array.of(0, 1), { approximate })
      expect(Array.from(found)).toEqual([0, 2, 1])
    },
  )

  test("0 at one branch makes it impossible, not unexplainable", () => {
    const booster = withCovers(5, 5, 0)
    expect(Array.from(contributions(booster, Float32Array.of(0, 1)))).toEqual([0, 4, -1])
    expect(Array.from(contributions(booster, Float32Array.of(0, -1)))).toEqual([0, 0, -1])
  })
})

describe("deep trees", () => {
  /** A chain to the right; the leaf that hangs off at depth k says k. */
  function chain(depth: number, numFeatures: number): Booster {
    let node: Node = { leaf: depth, cover: 1 }
    for (let k = depth - 1; k >= 0; k--) {
      const left: Node = { leaf: k % 7, cover: 1 }
      const cover: number = node.cover + 1
      node = { feature: k % numFeatures, condition: 0, defaultLeft: false, left, right: node, cover }
    }
    return boosterFor({ numFeatures, trees: [node] })
  }

  function expectSums(booster: Booster, row: Float32Array): void {
    const [margin] = booster.predict(row, { output: "margin" })
    const found = contributions(booster, row)
    const size = found.reduce((sum, value) => sum + Math.abs(value), 0)
    expect(Math.abs(found.reduce((sum, value) => sum + value, 0) - margin)).toBeLessThan(1e-6 * size)
  }

  test.each([
    [500, 500],
    [3000, 3000],
    [20_000, 3],
  ])("a chain of %i splits on %i features adds up, in time and without recursion", (depth, numFeatures) => {
    const booster = chain(depth, numFeatures)
    const started = performance.now()
    expectSums(booster, new Float32Array(numFeatures).fill(1))
    expectSums(
      booster,
      Float32Array.from({ length: numFeatures }, (_, k) => (k === 2 ? -1 : 1)),
    )
    contributions(booster, new Float32Array(numFeatures), { approximate: true })
    // About 0.2 s for the slowest; an exponential or cubic algorithm would not come back.
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  test("interactions of 200 features on one path", () => {
    const booster = chain(200, 200)
    const row = new Float32Array(200).fill(1)
    const pairs = interactions(booster, row)
    const single = contributions(booster, row)
    for (let i = 0; i <= 200; i++) {
      const sum = pairs.subarray(i * 201, (i + 1) * 201).reduce((rest, value) => rest + value, 0)
      expect(sum).toBeCloseTo(single[i], 4)
    }
  })
})
