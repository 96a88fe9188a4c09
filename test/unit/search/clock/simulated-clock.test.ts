/** The simulated clock by hand: a scripted optimiser, runtimes that one can add up. */
import { describe, expect, it } from "vitest"
import {
  type ClockSettings,
  type EventLog,
  incumbentsOf,
  RandomSearch,
  SimulatedClock,
} from "../../../../src/search/index.ts"
import { branin } from "../functions.ts"
import { byEpochs, type Line, Scripted } from "../scripted.ts"

interface Told {
  readonly search: Scripted
  readonly log: EventLog
  /** When each trial ended, by id. */
  readonly ends: readonly number[]
  /** When each began. */
  readonly starts: readonly number[]
}

function run(lines: readonly Line[], settings: ClockSettings = {}, limits = { numTrials: 1000 }): Told {
  const search = new Scripted(lines)
  const clock = new SimulatedClock(search, byEpochs, settings)
  clock.run(limits)
  const log = clock.toJSON()
  const times = (event: string): number[] =>
    log.events
      .filter(entry => entry.event === event)
      .sort((a, b) => a.id - b.id)
      .map(({ time }) => time)
  return { search, log, ends: times("end"), starts: times("start") }
}

const full = (...runtimes: number[]): Line[] => runtimes.map(x => ({ x }))

describe("workers", () => {
  it("one after the other, when there is one", () => {
    const { starts, ends } = run(full(3, 5, 2))
    expect(starts).toEqual([0, 3, 8])
    expect(ends).toEqual([3, 8, 10])
  })

  it("asynchronous ones begin as soon as they are idle, and the optimiser is told at once", () => {
    const { starts, ends, search, log } = run(full(10, 3, 4, 1, 2), { workers: 2 })
    expect(starts).toEqual([0, 0, 3, 7, 8])
    expect(ends).toEqual([10, 3, 7, 8, 10])
    // Of trials 0 and 4, which both end at 10, the earlier one is told first.
    expect(search.told.map(([id]) => id)).toEqual([1, 2, 3, 0, 4])
    expect(log.events.filter(({ event }) => event === "start").map(({ worker }) => worker)).toEqual([
      0, 1, 1, 1, 1,
    ])
  })

  it("synchronous ones wait for the slowest, and results come in the order of asking", () => {
    const { starts, search } = run(full(10, 3, 4, 1, 2), { workers: 2, isSynchronous: true })
    expect(starts).toEqual([0, 0, 10, 10, 14])
    expect(search.told.map(([id]) => id)).toEqual([0, 1, 2, 3, 4])
  })

  it("wait where the optimiser has nothing to ask, until it is told", () => {
    const { starts } = run([...full(5, 2), { waitsFor: 2 }, ...full(1, 1)], { workers: 2 })
    expect(starts).toEqual([0, 0, 5, 5])
  })

  it("by the thousand do a thousand evaluations in the time of the longest", () => {
    const runtimes = Array.from({ length: 5000 }, (_, i) => 1 + ((i * 7919) % 5000))
    const { ends } = run(full(...runtimes), { workers: 5000 }, { numTrials: 5000 })
    expect(ends).toEqual(runtimes)
  })
})

describe("limits", () => {
  it("no trial begins at or after `until`, and none that ends later is told", () => {
    const search = new Scripted(full(4, 4, 4, 4))
    const clock = new SimulatedClock(search, byEpochs)
    clock.run({ until: 10 })
    expect(search.told.map(([id]) => id)).toEqual([0, 1])
    expect(clock.time).toBe(8)
    clock.run({ until: 12 })
    expect(search.told.map(([id]) => id)).toEqual([0, 1, 2])
    clock.run({ until: 100 })
    expect(clock.time).toBe(16)
  })

  it("are asked for", () => {
    expect(() => new SimulatedClock(new Scripted([]), byEpochs).run({})).toThrow(
      "limits: expected a finite number for until or numTrials, got neither",
    )
  })
})

