/** One metric's surrogate: encoder, booster and the way back from margin to metric. */

import type { Booster } from "../predict/booster.ts"
import type { Encoder } from "../space/index.ts"
import { invertTransforms, type TargetTransform } from "./target-transform.ts"

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
    for (let i = 0; i < out.length; i++) out[i] = invertTransforms(this.transforms, out[i])
  }
}
