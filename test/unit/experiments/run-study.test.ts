/** The runner: the same results on any number of threads, from any point on, with anything that evaluates. */
import { describe, expect, it } from "vitest"
import {
  type Arm,
  armOf,
  type OwnOptimiser,
  type Protocol,
  protocolOf,
  runStudy,
  runStudyWith,
  type StudyBenchmark,
  type StudyOptions,
  studyFromJson,
  studyToJson,
} from "../../../src/experiments/index.ts"
import { receiveStudy, studyJobs } from "../../../src/experiments/study-jobs.ts"
import type { Journal } from "../../../src/training/journal.ts"
import { bundled } from "../../support/bundled.ts"
import { line } from "../../support/line.ts"

const benchmarks = [await bundled("cifar10"), await bundled("fashion_mnist")]
const protocol = protocolOf({
  arms: [{ optimiser: "random" }, { optimiser: "hyperband", minEpoch: 12 }, { optimiser: "tpe" }],
  seeds: 3,
  budget: 4,
})

function memoryJournal(lines: string[] = []): Journal & { readonly lines: string[] } {
  return {
    lines,
    readLines: async () => [...lines],
    async appendLine(text) {
      lines.push(text)
    },
  }
}

const textOf = (results: Parameters<typeof studyToJson>[0]): string => [...studyToJson(results)].join("")

/** Runs the study with threads that are in this process, and a stopwatch that counts its readings. */
async function run(options: StudyOptions = {}, of: Protocol = protocol): Promise<string> {
  let readings = 0
  const runtime = {
    start: () => line(studyJobs, receiveStudy),
    name: "test 1",
    cpuSeconds: () => readings++,
  }
  return textOf((await runStudyWith(runtime, benchmarks, of, options)).results)
}

const whole = await run()

describe("results", () => {
  it("are the same bytes with threads", async () => {
    for (const threads of [1, 3]) expect(await run({ threads })).toBe(whole)
  })

  it("are in the protocol's order, and say where they come from", () => {
    const { runs, provenance, units, protocol: said } = studyFromJson(whole)
    expect(runs).toHaveLength(18)
    expect(runs.slice(0, 4).map(({ arm, seed }) => `${arm} ${seed}`)).toEqual([
      ...["random-joint 0", "random-joint 1", "random-joint 2", "hyperband-joint-epoch-12 0"],
    ])
    expect(said).toEqual(protocol)
    expect(units).toEqual({ cifar10: 175_571, fashion_mnist: 193_248 })
    expect(provenance).toMatchObject({ packageVersion: "0.1.0", runtime: "test 1" })
    expect(provenance.releases.map(({ task, release, sha256 }) => [task, release, sha256])).toEqual(
      benchmarks.map(({ task, release, sha256 }) => [task, release, sha256]),
    )
  })

  it("come back from JSON as they were", () => {
    expect(textOf(studyFromJson(whole))).toBe(whole)
  })

  it.each([
    ["x", "results: not JSON"],
    ["{}", "results, format: not results of a study"],
    [whole.replace('"id":[0,', '"id":['), "results, runs[0].time: not a column of numbers"],
    [whole.replace('"arm":"random-joint"', '"arm":"other"'), "results, runs[0].arm: no arm of the protocol"],
    [
      whole.replace('"time":[', '"time":["1",').replace('"id":[', '"id":[9,'),
      "runs[0].time: not a column of numbers",
    ],
  ])("that are damaged are refused: %#", (text, message) => {
    expect(() => studyFromJson(text)).toThrow(message)
  })

  it("tell what they took", async () => {
    const { results, cost } = await runStudy(benchmarks, protocol)
    const seconds = results.runs.reduce((sum, { totalSeconds }) => sum + totalSeconds, 0)
    expect(cost.simulatedSeconds).toBe(seconds)
    expect(cost.cpuSeconds).toBeGreaterThan(0)
  })
})

describe("a journal", () => {
  it("lets a stopped study go on, to the same bytes", async () => {
    const journal = memoryJournal()
    const stop = new AbortController()
    const onProgress = ({ done }: { readonly done: number }): void => {
      if (done === 7) stop.abort(new Error("enough"))
    }
    await expect(run({ journal, onProgress, signal: stop.signal })).rejects.toThrow("enough")
    const seen: number[] = []
    expect(await run({ journal, onProgress: ({ done }) => seen.push(done) })).toBe(whole)
    // Seven of eighteen were known.
    expect(seen).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18])
  })

  it("lets it go on from any of its lines, with threads", async () => {
    const journal = memoryJournal()
    await run({ journal })
    const [heading, ...entries] = journal.lines
    const entry = JSON.parse(entries[0])
    // One line a run, as a slow study has them.
    const lines = entry.runs.map((one: unknown) => JSON.stringify({ ...entry, runs: [one] }))
    for (const kept of [0, 1, lines.length]) {
      expect(await run({ journal: memoryJournal([heading, ...lines.slice(0, kept)]), threads: 2 })).toBe(
        whole,
      )
    }
  })

  it("adds up the processor time of its sessions", async () => {
    const journal = memoryJournal()
    await run({ journal })
    const runtime = { start: null, name: "test 1", cpuSeconds: () => 0 }
    const { cost } = await runStudyWith(runtime, benchmarks, protocol, { journal })
    const known = journal.lines.slice(1).map(text => JSON.parse(text).cpuSeconds as number)
    expect(cost.cpuSeconds).toBe(known.reduce((sum, seconds) => sum + seconds, 0))
    expect(cost.cpuSeconds).toBeGreaterThan(0)
  })

  it("of another study is refused", async () => {
    const journal = memoryJournal()
    await run({ journal })
    await expect(run({ journal }, { ...protocol, budget: 5 })).rejects.toThrow(
      "journal, line 1: the journal of another study",
    )
  })

  it.each(["{", "null", '{"runs":3,"cpuSeconds":1}'])("with the line %s is refused", async line => {
    const journal = memoryJournal()
    await run({ journal })
    await journal.appendLine(line)
    await expect(run({ journal })).rejects.toThrow(
      `journal, line ${journal.lines.length}: damaged; expected JSON with runs and cpuSeconds`,
    )
  })
})

