/** Explanations of random small models against the definition of Shapley values, and the laws they keep. */

import { expect, test } from "vitest"
import { contributions, importance, interactions } from "../../src/entries/explain.ts"
import fc from "../support/fast-check.ts"
import { boosterFor, type Model, type Node } from "../unit/explain/models.ts"
import { shapleyInteraction, shapleyValues } from "../unit/explain/shapley.ts"

const NUM_FEATURES = 5

const thresholds = [-1, 0, 0.5, 1, 2]
const value = fc.constantFrom(Number.NaN, -1.5, -1, -0.25, 0, 0.5, 0.75, 1, 2, 3, 40, 20_000_000)
const row = fc.array(value, { minLength: NUM_FEATURES, maxLength: NUM_FEATURES })
const leafValue = fc.float({ min: -8, max: 8, noNaN: true })

/** Leaves get covers, zero now and then; splits the sum of theirs, as in training. */
function treeOf(numValues: number): fc.Arbitrary<Node> {
  const leaf = fc.record({
    leaf: numValues === 1 ? leafValue : fc.array(leafValue, { minLength: numValues, maxLength: numValues }),
    cover: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 50 }) }, fc.constant(0)),
  })
  const condition = fc.oneof(
    { weight: 3, arbitrary: fc.record({ condition: fc.constantFrom(...thresholds) }) },
    { weight: 1, arbitrary: fc.record({ categories: fc.subarray([0, 1, 2, 3, 40]) }) },
  )
  const build = (depth: number): fc.Arbitrary<Node> => {
    if (depth === 0) return leaf
    const child = build(depth - 1)
    const feature = fc.integer({ min: 0, max: NUM_FEATURES - 1 })
    const split = fc
      .tuple(feature, condition, fc.boolean(), child, child)
      .map(([feature, condition, defaultLeft, left, right]) => ({
        feature,
        ...condition,
        defaultLeft,
        left,
        right,
        cover: left.cover + right.cover,
      }))
    return fc.oneof({ weight: 1, arbitrary: leaf }, { weight: depth > 3 ? 20 : 3, arbitrary: split })
  }
  return build(6)
}

const model: fc.Arbitrary<Model> = fc.constantFrom(1, 1, 2, 3).chain(numOutputs =>
  fc
    .record({
      vector: fc.boolean(),
      trees: fc.array(treeOf(1), { minLength: numOutputs, maxLength: numOutputs }),
      vectorTrees: fc.array(treeOf(numOutputs), { minLength: 1, maxLength: 2 }),
      baseScore: fc.constantFrom(0, 0.5, -3),
    })
    .map(({ vector, trees, vectorTrees, baseScore }) => ({
      numFeatures: NUM_FEATURES,
      trees: vector ? vectorTrees : trees,
      numOutputs: vector || numOutputs > 1 ? numOutputs : 1,
      treeInfo: (vector ? vectorTrees : trees).map((_, tree) => (vector ? 0 : tree)),
      baseScore,
    })),
)

/** Trees that add to an output, with the entry of their leaves that does. */
function treesOf({ trees, treeInfo = [], numOutputs = 1 }: Model, output: number): [Node, number][] {
  const isVector = numOutputs > 1 && trees.some(tree => leavesOf(tree)[0].length > 1)
  if (isVector) return trees.map(tree => [tree, output])
  return trees.filter((_, tree) => treeInfo[tree] === output).map(tree => [tree, 0])
}

function leavesOf(node: Node): number[][] {
  return "leaf" in node ? [[node.leaf].flat()] : [...leavesOf(node.left), ...leavesOf(node.right)]
}

