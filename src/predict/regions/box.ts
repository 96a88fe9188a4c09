/**
 * A box of rows: for every feature what it may be. It is narrowed on the way down a tree, so that a leaf
 * counts only where some row of the box reaches it.
 */

import { show } from "../../errors.ts"
import type { CategoricalSplits, FlatForest } from "../../forest/flat-forest.ts"
import { ulpsFrom } from "../../numeric/ulps.ts"
import { goesRight } from "../kernels/categorical.ts"

const { fround } = Math

/** What one feature may be, as a row's float32 holds it. */
export interface FeatureRange {
  readonly feature: number
  /** Least value, rounded to float32 as a row's values are (default -Infinity). */
  readonly lower?: number
  /** Greatest value, rounded likewise (default Infinity). */
  readonly upper?: number
  /** Whether it may be missing (default false). */
  readonly missing?: boolean
}

/** What some features may be together, for example the columns of a one-hot block. */
export interface FeatureValues {
  readonly features: readonly number[]
  /** One entry a possibility, one value a feature; NaN is missing. */
  readonly values: readonly (readonly number[])[]
}

/** A box. A feature that no entry names may be anything, missing included. */
export type Box = readonly (FeatureRange | FeatureValues)[]

/** From here on float32 does not tell integers apart, and no category is a member of a set. */
const CATEGORY_LIMIT = 16_777_216

function checkFeature(feature: unknown, numFeatures: number, taken: Int32Array, path: string): void {
  if (!Number.isInteger(feature) || (feature as number) < 0 || (feature as number) >= numFeatures) {
    throw new RangeError(`${path}: expected an integer in 0..${numFeatures - 1}, got ${show(feature)}`)
  }
  if (taken[feature as number] >= 0) {
    throw new RangeError(`${path}: expected every feature at most once, got ${feature} again`)
  }
}

/** Where an interval must be cut so that no split of a set of categories cuts it further. */
function categoryCuts(forest: FlatForest, feature: number): number[] | null {
  const { categorical, splits, values, numNodes } = forest
  if (categorical === null) return null
  const cuts = new Set<number>()
  let hasSets = false
  for (let node = 0; node < numNodes; node++) {
    if (splits[node] < 0 || splits[node] >> 1 !== feature) continue
    const set = categorical.setOf[node]
    if (set < 0) {
      cuts.add(values[node])
      continue
    }
    hasSets = true
    const { setOffsets, members } = categorical
    for (let i = setOffsets[set]; i < setOffsets[set + 1]; i++) cuts.add(members[i]).add(members[i] + 1)
  }
  return hasSets ? [...cuts, 0, CATEGORY_LIMIT] : null
}

/**
 * A box made ready for one forest. Features with splits on categories become lists of one value from every
 * part that the forest can tell apart; all others stay intervals.
 */
export class NarrowingBox {
  /** Ends of each feature's interval, both included; the lower above the upper where only missing is left. */
  private readonly lower: Float32Array
  private readonly upper: Float32Array
  /** 1 where a feature may be missing. */
  private readonly missing: Uint8Array
  /** Group of each feature; -1 for those with an interval. */
  private readonly groupOf: Int32Array
  /** Column of each grouped feature in its group's possibilities. */
  private readonly columnOf: Int32Array
  /** Possibilities that are left of each group. */
  private readonly left: (readonly Float32Array[])[] = []
  private readonly categorical: CategoricalSplits | null

  /**
   * @throws {RangeError} for a feature that is not there or twice, and for an entry that allows nothing
   * @throws {TypeError} for an entry of another kind
   */
  constructor(forest: FlatForest, box: Box) {
    const { numFeatures } = forest
    this.categorical = forest.categorical
    this.lower = new Float32Array(numFeatures).fill(-Infinity)
    this.upper = new Float32Array(numFeatures).fill(Infinity)
    this.missing = new Uint8Array(numFeatures).fill(1)
    this.groupOf = new Int32Array(numFeatures).fill(-1)
    this.columnOf = new Int32Array(numFeatures)
    if (!Array.isArray(box)) throw new TypeError(`box: expected an array, got ${show(box)}`)
    const taken = new Int32Array(numFeatures).fill(-1)
    box.forEach((entry: FeatureRange | FeatureValues, at) => {
      if (typeof entry !== "object" || entry === null) {
        throw new TypeError(`box[${at}]: expected a range or a list of values, got ${show(entry)}`)
      }
      if ("feature" in entry) {
        checkFeature(entry.feature, numFeatures, taken, `box[${at}].feature`)
        taken[entry.feature] = at
        this.addRange(entry, at)
      } else {
        for (const feature of entry.features) {
          checkFeature(feature, numFeatures, taken, `box[${at}].features`)
          taken[feature] = at
        }
        this.addValues(entry, at)
      }
    })
    for (let feature = 0; feature < numFeatures; feature++) this.listCategories(forest, feature)
  }

