/** Trajectories against what they are by definition, asked at every time anew. */
import fc from "fast-check"
import { expect, it } from "vitest"
import { cliquesOf } from "../../src/experiments/analysis/compare.ts"
import { hypervolumeOfRun } from "../../src/experiments/analysis/fronts.ts"
import { meanTrajectory } from "../../src/experiments/analysis/mean-trajectory.ts"
import { timeToReach } from "../../src/experiments/analysis/speed-up.ts"
import { changesOf, type Steps, stepAt } from "../../src/experiments/analysis/steps.ts"
import { spreadLabels } from "../../src/experiments/report/line-figure.ts"
import { hypervolume } from "../../src/numeric/hypervolume.ts"
import { joint, writtenRun } from "../unit/experiments/analysis/studies.ts"

/** Incumbents: times in order, some of them equal; values that never rise. */
const incumbents: fc.Arbitrary<Steps> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 8 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map(rows => ({
    time: Float64Array.from(rows.map(([time]) => time)).sort(),
    value: Float64Array.from(rows.map(([, value]) => value))
      .sort()
      .reverse(),
  }))
const runs = fc.array(incumbents, { minLength: 1, maxLength: 5 })

/** The last value whose time has come, by looking at all. */
function valueAt({ time, value }: Steps, at: number): number {
  return value[Math.max(0, time.filter(begin => begin <= at).length - 1)]!
}

it("a step function has the last value whose time has come, and is told by its changes", () => {
  fc.assert(
    fc.property(incumbents, fc.integer({ min: -1, max: 21 }), (steps, at) => {
      expect(stepAt(steps, at)).toBe(valueAt(steps, at))
      // Before its first step, the first change is the first value as well.
      expect(stepAt(changesOf(steps), at)).toBe(at < steps.time[0]! ? steps.value[0] : valueAt(steps, at))
    }),
  )
})

it("a mean trajectory has every time once, and the mean of all runs there; a target is reached at the first", () => {
  fc.assert(
    fc.property(runs, fc.integer({ min: 0, max: 8 }), (all, target) => {
      const times = [...new Set(all.flatMap(({ time }) => Array.from(time)))].sort((a, b) => a - b)
      const { time, mean } = meanTrajectory(all)
      expect(Array.from(time)).toEqual(times)
      const means = times.map(at => all.reduce((sum, run) => sum + valueAt(run, at), 0) / all.length)
      expect(Array.from(mean)).toEqual(means)
      expect(timeToReach(all, target)).toBe(times.find((_, i) => means[i]! <= target) ?? null)
    }),
  )
})

it("a run's hypervolume is that of all points so far", () => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 12 })), {
    minLength: 1,
    maxLength: 12,
  })
  fc.assert(
    fc.property(points, all => {
      const values = [all.map(([accuracy]) => accuracy), all.map(([, other]) => other)]
      const time = all.map((_, i) => i + 1)
      const run = writtenRun({ task: "cifar10", arm: joint, seed: 0, time, values })
      const steps = hypervolumeOfRun(run, { accuracy: 0, other: 10 }, 1)
      for (const at of time) {
        const losses = all.slice(0, at).map(([accuracy, other]) => [-accuracy, other])
        expect(stepAt(steps, at)).toBe(hypervolume(losses, [0, 10]))
      }
    }),
  )
})

it("cliques are the pairs within a distance, and none holds another", () => {
  const ranks = fc.array(fc.integer({ min: 2, max: 20 }), { minLength: 2, maxLength: 8 })
  fc.assert(
    fc.property(ranks, fc.integer({ min: 0, max: 10 }), (halves, distance) => {
      const cliques = cliquesOf(halves, distance)
      const isTogether = (a: number, b: number): boolean =>
        cliques.some(clique => clique.includes(a) && clique.includes(b))
      for (const a of halves.keys()) {
        for (const b of halves.keys()) {
          if (a !== b) expect(isTogether(a, b)).toBe(Math.abs(halves[a]! - halves[b]!) <= distance)
        }
      }
      for (const one of cliques) {
        const holders = cliques.filter(other => one.every(at => other.includes(at)))
        expect(holders).toHaveLength(1)
      }
    }),
  )
})

it("labels keep their order and their distance while there is room", () => {
  const ends = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(ends, all => {
      const places = spreadLabels(all, 10, 100)
      const sorted = [...places].sort((a, b) => a - b)
      for (let i = 1; i < sorted.length; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThanOrEqual(10)
      for (const [a, end] of all.entries()) {
        for (const [b, other] of all.entries()) if (end < other) expect(places[a]!).toBeLessThan(places[b]!)
      }
    }),
  )
})
