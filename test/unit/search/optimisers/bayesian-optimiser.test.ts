import { describe, expect, it } from "vitest"
import { BayesianOptimiser, type Beliefs, RandomSearch } from "../../../../src/search/index.ts"
import type { Hyperparameter } from "../../../../src/space/index.ts"
import { branin, float, hartmann, type KnownFunction, meanOf, regretOf } from "../functions.ts"

const seeds = Array.from({ length: 8 }, (_, seed) => seed)
const integer: Hyperparameter = {
  ...{ kind: "integer", name: "n", role: "hyperparameter", description: "" },
  ...{ lower: 1, upper: 15, defaultValue: 6 },
}
const category: Hyperparameter = {
  ...{ kind: "categorical", name: "c", role: "hyperparameter", description: "", valueType: "string" },
  ...{ values: ["a", "b", "c"], defaultValue: "a" },
}
const constant: Hyperparameter = {
  ...{ kind: "constant", name: "k", role: "hyperparameter", description: "", valueType: "float", value: 7 },
}
const mixed: readonly Hyperparameter[] = [float("rate", 1e-3, 0.5, true), integer, category, constant]

/** Lowest at rate 0.03, n 9, c "b". */
function mixedValue(configuration: Readonly<Record<string, unknown>>): number {
  const { rate, n, c } = configuration
  return (Math.log(Number(rate) / 0.03) / 3) ** 2 + ((Number(n) - 9) / 7) ** 2 + (c === "b" ? 0 : 0.5)
}

const regrets = (known: KnownFunction, numTrials: number, settings: object = {}): number[] =>
  seeds.map(seed =>
    regretOf(new BayesianOptimiser(known.space, { goal: "minimize", seed, ...settings }), known, numTrials),
  )

const around = (point: Readonly<Record<string, number>>): Beliefs =>
  Object.fromEntries(
    Object.entries(point).map(([name, value]) => [name, { value, confidence: "medium" as const }]),
  )

describe("against random search with the same budget", () => {
  const randomRegrets = (known: KnownFunction, numTrials: number): number[] =>
    seeds.map(seed => regretOf(new RandomSearch(known.space, { goal: "minimize", seed }), known, numTrials))

  it("wins on Branin's function with every seed but a few, by far on average", () => {
    const [model, random] = [regrets(branin, 25), randomRegrets(branin, 25)]
    expect(seeds.filter(seed => model[seed]! < random[seed]!).length).toBeGreaterThanOrEqual(7)
    expect(meanOf(model)).toBeLessThan(meanOf(random) / 20)
  })

  it("wins on Hartmann's function of six variables on average", () => {
    expect(meanOf(regrets(hartmann, 40))).toBeLessThan(meanOf(randomRegrets(hartmann, 40)) / 1.5)
  })
})

describe("beliefs", () => {
  it("that are right save most of the trials", () => {
    const plain = meanOf(regrets(hartmann, 20))
    const near = Object.fromEntries(
      Object.entries(hartmann.best).map(([name, value]) => [name, value + 0.05]),
    )
    expect(meanOf(regrets(hartmann, 20, { prior: around(near) }))).toBeLessThan(plain / 4)
  })

  it("that are as wrong as can be cost trials, and are overcome", () => {
    // The corner where Branin's function is 145; most of it is below 50.
    const wrong = { prior: around({ x: 9.9, y: 14.9 }), priorStrength: 3 }
    const early = meanOf(regrets(branin, 8, wrong))
    expect(early).toBeGreaterThan(1.5 * meanOf(regrets(branin, 8)))
    expect(meanOf(regrets(branin, 30, wrong))).toBeLessThan(Math.min(0.5, early / 20))
  })

  it("begin with what is believed in", () => {
    const prior = { rate: { value: 0.3, confidence: "low" }, c: { value: "b", confidence: "high" } } as const
    const { configuration } = new BayesianOptimiser(mixed, { goal: "maximize", prior }).ask()
    expect(configuration["rate"]).toBeCloseTo(0.3, 12)
    expect(configuration).toMatchObject({ n: 8, c: "b", k: 7 })
  })

  it("must be about the space", () => {
    const make = (prior: unknown) => () =>
      new BayesianOptimiser(mixed, { goal: "minimize", prior: prior as Beliefs })
    expect(make({ depth: { value: 1, confidence: "low" } })).toThrow(
      'prior, depth: unknown hyperparameter; expected one of rate, n, c, k, got "depth"',
    )
    expect(make({ n: { value: 16, confidence: "low" } })).toThrow(
      "prior, n: out of range; expected an integer from 1 to 15, got 16",
    )
    expect(make({ n: { value: 6, confidence: "sure" } })).toThrow(
      'prior, n: unknown confidence; expected low, medium, high, got "sure"',
    )
  })
})

describe("any kind of hyperparameter", () => {
  it("is searched: logarithmic, integer, categorical and constant", () => {
    const best = seeds.slice(0, 6).map(seed => {
      const search = new BayesianOptimiser(mixed, { goal: "maximize", seed })
      for (let i = 0; i < 30; i++) {
        const { id, configuration } = search.ask()
        expect(Number.isInteger(configuration["n"])).toBe(true)
        expect(configuration["k"]).toBe(7)
        search.tell(id, -mixedValue(configuration))
      }
      return search.best!
    })
    for (const { configuration, value } of best) {
      expect(configuration["c"]).toBe("b")
      expect(value).toBeGreaterThan(-0.1)
    }
  })

  it("is never asked twice, as long as there is something else", () => {
    const search = new BayesianOptimiser([integer], { goal: "minimize", seed: 3, numInitial: 1 })
    const asked = Array.from({ length: 15 }, () => {
      const { id, configuration } = search.ask()
      search.tell(id, (Number(configuration["n"]) - 4) ** 2)
      return configuration["n"]
    })
    expect(new Set(asked).size).toBe(15)
    expect(asked).toContain(search.ask().configuration["n"])
  })

  it("is asked even where nothing varies", () => {
    const search = new BayesianOptimiser([constant], { goal: "minimize" })
    for (let i = 0; i < 4; i++) {
      const { id, configuration } = search.ask()
      expect(configuration).toEqual({ k: 7 })
      search.tell(id, 1)
    }
  })
})

