/** The refusal of what a release was not fitted to. */

import { DomainError, show } from "../errors.ts"
import type { Outside } from "../space/space.ts"

/**
 * @param release and its task, in words
 * @param source what was asked with, for the message
 */
export function outsideDomain(
  release: string,
  source: string,
  { name, allowed, value }: Outside,
): DomainError {
  return new DomainError({
    source,
    path: name,
    what: `outside the domain of ${release}`,
    expected: allowed,
    actual: show(value),
    remedy: "{ extrapolate: true } answers all the same",
  })
}