function featuresOf(node: Node): Set<number> {
  if ("leaf" in node) return new Set()
  return new Set([node.feature, ...featuresOf(node.left), ...featuresOf(node.right)])
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
const absolute = (values: readonly number[]): number => total(values.map(Math.abs))

/** Float32 results of float64 sums: half an ulp of the value, or of the leaves that cancelled in it. */
function tolerance(model: Model): number {
  return 1e-6 * (1 + absolute(model.trees.flatMap(tree => leavesOf(tree).flat())))
}

test("contributions are Shapley values by definition", () => {
  fc.assert(
    fc.property(model, row, (model, values) => {
      const booster = boosterFor(model)
      const found = contributions(booster, Float32Array.from(values))
      const expected = Array.from({ length: booster.numOutputs }, (_, output) => {
        const sums = new Array<number>(NUM_FEATURES + 1).fill(0)
        for (const [tree, entry] of treesOf(model, output)) {
          for (const [k, part] of shapleyValues(tree, Float32Array.from(values), entry).entries())
            sums[k] += part
        }
        sums[NUM_FEATURES] += model.baseScore ?? 0
        return sums
      }).flat()
      for (const [k, part] of expected.entries()) {
        expect(Math.abs(found[k] - part)).toBeLessThanOrEqual(1e-7 + 1.2e-7 * absolute(expected))
      }
    }),
    { numRuns: 400 },
  )
})

test("interactions are Shapley interactions by definition, symmetric, and sum to contributions", () => {
  const width = NUM_FEATURES + 1
  fc.assert(
    fc.property(model, row, (model, values) => {
      const booster = boosterFor(model)
      const rows = Float32Array.from(values)
      const found = interactions(booster, rows)
      const single = contributions(booster, rows)
      const limit = tolerance(model)
      for (let output = 0; output < booster.numOutputs; output++) {
        const matrix = found.subarray(output * width * width, (output + 1) * width * width)
        for (let i = 0; i < width; i++) {
          const sum = total(Array.from(matrix.subarray(i * width, (i + 1) * width)))
          expect(Math.abs(sum - single[output * width + i])).toBeLessThan(limit)
          for (let j = 0; j < i; j++) {
            expect(matrix[i * width + j]).toBe(matrix[j * width + i])
            const parts = treesOf(model, output).map(([tree, entry]) =>
              i === NUM_FEATURES ? 0 : shapleyInteraction(tree, rows, entry, i, j),
            )
            expect(Math.abs(matrix[i * width + j] - total(parts))).toBeLessThan(limit)
          }
        }
      }
    }),
    { numRuns: 200 },
  )
})

test("contributions and their approximation add up to the margin", () => {
  fc.assert(
    fc.property(model, row, fc.boolean(), (model, values, approximate) => {
      const booster = boosterFor(model)
      const rows = Float32Array.from(values)
      const margins = booster.predict(rows, { output: "margin" })
      const found = contributions(booster, rows, { approximate })
      for (const [output, margin] of margins.entries()) {
        const parts = Array.from(
          found.subarray(output * (NUM_FEATURES + 1), (output + 1) * (NUM_FEATURES + 1)),
        )
        expect(Math.abs(total(parts) - margin)).toBeLessThan(tolerance(model))
      }
    }),
    { numRuns: 400 },
  )
})

test("a feature without a split contributes and interacts nothing, and has no importance", () => {
  fc.assert(
    fc.property(model, row, (model, values) => {
      const booster = boosterFor(model)
      const rows = Float32Array.from(values)
      const used = new Set(model.trees.flatMap(tree => [...featuresOf(tree)]))
      const width = NUM_FEATURES + 1
      const single = [contributions(booster, rows), contributions(booster, rows, { approximate: true })]
      const pairs = interactions(booster, rows)
      expect([...importance(booster, "weight").keys()]).toEqual(
        [...used].sort().map(feature => `f${feature}`),
      )
      for (let feature = 0; feature < NUM_FEATURES; feature++) {
        if (used.has(feature)) continue
        for (let output = 0; output < booster.numOutputs; output++) {
          for (const values of single) expect(values[output * width + feature]).toBe(0)
          const first = (output * width + feature) * width
          expect(pairs.subarray(first, first + width).every(value => value === 0)).toBe(true)
        }
      }
    }),
  )
})

test("rows are explained each by itself, whatever their order", () => {
  const rows = fc.array(row, { minLength: 2, maxLength: 5 })
  const permuted = rows.chain(rows =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
  )
  fc.assert(
    fc.property(
      model,
      permuted,
      fc.constantFrom("exact", "approximate", "pairs"),
      (model, [rows, shuffled], kind) => {
        const booster = boosterFor(model)
        const explain = (rows: readonly number[][]): Float32Array => {
          const flat = Float32Array.from(rows.flat())
          if (kind === "pairs") return interactions(booster, flat, { numRows: rows.length })
          return contributions(booster, flat, { numRows: rows.length, approximate: kind === "approximate" })
        }
        const found = explain(shuffled)
        const width = found.length / rows.length
        for (const [k, row] of shuffled.entries()) {
          expect(found.subarray(k * width, (k + 1) * width)).toEqual(explain([row]))
        }
      },
    ),
  )
})

test("covers of any size give numbers or a typed error", () => {
  const cover = fc.oneof(
    { weight: 6, arbitrary: fc.float({ min: 0, max: 1e6, noNaN: true }) },
    fc.constantFrom(0, -1, -0, Number.NaN, Infinity, 3.4e38, 1e-45),
  )
  const chain = fc.array(fc.tuple(cover, cover, value), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(chain, row, (chain, values) => {
      const root = chain.reduce<Node>(
        (child, [split, leaf, size], k) => ({
          feature: k % NUM_FEATURES,
          condition: Number.isNaN(size) ? 0 : size,
          defaultLeft: k % 2 === 0,
          left: { leaf: k, cover: leaf },
          right: child,
          cover: split,
        }),
        { leaf: 1, cover: chain[0][0] },
      )
      const booster = boosterFor({ numFeatures: NUM_FEATURES, trees: [root] })
      const isCover = (cover: number): boolean => cover >= 0 && cover < Infinity
      const bad = !chain.every(([split, leaf]) => isCover(split) && isCover(leaf))
      for (const explain of [contributions, interactions]) {
        if (bad)
          expect(() => explain(booster, Float32Array.from(values))).toThrow(/sum_hessian\[\d+\]: not a cover/)
        else explain(booster, Float32Array.from(values))
      }
    }),
  )
})
