/**
 * Columns of bins: a column is one feature, or a bundle of features of two bins of which at most one is out of
 * its usual bin in any row, such as the one-hot columns of a category. A bundle costs a histogram what one feature
 * costs it, and the two bins of each feature follow from it and from the node's sum: nothing is approximated
 * (exclusive feature bundling without conflicts: G. Ke et al., LightGBM, NeurIPS 2017).
 */

import type { BinnedFeature } from "./binned-features.ts"

/** A column of bins. */
export interface BinColumn {
  /** Bin of each row, below `numBins`. */
  readonly bins: Uint16Array
  readonly numBins: number
  /** One feature with bins of its own, or the features of a bundle: the k-th is unusual in bin k + 1. */
  readonly features: readonly BinnedFeature[]
  readonly isBundle: boolean
}

/** Features of a bundle at most. */
const MAX_MEMBERS = 1024

/** The bin of a feature of two bins that fewer rows have. */
export function rareBinOf({ bins }: BinnedFeature): number {
  let ones = 0
  for (let row = 0; row < bins.length; row++) ones += bins[row]
  return 2 * ones <= bins.length ? 1 : 0
}

/** A bundle that may still grow. */
class Bundle {
  readonly bins: Uint16Array
  readonly features: BinnedFeature[] = []

  constructor(numRows: number) {
    this.bins = new Uint16Array(numRows)
  }

  /** @returns whether the feature is exclusive of the others, and is now among them */
  take(feature: BinnedFeature, rareBin: number): boolean {
    if (this.features.length === MAX_MEMBERS) return false
    const { bins } = this
    const rows = feature.bins
    for (let row = 0; row < rows.length; row++) if (rows[row] === rareBin && bins[row] !== 0) return false
    this.features.push(feature)
    const member = this.features.length
    for (let row = 0; row < rows.length; row++) if (rows[row] === rareBin) bins[row] = member
    return true
  }
}

/**
 * Bundles what is exclusive; one-hot columns are neighbours, so that only the last bundles are tried.
 *
 * @returns columns, those of bundles after the others
 */
export function columnsOf(features: readonly BinnedFeature[]): BinColumn[] {
  const bundles: Bundle[] = []
  const single: BinColumn[] = []
  for (const feature of features) {
    if (feature.numBins !== 2 || feature.hasMissing) {
      const numBins = feature.numBins + (feature.hasMissing ? 1 : 0)
      single.push({ bins: feature.bins, numBins, features: [feature], isBundle: false })
      continue
    }
    const rareBin = rareBinOf(feature)
    if (bundles.slice(-4).some(bundle => bundle.take(feature, rareBin))) continue
    const bundle = new Bundle(feature.bins.length)
    bundle.take(feature, rareBin)
    bundles.push(bundle)
  }
  const bundled = bundles.map(({ bins, features: members }) => {
    return { bins, numBins: members.length + 1, features: members, isBundle: true }
  })
  return [...single, ...bundled]
}
