/** Step functions, means over them, and ranks over time, on numbers that one can work out. */
import { describe, expect, it } from "vitest"
import { NotFoundError } from "../../../../src/errors.ts"
import { anytimeRanks, logarithmicTimes } from "../../../../src/experiments/analysis/anytime-ranks.ts"
import { incumbentsOfArm } from "../../../../src/experiments/analysis/incumbents.ts"
import { evenPositions, meanTrajectory } from "../../../../src/experiments/analysis/mean-trajectory.ts"
import { runsOf, unitOf } from "../../../../src/experiments/analysis/selection.ts"
import { changesOf, type Steps, stepAt } from "../../../../src/experiments/analysis/steps.ts"
import { hpoOnly, joint, writtenStudy } from "./studies.ts"

const steps = (time: readonly number[], value: readonly number[]): Steps => ({
  time: Float64Array.from(time),
  value: Float64Array.from(value),
})

describe("a step function", () => {
  it("is filled backward before its first step, and forward after its last", () => {
    const one = steps([1, 3, 3, 7], [9, 8, 6, 5])
    expect([0, 1, 2.9, 3, 6.9, 7, 99].map(time => stepAt(one, time))).toEqual([9, 9, 9, 6, 6, 5, 5])
  })

  it("is told by its changes", () => {
    expect(changesOf(steps([1, 2, 3, 4], [9, 9, 7, 7]))).toEqual(steps([1, 3], [9, 7]))
  })
})

describe("incumbents", () => {
  const study = writtenStudy([
    { task: "cifar10", arm: joint, seed: 4, time: [10, 30, 70], values: [[80, 70, 91]] },
    { task: "cifar10", arm: joint, seed: 2, time: [5], values: [[50]] },
  ])

  it("are the lowest errors so far, over time in mean full evaluations", () => {
    expect(incumbentsOfArm(study, "cifar10", joint)).toEqual([
      steps([1, 3, 7], [20, 20, 9]),
      steps([0.5], [50]),
    ])
  })

  it("are missed with the place named", () => {
    expect(() => runsOf(study, "cifar10", hpoOnly)).toThrow(NotFoundError)
    expect(() => runsOf(study, "cifar10", hpoOnly)).toThrow(
      "results, runs: missing run; expected one of random-hpo-only on cifar10 with seed 4",
    )
    expect(() => unitOf(study, "fashion_mnist")).toThrow(
      "results, units.fashion_mnist: missing; expected seconds",
    )
    const empty = writtenStudy([{ task: "cifar10", arm: joint, seed: 0, time: [], values: [[]] }])
    expect(() => incumbentsOfArm(empty, "cifar10", joint)).toThrow(
      "random-joint on cifar10, seed 0: expected one evaluation within the budget, got none",
    )
  })
})

describe("a mean trajectory", () => {
  it("has the mean and its standard error at the union of all times", () => {
    const { time, mean, standardError, numRuns } = meanTrajectory([
      steps([1, 4], [8, 2]),
      steps([2, 4], [6, 4]),
    ])
    expect(numRuns).toBe(2)
    expect(Array.from(time)).toEqual([1, 2, 4])
    // Before its first step, the second run is taken to be there already.
    expect(Array.from(mean)).toEqual([7, 7, 3])
    expect(Array.from(standardError)).toEqual([1, 1, 1])
  })

  it("is thinned evenly by position, as the paper's 1,001 rows are", () => {
    expect(evenPositions(10, 4)).toEqual([0, 3, 6, 9])
    expect(evenPositions(3, 4)).toEqual([0, 1, 2])
    const long = steps(
      Array.from({ length: 5000 }, (_, i) => i),
      Array.from({ length: 5000 }, (_, i) => -i),
    )
    const { time, mean, standardError } = meanTrajectory([long])
    expect(time).toHaveLength(1001)
    expect([time[0], time[1000]]).toEqual([0, 4999])
    expect(mean[500]).toBe(-time[500]!)
    expect(standardError[500]).toBeNaN()
  })
})

describe("ranks over time", () => {
  it("are means over blocks, in which equal ones share theirs", () => {
    const [a, b, c] = [steps([1, 5], [9, 1]), steps([1], [5]), steps([1, 3], [9, 5])]
    const ranks = anytimeRanks(
      [
        [a, b, c],
        [c, b, a],
      ],
      Float64Array.of(1, 3, 5),
    )
    expect(ranks.map(column => Array.from(column))).toEqual([
      [2.5, 2.25, 1.75],
      [1, 1.5, 2.5],
      [2.5, 2.25, 1.75],
    ])
  })

  it("are asked at times that are even in the logarithm", () => {
    const times = logarithmicTimes(1, 100, 3)
    expect([times[0], times[2]]).toEqual([1, 100])
    expect(times[1]).toBeCloseTo(10, 12)
  })
})
