/** Arms and protocols: the paper's numbers, what is filled in, what is refused. */
import { describe, expect, it } from "vitest"
import { armOf, paperProtocol, presets, protocolOf } from "../../../src/experiments/index.ts"
import { paperScalar } from "../../../src/experiments/scalar.ts"
import { OPTIMISERS } from "../../../src/search/index.ts"

describe("arms", () => {
  it("have the paper's ladders", () => {
    const rungsOf = (fidelity: "epoch" | "N" | "W" | "Resolution" | "diagonal", minEpoch = 1) =>
      armOf({ optimiser: "hyperband", fidelity, minEpoch }).rungs
    expect(rungsOf("epoch")).toEqual([2, 7, 22, 66, 200].map(epoch => ({ epoch })))
    expect(rungsOf("epoch", 12)).toEqual([22, 66, 200].map(epoch => ({ epoch })))
    expect(rungsOf("N")).toEqual([{ N: 1 }, { N: 3 }, { N: 5 }])
    expect(rungsOf("W")).toEqual([{ W: 4 }, { W: 8 }, { W: 16 }])
    expect(rungsOf("Resolution")).toEqual([{ Resolution: 0.25 }, { Resolution: 0.5 }, { Resolution: 1 }])
    expect(rungsOf("diagonal")).toEqual([
      { epoch: 22, N: 1, W: 4, Resolution: 0.25 },
      { epoch: 66, N: 3, W: 8, Resolution: 0.5 },
      { epoch: 200, N: 5, W: 16, Resolution: 1 },
    ])
  })

  it("halve ordinals, and go on from checkpoints of epochs alone", () => {
    const of = (fidelity: "epoch" | "N" | "diagonal") => {
      const { settings, cost } = armOf({ optimiser: "hyperband", fidelity })
      return [settings.eta ?? 3, cost]
    }
    expect(of("epoch")).toEqual([3, "continuation"])
    expect(of("diagonal")).toEqual([3, "continuation"])
    expect(of("N")).toEqual([2, "scratch"])
  })

  it("count the evaluations of brackets", () => {
    // With three rungs and eta 3: 9 + 3 + 1, 3 + 1, 3; then the first of them again.
    const trials = (numBrackets: number) =>
      armOf({ optimiser: "hyperband", minEpoch: 12, numBrackets }).numTrials
    expect([1, 2, 3, 4].map(trials)).toEqual([13, 17, 20, 33])
    // With eta 2: 4 + 2 + 1, 2 + 1, 3.
    expect(armOf({ optimiser: "hyperband", fidelity: "N", numBrackets: 3 }).numTrials).toBe(13)
  })

  it("have rungs where the optimiser needs them", () => {
    expect(armOf({ optimiser: "hyperband" })).toMatchObject({
      name: "hyperband-joint-epoch",
      fidelity: "epoch",
    })
    expect(armOf({ optimiser: "random" })).toMatchObject({
      name: "random-joint",
      fidelity: null,
      rungs: null,
    })
    expect(armOf({ optimiser: "tpe" }).isModelBased).toBe(true)
    expect(armOf({ optimiser: "mine", fidelity: "N" }).name).toBe("mine-joint-n")
  })

  it("refuse unknown spaces and fidelities", () => {
    expect(() => armOf({ optimiser: "random", space: "both" as never })).toThrow(
      'arm, space: unknown space; expected joint, hpo-only, nas-only, got "both"',
    )
    expect(() => armOf({ optimiser: "random", fidelity: "width" as never })).toThrow(
      'arm, fidelity: unknown fidelity; expected epoch, N, W, Resolution or diagonal, got "width"',
    )
  })
})

