/** Features by name or index. */

import { NotFoundError, show } from "../errors.ts"
import { nearest } from "../nearest.ts"
import type { Booster } from "../predict/booster/booster.ts"

/**
 * The index of a feature.
 *
 * @param feature its name, or its index
 * @throws {NotFoundError} for one that the booster does not have
 */
export function featureOf(booster: Booster, feature: number | string, path: string): number {
  const names = booster.info.featureNames ?? Array.from({ length: booster.numFeatures }, (_, i) => `f${i}`)
  const named = names.indexOf(String(feature))
  if (named >= 0) return named
  const index = Number(feature)
  if (Number.isInteger(index) && index >= 0 && index < booster.numFeatures) return index
  const meant = nearest(String(feature), names)
  throw new NotFoundError({
    path,
    what: "no such feature",
    expected: `an index below ${booster.numFeatures}, or one of ${names.join(", ")}`,
    actual: show(feature),
    remedy: meant && `did you mean ${meant}?`,
  })
}

/** A feature as messages call it. */
export function nameOfFeature(booster: Booster, index: number): string {
  return booster.info.featureNames?.[index] ?? `f${index}`
}
