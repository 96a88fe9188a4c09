/** In the place of what opens recorded tables, which the page never asks for: without it the site is 25 kB smaller. */

import { UnsupportedModelError } from "../../entries/index.web.ts"

/**
 * Opens no table.
 *
 * @throws {UnsupportedModelError} always
 */
export function openTableWith(): never {
  throw new UnsupportedModelError({
    path: "options.kind",
    what: "the playground opens no recorded tables",
    expected: "surrogate",
    actual: "table",
  })
}
