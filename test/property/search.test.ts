/** Laws of every optimiser: it stays in its space, its seed decides, its state is all it knows, order is nothing. */

import { describe, expect, it } from "vitest"
import {
  type AskTell,
  BayesianOptimiser,
  epochRungs,
  Nsga2,
  OPTIMISERS,
  type OptimiserKind,
  ParEgo,
  restoreOptimiser,
  type SearchConfiguration,
  Smac,
} from "../../src/search/index.ts"
import { problemOf } from "../../src/space/hyperparameter.ts"
import type { Hyperparameter } from "../../src/space/index.ts"
import fc from "../support/fast-check.ts"

type Values = number | readonly number[]
interface Kept extends AskTell<never> {
  ask(): NonNullable<ReturnType<AskTell["ask"]>>
  toJSON(): unknown
}
interface Kind {
  readonly make: (space: readonly Hyperparameter[], seed: number) => Kept
  readonly restore: (state: never) => Kept
  readonly numObjectives: number
  readonly numTrials: number
}

const goal = "minimize"
const rungs = epochRungs({ min: 12 })

/** Settings with which little is enough, where there are such. */
const SMALL: Readonly<Record<string, Partial<Kind>>> = {
  bayesian: {
    numTrials: 9,
    make: (space, seed) => new BayesianOptimiser(space, { goal, seed, numInitial: 3 }),
  },
  smac: { numTrials: 24, make: (space, seed) => new Smac(space, { goal, seed, numInitial: 6 }) },
  "smac-hyperband": { numTrials: 30 },
  parego: {
    numTrials: 9,
    make: (space, seed) => new ParEgo(space, { goals: [goal, "maximize"], seed, numInitial: 3 }),
  },
  nsga2: {
    make: (space, seed) => new Nsga2(space, { goals: [goal, "maximize"], seed, populationSize: 8 }),
  },
}

function kindOf(name: string, kind: OptimiserKind): Kind {
  const make: Kind["make"] =
    kind.objectives === "one"
      ? (space, seed) => kind.make(space, { goal, seed, ...(kind.usesRungs ? { rungs } : {}) }) as Kept
      : (space, seed) => kind.make(space, { goals: [goal, "maximize"], seed }) as Kept
  const numObjectives = kind.objectives === "one" ? 1 : 2
  return { make, restore: kind.restore as Kind["restore"], numObjectives, numTrials: 45, ...SMALL[name] }
}

const KINDS = Object.fromEntries(Object.entries(OPTIMISERS).map(([name, kind]) => [name, kindOf(name, kind)]))

const described = { role: "hyperparameter", description: "" } as const
const kinds: readonly ((name: string) => fc.Arbitrary<Hyperparameter>)[] = [
  name =>
    fc.tuple(fc.double({ min: 1e-4, max: 1, noNaN: true }), fc.boolean()).map(([lower, log]) => ({
      ...described,
      ...{ kind: "float", name, lower, upper: 2 * lower, log, defaultValue: lower },
    })),
  name =>
    fc.tuple(fc.integer({ min: -5, max: 5 }), fc.nat(9)).map(([lower, more]) => ({
      ...described,
      ...{ kind: "integer", name, lower, upper: lower + more, defaultValue: lower },
    })),
  name =>
    fc.nat(4).map(last => ({
      ...described,
      ...{ kind: "categorical", name, valueType: "string", defaultValue: "v0" },
      values: Array.from({ length: last + 1 }, (_, i) => `v${i}`),
    })),
  name =>
    fc.constant({
      ...described,
      ...{ kind: "ordinal", name, valueType: "integer", values: [1, 4, 16], defaultValue: 1 },
    }),
  name => fc.constant({ ...described, ...{ kind: "constant", name, valueType: "integer", value: 3 } }),
]
const spaces = fc
  .array(fc.nat(kinds.length - 1), { minLength: 1, maxLength: 5 })
  .chain(chosen => fc.tuple(...chosen.map((kind, i) => kinds[kind]!(`h${i}`))))

/** Any values will do, ties among them. */
function valuesOf(configuration: SearchConfiguration, id: number, numObjectives: number): Values {
  const text = JSON.stringify(configuration)
  const values = Array.from({ length: numObjectives }, (_, k) => {
    let hash = k + 1
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0
    return id % 7 === 3 ? 0 : hash % 97
  })
  return numObjectives === 1 ? values[0]! : values
}

/** Asks and tells; `numOut` trials are out at a time, and which of them is told next is `choose`'s. */
function drive(
  search: Kept,
  kind: Kind,
  numTrials: number,
  numOut: number,
  choose: (n: number) => number,
): string {
  const out: { id: number; configuration: SearchConfiguration }[] = []
  const trace: unknown[] = []
  for (let i = 0; i < numTrials; i++) {
    while (out.length < numOut) {
      const trial = search.ask()
      trace.push(trial)
      out.push(trial)
    }
    const [{ id, configuration }] = out.splice(choose(out.length), 1) as [(typeof out)[0]]
    search.tell(id, valuesOf(configuration, id, kind.numObjectives) as never)
  }
  return JSON.stringify(trace)
}

