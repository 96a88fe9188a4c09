/** A booster with some of its features fixed: smaller, and the same bits for what is left. */

import { NotFoundError, show, UnsupportedModelError } from "../../errors.ts"
import { specialiseForest } from "../../forest/specialise.ts"
import { goesRightAt } from "../kernels/categorical.ts"
import { Booster } from "./booster.ts"
import { FlatTrees } from "./flat-trees.ts"

/** What features can be: a value (NaN: always missing), or `[lower, upper]`, both included and never missing. */
export type FixedFeatures = Readonly<
  Record<number | string, number | readonly [lower: number, upper: number]>
>

/** Settings of `specialise`. */
export interface SpecialiseOptions {
  /**
   * Whether nodes keep XGBoost's ids, so that `output: "leaf"` answers as before (default true). Without them
   * nodes are numbered anew, level by level, and packs are smaller.
   */
  readonly nodeIds?: boolean
}

/**
 * Fixes features of an ensemble: branches that they rule out are gone. Rows keep their width; values of fixed
 * features are not looked at where they decide nothing any more. Other rows than those that were promised get
 * some other answer, without a warning.
 *
 * @param fixed feature's name, or its index → value or range
 * @returns a new booster with as many trees: the same margins, predictions and (unless ids are dropped) leaf ids,
 *   bit for bit. It can be packed, and specialised again; covers and gains are gone, and it is not written as a
 *   model file
 * @throws {NotFoundError} for a feature that the booster does not have
 * @throws {TypeError} for what is neither a number nor a range
 * @throws {RangeError} for a range from above to below
 * @throws {UnsupportedModelError} for linear boosters, which have no branches
 * @example
 * ```ts
 * const smaller = specialise(booster, { 0: 1, 2: [0, 0.5] })
 * const pack = await writePack(smaller)
 * ```
 */
export function specialise(booster: Booster, fixed: FixedFeatures, options: SpecialiseOptions = {}): Booster {
  if (typeof fixed !== "object" || fixed === null) {
    throw new TypeError(`fixed: expected an object of features, got ${show(fixed)}`)
  }
  for (const key in options) {
    if (key !== "nodeIds") throw new TypeError(`options.${key}: unknown option; expected nodeIds`)
  }
  const { info, numFeatures } = booster
  if (info.linearWeights !== null) {
    throw new UnsupportedModelError({
      source: info.source,
      what: "a linear booster has no branches to leave out",
      expected: "trees",
      actual: info.booster,
    })
  }
  const isKnown = new Uint8Array(numFeatures)
  const lower = new Float32Array(numFeatures)
  const upper = new Float32Array(numFeatures)
  for (const [key, value] of Object.entries(fixed)) {
    const feature = featureOf(booster, key)
    const [low, high] = boundsOf(value, `fixed.${key}`)
    isKnown[feature] = 1
    lower[feature] = low
    upper[feature] = high
  }
  const { forest } = booster
  const goesRight = (node: number, value: number): number => goesRightAt(forest, node, value)
  const smaller = specialiseForest(forest, { isKnown, lower, upper, goesRight }, options.nodeIds ?? true)
  return new Booster(info, new FlatTrees(smaller, info))
}

function boundsOf(value: unknown, path: string): readonly [number, number] {
  if (typeof value === "number") return [value, value]
  if (!Array.isArray(value) || value.length !== 2 || !value.every(bound => typeof bound === "number")) {
    throw new TypeError(`${path}: expected a number or [lower, upper], got ${show(value)}`)
  }
  const [low, high] = value as [number, number]
  if (low <= high) return [low, high]
  throw new RangeError(`${path}: expected lower at most upper, got [${low}, ${high}]`)
}

/** A feature by its name, else by its index. */
function featureOf({ info, numFeatures }: Booster, key: string): number {
  const named = info.featureNames?.indexOf(key) ?? -1
  if (named >= 0) return named
  const index = /^\d+$/.test(key) ? Number(key) : Number.NaN
  if (index < numFeatures) return index
  throw new NotFoundError({
    path: "fixed",
    what: "no such feature",
    expected: `an index from 0 to ${numFeatures - 1}${info.featureNames === null ? "" : " or a feature's name"}`,
    actual: show(key),
  })
}