describe("ready studies", () => {
  it("have arms of different names, and optimisers that there are", () => {
    for (const { name, arms } of presets) {
      const names = arms.map(arm => arm.name)
      expect(new Set(names).size, name).toBe(names.length)
      for (const { optimiser } of arms) expect(Object.keys(OPTIMISERS)).toContain(optimiser)
    }
  })

  it("are the paper's: three spaces, 100 trials, 50 brackets, 60 of the diagonal", () => {
    const { arms, budget, seeds, workers } = paperProtocol("paper-model-free")
    expect({ budget, workers, seeds }).toEqual({
      budget: 100,
      workers: 1,
      seeds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    })
    expect(arms.map(({ name, numTrials }) => [name, numTrials])).toEqual([
      ["random-joint", 100],
      ["random-hpo-only", 100],
      ["random-nas-only", 100],
      // Ten times round: 121 + 40 + 13 + 8 + 5.
      ["hyperband-joint-epoch", 1870],
      // 16 times 20, and 13 + 4.
      ["hyperband-joint-epoch-12", 337],
    ])
    const diagonal = paperProtocol("paper-fidelities").arms.find(arm => arm.fidelity === "diagonal")
    expect(diagonal?.numTrials).toBe(400)
  })

  it("compare all optimisers of one objective, and all of several", () => {
    const optimisersOf = (preset: string) => paperProtocol(preset).arms.map(({ optimiser }) => optimiser)
    const of = (objectives: string) =>
      Object.entries(OPTIMISERS).flatMap(([name, kind]) => (kind.objectives === objectives ? [name] : []))
    expect(optimisersOf("leaderboard")).toEqual(of("one"))
    expect(optimisersOf("multi-objective")).toEqual(expect.arrayContaining(of("several")))
  })

  it("take the tasks of the release", () => {
    expect(paperProtocol("paper").tasks).toEqual(["cifar10", "fashion_mnist"])
    const official = paperProtocol("paper", { release: "official-1.1.0", seeds: [7] })
    expect(official.tasks).toEqual(["cifar10", "colorectal_histology", "fashion_mnist"])
    expect(official.seeds).toEqual([7])
    expect(() => paperProtocol("papers")).toThrow("did you mean paper?")
  })
})

describe("studies of your own", () => {
  it("are filled in", () => {
    expect(protocolOf({ arms: [{ optimiser: "tpe" }], seeds: 2, budget: 5 })).toMatchObject({
      ...{
        name: "own",
        release: "distilled-2",
        tasks: ["cifar10", "fashion_mnist"],
        seeds: [0, 1],
        budget: 5,
      },
      ...{ workers: 1, isSynchronous: false, extrapolate: false, records: "all" },
    })
  })

  it("refuse what is misspelt", () => {
    expect(() => protocolOf({ arms: [], seed: 2 } as never)).toThrow(
      'study: unknown field; expected name, release, tasks, arms, seeds, budget, workers, isSynchronous, extrapolate, records, got "seed"; did you mean seeds?',
    )
    expect(() => protocolOf({ arms: [{ optimizer: "tpe" }] } as never)).toThrow(
      /^study, arms\[0\]: unknown field; .*did you mean optimiser\?$/,
    )
    expect(() => protocolOf({} as never)).toThrow(
      "study, arms: missing; expected a list of arms, got undefined",
    )
    expect(() => protocolOf("x" as never)).toThrow("study: not an object")
  })
})

describe("the paper's scalar", () => {
  it("is 1 less accuracy and relative speed", () => {
    const scalar = paperScalar("fashion_mnist", ["latency", "valid-acc"])
    expect(scalar([0.007562867628561484, 100])).toBe(0)
    expect(scalar([9.461364439356307, 0])).toBe(2)
    expect(scalar([9.461364439356307, 50])).toBe(1.5)
  })

  it("joins nothing else", () => {
    expect(() => paperScalar("cifar10", ["valid-acc", "size_MB"])).toThrow(
      "arm, metrics: objectives that the paper's scalar does not join; expected valid-acc and latency, or an optimiser of several objectives, got valid-acc, size_MB",
    )
  })
})
