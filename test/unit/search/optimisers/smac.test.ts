/** SMAC with and without rungs, against random search and step by step. */
import { describe, expect, it } from "vitest"
import { RandomSearch, Smac, SmacHyperband } from "../../../../src/search/index.ts"
import { branin, type KnownFunction, meanOf, regretOf } from "../functions.ts"
import { functions } from "../problems.ts"

const seeds = [0, 1, 2, 3]
const regrets = (Type: typeof Smac | typeof RandomSearch, known: KnownFunction, numTrials: number): number =>
  meanOf(seeds.map(seed => regretOf(new Type(known.space, { goal: "minimize", seed }), known, numTrials)))

describe("against random search with the same budget, SMAC", () => {
  it("wins by far on Branin's function", () => {
    expect(regrets(Smac, branin, 40)).toBeLessThan(regrets(RandomSearch, branin, 40) / 4)
  })

  it("wins on categories and floats together", () => {
    const { countingOnes } = functions
    expect(regrets(Smac, countingOnes!, 50)).toBeLessThan(regrets(RandomSearch, countingOnes!, 50) - 1)
  })

  it("wins without logarithms, too", () => {
    const plain = seeds.map(seed =>
      regretOf(new Smac(branin.space, { goal: "minimize", seed, isLogarithmic: false }), branin, 40),
    )
    expect(meanOf(plain)).toBeLessThan(regrets(RandomSearch, branin, 40))
  })
})

describe("trials", () => {
  it("are drawn at random first, and now and then", () => {
    const search = new Smac(branin.space, { goal: "minimize", numInitial: 5, randomShare: 0.5 })
    regretOf(search, branin, 60)
    const notes = search.toJSON().trials.map(({ note }) => note)
    expect(notes.slice(0, 5)).toEqual(Array(5).fill("random"))
    const numRandom = notes.slice(5).filter(note => note === "random").length
    expect(numRandom).toBeGreaterThan(15)
    expect(numRandom).toBeLessThan(40)
  })

  it("are never of the same configuration, as long as there is another", () => {
    const search = new Smac(
      [
        {
          ...{ kind: "integer", name: "n", role: "hyperparameter", description: "" },
          ...{ lower: 1, upper: 12, defaultValue: 6 },
        },
      ],
      { goal: "minimize", numInitial: 1, randomShare: 0 },
    )
    const asked = Array.from({ length: 13 }, () => {
      const { id, configuration } = search.ask()
      search.tell(id, (Number(configuration["n"]) - 4) ** 2)
      return configuration["n"]
    })
    expect(new Set(asked.slice(0, 12)).size).toBe(12)
    expect(search.toJSON().trials[12]!.note).toBe("random")
  })

  it("have settings in their ranges", () => {
    const make = (settings: object) => () => new Smac(branin.space, { goal: "minimize", ...settings })
    expect(make({ numTrees: 0 })).toThrow("settings.numTrees: expected an integer of 1 or more, got 0")
    expect(make({ randomShare: 1.5 })).toThrow("settings.randomShare: expected a number from 0 to 1, got 1.5")
  })
})

it("with rungs, it learns from the highest rung that has enough trials", () => {
  const rungs = [{ epoch: 1 }, { epoch: 3 }, { epoch: 9 }]
  const search = new SmacHyperband(branin.space, { goal: "minimize", rungs, randomShare: 0 })
  for (let i = 0; i < 200; i++) {
    const { id, configuration, fidelity } = search.ask()
    // Low fidelities say the opposite of the highest one.
    search.tell(id, branin.at(configuration) * (fidelity!["epoch"] === 9 ? 1 : -1))
  }
  const late = search
    .toJSON()
    .trials.slice(120)
    .filter(({ note }) => note.promoted === null)
  const valuesOf = late.map(({ configuration }) => branin.at(configuration)).sort((a, b) => a - b)
  // Uniform draws have a median of some 40.
  expect(valuesOf[valuesOf.length >> 1]).toBeLessThan(10)
})
