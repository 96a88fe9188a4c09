/** Regularised evolution and local search, step by step. */
import { describe, expect, it } from "vitest"
import { LocalSearch, RandomSearch, RegularisedEvolution } from "../../../../src/search/index.ts"
import type { Hyperparameter } from "../../../../src/space/index.ts"
import { float, meanOf } from "../functions.ts"

const category = (name: string): Hyperparameter => ({
  ...{ kind: "categorical", name, role: "hyperparameter", description: "", valueType: "integer" },
  ...{ values: [0, 1, 2, 3], defaultValue: 0 },
})
const discrete = ["a", "b", "c", "d"].map(category)
const sumOf = (configuration: object): number =>
  Object.values(configuration).reduce<number>((sum, value) => sum + Number(value), 0)
const difference = (a: object, b: object): number =>
  Object.entries(a).filter(([name, value]) => (b as Record<string, unknown>)[name] !== value).length

describe("regularised evolution", () => {
  it("ages: the best dies when enough others came after it", () => {
    // Of a population of 3, all 40 draws of the sample see everyone.
    const settings = { goal: "maximize", populationSize: 3, sampleSize: 40 } as const
    const search = new RegularisedEvolution(discrete, settings)
    const values = [9, 1, 2, 0, 0, 5, 0]
    const parents = values.map(value => {
      const { id } = search.ask()
      search.tell(id, value)
      return search.toJSON().trials[id]!.note.parent
    })
    // 0 is parent while it is among the youngest three, then 2, which falls out of 3, 4 and 5, where 5 is best.
    expect(parents).toEqual([null, null, null, 0, 2, 2, 5])
  })

  it("changes one hyperparameter, of any kind", () => {
    const search = new RegularisedEvolution([...discrete, float("x")], {
      goal: "maximize",
      populationSize: 4,
    })
    for (let i = 0; i < 200; i++) {
      const { id, configuration } = search.ask()
      search.tell(id, sumOf(configuration))
    }
    const { trials } = search.toJSON()
    for (const { configuration, note } of trials.slice(4)) {
      expect(difference(configuration, trials[note.parent!]!.configuration)).toBe(1)
    }
    // All four categories at their best.
    expect(search.best!.value).toBeGreaterThan(12)
  })

  it("draws at random until someone has a value", () => {
    const search = new RegularisedEvolution(discrete, { goal: "maximize", populationSize: 2 })
    for (let i = 0; i < 5; i++) search.ask()
    expect(search.toJSON().trials.every(({ note }) => note.parent === null)).toBe(true)
    search.tell(4, 1)
    search.ask()
    expect(search.toJSON().trials[5]!.note.parent).toBe(4)
  })

  it("has sizes of 1 or more", () => {
    expect(() => new RegularisedEvolution(discrete, { goal: "maximize", sampleSize: 0 })).toThrow(
      "settings.sampleSize: expected an integer of 1 or more, got 0",
    )
  })
})

describe("local search", () => {
  it("looks at all neighbours of a place, moves when one is better, and begins anew at a top", () => {
    const search = new LocalSearch(discrete, { goal: "maximize", seed: 2, numInitial: 1 })
    const steps = Array.from({ length: 60 }, () => {
      const { id, configuration } = search.ask()
      search.tell(id, sumOf(configuration))
      return search.toJSON().trials[id]!
    })
    let best = steps[0]!
    for (const step of steps.slice(1)) {
      if (step.note.centre === null) {
        // All 12 neighbours of the top were asked for, in this climb or before.
        const known = new Set(
          steps.slice(0, step.id).map(({ configuration }) => JSON.stringify(configuration)),
        )
        for (const { name } of discrete) {
          for (const value of [0, 1, 2, 3]) {
            expect(known).toContain(JSON.stringify({ ...best.configuration, [name]: value }))
          }
        }
        best = step
        continue
      }
      expect(step.note.centre).toBe(best.id)
      expect(difference(step.configuration, best.configuration)).toBe(1)
      if (step.value! > best.value!) best = step
    }
    expect(search.best!.value).toBe(12)
    expect(steps.some(({ note }) => note.climb > 0)).toBe(true)
  })

  it("steps to next values only, where they have an order", () => {
    const integer: Hyperparameter = {
      ...{ kind: "integer", name: "n", role: "hyperparameter", description: "" },
      ...{ lower: 1, upper: 50, defaultValue: 1 },
    }
    const search = new LocalSearch([integer], { goal: "minimize", seed: 1, numInitial: 1 })
    const values = Array.from({ length: 40 }, () => {
      const { id, configuration } = search.ask()
      const n = Number(configuration["n"])
      search.tell(id, (n - 20) ** 2)
      return n
    })
    for (const { configuration, note } of search.toJSON().trials.slice(1)) {
      if (note.centre !== null) expect(Math.abs(Number(configuration["n"]) - values[note.centre]!)).toBe(1)
    }
    expect(search.best!.value).toBe(0)
  })

  it("begins at the best of some random places", () => {
    const search = new LocalSearch(discrete, { goal: "maximize", numInitial: 4 })
    for (const value of [1, 7, 3, 2, 0]) search.tell(search.ask().id, value)
    expect(search.toJSON().trials.map(({ note }) => note.centre)).toEqual([null, null, null, null, 1])
    expect(() => new LocalSearch(discrete, { goal: "maximize", numInitial: 0 })).toThrow(
      "settings.numInitial: expected an integer of 1 or more, got 0",
    )
  })

  it("asks for no neighbour twice, whatever rounding does to logarithms", () => {
    const floats = Array.from({ length: 5 }, (_, i) => float(`x${i}`, 1e-3, 0.7, true))
    const search = new LocalSearch(floats, { goal: "minimize", seed: 1, numInitial: 1 })
    // Flat: after its 20 neighbours, each climb begins anew.
    for (let i = 0; i < 63; i++) search.tell(search.ask().id, 1)
    const { trials } = search.toJSON()
    expect(new Set(trials.map(({ configuration }) => JSON.stringify(configuration))).size).toBe(63)
    expect(trials.map(({ note }) => note.climb)).toEqual(
      Array.from({ length: 63 }, (_, i) => Math.floor(i / 21)),
    )
  })
})

it("both beat random search on a smooth landscape", () => {
  const mixed = [...discrete, float("x"), float("y")]
  const bests = (Type: typeof LocalSearch | typeof RegularisedEvolution | typeof RandomSearch): number =>
    meanOf(
      Array.from({ length: 10 }, (_, seed) => {
        const search = new Type(mixed, { goal: "maximize", seed })
        for (let i = 0; i < 100; i++) {
          const { id, configuration } = search.ask()
          search.tell(id, sumOf(configuration))
        }
        return search.best!.value
      }),
    )
  const random = bests(RandomSearch)
  expect(bests(LocalSearch)).toBeGreaterThan(random)
  expect(bests(RegularisedEvolution)).toBeGreaterThan(random)
})
