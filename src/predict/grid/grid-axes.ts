/**
 * Axes of a grid, made small: values that no split of a forest tells apart share every leaf, so each class of
 * them is summed once and copied afterwards. 200 epochs are about 100 classes in the bundled forests.
 */

import type { FlatForest } from "../../forest/flat-forest.ts"

/** What the splits of a forest compare each feature with. */
interface Thresholds {
  /** First threshold of each feature, and their number: numFeatures + 1 entries. */
  readonly offsets: Int32Array
  /** Ascending and without repeats within a feature; no NaN, which every value fails alike. */
  readonly values: Float32Array
  /** 1 where a split of the feature is categorical: all its values stay apart. */
  readonly isCategorical: Uint8Array
}

const known: WeakMap<FlatForest, Thresholds> = /* @__PURE__ */ new WeakMap()

/** Thresholds of a forest, collected once: it takes about as long as two hundred walks. */
function thresholdsOf(forest: FlatForest): Thresholds {
  let thresholds = known.get(forest)
  if (thresholds === undefined) {
    thresholds = collect(forest)
    known.set(forest, thresholds)
  }
  return thresholds
}

function collect(forest: FlatForest): Thresholds {
  const { numFeatures, numNodes, splits, values, categorical } = forest
  const begins = new Int32Array(numFeatures + 1)
  for (let node = 0; node < numNodes; node++) if (splits[node] >= 0) begins[(splits[node] >> 1) + 1]++
  for (let feature = 0; feature < numFeatures; feature++) begins[feature + 1] += begins[feature]
  const all = new Float32Array(begins[numFeatures])
  const isCategorical = new Uint8Array(numFeatures)
  const ends = begins.slice()
  for (let node = 0; node < numNodes; node++) {
    if (splits[node] < 0) continue
    const feature = splits[node] >> 1
    if (categorical !== null && categorical.setOf[node] >= 0) isCategorical[feature] = 1
    else if (!Number.isNaN(values[node])) all[ends[feature]++] = values[node]
  }
  const offsets = new Int32Array(numFeatures + 1)
  let count = 0
  for (let feature = 0; feature < numFeatures; feature++) {
    const sorted = all.subarray(begins[feature], ends[feature]).sort()
    const first = count
    // `all` is overwritten from its start on, never ahead of what is read.
    for (const value of sorted) if (count === first || value !== all[count - 1]) all[count++] = value
    offsets[feature + 1] = count
  }
  return { offsets, values: all.slice(0, count), isCategorical }
}

/** An axis as it was given and checked: `values` row by row, one column a feature. */
export interface CheckedAxis {
  readonly features: readonly number[]
  readonly values: Float32Array
  readonly length: number
}

/** An axis as it is summed: one value for each class. */
export interface ClassAxis extends CheckedAxis {
  /** Class of each value that was given; null where every value is its own class. */
  readonly classOf: Int32Array | null
  /** Whether the axis is one feature with ascending values that are all there: subsets are then ranges. */
  readonly isSorted: boolean
}

/** Number of thresholds that are not above a value; the split's left side is the same for equal ranks. */
function rankOf(thresholds: Float32Array, begin: number, end: number, value: number): number {
  let low = begin
  let high = end
  while (low < high) {
    const middle = (low + high) >> 1
    if (thresholds[middle] <= value) low = middle + 1
    else high = middle
  }
  return low - begin
}

/** Puts values together that every split of the forest sends the same way. */
export function mergeValues(forest: FlatForest, axis: CheckedAxis): ClassAxis {
  const { features, length } = axis
  const thresholds = thresholdsOf(forest)
  return features.length === 1 && thresholds.isCategorical[features[0]] === 0
    ? mergeSorted(thresholds, axis)
    : mergeRows(thresholds, axis, length)
}

/** One numeric feature: classes are ranks, in ascending order, missing values last. */
function mergeSorted({ offsets, values }: Thresholds, axis: CheckedAxis): ClassAxis {
  const feature = axis.features[0]
  const begin = offsets[feature]
  const end = offsets[feature + 1]
  const missing = end - begin + 1
  const classOf = new Int32Array(axis.length)
  const valueOfRank = new Float32Array(missing + 1)
  const classOfRank = new Int32Array(missing + 1).fill(-1)
  for (let i = 0; i < axis.length; i++) {
    const value = axis.values[i]
    const rank = Number.isNaN(value) ? missing : rankOf(values, begin, end, value)
    classOf[i] = rank
    valueOfRank[rank] = value
    classOfRank[rank] = 0
  }
  let length = 0
  for (let rank = 0; rank <= missing; rank++) {
    if (classOfRank[rank] < 0) continue
    classOfRank[rank] = length
    valueOfRank[length++] = valueOfRank[rank]
  }
  for (let i = 0; i < axis.length; i++) classOf[i] = classOfRank[classOf[i]]
  const isSorted = classOfRank[missing] < 0
  return classAxis(axis, valueOfRank.slice(0, length), length, classOf, isSorted)
}

/** Any axis: rows are alike where every column is, told column by column; classes in order of appearance. */
function mergeRows(thresholds: Thresholds, axis: CheckedAxis, length: number): ClassAxis {
  const { features, values } = axis
  const width = features.length
  let classOf = new Int32Array(length)
  for (let column = 0; column < width; column++) {
    const feature = features[column]
    const begin = thresholds.offsets[feature]
    const end = thresholds.offsets[feature + 1]
    const split = new Map<number, Map<number, number>>()
    const next = new Int32Array(length)
    let count = 0
    for (let row = 0; row < length; row++) {
      const value = values[row * width + column]
      // NaN is a key like any other to a Map.
      const key =
        Number.isNaN(value) || thresholds.isCategorical[feature] === 1
          ? value
          : rankOf(thresholds.values, begin, end, value)
      let keys = split.get(classOf[row])
      if (keys === undefined) {
        keys = new Map()
        split.set(classOf[row], keys)
      }
      let number = keys.get(key)
      if (number === undefined) {
        number = count++
        keys.set(key, number)
      }
      next[row] = number
    }
    classOf = next
  }
  let count = 0
  const rows: number[] = []
  for (let row = 0; row < length; row++) {
    if (classOf[row] !== count) continue
    rows.push(row)
    count++
  }
  const kept = new Float32Array(count * width)
  rows.forEach((row, i) => {
    kept.set(values.subarray(row * width, (row + 1) * width), i * width)
  })
  return classAxis(axis, kept, count, classOf, false)
}

function classAxis(
  axis: CheckedAxis,
  values: Float32Array,
  length: number,
  classOf: Int32Array,
  isSorted: boolean,
): ClassAxis {
  const isSame = classOf.every((number, i) => number === i)
  return { features: axis.features, values, length, classOf: isSame ? null : classOf, isSorted }
}

/** An axis of which every value stays apart: where cells differ by more than their leaves. */
export function keepValues(axis: CheckedAxis): ClassAxis {
  return { ...axis, classOf: null, isSorted: false }
}

/** Whether an axis is one feature with ascending values that are all there. */
export function isAscending({ features, values, length }: CheckedAxis): boolean {
  if (features.length !== 1 || Number.isNaN(values[0])) return false
  for (let i = 1; i < length; i++) if (!(values[i - 1] <= values[i])) return false
  return true
}

/** Whether a feature has splits on categories. */
export function isCategorical(forest: FlatForest, feature: number): boolean {
  return forest.categorical !== null && thresholdsOf(forest).isCategorical[feature] === 1
}