const first = (): number => 0
const fewer = (name: string) => ({ numRuns: ["bayesian", "parego"].includes(name) ? 3 : 10 })

describe.each(Object.entries(KINDS))("%s", (name, kind) => {
  const { make, restore, numTrials } = kind

  it("never leaves its space", () => {
    fc.assert(
      fc.property(spaces, fc.nat(), fc.integer({ min: 1, max: 6 }), (space, seed, numOut) => {
        const trace = JSON.parse(drive(make(space, seed), kind, numTrials, numOut, first))
        for (const [at, { id, configuration }] of trace.entries()) {
          expect(id).toBe(at)
          expect(Object.keys(configuration)).toEqual(space.map(hyperparameter => hyperparameter.name))
          for (const hyperparameter of space) {
            expect(problemOf(hyperparameter, configuration[hyperparameter.name])).toBeNull()
          }
        }
      }),
      fewer(name),
    )
  })

  it("does the same with the same seed, and else with another", () => {
    const run = (space: readonly Hyperparameter[], seed: number): string =>
      drive(make(space, seed), kind, numTrials, 2, first)
    fc.assert(
      fc.property(spaces, fc.nat(), (space, seed) => {
        expect(run(space, seed)).toBe(run(space, seed))
        const isWide = space.some(hyperparameter => hyperparameter.kind === "float")
        if (isWide) expect(run(space, seed + 1)).not.toBe(run(space, seed))
      }),
      fewer(name),
    )
  })

  it("goes on from its state as JSON, at any point", () => {
    fc.assert(
      fc.property(spaces, fc.nat(), fc.nat(numTrials - 1), fc.nat(5), (space, seed, before, out) => {
        const search = make(space, seed)
        drive(search, kind, before, 1, first)
        // Some are still out.
        const pending = Array.from({ length: out }, () => search.ask())
        const text = JSON.stringify(search)
        const restored = restoreOptimiser(JSON.parse(text)) as Kept
        expect(JSON.stringify(restored)).toBe(text)
        for (const { id, configuration } of pending) {
          const values = valuesOf(configuration, id, kind.numObjectives) as never
          search.tell(id, values)
          restored.tell(id, values)
        }
        expect(drive(restored, kind, 12, 1, first)).toBe(drive(search, kind, 12, 1, first))
        expect(JSON.stringify(restored)).toBe(JSON.stringify(search))
      }),
      fewer(name),
    )
  })

  it("knows the same, in whatever order it is told", () => {
    fc.assert(
      fc.property(spaces, fc.nat(), fc.infiniteStream(fc.nat()), (space, seed, choices) => {
        const searches = [make(space, seed), make(space, seed)] as const
        for (let batch = 0; batch < 4; batch++) {
          const asked = searches.map(search => Array.from({ length: numTrials / 4 }, () => search.ask()))
          expect(asked[1]).toEqual(asked[0])
          const shuffled = [...asked[1]!]
          for (const { id, configuration } of asked[0]!) {
            searches[0].tell(id, valuesOf(configuration, id, kind.numObjectives) as never)
            const [other] = shuffled.splice(choices.next().value! % shuffled.length, 1)
            const values = valuesOf(other!.configuration, other!.id, kind.numObjectives)
            searches[1].tell(other!.id, values as never)
          }
        }
        expect(JSON.stringify(searches[1].ask())).toBe(JSON.stringify(searches[0].ask()))
      }),
      fewer(name),
    )
  })

  it("refuses states of others, and values that are none", () => {
    expect(() => restore({ optimiser: "other" } as never)).toThrow("state, optimiser")
    const search = make([{ ...described, kind: "constant", name: "c", valueType: "integer", value: 1 }], 0)
    const { id } = search.ask()
    const value = (x: number): never => (kind.numObjectives === 1 ? x : [x, x]) as never
    expect(() => search.tell(id, value(Number.NaN))).toThrow(RangeError)
    expect(() => search.tell(id + 1, value(1))).toThrow("no such trial")
    search.tell(id, value(1))
    expect(() => search.tell(id, value(1))).toThrow("told already")
    const state = JSON.parse(JSON.stringify(search))
    expect(() => restore({ ...state, trials: [{ ...state.trials[0], id: 4 }] } as never)).toThrow(
      "trials are not in the order of asking",
    )
  })
})

it("a state of no optimiser is restored by none", () => {
  expect(() => restoreOptimiser({ optimiser: "toString" })).toThrow(
    "state, optimiser: unknown optimiser; expected one of random, local-search",
  )
})
