/** Schedules by hand: ladders, brackets, who is promoted and when. */
import { describe, expect, it } from "vitest"
import { hyperbandBracket } from "../../../../src/search/brackets/rungs.ts"
import {
  Asha,
  Bohb,
  Dehb,
  diagonalRungs,
  epochRungs,
  Hyperband,
  SuccessiveHalving,
} from "../../../../src/search/index.ts"
import { float } from "../functions.ts"

const space = [float("x")]
const rungs = epochRungs()
/** The higher x, the better, at any fidelity. */
const scoreOf = ({ configuration }: { readonly configuration: object }): number =>
  Number((configuration as { x: number }).x)

interface Asked {
  ask(): { id: number; configuration: object; fidelity?: object }
  tell(id: number, value: number): void
}

/** Asks and tells at once; which rung each trial is on, as `epoch`. */
function epochs(search: Asked, numTrials: number): number[] {
  return Array.from({ length: numTrials }, () => {
    const trial = search.ask()
    search.tell(trial.id, scoreOf(trial))
    return (trial.fidelity as { epoch: number }).epoch
  })
}

/** 3 × 2, 2 × 7, … as text. */
function runs(values: readonly number[]): string {
  const found: [number, number][] = []
  for (const value of values) {
    const last = found.at(-1)
    if (last?.[1] === value) last[0]++
    else found.push([1, value])
  }
  return found.map(([times, value]) => `${times}@${value}`).join(" ")
}

describe("ladders", () => {
  it("are the paper's", () => {
    expect(rungs.map(({ epoch }) => epoch)).toEqual([2, 7, 22, 66, 200])
    expect(epochRungs({ min: 12 }).map(({ epoch }) => epoch)).toEqual([22, 66, 200])
    expect(epochRungs({ max: 81 }).map(({ epoch }) => epoch)).toEqual([1, 3, 9, 27, 81])
    expect(epochRungs({ max: 16, eta: 2 }).map(({ epoch }) => epoch)).toEqual([1, 2, 4, 8, 16])
    expect(diagonalRungs().map(rung => Object.values(rung).join())).toEqual([
      ...["22,1,4,0.25", "66,3,8,0.5", "200,5,16,1"],
    ])
  })

  it("are checked", () => {
    expect(() => epochRungs({ min: 0 })).toThrow("options.min: expected an integer of 1 or more, got 0")
    expect(() => epochRungs({ min: 9, max: 8 })).toThrow(
      "options.max: expected an integer of 9 or more, got 8",
    )
    expect(() => epochRungs({ eta: 1 })).toThrow("options.eta: expected a number above 1, got 1")
    expect(() => new Asha(space, { goal: "maximize", rungs: [] })).toThrow("settings.rungs")
    expect(() => new Hyperband(space, { goal: "maximize", rungs, eta: 0.5 })).toThrow("settings.eta")
    const halving = { goal: "maximize", rungs, numConfigurations: 0 } as const
    expect(() => new SuccessiveHalving(space, halving)).toThrow("settings.numConfigurations")
  })
})

describe("Hyperband", () => {
  it("has the numbers of the paper's study: ⌊r / (s + 1)⌋ ηˢ", () => {
    const sizes = (numRungs: number, eta: number): (readonly number[])[] =>
      Array.from({ length: numRungs }, (_, number) => hyperbandBracket(number, numRungs, eta).sizes)
    expect(sizes(5, 3)).toEqual([[81, 27, 9, 3, 1], [27, 9, 3, 1], [9, 3, 1], [6, 2], [5]])
    expect(sizes(3, 3)).toEqual([[9, 3, 1], [3, 1], [3]])
    expect(sizes(3, 2)).toEqual([[4, 2, 1], [2, 1], [3]])
  })

  it("goes from bracket to bracket, and round again", () => {
    const search = new Hyperband(space, { goal: "maximize", rungs: epochRungs({ min: 12 }) })
    expect(runs(epochs(search, 13 + 4 + 3 + 13))).toBe("9@22 3@66 1@200 3@66 4@200 9@22 3@66 1@200")
  })

  it("promotes the best, the best of all first", () => {
    const search = new Hyperband(space, { goal: "maximize", rungs: epochRungs({ min: 12 }), seed: 5 })
    epochs(search, 13)
    const { trials } = search.toJSON()
    const first = trials.slice(0, 9).sort((a, b) => b.value! - a.value!)
    expect(trials.slice(9, 12).map(({ note }) => note.promoted)).toEqual(
      first.slice(0, 3).map(({ id }) => id),
    )
    expect(trials[12]!.configuration).toEqual(first[0]!.configuration)
    expect(trials[12]!.note).toEqual({ bracket: 0, rung: 2, promoted: 9 })
  })

  it("begins the next bracket where one waits for values, and comes back to it", () => {
    const search = new Hyperband(space, { goal: "maximize", rungs: epochRungs({ min: 12 }) })
    const out = Array.from({ length: 11 }, () => search.ask())
    expect(runs(out.map(({ fidelity }) => fidelity!["epoch"]!))).toBe("9@22 2@66")
    for (const trial of out.slice(0, 9)) search.tell(trial.id, scoreOf(trial))
    expect(search.toJSON().trials[10]!.note.bracket).toBe(1)
    search.ask()
    expect(search.toJSON().trials[11]!.note).toMatchObject({ bracket: 0, rung: 1 })
  })

  it("takes four fidelities at a time along the diagonal", () => {
    const search = new Hyperband(space, { goal: "maximize", rungs: diagonalRungs() })
    const trials = Array.from({ length: 13 }, () => {
      const trial = search.ask()
      search.tell(trial.id, scoreOf(trial))
      return trial
    })
    expect(trials[0]!.fidelity).toEqual({ epoch: 22, N: 1, W: 4, Resolution: 0.25 })
    expect(trials[12]!.fidelity).toEqual({ epoch: 200, N: 5, W: 16, Resolution: 1 })
  })
})

