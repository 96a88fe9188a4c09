/** Rows for any booster: on its thresholds, just below and just above them, missing, within declared domains. */

import * as fc from "fast-check"
import type { FlatForest } from "../forest/flat-forest.ts"
import type { Booster } from "../predict/booster/booster.ts"
import { featureOf } from "./feature.ts"
import { nextDown, nextUp } from "./neighbours.ts"

/** What a feature may be: the values of a list, or from `lower` to `upper`. */
export type FeatureDomain = readonly number[] | { readonly lower: number; readonly upper: number }

export interface RowOptions {
  /** Feature's name, or its index → what it may be. Features that are not named may be anything. */
  readonly domains?: Readonly<Record<number | string, FeatureDomain>>
  /** Whether values may be missing (default: where a feature has no domain). */
  readonly missing?: boolean
}

/** What the splits of a feature compare with. */
interface Edges {
  readonly thresholds: readonly number[]
  readonly categories: readonly number[]
}

/** Thresholds and categories of every feature. */
function edgesOf(forest: FlatForest): readonly Edges[] {
  const thresholds = Array.from({ length: forest.numFeatures }, () => new Set<number>())
  const categories = Array.from({ length: forest.numFeatures }, () => new Set<number>())
  const { splits, values, categorical, numNodes } = forest
  for (let node = 0; node < numNodes; node++) {
    if (splits[node] < 0) continue
    const feature = splits[node] >> 1
    const set = categorical === null ? -1 : categorical.setOf[node]
    if (categorical === null || set < 0) thresholds[feature].add(values[node])
    else {
      const { setOffsets, members } = categorical
      for (let i = setOffsets[set]; i < setOffsets[set + 1]; i++) categories[feature].add(members[i])
    }
  }
  return thresholds.map((found, feature) => ({
    thresholds: [...found].filter(value => !Number.isNaN(value)).sort((a, b) => a - b),
    categories: [...categories[feature]].sort((a, b) => a - b),
  }))
}

const near = (value: number): number[] => [value, nextDown(value), nextUp(value)]

/** Any value: near a threshold, a category and one that no set has, the ends of float32. */
function anywhere({ thresholds, categories }: Edges): fc.Arbitrary<number> {
  const known = [...thresholds.flatMap(near), ...categories.flatMap(code => [code, code + 1, code + 0.5])]
  const odd = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, -1]
  return fc.oneof(
    { arbitrary: fc.constantFrom(0, ...known), weight: 6 },
    { arbitrary: fc.float({ noNaN: true }), weight: 2 },
    { arbitrary: fc.constantFrom(...odd), weight: 1 },
  )
}

const isRange = (domain: FeatureDomain): domain is { readonly lower: number; readonly upper: number } =>
  !Array.isArray(domain)

function inside(domain: FeatureDomain, { thresholds }: Edges): fc.Arbitrary<number> {
  if (!isRange(domain)) return fc.constantFrom(...domain)
  const [lower, upper] = [Math.fround(domain.lower), Math.fround(domain.upper)]
  const known = thresholds.flatMap(near).filter(value => value >= lower && value <= upper)
  return fc.oneof(
    { arbitrary: fc.constantFrom(lower, upper, ...known), weight: 4 },
    { arbitrary: fc.float({ min: lower, max: upper, noNaN: true }), weight: 2 },
  )
}

/**
 * Rows of a booster, where its answers change: values on, just below and just above its thresholds, categories
 * inside and outside of its sets, missing values and infinities; within domains where they are declared.
 *
 * @param booster any; its features may have names
 * @returns rows of `numFeatures` float32 values; NaN is missing
 * @throws {NotFoundError} for a feature that the booster does not have
 * @example
 * ```ts
 * import * as fc from "fast-check"
 * const rows = arbitraryRow(booster, { domains: { 0: [0, 1], 1: { lower: -2, upper: 2 } } })
 * fc.assert(fc.property(rows, row => booster.predict(row)[0] < 30))
 * ```
 */
export function arbitraryRow(booster: Booster, options: RowOptions = {}): fc.Arbitrary<Float32Array> {
  const { domains = {}, missing } = options
  const domainOf = new Map(
    Object.entries(domains).map(([name, domain]) => [featureOf(booster, name, "options.domains"), domain]),
  )
  const edges =
    booster.info.linearWeights === null
      ? edgesOf(booster.forest)
      : Array.from({ length: booster.numFeatures }, (): Edges => ({ thresholds: [], categories: [] }))
  const values = edges.map((edge, feature) => {
    const domain = domainOf.get(feature)
    const present = domain === undefined ? anywhere(edge) : inside(domain, edge)
    const mayMiss = missing ?? domain === undefined
    return mayMiss
      ? fc.oneof({ arbitrary: present, weight: 7 }, { arbitrary: fc.constant(Number.NaN), weight: 1 })
      : present
  })
  return fc.tuple(...values).map(row => Float32Array.from(row))
}
