/** One metric's surrogate: encoder, booster and the way back from margin to metric. */

import type { Booster } from "../predict/booster/booster.ts"
import { predictCells } from "../predict/grid/grid.ts"
import type { CheckedGrid } from "../predict/grid/grid-check.ts"
import type { Configuration, Encoder } from "../space/index.ts"
import { invertTransforms, type TargetTransform } from "./target-transform.ts"

const MARGIN = { output: "margin" } as const

export class Surrogate {
  readonly metric: string
  readonly booster: Booster
  readonly encoder: Encoder
  readonly transforms: readonly TargetTransform[]
  private readonly margin = new Float32Array(1)
  private readonly options = { output: "margin", out: this.margin } as const

  constructor(metric: string, booster: Booster, encoder: Encoder, transforms: readonly TargetTransform[]) {
    this.metric = metric
    this.booster = booster
    this.encoder = encoder
    this.transforms = transforms
  }

  /** Whether answers are not the booster's own, so that nobody may sum its trees instead of asking. */
  get isProjected(): boolean {
    return false
  }

  /**
   * @param row one encoded configuration
   * @returns the metric in its unit, a float32 value
   */
  evaluate(row: Float32Array): number {
    this.booster.predict(row, this.options)
    return invertTransforms(this.transforms, this.margin[0])
  }

  /**
   * @param rows encoded configurations, row by row
   * @param out receives one value per row
   */
  evaluateMany(rows: Float32Array, out: Float32Array): void {
    this.booster.predict(rows, { numRows: out.length, output: "margin", out })
    this.invert(out)
  }

  /**
   * @internal
   * @param grid encoded configurations
   * @param out receives one value per cell
   */
  evaluateGrid(grid: CheckedGrid, out: Float32Array): void {
    predictCells(this.booster, grid, MARGIN, out)
    this.invert(out)
  }

  private invert(margins: Float32Array): void {
    for (let i = 0; i < margins.length; i++) margins[i] = invertTransforms(this.transforms, margins[i])
  }
}

/**
 * Surrogates that read the same encoded row. Where a kernel holds them all, the row is answered once and
 * every metric walks over the same answers.
 */
export class SurrogateGroup {
  readonly encoder: Encoder
  readonly surrogates: readonly Surrogate[]
  private readonly row: Float32Array

  /** @param surrogates at least one, all with one encoder */
  constructor(surrogates: readonly Surrogate[]) {
    this.encoder = surrogates[0].encoder
    this.surrogates = surrogates
    this.row = new Float32Array(this.encoder.numFeatures)
  }

  /**
   * @param result receives each metric's value by its name
   */
  evaluate(configuration: Configuration, epoch: number, result: Record<string, number>): void {
    const { encoder, surrogates, row } = this
    encoder.encode(configuration, epoch, row)
    const shared = surrogates[0].booster.trees.kernelFor(1)?.kernel
    let isAnswered = false
    for (let i = 0; i < surrogates.length; i++) {
      const { booster, metric, transforms } = surrogates[i]
      const place = booster.trees.kernelFor(1)
      if (place === null || place.kernel !== shared || surrogates[i].isProjected) {
        result[metric] = surrogates[i].evaluate(row)
        // A kernel of several forests holds the answers of one row: another evaluation may have changed them.
        isAnswered = false
        continue
      }
      if (!isAnswered) place.kernel.answer(row, 0)
      isAnswered = true
      result[metric] = invertTransforms(transforms, place.kernel.sum(place.segment, booster.baseMargins[0]))
    }
  }
}
