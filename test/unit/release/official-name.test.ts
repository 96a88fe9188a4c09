/** An import is taken for the authors' own only where it is called so. */

import { expect, it } from "vitest"
import { officialCard } from "../../../src/release/official-card.ts"
import { officialTableCard } from "../../../src/release/official-table-card.ts"

const provenance = { archive: "some.tar", files: [], convertedBy: "9.9.9" }
const cardsOf = (release: string) => [
  officialCard(release, "cifar10", provenance as never),
  officialTableCard(
    { task: "cifar10", release, archive: "some.tar", files: [], version: "9.9.9" },
    { numRows: 0, numConfigurations: 0 },
    [],
  ),
]

it("the authors' own, under the official names", () => {
  for (const { notice, licence, attribution } of cardsOf("official-1.1.0")) {
    expect(notice).toContain("the authors' own")
    expect([licence, attribution]).toEqual(["CC-BY-4.0", expect.stringContaining("Bansal")])
  }
})

it.each(["official-replica", "mine", "unofficial-1"])("%s: nothing is claimed of it", release => {
  for (const { notice, licence, attribution } of cardsOf(release)) {
    expect(notice).toContain(`imported as ${release} and not as an official release`)
    expect([licence, attribution]).toEqual(["unknown", expect.not.stringContaining("Bansal")])
  }
})