describe("costs", () => {
  const rungs: Line[] = [
    { x: 10, fidelity: { epoch: 2 } },
    { x: 20, fidelity: { epoch: 2 } },
    { x: 10, fidelity: { epoch: 5 } },
    { x: 10 },
    { x: 20, fidelity: { epoch: 2 } },
  ]

  it("of more epochs of the same configuration are the difference", () => {
    expect(run(rungs).ends).toEqual([2, 6, 9, 14, 18])
  })

  it("are the whole from scratch", () => {
    expect(run(rungs, { cost: "scratch" }).ends).toEqual([2, 6, 11, 21, 25])
  })

  it("count nothing that is still being trained", () => {
    const { ends } = run(rungs.slice(0, 3), { workers: 3 })
    expect(ends).toEqual([2, 4, 5])
  })

  it("go on along a diagonal, not where one fidelity rises and another falls", () => {
    const { ends } = run([
      { x: 10, fidelity: { epoch: 2, N: 1 } },
      { x: 10, fidelity: { epoch: 5, N: 3 } },
      { x: 10, fidelity: { epoch: 6, N: 1 } },
      { x: 10, fidelity: { epoch: 7, W: 4 } },
    ])
    expect(ends).toEqual([2, 5, 9, 16])
  })

  it("are never negative, though a predicted curve may fall", () => {
    const clock = new SimulatedClock(
      new Scripted([{ x: 1, fidelity: { epoch: 1 } }, { x: 1 }]),
      (_, fidelity) => ({
        value: 0,
        runtime: fidelity === null ? 3 : 4,
      }),
    )
    clock.run({ numTrials: 2 })
    expect(clock.time).toBe(4)
  })

  it("must be times", () => {
    for (const runtime of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const clock = new SimulatedClock(new Scripted(full(1)), () => ({ value: 0, runtime }))
      expect(() => clock.run({ numTrials: 1 })).toThrow(`got ${runtime}`)
    }
  })
})

describe("failures and stragglers", () => {
  const lines = full(...Array.from({ length: 2000 }, () => 1))
  const failures = { probability: 0.25, value: 99 }

  it("come as often as asked for, end early or late, and failures are told as such", () => {
    const { log, search } = run(
      lines,
      { failures, stragglers: { probability: 0.1, factor: 4 }, workers: 7 },
      { numTrials: 2000 },
    )
    const ends = log.events.flatMap(entry => (entry.event === "end" ? [entry] : []))
    const failed = ends.filter(({ hasFailed }) => hasFailed)
    expect(failed.length / 2000).toBeCloseTo(0.25, 1)
    expect(failed.every(({ value }) => value === 99)).toBe(true)
    expect(search.told.filter(([, value]) => value === 99)).toHaveLength(failed.length)
    const late = ends.filter(({ hasFailed, seconds }) => !hasFailed && seconds === 4)
    expect(late.length / (2000 - failed.length)).toBeCloseTo(0.1, 1)
    const shares = failed.filter(({ seconds }) => seconds < 1).map(({ seconds }) => seconds)
    expect(shares.reduce((sum, share) => sum + share) / shares.length).toBeCloseTo(0.5, 1)
    expect(incumbentsOf(log, { goal: "maximize" })).toHaveLength(1)
  })

  it("befall the same trials, however many workers there are", () => {
    const failedOf = (settings: ClockSettings): number[] =>
      run(lines.slice(0, 300), settings, { numTrials: 300 })
        .log.events.flatMap(entry => (entry.event === "end" && entry.hasFailed ? [entry.id] : []))
        .sort((a, b) => a - b)
    expect(failedOf({ failures, workers: 9 })).toEqual(failedOf({ failures }))
    expect(failedOf({ failures, seed: 1 })).not.toEqual(failedOf({ failures }))
  })

  it("leave nothing behind to go on from", () => {
    const { log } = run([{ x: 10, fidelity: { epoch: 2 } }, { x: 10 }], {
      failures: { probability: 1, value: 0 },
    })
    const [first, second] = log.events.flatMap(entry => (entry.event === "end" ? [entry] : []))
    expect(first!.seconds).toBeLessThan(2)
    // Half of ten seconds, as drawn, and not of eight.
    expect(second!.seconds).toBeLessThan(10)
    const whole = run([{ x: 10 }, { x: 10 }], { failures: { probability: 1, value: 0 } }).log.events[3]
    expect(second!.seconds).toBe(whole?.event === "end" ? whole.seconds : null)
  })
})

