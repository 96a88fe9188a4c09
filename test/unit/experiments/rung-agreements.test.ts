/** What a rung tells of full evaluations, on benchmarks whose rungs tell all, nothing, or the opposite. */

import { expect, it } from "vitest"
import type { StudyBenchmark } from "../../../src/experiments/index.ts"
import { protocolOf, rungAgreements } from "../../../src/experiments/index.ts"
import { jahsSpace } from "../../../src/space/index.ts"

/** Accuracy by the learning rate alone; below the last epoch as told. */
function madeBenchmark(low: (accuracy: number, weightDecay: number) => number): StudyBenchmark {
  const query = (configuration: Record<string, number>, { epoch = 200 } = {}): Record<string, number> => {
    const accuracy = 100 * configuration["LearningRate"]!
    const value = epoch === 200 ? accuracy : low(accuracy, configuration["WeightDecay"]!)
    return { "valid-acc": value, runtime: 10 * epoch }
  }
  return {
    task: "cifar10",
    release: "made",
    space: jahsSpace,
    query: query as unknown as StudyBenchmark["query"],
  }
}

const hyperband = protocolOf({ arms: [{ optimiser: "hyperband" }, { optimiser: "random" }], seeds: 1 })
const options = { numConfigurations: 300 }

it("agrees whole where rungs order as full evaluations do", () => {
  const found = rungAgreements([madeBenchmark(accuracy => accuracy / 2)], hyperband, options)
  expect(found.map(({ fidelity }) => fidelity)).toEqual([2, 7, 22, 66].map(epoch => ({ epoch })))
  for (const { fidelity, tau, tauOfBest, promotedOfBest, cost } of found) {
    expect([tau, tauOfBest, promotedOfBest]).toEqual([1, 1, 1])
    expect(cost).toBeCloseTo(fidelity["epoch"]! / 200, 12)
  }
})

it("is opposite where rungs are", () => {
  const [{ tau, tauOfBest, promotedOfBest }] = rungAgreements(
    [madeBenchmark(accuracy => -accuracy)],
    hyperband,
    options,
  ) as [ReturnType<typeof rungAgreements>[0]]
  expect([tau, tauOfBest, promotedOfBest]).toEqual([-1, -1, 0])
})

it("is near nothing, and near a third, where rungs are blind", () => {
  const blind = madeBenchmark((_, weightDecay) => weightDecay)
  const [first] = rungAgreements([blind], hyperband, { numConfigurations: 2000 })
  expect(Math.abs(first!.tau)).toBeLessThan(0.05)
  expect(Math.abs(first!.promotedOfBest - 1 / 3)).toBeLessThan(0.1)
})

it("is of nothing without rungs, and the same again", () => {
  const benchmark = madeBenchmark(accuracy => Math.sin(accuracy))
  expect(rungAgreements([benchmark], protocolOf({ arms: [{ optimiser: "random" }], seeds: 1 }))).toEqual([])
  const runs = [0, 0, 1].map(seed => rungAgreements([benchmark], hyperband, { ...options, seed }))
  expect(runs[1]).toEqual(runs[0])
  expect(runs[2]).not.toEqual(runs[0])
})
