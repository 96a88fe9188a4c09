/** The best split of a node: every boundary between bins, missing values on either side. */

import type { BinnedTable, FeaturePlace } from "./binned-table.ts"
import type { Gain, WeightBounds } from "./gain.ts"
import type { Histogram } from "./histogram.ts"

/** A split, and the sums of its two sides. */
export interface Split {
  /** By how much it lessens the loss, less the node's own part; 0 where none does. */
  readonly gain: number
  /** Index into the places of the table's features. */
  readonly place: number
  /** The last bin of values that go left; -1 where none do. */
  readonly bin: number
  readonly defaultLeft: boolean
  readonly leftGradient: number
  readonly leftHessian: number
  readonly rightGradient: number
  readonly rightHessian: number
}

/** What is known of a node before it is split. */
export interface NodeSums {
  readonly gradient: number
  readonly hessian: number
  /** What it takes off the loss as a leaf. */
  readonly ownGain: number
  readonly bounds: WeightBounds
}

/** What a node has that no split improves. */
const NO_SPLIT: Split = {
  gain: 0,
  place: -1,
  bin: -1,
  defaultLeft: false,
  leftGradient: 0,
  leftHessian: 0,
  rightGradient: 0,
  rightHessian: 0,
}

/** Equal gains: the feature that comes first, then the lesser threshold, as in XGBoost. */
export class SplitFinder {
  private readonly places: readonly FeaturePlace[]
  private readonly gain: Gain
  /** The two bins of a feature out of a bundle. */
  private readonly pair: Histogram = new Float64Array(4)
  private bestGain = 0
  private bestPlace = -1
  private bestBin = -1
  private bestDefaultLeft = false
  /** Sums of the side without missing values, where a split has one. */
  private bestGradient = 0
  private bestHessian = 0
  /** Sums of the feature's present values. */
  private sumGradient = 0
  private sumHessian = 0

  constructor(table: BinnedTable, gain: Gain) {
    this.places = table.places
    this.gain = gain
  }

  /**
   * Finds the best split.
   *
   * @param allowed indices of the places that may be split, ascending
   */
  find(histogram: Histogram, node: NodeSums, allowed: Int32Array): Split {
    this.bestGain = 0
    this.bestPlace = -1
    for (let k = 0; k < allowed.length; k++) {
      const index = allowed[k]
      const place = this.places[index]
      if (place.rareBin >= 0) {
        this.unbundle(histogram, node, place)
        this.scanUp(this.pair, 0, index, node)
        continue
      }
      const first = 2 * place.firstBin
      this.scanUp(histogram, first, index, node)
      const isMissing = this.sumGradient !== node.gradient || this.sumHessian !== node.hessian
      if (place.hasMissing && isMissing) this.scanDown(histogram, first, index, node)
    }
    return this.bestPlace < 0 ? NO_SPLIT : this.bestSplit(node)
  }

  private unbundle(histogram: Histogram, node: NodeSums, { firstBin, rareBin }: FeaturePlace): void {
    const { pair } = this
    const gradient = histogram[2 * firstBin]
    const hessian = histogram[2 * firstBin + 1]
    const usual = 2 - 2 * rareBin
    pair[2 * rareBin] = gradient
    pair[2 * rareBin + 1] = hessian
    pair[usual] = node.gradient - gradient
    pair[usual + 1] = node.hessian - hessian
  }

  private bestSplit(node: NodeSums): Split {
    const { bestDefaultLeft, bestGradient, bestHessian } = this
    const restGradient = node.gradient - bestGradient
    const restHessian = node.hessian - bestHessian
    return {
      gain: this.bestGain,
      place: this.bestPlace,
      bin: this.bestBin,
      defaultLeft: bestDefaultLeft,
      leftGradient: bestDefaultLeft ? restGradient : bestGradient,
      leftHessian: bestDefaultLeft ? restHessian : bestHessian,
      rightGradient: bestDefaultLeft ? bestGradient : restGradient,
      rightHessian: bestDefaultLeft ? bestHessian : restHessian,
    }
  }

  private offer(
    gain: number,
    index: number,
    bin: number,
    defaultLeft: boolean,
    gradient: number,
    hessian: number,
  ): void {
    if (!(gain > this.bestGain) || gain === Number.POSITIVE_INFINITY) return
    this.bestGain = gain
    this.bestPlace = index
    this.bestBin = bin
    this.bestDefaultLeft = defaultLeft
    this.bestGradient = gradient
    this.bestHessian = hessian
  }

  /** Missing values go right; the last boundary has them alone there. */
  private scanUp(histogram: Histogram, first: number, index: number, node: NodeSums): void {
    const { gain, places } = this
    const { minChildWeight } = gain
    const { feature, numBins, hasMissing } = places[index]
    const stop = hasMissing ? numBins : numBins - 1
    let gradient = 0
    let hessian = 0
    for (let bin = 0; bin < stop; bin++) {
      gradient += histogram[first + 2 * bin]
      hessian += histogram[first + 2 * bin + 1]
      const restGradient = node.gradient - gradient
      const restHessian = node.hessian - hessian
      if (hessian < minChildWeight || restHessian < minChildWeight) continue
      const both = gain.ofSplit(feature, gradient, hessian, restGradient, restHessian, node.bounds)
      this.offer(Math.fround(both - node.ownGain), index, bin, false, gradient, hessian)
    }
    this.sumGradient = gradient
    this.sumHessian = hessian
  }

  /** Missing values go left; the last boundary has them alone there. */
  private scanDown(histogram: Histogram, first: number, index: number, node: NodeSums): void {
    const { gain, places } = this
    const { minChildWeight } = gain
    const { feature, numBins } = places[index]
    let gradient = 0
    let hessian = 0
    for (let bin = numBins - 1; bin >= 0; bin--) {
      gradient += histogram[first + 2 * bin]
      hessian += histogram[first + 2 * bin + 1]
      const restGradient = node.gradient - gradient
      const restHessian = node.hessian - hessian
      if (hessian < minChildWeight || restHessian < minChildWeight) continue
      const both = gain.ofSplit(feature, restGradient, restHessian, gradient, hessian, node.bounds)
      this.offer(Math.fround(both - node.ownGain), index, bin - 1, true, gradient, hessian)
    }
  }
}
