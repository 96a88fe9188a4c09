/** A surrogate under Deno's test runner: `deno test --allow-read deno.test.ts`. */
import * as fc from "fast-check"
import { openBenchmark } from "jahs-bench-201"
import { arbitraryConfiguration, assertInvariants } from "jahs-bench-201/fast-check"

const benchmark = await openBenchmark({ task: "cifar10" })

Deno.test("all ways to ask agree", () => {
  assertInvariants(benchmark, { invariants: ["all-ways-agree"], numRuns: 20 })
})

Deno.test("a property of one's own: accuracies are percentages", () => {
  fc.assert(
    fc.property(arbitraryConfiguration(benchmark), configuration => {
      const answer = benchmark.query(configuration, { metrics: ["valid-acc"] })
      return answer["valid-acc"] >= 0 && answer["valid-acc"] <= 100
    }),
  )
})
