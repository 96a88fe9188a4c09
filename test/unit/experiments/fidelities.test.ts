/** The fidelities that the bundle does not have, on a replica of the official release, whose labels mean nothing. */
import { beforeAll, describe, expect, it } from "vitest"
import { Benchmark } from "../../../src/benchmark/index.ts"
import {
  armOf,
  type FidelityAxis,
  paperProtocol,
  protocolOf,
  runArm,
  runStudy,
} from "../../../src/experiments/index.ts"
import { importReplica } from "../../support/replica.ts"

let benchmark: Benchmark

beforeAll(async () => {
  const packs = await importReplica("official-1.7")
  benchmark = new Benchmark("cifar10", packs.get("cifar10")!)
}, 60_000)

describe("on the replica", () => {
  it.each<[FidelityAxis, readonly string[], readonly number[]]>([
    ["N", ["N"], [1, 3, 5]],
    ["W", ["W"], [4, 8, 16]],
    ["Resolution", ["Resolution"], [0.25, 0.5, 1]],
    ["diagonal", ["N", "W", "Resolution"], [22, 66, 200]],
  ])("Hyperband climbs %s", (fidelity, varying, levels) => {
    const arm = armOf({ optimiser: "hyperband", fidelity, numBrackets: 3 })
    const conditions = protocolOf({ arms: [], budget: 1000 })
    const run = runArm(arm, benchmark, 0, conditions)
    expect(run.numEvaluations).toBe(arm.numTrials)
    for (const name of varying) expect(Object.hasOwn(run.configurations, name)).toBe(true)
    const level = (at: number): number =>
      fidelity === "diagonal" ? run.epoch[at] : (run.configurations[fidelity][at] as number)
    expect(
      [...new Set(run.id.keys())]
        .map(level)
        .filter((value, at, all) => all.indexOf(value) === at)
        .sort((a, b) => a - b),
    ).toEqual(levels)
    for (const [at, epoch] of run.epoch.entries()) {
      const columns = Object.entries(run.configurations).map(([name, column]) => [name, column[at]])
      const configuration = { ...run.constants, ...Object.fromEntries(columns) }
      const answer = benchmark.query(configuration as never, { epoch })
      expect([answer["valid-acc"], answer.runtime]).toEqual([run.values[0][at], run.runtime[at]])
    }
  })

  it("pays in full for a wider network, and the difference for a longer training", () => {
    const secondsOf = (fidelity: FidelityAxis) => {
      const arm = armOf({ optimiser: "hyperband", fidelity, numBrackets: 1 })
      const { seconds, runtime } = runArm(arm, benchmark, 1, protocolOf({ arms: [], budget: 1000 }))
      return [...seconds.keys()].filter(at => seconds[at] !== runtime[at]).length
    }
    expect(secondsOf("W")).toBe(0)
    // Of nine configurations three are promoted, and one of those.
    expect(secondsOf("diagonal")).toBe(4)
  })

  it("the whole paper runs", async () => {
    const protocol = paperProtocol("paper", { release: "replica", tasks: ["cifar10"], seeds: 1, budget: 2 })
    const { results } = await runStudy([benchmark], protocol)
    expect(results.runs.map(({ arm }) => arm)).toEqual(protocol.arms.map(({ name }) => name))
    for (const { numEvaluations } of results.runs) expect(numEvaluations).toBeGreaterThan(0)
  })
})
