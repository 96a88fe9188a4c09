/** Fronts and hypervolumes over time, with areas that one can add up. */
import { describe, expect, it } from "vitest"
import { frontArms } from "../../../../src/experiments/analysis/arm-groups.ts"
import { frontOfArm, frontStandings } from "../../../../src/experiments/analysis/front-standings.ts"
import { hypervolumeOfRun, ownReference, paretoFront } from "../../../../src/experiments/analysis/fronts.ts"
import { armOf } from "../../../../src/experiments/arm-of.ts"
import { joint, type WrittenRun, writtenRun, writtenStudy } from "./studies.ts"

const arm = armOf({ optimiser: "random", metrics: ["valid-acc", "latency"] })
const written: WrittenRun = {
  ...{ task: "cifar10", arm, seed: 0 },
  time: [10, 20, 30, 40],
  values: [
    [50, 40, 80, 80],
    [4, 8, 6, 4],
  ],
}

it("a front has what no other point dominates, of equal ones the first", () => {
  const first = [-50, 4] as const
  expect(paretoFront([[-40, 8], first, [-80, 6], [-50, 4], [-50, 5]])).toEqual([
    [-50, 4],
    [-80, 6],
  ])
  expect(paretoFront([[-40, 8], first, [-50, 4]])[0]).toBe(first)
  expect(paretoFront([])).toEqual([])
})

describe("the hypervolume of a run", () => {
  it("grows with each point that adds to the front", () => {
    const { time, value } = hypervolumeOfRun(writtenRun(written), { accuracy: 0, other: 10 }, 10)
    // 50 × 6; then 30 × 4 above it; then 80 × 6 in all.
    expect(Array.from(time)).toEqual([1, 3, 4])
    expect(Array.from(value)).toEqual([300, 420, 480])
  })

  it("is nothing up to a reference that is better", () => {
    const { value } = hypervolumeOfRun(writtenRun(written), { accuracy: 90, other: 10 }, 10)
    expect(Array.from(value)).toEqual([0, 0, 0])
  })
})

describe("the arms of a study", () => {
  const study = writtenStudy([
    written,
    {
      ...written,
      seed: 1,
      values: [
        [60, 30, 60, 60],
        [9, 9, 9, 9],
      ],
    },
  ])

  it("are measured by three references", () => {
    expect(frontArms({ ...study.protocol, arms: [joint, arm] })).toEqual([arm])
    expect(ownReference(study.runs)).toEqual({ accuracy: 30, other: 9 })
    const references = (["fixed", "raw", "own"] as const).map(
      name => frontStandings(study, [arm], name)[0]!.reference,
    )
    expect(references).toEqual([
      { accuracy: 0, other: 10 },
      { accuracy: 0, other: 119.74179 },
      { accuracy: 30, other: 9 },
    ])
  })

  it("have a front of all their runs together", () => {
    expect(frontOfArm(study, "cifar10", arm)).toEqual([[-80, 4]])
  })
})
