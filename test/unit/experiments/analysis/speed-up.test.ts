/** Speed-ups of the joint search, block by block. */
import { describe, expect, it } from "vitest"
import { spacesGroups } from "../../../../src/experiments/analysis/arm-groups.ts"
import { speedUpCells } from "../../../../src/experiments/analysis/space-speed-ups.ts"
import {
  geometricMeans,
  speedUps,
  summariseSpeedUps,
  timeToReach,
} from "../../../../src/experiments/analysis/speed-up.ts"
import type { Steps } from "../../../../src/experiments/analysis/steps.ts"
import { hpoOnly, joint, nasOnly, type WrittenRun, writtenStudy } from "./studies.ts"

const steps = (time: readonly number[], value: readonly number[]): Steps => ({
  time: Float64Array.from(time),
  value: Float64Array.from(value),
})

describe("the time to reach a target", () => {
  const runs = [steps([1, 4], [20, 10]), steps([2, 6], [16, 8])]

  it("is that at which the mean is as low", () => {
    expect(timeToReach(runs, 18)).toBe(1)
    expect(timeToReach(runs, 17.9)).toBe(4)
    expect(timeToReach(runs, 13)).toBe(4)
    expect(timeToReach(runs, 9)).toBe(6)
  })

  it("is none where it never is", () => {
    expect(timeToReach(runs, 8.9)).toBeNull()
  })
})

describe("speed-ups", () => {
  it("are the budget over that time, a block of seeds at a time", () => {
    const fast = [steps([1, 4], [20, 10]), steps([1, 5], [20, 12]), steps([1], [30])]
    const slow = [steps([1], [12]), steps([1], [12]), steps([1], [29])]
    expect(speedUps(fast, slow, 10, 1)).toEqual([2.5, 2, 0])
    // Two seeds together; the third fills no block.
    expect(speedUps(fast, slow, 10, 2)).toEqual([2])
    expect(speedUps(fast, slow, 10)).toEqual([])
  })

  it("are summarised with those that were not reached below all others", () => {
    const values = [0, 4, 2, 8, 16]
    expect(summariseSpeedUps(values)).toEqual({
      numBlocks: 5,
      median: 4,
      low: 0.4,
      high: expect.closeTo(14.4, 12),
      numUnreached: 1,
    })
    const [first, second] = geometricMeans([
      [4, 9],
      [9, 0],
    ])
    expect(first).toBeCloseTo(6, 14)
    expect(second).toBe(0)
  })
})

describe("a table's cells", () => {
  const accuracies = { [joint.name]: 95, [hpoOnly.name]: 90, [nasOnly.name]: 80 }
  const runs = (["cifar10", "fashion_mnist"] as const).flatMap(task =>
    [joint, hpoOnly, nasOnly].flatMap(arm =>
      Array.from({ length: 20 }, (_, seed): WrittenRun => {
        // The joint search passes 80, 90 and 95 % one after the other; later on the second task.
        const times = task === "cifar10" ? [10, 20, 50] : [10, 40, 50]
        const last = accuracies[arm.name]!
        return arm === joint
          ? { task, arm, seed, time: times, values: [[80, 90, 95]] }
          : { task, arm, seed, time: [100], values: [[last]] }
      }),
    ),
  )

  it("are of each task over each space, and their geometric means", () => {
    const study = writtenStudy(runs)
    const [group] = spacesGroups(study.protocol)
    expect(group?.fixed).toEqual([hpoOnly, nasOnly])
    const cells = speedUpCells(study, group!)
    expect(
      cells.map(({ over, task, values }) => [over, task, values.map(value => value.toFixed(4))]),
    ).toEqual([
      ["hpo-only", "cifar10", ["5.0000", "5.0000"]],
      ["hpo-only", "fashion_mnist", ["2.5000", "2.5000"]],
      ["hpo-only", null, ["3.5355", "3.5355"]],
      ["nas-only", "cifar10", ["10.0000", "10.0000"]],
      ["nas-only", "fashion_mnist", ["10.0000", "10.0000"]],
      ["nas-only", null, ["10.0000", "10.0000"]],
    ])
    // Of the paper's table 9, and of its two tasks that are here.
    expect(cells.map(({ published }) => published.toFixed(1))).toEqual([
      "54.7",
      "8.5",
      "21.6",
      "33.7",
      "34.6",
      "34.1",
    ])
    expect(cells.every(({ isPublishedInside }) => !isPublishedInside)).toBe(true)
  })

  it("are none for fewer seeds than a block has", () => {
    const study = writtenStudy(runs.filter(({ seed }) => seed < 9))
    expect(speedUpCells(study, spacesGroups(study.protocol)[0]!)).toEqual([])
  })
})
