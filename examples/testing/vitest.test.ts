/** A surrogate under vitest: `npx vitest run`. */
import { openBenchmark } from "jahs-bench-201"
import { checkInvariants, invariants, outcomeText } from "jahs-bench-201/fast-check"
import { expect, test } from "vitest"

const benchmark = await openBenchmark({ task: "cifar10" })

/** Size hardly depends on augmentation, so 15 % are allowed; N is fixed in this release. */
const names = ["size-ignores-trivialaugment", "size-never-falls-in-n"]
const tolerances = { "size-ignores-trivialaugment": 15 }

for (const { name, meaning } of invariants.filter(({ name }) => names.includes(name))) {
  test(meaning, context => {
    const [outcome] = checkInvariants(benchmark, { invariants: [name], tolerances, numRuns: 50 })
    // What cannot be tested is skipped, and says why.
    if (outcome?.outcome === "not testable") context.skip(outcome.why ?? "")
    expect(outcome?.outcome, outcome && outcomeText(outcome)).toBe("kept")
  })
}
