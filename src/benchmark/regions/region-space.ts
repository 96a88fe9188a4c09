/** From a region and surrogates to the space that is searched: choices, and the cells of the two floats. */

import { UnsupportedModelError } from "../../errors.ts"
import { log } from "../../numeric/log.ts"
import {
  type AxisFeature,
  type ChoiceFeatures,
  type ChoiceSpace,
  type ForestOverSpace,
  thresholdsWithin,
} from "../../predict/regions/choice-space.ts"
import { ChoiceTrees, type Rectangle } from "../../predict/regions/choice-trees.ts"
import { type Configuration, jahsSpace } from "../../space/index.ts"
import type { Surrogate } from "../../surrogate/surrogate.ts"
import { encodeOptions, firstOf } from "./encode-options.ts"
import type { DiscretePart, FloatPart, WholeRegion } from "./region.ts"

const { fround } = Math

/** A float's interval within which no answer changes: lower included, upper not, unless it is the region's end. */
export type Interval = readonly [lower: number, upper: number]

/** Where no answer changes. */
export interface Cell {
  readonly LearningRate: Interval
  readonly WeightDecay: Interval
}

function checkSupported({ booster, metric }: Surrogate): void {
  const { info, numOutputs, forest } = booster
  if (info.linearWeights === null && numOutputs === 1 && forest.leafVectors === null) return
  throw new UnsupportedModelError({
    source: metric,
    what: "searches need a sum of trees",
    expected: "trees with one output",
    actual: info.linearWeights === null ? `${numOutputs} outputs` : "a linear booster",
  })
}

/** The number with the fewest digits that is about in the middle of a cell. */
function roundValue(lower: number, upper: number, isLast: boolean, part: FloatPart): number {
  const isInside = (value: number): boolean => {
    const float32 = fround(value)
    const isBelow = isLast ? float32 <= upper : float32 < upper
    return float32 >= lower && isBelow && value >= part.lower && value <= part.upper
  }
  const middle = Math.sqrt(lower * upper)
  for (let digits = 1; digits <= 17; digits++) {
    const value = Number(middle.toPrecision(digits))
    if (isInside(value)) return value
  }
  // A cell of one float32 number.
  return Math.min(Math.max(lower, part.lower), part.upper)
}

/** A region as some surrogates see it. */
export class RegionSpace {
  readonly space: ChoiceSpace
  /** The hyperparameters that are chosen: with several values, and read by one of the surrogates. */
  readonly choices: readonly DiscretePart[]
  private readonly base: Configuration
  private readonly axes: readonly { readonly part: FloatPart; readonly cells: Float32Array }[]
  private readonly epoch: number
  private readonly surrogates: readonly Surrogate[]

  /**
   * @param surrogates at least one
   * @throws {UnsupportedModelError} for surrogates that are no sums of trees
   */
  constructor(region: WholeRegion, surrogates: readonly Surrogate[], epoch: number) {
    surrogates.forEach(checkSupported)
    this.epoch = epoch
    this.surrogates = surrogates
    this.base = firstOf(region)
    this.axes = region.floats.map(part => ({ part, cells: this.cutAxis(part) }))
    this.choices = region.discrete.filter(
      part =>
        part.values.length > 1 &&
        surrogates.some(surrogate => this.featuresOf(surrogate, part).features.length > 0),
    )
    this.space = {
      numOptions: this.choices.map(({ values }) => values.length),
      numRows: this.axes[0].cells.length,
      numColumns: this.axes[1].cells.length,
    }
  }

  private cutAxis({ name, lower, upper }: FloatPart): Float32Array {
    const cells = new Set([fround(lower)])
    for (const { booster, encoder } of this.surrogates) {
      const feature = encoder.featureNames.indexOf(name)
      for (const cut of thresholdsWithin(booster.forest, feature, fround(lower), fround(upper)))
        cells.add(cut)
    }
    return Float32Array.from(cells).sort()
  }

  private featuresOf({ encoder }: Surrogate, part: DiscretePart): ChoiceFeatures {
    return encodeOptions(encoder, this.base, part, this.epoch)
  }

  private axisOf({ encoder }: Surrogate, axis: number): AxisFeature {
    const { part, cells } = this.axes[axis]
    return { feature: encoder.featureNames.indexOf(part.name), cells }
  }

  /** A surrogate's trees over the space; with the sign -1, of its negated margin. */
  treesOf(surrogate: Surrogate, sign: 1 | -1): ChoiceTrees {
    const { booster, encoder } = surrogate
    const row = new Float32Array(encoder.numFeatures)
    encoder.encode(this.base, this.epoch, row)
    const over: ForestOverSpace = {
      forest: booster.forest,
      baseMargin: booster.baseMargins[0],
      row,
      choices: this.choices.map(part => this.featuresOf(surrogate, part)),
      rows: this.axisOf(surrogate, 0),
      columns: this.axisOf(surrogate, 1),
    }
    return new ChoiceTrees(over, this.space, sign)
  }

  private interval(axis: number, first: number, end: number): Interval {
    const { part, cells } = this.axes[axis]
    return [cells[first], end < cells.length ? cells[end] : fround(part.upper)]
  }

  /** Every interval along an axis. */
  intervalsOf(axis: number): Interval[] {
    return Array.from(this.axes[axis].cells.keys(), cell => this.interval(axis, cell, cell + 1))
  }

  /** The intervals of some cells. */
  cellOf({ top, bottom, left, right }: Rectangle): Cell {
    return { LearningRate: this.interval(0, top, bottom), WeightDecay: this.interval(1, left, right) }
  }

  /** A configuration within some cells, of numbers with few digits. */
  configurationIn(options: ArrayLike<number>, cells: Rectangle): Configuration {
    const values: Record<string, unknown> = { ...this.base }
    this.choices.forEach(({ name, values: allowed }, choice) => {
      values[name] = allowed[options[choice]]
    })
    const ends = [cells.bottom, cells.right]
    const intervals = [this.interval(0, cells.top, cells.bottom), this.interval(1, cells.left, cells.right)]
    this.axes.forEach(({ part, cells }, axis) => {
      values[part.name] = roundValue(...intervals[axis], ends[axis] === cells.length, part)
    })
    return Object.freeze(
      Object.fromEntries(jahsSpace.names.map(name => [name, values[name]])),
    ) as unknown as Configuration
  }

  /**
   * Weight of each cell along an axis: its share of the interval in the logarithm, as configurations are drawn.
   *
   * @param axis 0 for LearningRate, 1 for WeightDecay
   */
  weightsOf(axis: number): Float64Array {
    const { part, cells } = this.axes[axis]
    if (cells.length === 1) return Float64Array.of(1)
    const whole = log(part.upper) - log(part.lower)
    return Float64Array.from(cells, (lower, i) => {
      const upper = i + 1 < cells.length ? cells[i + 1] : part.upper
      return (log(upper) - log(i === 0 ? part.lower : lower)) / whole
    })
  }
}
