/** Which arms of a study are compared with each other. */

import type { Arm, Protocol } from "../protocol.ts"

/** One optimiser on the joint space and on those with a fixed part: the paper's first question. */
export interface SpacesGroup {
  readonly joint: Arm
  readonly fixed: readonly Arm[]
}

/** The paper's objective, alone. */
const seeksAccuracy = ({ metrics }: Arm): boolean => metrics.length === 1 && metrics[0] === "valid-acc"

/** Optimisers that search the joint space in full evaluations, and another space, too. */
export function spacesGroups({ arms }: Protocol): readonly SpacesGroup[] {
  const full = arms.filter(arm => seeksAccuracy(arm) && arm.fidelity === null)
  return full
    .filter(({ space }) => space === "joint")
    .map(joint => ({
      joint,
      fixed: full.filter(arm => arm.optimiser === joint.optimiser && arm.space !== "joint"),
    }))
    .filter(({ fixed }) => fixed.length > 0)
}

/** Arms of validation accuracy on the joint space: which of them is the best optimiser? */
export function jointArms({ arms }: Protocol): readonly Arm[] {
  return arms.filter(arm => seeksAccuracy(arm) && arm.space === "joint")
}

/** Arms of accuracy and something that is to be low. */
export function frontArms({ arms }: Protocol): readonly Arm[] {
  return arms.filter(({ metrics }) => metrics.length === 2 && metrics[0] === "valid-acc")
}

/** Titles without the parts that all of them share. */
export function shortTitles(arms: readonly Arm[]): readonly string[] {
  const split = arms.map(({ title }) => title.split(", "))
  const shared = split[0]?.filter(part => arms.length > 1 && split.every(parts => parts.includes(part))) ?? []
  return split.map((parts, at) => {
    const own = parts.filter(part => !shared.includes(part))
    return own.length > 0 ? own.join(", ") : arms[at].title
  })
}