describe("trials that are out", () => {
  it("keep others away from them", () => {
    const search = new BayesianOptimiser(branin.space, { goal: "minimize", seed: 4 })
    regretOf(search, branin, 12)
    const four = Array.from({ length: 4 }, () => search.ask().configuration)
    const distances = four.flatMap((a, i) =>
      four.slice(0, i).map(b => Math.hypot(Number(a["x"]) - Number(b["x"]), Number(a["y"]) - Number(b["y"]))),
    )
    expect(Math.min(...distances)).toBeGreaterThan(0.01)
  })

  it("cost little: four at a time find what one at a time finds", () => {
    const parallel = seeds.map(seed => {
      const search = new BayesianOptimiser(branin.space, { goal: "minimize", seed })
      const out = Array.from({ length: 4 }, () => search.ask())
      for (let i = 4; i < 32; i++) {
        const { id, configuration } = out.shift()!
        search.tell(id, branin.at(configuration))
        out.push(search.ask())
      }
      for (const { id, configuration } of out) search.tell(id, branin.at(configuration))
      return search.best!.value - branin.minimum
    })
    expect(meanOf(parallel)).toBeLessThan(0.2)
  })
})

describe("a state", () => {
  it("restores a search that goes on as the other would have, trials that are out included", () => {
    const settings = { goal: "minimize", seed: 11, prior: around(hartmann.best) } as const
    const one = new BayesianOptimiser(hartmann.space, settings)
    regretOf(one, hartmann, 9)
    const [early, late] = [one.ask(), one.ask()]
    one.tell(late.id, hartmann.at(late.configuration))
    const other = BayesianOptimiser.restore(JSON.parse(JSON.stringify(one)))
    for (const search of [one, other]) search.tell(early.id, hartmann.at(early.configuration))
    for (let i = 0; i < 4; i++) {
      const [a, b] = [one.ask(), other.ask()]
      expect(b).toEqual(a)
      for (const search of [one, other]) search.tell(a.id, hartmann.at(a.configuration))
    }
    expect(other.best).toEqual(one.best)
    expect(JSON.stringify(other)).toBe(JSON.stringify(one))
  })

  it("of random search, too", () => {
    const one = new RandomSearch(mixed, { goal: "maximize", seed: 2 })
    one.tell(one.ask().id, 1)
    const other = RandomSearch.restore(JSON.parse(JSON.stringify(one)))
    expect(other.best).toEqual(one.best)
    expect(other.ask()).toEqual(one.ask())
  })

  it("of something else is refused", () => {
    const state = new RandomSearch(mixed, { goal: "maximize" }).toJSON()
    expect(() => BayesianOptimiser.restore(state as never)).toThrow(
      'state, optimiser: the state of another optimiser; expected "bayesian", got "random"',
    )
    const disordered = { ...state, trials: [{ id: 1, configuration: {}, value: null, note: null }] }
    expect(() => RandomSearch.restore(disordered)).toThrow(
      "trials[0].id: trials are not in the order of asking",
    )
  })
})

describe("what is told", () => {
  it("must be a finite number, once, of a trial that was asked for", () => {
    const search = new BayesianOptimiser(mixed, { goal: "minimize" })
    expect(search.best).toBeNull()
    expect(() => search.tell(0, 1)).toThrow("id: no such trial; expected one of the 0 asked for, got 0")
    const { id } = search.ask()
    expect(() => search.tell(id, Number.NaN)).toThrow("value: expected a finite number, got NaN")
    search.tell(id, 1)
    expect(() => search.tell(id, 1)).toThrow("id: trial 0 is told already")
    expect(search.best?.value).toBe(1)
  })

  it("may be the same every time", () => {
    const search = new BayesianOptimiser(branin.space, { goal: "minimize" })
    for (let i = 0; i < 8; i++) search.tell(search.ask().id, 5)
    expect(search.best?.id).toBe(0)
  })

  it("and seeds must be safe integers", () => {
    const make = (seed: number) => () => new RandomSearch(mixed, { goal: "minimize", seed })
    expect(make(-1)).toThrow("settings.seed: expected a safe integer of 0 or more, got -1")
    expect(make(0.5)).toThrow(RangeError)
  })
})

it("answers of a seed never change", () => {
  const search = new BayesianOptimiser(mixed, {
    ...{ goal: "minimize", seed: 201 },
    prior: { n: { value: 6, confidence: "low" } },
  })
  const asked = Array.from({ length: 12 }, () => {
    const { id, configuration } = search.ask()
    const { rate, n, c } = configuration
    // Nothing here depends on an engine's own logarithm.
    search.tell(id, Math.abs(Number(rate) - 0.03) + Math.abs(Number(n) - 9) / 7 + (c === "b" ? 0 : 0.5))
    return configuration
  })
  expect(asked).toMatchSnapshot()
})