it("the optimiser's own time counts on request: it does one thing at a time", () => {
  let seconds = 0
  // Every look at the stopwatch is 1 s after the one before: each ask and each tell takes 1 s.
  const clock = new SimulatedClock(new Scripted(full(10, 10, 10)), byEpochs, { workers: 2 }, () => seconds++)
  clock.run({ numTrials: 3 })
  const { events } = clock.toJSON()
  expect(events.map(({ event, id, time }) => `${event} ${id} ${time}`)).toEqual([
    ...["start 0 1", "start 1 2", "end 0 11", "start 2 13", "end 1 12", "end 2 23"],
  ])
})

describe("the log", () => {
  const settings: ClockSettings = {
    ...{
      workers: 5,
      failures: { probability: 0.2, value: 300 },
      stragglers: { probability: 0.2, factor: 3 },
    },
    seed: 4,
  }
  const search = (): RandomSearch => new RandomSearch(branin.space, { goal: "minimize", seed: 2 })
  const evaluate = (configuration: Parameters<typeof branin.at>[0]) => ({
    value: branin.at(configuration),
    runtime: 1 + Number(configuration["y"]),
  })
  const never = (): never => {
    throw new Error("everything is in the log")
  }

  it.each([false, true])(
    "replays from JSON with the same bits, and goes on (synchronous: %s)",
    isSynchronous => {
      let ticks = 0
      const whole = new SimulatedClock(
        search(),
        evaluate,
        { ...settings, isSynchronous },
        () => (ticks += 0.125),
      )
      whole.run({ until: 60 })
      const text = JSON.stringify(whole)
      const finished = search()
      const log = JSON.parse(text) as EventLog
      const isOut = log.events.length !== 2 * log.events.filter(({ event }) => event === "end").length
      expect(isOut).toBe(true)
      const again = SimulatedClock.replay(log, finished, evaluate)
      expect(JSON.stringify(again)).toBe(text)
      const plain = new SimulatedClock(search(), evaluate, { ...settings, isSynchronous })
      plain.run({ until: 60 })
      const resumed = SimulatedClock.replay(JSON.parse(JSON.stringify(plain)), search(), evaluate)
      for (const clock of [plain, resumed]) clock.run({ until: 120 })
      expect(JSON.stringify(resumed)).toBe(JSON.stringify(plain))
    },
  )

  it("replays without a benchmark once everything has ended", () => {
    const clock = new SimulatedClock(search(), evaluate, settings)
    clock.run({ numTrials: 30 })
    expect(JSON.stringify(SimulatedClock.replay(clock.toJSON(), search(), never))).toBe(JSON.stringify(clock))
  })

  it("is not that of another optimiser", () => {
    const clock = new SimulatedClock(search(), evaluate, settings)
    clock.run({ numTrials: 3 })
    const other = new RandomSearch(branin.space, { goal: "minimize", seed: 3 })
    expect(() => SimulatedClock.replay(clock.toJSON(), other, evaluate)).toThrow(
      "log, events[0]: not what happens with this optimiser",
    )
  })

  it("has incumbents, in units of one's choice", () => {
    const { log } = run(full(8, 9, 5, 6, 4))
    expect(incumbentsOf(log, { goal: "minimize", unit: 2 })).toEqual([
      { time: 4, id: 0, value: 8 },
      { time: 11, id: 2, value: 5 },
      { time: 16, id: 4, value: 4 },
    ])
    expect(incumbentsOf(log, { goal: "maximize" }).map(({ id }) => id)).toEqual([0, 1])
  })
})

it("settings are checked", () => {
  const make = (settings: object) => () => new SimulatedClock(new Scripted([]), byEpochs, settings)
  expect(make({ workers: 0 })).toThrow("settings.workers: expected an integer of 1 or more, got 0")
  expect(make({ cost: "free" })).toThrow('settings.cost: expected "continuation" or "scratch", got "free"')
  expect(make({ failures: { probability: 2, value: 0 } })).toThrow(
    "settings.failures.probability: expected a number from 0 to 1, got 2",
  )
  expect(make({ stragglers: { probability: 0.5, factor: 0.5 } })).toThrow(
    "settings.stragglers.factor: expected a number of 1 or more, got 0.5",
  )
  expect(make({ seed: -1 })).toThrow("settings.seed")
})
