/** ParEGO against random points, and with weights that never change. */
import { describe, expect, it } from "vitest"
import { hypervolume, ParEgo, RandomSearch, type SearchConfiguration } from "../../../../src/search/index.ts"
import { meanOf } from "../functions.ts"
import { pairs } from "../problems.ts"

const { braninCurrin } = pairs
const { space, reference } = braninCurrin!
const goals = ["minimize", "minimize"] as const
const seeds = [0, 1, 2]
const NUM_TRIALS = 30

function run(search: ParEgo, numTrials = NUM_TRIALS): ParEgo {
  for (let i = 0; i < numTrials; i++) {
    const { id, configuration } = search.ask()
    search.tell(id, braninCurrin!.at(configuration))
  }
  return search
}

it("dominates more than random points do", () => {
  const ours = seeds.map(seed => {
    const { front } = run(new ParEgo(space, { goals, seed }))
    return hypervolume(
      front.map(({ values }) => values),
      reference,
    )
  })
  const random = seeds.map(seed => {
    const search = new RandomSearch(space, { goal: "minimize", seed })
    const points = Array.from({ length: NUM_TRIALS }, () =>
      braninCurrin!.at(search.ask().configuration as SearchConfiguration),
    )
    return hypervolume(points, reference)
  })
  expect(meanOf(ours)).toBeGreaterThan(meanOf(random))
})

describe("weights", () => {
  it("are drawn for each trial, and sum to 1", () => {
    const { trials } = run(new ParEgo(space, { goals, numInitial: 3 }), 12).toJSON()
    expect(trials.slice(0, 3).map(({ weights }) => weights)).toEqual([null, null, null])
    const drawn = trials.slice(3).map(({ weights }) => weights!)
    for (const [first, second] of drawn) expect(first! + second!).toBeCloseTo(1, 12)
    expect(new Set(drawn.map(([first]) => first)).size).toBe(9)
  })

  it("that are given lead to one end of the front", () => {
    const lowest = (weights: readonly number[], objective: number): number => {
      const { front } = run(new ParEgo(space, { goals, seed: 1, weights }), 25)
      return Math.min(...front.map(({ values }) => values[objective]!))
    }
    // Branin's minimum is 0.3979, Currin's 1.1804.
    expect(lowest([2, 0], 0)).toBeLessThan(0.6)
    expect(lowest([0, 2], 0)).toBeGreaterThan(0.6)
    expect(lowest([0, 2], 1)).toBeLessThan(1.19)
  })

  it("must be as many as objectives, and not all 0", () => {
    for (const weights of [[1], [0, 0], [-1, 2], [Number.NaN, 1]]) {
      expect(() => new ParEgo(space, { goals, weights })).toThrow("settings.weights: expected 2 numbers")
    }
  })
})
