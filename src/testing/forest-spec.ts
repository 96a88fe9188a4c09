/** Random small forests, as fast-check makes and shrinks them: trees of plain records, and how they are stored. */

import * as fc from "fast-check"

/** An end of a tree. */
interface LeafSpec {
  readonly kind: "leaf"
  /** One value an output of a vector leaf; a scalar leaf uses the first. */
  readonly values: readonly number[]
}

/** A node with two children. */
interface SplitSpec {
  readonly kind: "split"
  readonly feature: number
  readonly condition: number
  /** Categories that go right, or null for a numeric split. */
  readonly categories: readonly number[] | null
  readonly defaultLeft: boolean
  readonly left: NodeSpec
  readonly right: NodeSpec
}

export type NodeSpec = LeafSpec | SplitSpec

/** A forest, and the way in which its document is written. */
export interface ForestSpec {
  readonly numFeatures: number
  readonly numOutputs: number
  readonly numParallelTree: number
  readonly numRounds: number
  readonly isVector: boolean
  readonly isDart: boolean
  /** Layout of the document: what changed in 1.6, 2.0 and 3.1. */
  readonly version: readonly [number, number, number]
  readonly baseScore: number
  readonly trees: readonly NodeSpec[]
  /** Decides the order of ids and where deleted nodes lie. */
  readonly seed: number
}

/** What random forests may have. */
export interface ForestOptions {
  /** Default: 4. */
  readonly numFeatures?: number
  /** No categorical splits, vector leaves or dropped trees (default false). */
  readonly numericOnly?: boolean
}

/** Few thresholds, so that they repeat, and the odd corners of float32. */
export const conditions = (): number[] =>
  [0, -0, 0.5, -1.5, 3, 1e-45, -1e-45, 1.1754943508222875e-38, 16777216, 3.4028234663852886e38].flatMap(
    value => [Math.fround(value), ...(value > 3e38 ? [-Math.fround(value)] : [])],
  )

/** The last category that float32 can hold. */
const LAST_CATEGORY = 16_777_215

/** The most outputs of a random forest: a leaf holds as many values. */
const MOST_OUTPUTS = 4

function nodes(numFeatures: number, hasCategories: boolean): fc.Arbitrary<NodeSpec> {
  const value = fc.oneof(fc.float({ noNaN: true }), fc.float({ min: -2, max: 2, noNaN: true }))
  const leaf = fc.record<LeafSpec>({
    kind: fc.constant("leaf"),
    values: fc.array(value, { minLength: MOST_OUTPUTS, maxLength: MOST_OUTPUTS }),
  })
  const category = fc.oneof({ arbitrary: fc.nat(9), weight: 4 }, fc.constant(LAST_CATEGORY))
  const categories = fc.uniqueArray(category, { minLength: 1, maxLength: 5 })
  const { node } = fc.letrec<{ node: NodeSpec }>(tie => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: "max", withCrossShrink: true },
      { arbitrary: leaf, weight: 1 },
      {
        weight: 2,
        arbitrary: fc.record<SplitSpec>({
          kind: fc.constant("split"),
          feature: fc.nat(numFeatures - 1),
          condition: fc.constantFrom(...conditions()),
          categories: hasCategories ? fc.option(categories) : fc.constant(null),
          defaultLeft: fc.boolean(),
          left: tie("node"),
          right: tie("node"),
        }),
      },
    ),
  }))
  return node
}

/** Forests with scalar leaves and numeric splits, or with everything. */
export function arbitraryForest(options: ForestOptions = {}): fc.Arbitrary<ForestSpec> {
  const { numFeatures = 4, numericOnly = false } = options
  const sometimes = numericOnly ? fc.constant(false) : fc.boolean()
  return fc
    .record({
      numOutputs: fc.integer({ min: 1, max: MOST_OUTPUTS }),
      numParallelTree: fc.integer({ min: 1, max: 3 }),
      numRounds: fc.integer({ min: 1, max: 3 }),
      isVector: sometimes,
      isDart: sometimes,
      hasCategories: sometimes,
      version: fc.constantFrom([1, 7, 4] as const, [2, 1, 4] as const, [3, 4, 1] as const),
      baseScore: fc.float({ min: -4, max: 4, noNaN: true }),
      seed: fc.nat(),
    })
    .chain(({ hasCategories, ...spec }) => {
      const isVector = spec.isVector && spec.numOutputs > 1 && spec.version[0] > 1
      const length = spec.numRounds * spec.numParallelTree * (isVector ? 1 : spec.numOutputs)
      const trees = fc.array(nodes(numFeatures, hasCategories), { minLength: length, maxLength: length })
      return trees.map(trees => ({ ...spec, numFeatures, isVector, trees }))
    })
}
