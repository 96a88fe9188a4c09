/** A surrogate under node:test: `node --test examples/testing/node.test.mjs`. */
import test from "node:test"
import { openBenchmark } from "jahs-bench-201"
import { assertInvariants, invariants } from "jahs-bench-201/fast-check"

const benchmark = await openBenchmark({ task: "cifar10" })
const repaired = await openBenchmark({ task: "cifar10", repair: true })

for (const { name, kind, meaning } of invariants) {
  if (kind === "answers")
    test(meaning, () => assertInvariants(benchmark, { invariants: [name], numRuns: 20 }))
}

test("runtime never falls, once it is repaired", () => {
  assertInvariants(repaired, { invariants: ["runtime-never-falls-over-epoch"], numRuns: 20 })
})