describe("a protocol", () => {
  const with_ = (changes: Partial<Protocol>): Promise<string> => run({}, { ...protocol, ...changes })

  it("is checked before anything is run", async () => {
    await expect(with_({ budget: 0 })).rejects.toThrow(
      "protocol, budget: not a budget; expected a number of mean",
    )
    await expect(with_({ seeds: [1, 1] })).rejects.toThrow("protocol, seeds: one is there twice")
    await expect(with_({ seeds: [-1] })).rejects.toThrow("protocol, seeds: not a seed")
    await expect(with_({ arms: [] })).rejects.toThrow("protocol, arms: nothing to run")
    await expect(with_({ workers: 0.5 })).rejects.toThrow("protocol, workers: not a number of workers")
    await expect(with_({ tasks: ["mnist" as never] })).rejects.toThrow("unknown task")
    await expect(with_({ tasks: ["colorectal_histology"] })).rejects.toThrow("no benchmark of a task")
    const arms = (...inputs: Parameters<typeof armOf>): Arm[] => inputs.map(armOf)
    await expect(with_({ arms: arms({ optimiser: "tpa" }) })).rejects.toThrow("did you mean tpe?")
    const twice = [armOf({ optimiser: "tpe" }), armOf({ optimiser: "tpe" })]
    await expect(with_({ arms: twice })).rejects.toThrow(
      'protocol, arms: there twice; expected each once, got "tpe-joint"',
    )
    await expect(run({ threads: -1 })).rejects.toThrow(
      "options.threads: expected an integer in 0..256, got -1",
    )
  })

  it.each(["N", "W", "Resolution", "diagonal"] as const)(
    "over %s is no thing of the bundle",
    async fidelity => {
      const arms = [armOf({ optimiser: "hyperband", fidelity })]
      const refused = with_({ arms })
      await expect(refused).rejects.toMatchObject({ name: "DomainError" })
      await expect(refused).rejects.toThrow("the official release has N, W and Resolution")
    },
  )
})

describe("what is one's own", () => {
  it("evaluates: anything with a query", async () => {
    const [cifar10] = benchmarks
    const asked: number[] = []
    const own: StudyBenchmark = {
      ...{ task: "cifar10", release: "mine", space: cifar10.space },
      query(configuration, options) {
        asked.push(options?.epoch ?? 200)
        return cifar10.query(configuration, options)
      },
    }
    const of = { ...protocol, tasks: ["cifar10"] } as const
    const { results } = await runStudy([own], of, { threads: 2 })
    // The last one of each run ended after the budget.
    const numEnded = results.runs.reduce((sum, { numEvaluations }) => sum + numEvaluations, 0)
    expect(asked.length).toBe(numEnded + results.runs.length)
    expect(results.provenance.releases).toEqual([
      { task: "cifar10", release: "mine", sha256: null, notice: null },
    ])
    expect(results.runs).toEqual(studyFromJson(whole).runs.slice(0, 9))
  })

  it("counts its own seconds as one evaluation", async () => {
    const of = { ...protocol, tasks: ["cifar10"], arms: [armOf({ optimiser: "random" })] } as const
    const { results } = await runStudy([benchmarks[0]], of, { units: { cifar10: 17_557.1 } })
    expect(results.units).toEqual({ cifar10: 17_557.1 })
    expect(Math.max(...results.runs.flatMap(({ time }) => [...time]))).toBeLessThanOrEqual(4 * 17_557.1)
  })

  it("optimises", async () => {
    const told: (readonly number[])[] = []
    const always: OwnOptimiser = (hyperparameters, { goals, seed, rungs }) => {
      expect([goals, rungs]).toEqual([["maximize"], null])
      let id = 0
      const values = hyperparameters.map(hyperparameter => {
        if (hyperparameter.kind === "constant") return [hyperparameter.name, hyperparameter.value]
        if (hyperparameter.kind === "float") return [hyperparameter.name, hyperparameter.lower]
        return [hyperparameter.name, "values" in hyperparameter ? hyperparameter.values[seed % 2] : 0]
      })
      return {
        ask: () => ({ id: id++, configuration: Object.fromEntries(values) }),
        tell: (_, values) => void told.push(values),
      }
    }
    const arms = [armOf({ optimiser: "always" })]
    const { results } = await runStudy(benchmarks, { ...protocol, arms }, { optimisers: { always } })
    for (const { values } of results.runs) expect(new Set(values[0]).size).toBe(1)
    expect(told.length).toBeGreaterThanOrEqual(results.runs.length)
  })
})
