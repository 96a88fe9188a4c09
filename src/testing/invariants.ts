/** All invariants, by name. */

import { NotFoundError, show } from "../errors.ts"
import { nearest } from "../nearest.ts"
import { answerInvariants } from "./answer-invariants.ts"
import type { Invariant } from "./invariant.ts"
import { valueInvariants } from "./value-invariants.ts"

const joined = (): readonly Invariant[] => [...answerInvariants, ...valueInvariants]

/**
 * The laws that answers are held to.
 *
 * @example
 * ```ts
 * const law = invariants.find(({ name }) => name === "runtime-never-falls-over-epoch")
 * law?.severity // "certain"
 * ```
 */
export const invariants: readonly Invariant[] = /* @__PURE__ */ joined()

/**
 * Invariants as a caller lists them: by name, or one's own.
 *
 * @param wanted default: all
 * @throws {NotFoundError} for a name that there is not
 */
export function chooseInvariants(wanted: readonly (string | Invariant)[] = invariants): readonly Invariant[] {
  if (!Array.isArray(wanted)) {
    throw new TypeError(`options.invariants: expected an array of names or invariants, got ${show(wanted)}`)
  }
  return wanted.map((given: string | Invariant) => {
    if (typeof given !== "string") return given
    const found = invariants.find(({ name }) => name === given)
    if (found !== undefined) return found
    const names = invariants.map(({ name }) => name)
    const meant = nearest(given, names)
    throw new NotFoundError({
      path: "options.invariants",
      what: "no such invariant",
      expected: `one of ${names.join(", ")}`,
      actual: show(given),
      remedy: meant && `did you mean ${meant}?`,
    })
  })
}
