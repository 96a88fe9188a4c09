/** Features by name or index. */

import { NotFoundError, show } from "../errors.ts"
import { nearest } from "../nearest.ts"
import type { Booster } from "../predict/booster.ts"

/**
 * The index of a feature.
 *
 * @param feature its name, or its index
 * @throws {NotFoundError} for one that the booster does not have
 */
export function featureOf(booster: Booster, feature: number | string, path: string): number {
  const { featureNames } = booster.info
  const named = featureNames?.indexOf(String(feature)) ?? -1
  if (named >= 0) return named
  const index = Number(feature)
  if (Number.isInteger(index) && index >= 0 && index < booster.numFeatures) return index
  const meant = featureNames === null ? undefined : nearest(String(feature), featureNames)
  throw new NotFoundError({
    path,
    what: "no such feature",
    expected: featureNames === null ? `an index below ${booster.numFeatures}` : featureNames.join(", "),
    actual: show(feature),
    remedy: meant && `did you mean ${meant}?`,
  })
}

/** A feature as messages call it. */
export function nameOfFeature(booster: Booster, index: number): string {
  return booster.info.featureNames?.[index] ?? `f${index}`
}
