/** What moved: a planted shift is found, where there is none nothing is, and intervals hold what was planted. */
import { describe, expect, it } from "vitest"
import { detectShift, type MetricShift } from "../../../../src/experiments/noise/shift.ts"
import { createRandom } from "../../../../src/random/generator.ts"
import { makeRuns, range } from "./runs.ts"

const METRICS = ["FLOPS", "runtime", "latency", "valid-acc"]
const LARGE = "N=1 W=8 Resolution=0.25"

/** Two collections: 20 configurations in both, further ones in one, at two fidelities. */
function collections(seed: number, slower: number, resamples: number): MetricShift[] {
  const random = createRandom(seed)
  const first = [
    ...makeRuns(random, { numbers: range(0, 80), collection: 1 }),
    ...makeRuns(random, { numbers: range(0, 20), collection: 1, fidelity: LARGE }),
  ]
  const second = [
    ...makeRuns(random, { numbers: range(0, 20), collection: 2, repeat: 1, slower }),
    ...makeRuns(random, { numbers: range(80, 130), collection: 2, slower }),
    ...makeRuns(random, { numbers: range(20, 40), collection: 2, fidelity: LARGE, slower }),
  ]
  return detectShift(first, second, METRICS, createRandom(0), { resamples })
}

const movedOf = (shifts: readonly MetricShift[]): string[] =>
  shifts.filter(({ hasMoved }) => hasMoved).map(({ metric }) => metric)

describe("a shift", () => {
  it("of times is found in times alone, by how much", () => {
    const shifts = collections(1, 1.3, 500)
    expect(movedOf(shifts)).toEqual(["runtime", "latency"])
    const [flops, runtime] = shifts
    expect(flops).toMatchObject({ isRelative: true, paired: { difference: { value: 0 }, pValue: 1 } })
    expect(runtime!.paired).toMatchObject({ numConfigurations: 20 })
    expect(runtime!.unpaired).toMatchObject({ numConfigurations: [80, 70] })
    expect(Math.exp(runtime!.paired!.difference.value)).toBeCloseTo(1.3, 1)
    expect(runtime!.unpaired!.shareAbove.value).toBeGreaterThan(0.55)
  })

  it("is found by configurations of one collection alone, where none is in both", () => {
    const random = createRandom(2)
    const first = makeRuns(random, { numbers: range(0, 100), collection: 1 })
    const second = makeRuns(random, { numbers: range(100, 200), collection: 2, slower: 1.6 })
    const shifts = detectShift(first, second, METRICS, createRandom(0), { resamples: 100 })
    expect(movedOf(shifts)).toEqual(["runtime", "latency"])
    expect(shifts.map(({ paired }) => paired)).toEqual([null, null, null, null])
  })

  it("is in its interval as often as the interval promises", () => {
    const numbers = range(0, 20)
    const holding = range(0, 100).filter(seed => {
      const random = createRandom(seed)
      const first = makeRuns(random, { numbers, collection: 1 })
      const second = makeRuns(random, { numbers, collection: 2, slower: 1.2 })
      const [runtime] = detectShift(first, second, ["runtime"], random, { resamples: 200 })
      const { low, high } = runtime!.paired!.difference
      return low <= Math.log(1.2) && Math.log(1.2) <= high
    })
    // 95 of 100; the percentile bootstrap of 20 values is known to be somewhat short.
    expect(holding.length).toBeGreaterThanOrEqual(85)
  })
})

describe("no shift", () => {
  it("is named no oftener than the level allows", () => {
    const falseAlarms = range(0, 200).filter(seed => movedOf(collections(seed, 1, 1)).length > 0)
    // At most 10 expected; 20 or more come up once in a thousand times.
    expect(falseAlarms.length).toBeLessThan(20)
  })

  it("is what identical runs have", () => {
    const runs = makeRuns(createRandom(3), { numbers: range(0, 30), collection: 1 })
    const again = runs.map(run => ({ ...run, collection: 2 }))
    for (const { paired, unpaired, hasMoved } of detectShift(runs, again, METRICS, createRandom(0))) {
      expect(paired).toMatchObject({ difference: { value: 0, low: 0, high: 0 }, pValue: 1, adjusted: 1 })
      expect([unpaired, hasMoved]).toEqual([null, false])
    }
  })
})

it("p-values are corrected for all tests together, and none is below what it was", () => {
  const shifts = collections(4, 1.1, 1)
  for (const { paired, unpaired } of shifts) {
    for (const test of [paired!, unpaired!]) expect(test.adjusted).toBeGreaterThanOrEqual(test.pValue)
  }
  const least = Math.min(...shifts.flatMap(({ paired, unpaired }) => [paired!.pValue, unpaired!.pValue]))
  const adjusted = Math.min(
    ...shifts.flatMap(({ paired, unpaired }) => [paired!.adjusted, unpaired!.adjusted]),
  )
  expect(adjusted).toBeCloseTo(Math.min(1, 8 * least), 12)
})

it("metrics that were not measured are left out, run by run", () => {
  const random = createRandom(5)
  const first = makeRuns(random, { numbers: range(0, 10), collection: 1 })
  const second = makeRuns(random, { numbers: range(0, 10), collection: 2 }).map(run =>
    run.number === 4 ? { ...run, values: { ...run.values, runtime: Number.NaN } } : run,
  )
  const [runtime] = detectShift(first, second, ["runtime"], createRandom(0), { resamples: 10 })
  expect(runtime!.paired!.numConfigurations).toBe(9)
  expect(runtime!.isRelative).toBe(true)
})