it("successive halving repeats its one bracket", () => {
  const settings = { goal: "maximize", rungs: epochRungs({ min: 12 }) } as const
  expect(runs(epochs(new SuccessiveHalving(space, settings), 26))).toBe("9@22 3@66 1@200 9@22 3@66 1@200")
  const six = new SuccessiveHalving(space, { ...settings, numConfigurations: 6 })
  expect(runs(epochs(six, 9))).toBe("6@22 2@66 1@200")
})

describe("ASHA", () => {
  it("promotes as soon as a third is there, from the highest rung down", () => {
    const search = new Asha(space, { goal: "maximize", rungs: epochRungs({ min: 12 }), seed: 1 })
    const found = epochs(search, 13)
    const { trials } = search.toJSON()
    // Three on the lowest rung make one promotion possible; three on the middle one, one to the top.
    expect(found.slice(0, 4)).toEqual([22, 22, 22, 66])
    const best = trials.slice(0, 3).sort((a, b) => b.value! - a.value!)[0]!
    expect(trials[3]!.note).toEqual({ rung: 1, promoted: best.id })
    for (const [at, { note }] of trials.entries()) {
      const before = trials.slice(0, at)
      const on = (rung: number) => before.filter(trial => trial.note.rung === rung)
      // What may be promoted is: top third, not promoted yet, the highest rung first.
      const wanted = [1, 0].flatMap(rung => {
        const top = on(rung)
          .sort((a, b) => b.value! - a.value!)
          .slice(0, Math.floor(on(rung).length / 3))
        return top.filter(({ id }) => !before.some(trial => trial.note.promoted === id)).slice(0, 1)
      })[0]
      expect(note.promoted).toBe(wanted?.id ?? null)
    }
    expect(found).toContain(200)
  })

  it("never waits: nothing told, nothing promoted", () => {
    const search = new Asha(space, { goal: "maximize", rungs })
    const trials = Array.from({ length: 30 }, () => search.ask())
    expect(new Set(trials.map(({ fidelity }) => fidelity!["epoch"]))).toEqual(new Set([2]))
  })
})

describe("brackets with a model or a population", () => {
  it.each([Bohb, Dehb])("are Hyperband's: %o", Type => {
    const search = new Type(space, { goal: "maximize", rungs: epochRungs({ min: 12 }) })
    expect(runs(epochs(search, 33))).toBe("9@22 3@66 1@200 3@66 4@200 9@22 3@66 1@200")
  })

  it("BOHB finds what Hyperband finds, sooner", () => {
    const best = (Type: typeof Bohb | typeof Hyperband): number =>
      Array.from({ length: 10 }, (_, seed) => {
        const wide = Array.from({ length: 5 }, (_, i) => float(`x${i}`))
        const search = new Type(wide, { goal: "minimize", rungs: epochRungs({ min: 12 }), seed })
        for (let i = 0; i < 120; i++) {
          const { id, configuration } = search.ask()
          search.tell(
            id,
            Object.values(configuration).reduce<number>((sum, x) => sum + (Number(x) - 0.3) ** 2, 0),
          )
        }
        return search.best!.value
      }).reduce((sum, value) => sum + value)
    expect(best(Bohb)).toBeLessThan(best(Hyperband) / 2)
  })

  it("DEHB promotes in its first bracket only, then evolves each rung's population", () => {
    const search = new Dehb(space, { goal: "maximize", rungs: epochRungs({ min: 12 }) })
    epochs(search, 33)
    const notes = search.toJSON().trials.map(({ note }) => note)
    expect(notes.slice(0, 13).filter(({ promoted }) => promoted !== null)).toHaveLength(4)
    expect(notes.slice(13).every(({ promoted }) => promoted === null)).toBe(true)
    // The middle rung holds three; those after the first bracket's take the slots in turn.
    expect(notes.filter(({ bracket, rung }) => bracket > 0 && rung === 1).map(({ slot }) => slot)).toEqual([
      ...[0, 1, 2, 0, 1, 2],
    ])
  })
})