  private addRange(entry: FeatureRange, at: number): void {
    const { feature, lower = -Infinity, upper = Infinity, missing = false } = entry
    if (!(lower <= upper)) {
      throw new RangeError(`box[${at}]: expected lower at most upper, got ${show(lower)} and ${show(upper)}`)
    }
    this.lower[feature] = lower
    this.upper[feature] = upper
    this.missing[feature] = +missing
  }

  private addValues({ features, values }: FeatureValues, at: number): void {
    if (!Array.isArray(values) || values.length === 0) {
      throw new RangeError(`box[${at}].values: expected at least one possibility, got ${show(values)}`)
    }
    values.forEach((possibility: readonly number[], i) => {
      if (possibility.length === features.length) return
      const expected = `expected ${features.length} numbers, one a feature, got ${possibility.length}`
      throw new RangeError(`box[${at}].values[${i}]: ${expected}`)
    })
    features.forEach((feature, column) => {
      this.groupOf[feature] = this.left.length
      this.columnOf[feature] = column
    })
    this.left.push(values.map(possibility => Float32Array.from(possibility)))
  }

  /** Values at which a product with a weight is least and greatest; NaN is missing. */
  extremes(feature: number): readonly number[] {
    const group = this.groupOf[feature]
    if (group >= 0) return this.left[group].map(possibility => possibility[this.columnOf[feature]])
    const ends = [this.lower[feature], this.upper[feature]]
    return this.missing[feature] === 1 ? [...ends, Number.NaN] : ends
  }

  /** An interval over which sets of categories decide has holes: it becomes a list. */
  private listCategories(forest: FlatForest, feature: number): void {
    if (this.groupOf[feature] >= 0) return
    const cuts = categoryCuts(forest, feature)
    if (cuts === null) return
    const { lower, upper } = this
    const inside = cuts.map(fround).filter(cut => cut > lower[feature] && cut <= upper[feature])
    const values = lower[feature] <= upper[feature] ? [lower[feature], ...inside] : []
    if (this.missing[feature] === 1) values.push(Number.NaN)
    this.addValues({ features: [feature], values: values.map(value => [value]) }, feature)
  }

  /** Whether a value goes left at a split. */
  private goesLeft(forest: FlatForest, node: number, value: number): boolean {
    if (Number.isNaN(value)) return (forest.splits[node] & 1) === 1
    const set = this.categorical === null ? -1 : this.categorical.setOf[node]
    if (set < 0) return value < forest.values[node]
    return goesRight(this.categorical as CategoricalSplits, set, value) === 0
  }

  /**
   * Visits both sides of a split with the box narrowed to the rows that go there; a side without any is left
   * out. The box is afterwards as it was.
   */
  branch(forest: FlatForest, node: number, visit: (child: number) => void): void {
    const feature = forest.splits[node] >> 1
    const left = forest.leftChildren[node]
    const group = this.groupOf[feature]
    if (group < 0) {
      this.branchInterval(forest, node, feature, visit)
      return
    }
    const column = this.columnOf[feature]
    const before = this.left[group]
    const goingLeft = before.filter(possibility => this.goesLeft(forest, node, possibility[column]))
    if (goingLeft.length > 0) {
      this.left[group] = goingLeft
      visit(left)
    }
    if (goingLeft.length < before.length) {
      this.left[group] = before.filter(possibility => !this.goesLeft(forest, node, possibility[column]))
      visit(left + 1)
    }
    this.left[group] = before
  }

  private branchInterval(
    forest: FlatForest,
    node: number,
    feature: number,
    visit: (child: number) => void,
  ): void {
    const { lower, upper, missing } = this
    const threshold = forest.values[node]
    const left = forest.leftChildren[node]
    const defaultLeft = forest.splits[node] & 1
    const [low, high, absent] = [lower[feature], upper[feature], missing[feature]]
    const isPresent = low <= high
    const hasLeft = isPresent && low < threshold
    // Not `high >= threshold`: a threshold that is not a number sends every value right.
    const hasRight = isPresent && !(high < threshold)
    if (hasLeft || (absent & defaultLeft) === 1) {
      lower[feature] = hasLeft ? low : Infinity
      // Below a threshold is up to the float32 before it.
      if (high >= threshold) upper[feature] = ulpsFrom(threshold, -1)
      missing[feature] = absent & defaultLeft
      visit(left)
    }
    if (hasRight || (absent & (1 - defaultLeft)) === 1) {
      lower[feature] = low < threshold ? threshold : low
      upper[feature] = hasRight ? high : -Infinity
      missing[feature] = absent & (1 - defaultLeft)
      visit(left + 1)
    }
    lower[feature] = low
    upper[feature] = high
    missing[feature] = absent
  }
}
