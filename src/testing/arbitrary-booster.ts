/** Whole random boosters, with rows where their answers change. */

import * as fc from "fast-check"
import type { Booster } from "../predict/booster/booster.ts"
import { readJson } from "../predict/booster/read.ts"
import { dumpText } from "../predict/booster/write.ts"
import { arbitraryRow } from "./arbitrary-row.ts"
import { toDocument } from "./forest-document.ts"
import { arbitraryForest, type ForestOptions, type ForestSpec } from "./forest-spec.ts"

/** A random model, as XGBoost would have saved it, and rows for it. */
export interface RandomModel {
  readonly booster: Booster
  /** `numRows` rows of `booster.numFeatures` values. */
  readonly rows: Float32Array
  readonly numRows: number
  /** The model as `save_model` writes it; `NaN` and infinities are numbers, not text. */
  readonly document: object
}

export interface ArbitraryBoosterOptions extends ForestOptions {
  /** Rows for each booster (default 8). */
  readonly numRows?: number
}

class ReadableModel implements RandomModel {
  readonly booster: Booster
  readonly rows: Float32Array
  readonly numRows: number
  readonly document: object

  constructor(booster: Booster, rows: readonly Float32Array[], document: object) {
    this.booster = booster
    this.numRows = rows.length
    this.rows = Float32Array.from(rows.flatMap(row => [...row]))
    this.document = document
  }

  /** What a counter-example is shown as: XGBoost's own dump, and the rows. */
  [fc.toStringMethod](): string {
    const { booster, rows, numRows } = this
    const { numFeatures } = booster
    const { numOutputs, info } = booster
    const shown = Array.from(
      { length: numRows },
      (_, row) => `[${[...rows.subarray(row * numFeatures, (row + 1) * numFeatures)].join(", ")}]`,
    )
    const heading = `${info.booster}, ${numOutputs} outputs, base score ${[...info.baseScore].join(", ")}`
    return `${heading}\n${dumpText(booster)}rows ${shown.join(" ")}`
  }
}

function modelOf(spec: ForestSpec): { booster: Booster; document: object } {
  const document = toDocument(spec)
  return { document, booster: readJson(document) }
}

/**
 * Random boosters: gbtree and DART, numeric and categorical splits, default directions, several outputs, parallel
 * trees and vector leaves, deleted nodes and node ids in any order, in the layouts of XGBoost 1.7, 2.1 and 3.4;
 * each with rows on, just below and just above its thresholds. They shrink to few splits, shown as XGBoost dumps them.
 *
 * @example
 * ```ts
 * import * as fc from "fast-check"
 * const check = fc.property(arbitraryBooster(), ({ booster, rows, numRows }) => {
 *   const all = booster.predict(rows, { numRows, output: "margin" })
 *   const first = booster.predict(rows.slice(0, booster.numFeatures), { output: "margin" })
 *   return Object.is(all[0], first[0])
 * })
 * fc.assert(check)
 * ```
 */
export function arbitraryBooster(options: ArbitraryBoosterOptions = {}): fc.Arbitrary<RandomModel> {
  const { numRows = 8, ...forest } = options
  return arbitraryForest(forest).chain(spec => {
    const { booster, document } = modelOf(spec)
    return fc
      .array(arbitraryRow(booster), { minLength: numRows, maxLength: numRows })
      .map(rows => new ReadableModel(booster, rows, document))
  })
}
