/** Surrogates as plain data that threads can share, and back. */

import type { FlatForest } from "../forest/flat-forest.ts"
import { share } from "../parallel/share.ts"
import { Booster, type BoosterInfo } from "../predict/booster/booster.ts"
import { FlatTrees } from "../predict/booster/flat-trees.ts"
import { createEncoder } from "../space/index.ts"
import { type Projection, RepairedSurrogate } from "./repaired-surrogate.ts"
import { Surrogate } from "./surrogate.ts"
import type { TargetTransform } from "./target-transform.ts"

/** A surrogate as it is sent. */
export interface SentSurrogate {
  readonly metric: string
  readonly featureNames: readonly string[]
  readonly transforms: readonly TargetTransform[]
  readonly info: BoosterInfo
  readonly forest: FlatForest
  /** What is done to its curves; null for nothing. */
  readonly repair: { readonly projection: Projection; readonly lastEpoch: number } | null
}

/** Surrogates by their metrics: what jobs are about. */
export type SurrogateMap = ReadonlyMap<string, Surrogate>

/** Copies trees into shared memory, where there is such. */
export function sendSurrogates(surrogates: readonly Surrogate[]): SentSurrogate[] {
  return surrogates.map(surrogate => {
    const { metric, booster, encoder, transforms } = surrogate
    const repair =
      surrogate instanceof RepairedSurrogate
        ? { projection: surrogate.projection, lastEpoch: surrogate.lastEpoch }
        : null
    return {
      metric,
      featureNames: encoder.featureNames,
      transforms,
      info: booster.info,
      forest: share(booster.forest),
      repair,
    }
  })
}

/** Makes surrogates again, whose trees are where they were sent. */
export function receiveSurrogates(sent: readonly SentSurrogate[]): SurrogateMap {
  return new Map(
    sent.map(({ metric, featureNames, transforms, info, forest, repair }) => {
      const booster = new Booster(info, new FlatTrees(forest, info))
      const surrogate = new Surrogate(metric, booster, createEncoder(featureNames), transforms)
      return [
        metric,
        repair === null ? surrogate : new RepairedSurrogate(surrogate, repair.projection, repair.lastEpoch),
      ]
    }),
  )
}
