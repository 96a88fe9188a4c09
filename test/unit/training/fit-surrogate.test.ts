import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { fileJournal } from "../../../src/node/file-journal.ts"
import { openBenchmark } from "../../../src/node/open-benchmark.ts"
import type { Port } from "../../../src/parallel/port.ts"
import { createEncoder, encodedColumns } from "../../../src/space/index.ts"
import type { WorstAnswer } from "../../../src/surrogate/card.ts"
import type { Surrogate } from "../../../src/surrogate/surrogate.ts"
import { applyTransforms, invertTransforms } from "../../../src/surrogate/target-transform.ts"
import { evaluateSurrogate } from "../../../src/training/evaluate-surrogate.ts"
import { type FitOptions, fitSurrogate, fitSurrogateWith } from "../../../src/training/fit-surrogate.ts"
import { encodeTable } from "../../../src/training/jahs-table.ts"
import { splitTable } from "../../../src/training/split-table.ts"
import { tableOf } from "../../../src/training/table.ts"
import { boundsOf, fillMissing, sigmoidTransforms } from "../../../src/training/target.ts"
import { type TrialSubject, trialJobs } from "../../../src/training/trial.ts"
import { jahsRows } from "../../support/jahs-rows.ts"
import { line } from "../../support/line.ts"

const table = tableOf(jahsRows(160, 3, true))
const configurationColumns = table.names.filter(name => !["epoch", "valid-acc", "latency"].includes(name))
const options: FitOptions = { metrics: ["valid-acc"], trials: 7, workers: 3, numTrees: 15, seed: 5 }
const newJournal = (): string => join(mkdtempSync(join(tmpdir(), "journal-")), "journal.ndjson")

describe("a table", () => {
  it("is the same from records and from columns", () => {
    const rows = [
      { a: 1, b: "x", c: true },
      { a: null, b: 2, c: false },
    ]
    const columns = { a: [1, null], b: ["x", 2], c: [true, false] }
    for (const made of [tableOf(rows), tableOf(columns)]) {
      expect(Array.from(made.numbers("a"))).toEqual([1, Number.NaN])
      expect(made.column("b").texts).toEqual(["x", "2"])
      expect(made.column("c").texts).toEqual(["true", "false"])
    }
    expect(() => tableOf([{ a: 1 }, { b: 1 }])).toThrow("row 1: other columns than the first row's")
    expect(() => tableOf({ a: [1], b: [] })).toThrow("columns of different lengths")
    expect(() => table.numbers("Activation")).toThrow("table.Activation: expected numbers")
    expect(() => table.column("Op7")).toThrow("did you mean")
  })

  it("is encoded as configurations are, from text as from values", () => {
    const encoder = createEncoder(encodedColumns())
    expect(encoder.numFeatures).toBe(41)
    const rows = encodeTable(table, encoder, {})
    const record = jahsRows(1, 3, true)[0]!
    const wanted = new Float32Array(41)
    encoder.encode({ ...record, Optimizer: "SGD" } as never, record["epoch"] as number, wanted)
    expect(rows.slice(0, 41)).toEqual(wanted)
    expect(() => encodeTable(tableOf(jahsRows(1, 3, false)), encoder, {})).toThrow(
      "table, N: no such column; expected one for each hyperparameter; or its value for all rows",
    )
    expect(() => encodeTable(tableOf([{ ...record, Op3: 7 }]), encoder, {})).toThrow("table, row 0, Op3")
  })
})

describe("a split", () => {
  const strata = ["N", "W", "Resolution"]
  const split = splitTable(table, { groupBy: configurationColumns, stratifyBy: ["N"], seed: 1 })
  const parts = [split.training, split.validation, split.test]

  it("has every row once, about 70, 15 and 15 of a hundred", () => {
    expect(parts.flatMap(part => Array.from(part)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: table.numRows }, (_, row) => row),
    )
    const shares = parts.map(part => part.length / table.numRows)
    for (const [at, share] of [0.7, 0.15, 0.15].entries()) expect(shares[at]).toBeCloseTo(share, 1)
  })

  it("keeps the epochs of a configuration together, and each stratum's share", () => {
    const rate = table.numbers("LearningRate")
    const rates = parts.map(part => new Set(Array.from(part, row => rate[row])))
    for (const [at, set] of rates.entries()) {
      for (const other of rates.slice(0, at)) for (const value of set) expect(other.has(value)).toBe(false)
    }
    const n = table.numbers("N")
    for (const value of [1, 3, 5]) {
      const count = (part: Uint32Array): number => part.filter(row => n[row] === value).length
      const total = parts.reduce((sum, part) => sum + count(part), 0)
      expect(Math.abs(count(parts[0]!) - 0.7 * total)).toBeLessThanOrEqual(3)
      expect(Math.abs(count(parts[1]!) - 0.15 * total)).toBeLessThanOrEqual(3)
    }
  })

  it("depends on the seed alone", () => {
    const again = { groupBy: configurationColumns, stratifyBy: strata }
    expect(splitTable(table, { ...again, seed: 4 })).toEqual(splitTable(table, { ...again, seed: 4 }))
    expect(splitTable(table, { ...again, seed: 4 })).not.toEqual(splitTable(table, { ...again, seed: 5 }))
    expect(() => splitTable(table, { groupBy: ["epoch"], shares: [0.9, 0.2] })).toThrow("options.shares")
  })
})

describe("a target", () => {
  it.each([0.01, 0.3, 1, 2])("leads back to its label, k = %f", k => {
    const transforms = sigmoidTransforms([-5, 95], k)
    for (const label of [-5, -4.9, 0, 45, 94.9, 95]) {
      const back = invertTransforms(transforms, applyTransforms(transforms, label))
      expect(Math.abs(back - label)).toBeLessThan(1e-3)
    }
  })

  it("is filled in as a failed training counts", () => {
    const labels = Float64Array.of(3, Number.NaN, 1)
    expect(Array.from(fillMissing("valid-acc", labels))).toEqual([3, 0, 1])
    expect(Array.from(fillMissing("runtime", labels))).toEqual([3, 300, 1])
    expect(boundsOf(labels)).toEqual([1, 3])
    expect(() => boundsOf([Number.NaN])).toThrow(RangeError)
  })
})

describe("fitting", () => {
  it("finds a surrogate that agrees with rows it never saw, and packs it", async () => {
    const large = tableOf(jahsRows(800, 3, true))
    const fitted = await fitSurrogate(large, {
      ...{ metrics: ["valid-acc", "latency"], trials: 0, numTrees: 100, parameters: { maxDepth: 4 } },
      card: { task: "cifar10", release: "mine-1" },
    })
    const [{ scores }] = fitted.evaluations
    expect(scores.R2).toBeGreaterThan(0.9)
    expect(scores.kendallTau).toBeGreaterThan(0.85)
    expect(fitted.fits[0]!.parameters).toMatchObject({ maxDepth: 4, k: 1, learningRate: 0.3 })
    const benchmark = await openBenchmark({ task: "cifar10", source: await fitted.pack() })
    expect(benchmark.release).toBe("mine-1")
    const { epoch, "valid-acc": _, latency: __, ...row } = jahsRows(1, 3, true)[0]!
    const answer = benchmark.query(row as never, { epoch: epoch as number, metrics: ["valid-acc"] })
    const out = new Float32Array(1)
    const encoder = createEncoder(encodedColumns())
    fitted.surrogates[0]!.evaluateMany(encodeTable(large, encoder, {}).slice(0, 41), out)
    expect(answer["valid-acc"]).toBe(out[0])
    const [whole] = evaluateSurrogate(fitted.surrogates, large, { numWorst: 3 })
    expect(whole!.byEpoch.map(({ part }) => part)).toEqual([
      "epoch 1 to 10",
      "epoch 51 to 100",
      "epoch 151 to 200",
    ])
    expect(whole!.byFidelity.length).toBeGreaterThan(5)
    const misses = whole!.worst.map(({ actual, predicted }) => Math.abs(actual - predicted))
    expect(misses).toEqual([...misses].sort((a, b) => b - a))
  })

  it("interrupted and resumed gives what an unbroken fit gives, bit for bit", async () => {
    const unbroken = await fitSurrogate(table, options)
    const path = newJournal()
    const stop = new AbortController()
    const interrupted = fitSurrogate(table, {
      ...options,
      journal: fileJournal(path),
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done === 60) stop.abort(new Error("stopped"))
      },
    })
    await expect(interrupted).rejects.toThrow("stopped")
    const kept = readFileSync(path, "utf8")
    expect(kept.split("\n").length).toBeGreaterThan(2)
    expect(kept.split("\n").length).toBeLessThan(8)
    // The process died within a line.
    writeFileSync(path, `${kept}{"search":"valid-a`)
    const resumed = await fitSurrogate(table, { ...options, journal: fileJournal(path) })
    expect(resumed.fits).toEqual(unbroken.fits)
    expect(await resumed.pack()).toEqual(await unbroken.pack())
    // All is in the journal now: the best model is trained again, and is the same.
    const replayed = await fitSurrogate(table, { ...options, journal: fileJournal(path) })
    expect(await replayed.pack()).toEqual(await unbroken.pack())
    expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(8)
    const other = fitSurrogate(table, { ...options, seed: 6, journal: fileJournal(path) })
    await expect(other).rejects.toThrow("journal, line 1: a journal of another fit")
  })

  it("searches what is not given", async () => {
    const given = { k: 0.7, maxDepth: 4, learningRate: undefined } as const
    const { fits } = await fitSurrogate(table, { ...options, numTrees: 5, parameters: given as never })
    const [{ parameters, trials }] = fits as [(typeof fits)[number]]
    expect(parameters).toMatchObject({ k: 0.7, maxDepth: 4 })
    expect(trials).toHaveLength(7)
    for (const { configuration } of trials) {
      expect(Object.keys(configuration).sort()).toEqual([
        ...["colsampleByLevel", "colsampleByTree", "learningRate", "minChildWeight"],
      ])
    }
    expect(new Set(trials.map(({ configuration }) => configuration["learningRate"])).size).toBeGreaterThan(3)
    // Nothing is left to search.
    const all = { ...parameters, learningRate: 0.2 }
    const whole = await fitSurrogate(table, { ...options, numTrees: 5, parameters: all })
    expect(whole.fits[0]).toMatchObject({ parameters: all, trials: [] })
  })

  it("goes on from a journal of the same given settings alone", async () => {
    const own = { ...options, numTrees: 5, journal: fileJournal(newJournal()) }
    await fitSurrogate(table, { ...own, parameters: { k: 0.5 } })
    await expect(fitSurrogate(table, { ...own, parameters: { k: 0.6 } })).rejects.toThrow("another fit")
  })

  it("stops early by validation rows, keeps the best trees, and says how many", async () => {
    const early = { ...options, trials: 3, numTrees: 60, earlyStoppingRounds: 3 }
    const steps: number[] = []
    const fitted = await fitSurrogate(table, { ...early, onProgress: ({ done }) => steps.push(done) })
    const [{ numTrees, parameters }] = fitted.fits as [(typeof fitted.fits)[number]]
    expect(steps.at(-1)).toBe(3 * 60)
    expect(fitted.surrogates[0]!.booster.numTrees).toBe(numTrees)
    expect(numTrees).toBeLessThan(60)
    // Those of a fit that was told the number are the same.
    const { fits: all, pack, surrogates } = await fitSurrogate(table, { ...options, numTrees, parameters })
    expect(all[0]!.numTrees).toBe(numTrees)
    expect(surrogates[0]!.booster.model!.trees).toEqual(fitted.surrogates[0]!.booster.model!.trees)
    const benchmark = await openBenchmark({ task: "cifar10", source: await pack() })
    expect(benchmark.card.fit!.metrics["valid-acc"]).toMatchObject({
      parameters: { ...parameters, numTrees },
    })
    const own = { ...early, journal: fileJournal(newJournal()) }
    await fitSurrogate(table, own)
    await expect(fitSurrogate(table, { ...own, earlyStoppingRounds: 4 })).rejects.toThrow("another fit")
  })

  it("keeps to constraints, each metric to its own", async () => {
    const metrics = ["valid-acc", "latency"]
    const monotone = { epoch: -1 } as const
    const interaction = [["epoch", "Op1"], ["LearningRate"]]
    const constraints = { "valid-acc": { monotone, interaction } }
    const given = { ...options, metrics, trials: 0, numTrees: 30 }
    const fitted = await fitSurrogate(table, { ...given, constraints })
    const [accuracy, latency] = fitted.surrogates as [Surrogate, Surrogate]
    const encoder = createEncoder(encodedColumns())
    const epoch = encoder.featureNames.indexOf("epoch")
    const row = encodeTable(table, encoder, {}).slice(0, 41)
    const curve = Array.from({ length: 200 }, (_, at) =>
      accuracy.evaluate(row.fill(at + 1, epoch, epoch + 1)),
    )
    expect(curve.every((value, at) => at === 0 || value <= curve[at - 1]!)).toBe(true)
    const used = (surrogate: Surrogate): Set<string> =>
      new Set(
        surrogate.booster.model!.trees.flatMap(tree => {
          const inner = Array.from(tree.leftChildren.keys()).filter(node => tree.leftChildren[node] !== -1)
          const names = inner.map(node => encoder.featureNames[tree.splitIndices[node]!]!)
          return names.includes("LearningRate") ? names : []
        }),
      )
    expect([...used(accuracy)]).toEqual(["LearningRate"])
    // The other metric has none.
    const free = await fitSurrogate(table, given)
    expect(latency.booster.model!.trees).toEqual(free.surrogates[1]!.booster.model!.trees)
    expect(fitted.card.fit!.metrics["valid-acc"]).toMatchObject({ constraints: { monotone, interaction } })
    expect(fitted.card.fit!.metrics["latency"]).toMatchObject({ constraints: null })
  })

  it("writes a card that says what nobody but the caller knows", async () => {
    const { card, split } = await fitSurrogate(table, { ...options, trials: 0 })
    expect(card).toMatchObject({
      ...{ licence: "NOASSERTION", attribution: "none was given", release: "fitted" },
      fit: { split: { training: split.training.length, test: split.test.length }, choosingRuns: [] },
    })
    expect(card.scores.byEpoch!.map(({ epochs }) => epochs)).toEqual([
      [1, 10],
      [51, 100],
      [151, 200],
    ])
    expect(card.worst).toHaveLength(3)
    const [{ configuration, epoch, expected }] = card.worst as [WorstAnswer]
    const rate = configuration["LearningRate"]
    const same = jahsRows(160, 3, true).filter(
      record => record["LearningRate"] === rate && record["epoch"] === epoch,
    )
    expect(same.map(record => [record["Op1"], record["valid-acc"]])).toEqual([
      [configuration["Op1"], expected],
    ])
    const own = { licence: "CC-BY-4.0", attribution: "A. Author", trainedOn: "runs of 2026" }
    expect((await fitSurrogate(table, { ...options, trials: 0, card: own })).card).toMatchObject(own)
  })

  it("refuses settings that there are not", async () => {
    const given = (parameters: object): Promise<unknown> =>
      fitSurrogate(table, { ...options, parameters: parameters as never })
    await expect(given({ maxDepht: 4 })).rejects.toThrow(/options\.parameters: .*got "maxDepht"; .*maxDepth/)
    await expect(given({ k: 0 })).rejects.toThrow("options.parameters.k: expected a finite number above 0")
    await expect(given({ maxDepth: 1.5 })).rejects.toThrow("parameters.maxDepth")
  })

  it("needs no journal file to begin with", async () => {
    const path = newJournal()
    expect(existsSync(path)).toBe(false)
    expect(await fileJournal(path).readLines()).toEqual([])
  })
})

describe("threads", () => {
  const metrics = ["valid-acc", "latency"]
  /** Threads within this one: messages are cloned, and come later. */
  function trainers(): { start: () => Port; opened: () => number; tried: () => number } {
    let [opened, tried] = [0, 0]
    const counted: typeof trialJobs = {
      trial(subject, input) {
        tried++
        return trialJobs.trial(subject, input)
      },
    }
    const start = (): Port => {
      opened++
      return line(counted, (sent: TrialSubject) => sent)
    }
    return { start, opened: () => opened, tried: () => tried }
  }

  it.each([1, 2, 3])("%i give what this thread gives, bit for bit", async threads => {
    const alone = await fitSurrogate(table, { ...options, metrics, threads })
    const { start, opened, tried } = trainers()
    const steps: number[] = []
    const fitted = await fitSurrogateWith(start, table, {
      ...{ ...options, metrics, threads },
      onProgress: ({ done }) => steps.push(done),
    })
    expect([opened(), tried()]).toEqual([threads, 14])
    expect(steps.at(-1)).toBe(2 * 7 * 15)
    expect(steps).toHaveLength(14)
    expect(fitted.fits).toEqual(alone.fits)
    expect(await fitted.pack()).toEqual(await alone.pack())
  })

  it("are as many as trials are out at a time, and none where there is one", async () => {
    const opened = async (more: Partial<FitOptions>): Promise<number> => {
      const threads = trainers()
      await fitSurrogateWith(threads.start, table, { ...options, numTrees: 2, ...more })
      return threads.opened()
    }
    expect(await opened({})).toBe(3)
    expect(await opened({ threads: 9 })).toBe(3)
    expect(await opened({ trials: 2 })).toBe(2)
    expect(await opened({ threads: 0 })).toBe(0)
    expect(await opened({ workers: 1 })).toBe(0)
    expect(await opened({ trials: 0 })).toBe(0)
    await expect(opened({ threads: -1 })).rejects.toThrow("options.threads: expected an integer in 0..256")
  })

  it("are ended by a signal, and go on from the journal", async () => {
    const path = newJournal()
    const stop = new AbortController()
    const interrupted = fitSurrogateWith(trainers().start, table, {
      ...{ ...options, journal: fileJournal(path), signal: stop.signal },
      onProgress: ({ done }) => {
        if (done === 60) stop.abort(new Error("stopped"))
      },
    })
    await expect(interrupted).rejects.toThrow("stopped")
    const { start, tried } = trainers()
    const resumed = await fitSurrogateWith(start, table, { ...options, journal: fileJournal(path) })
    expect(tried()).toBeLessThan(7)
    expect(await resumed.pack()).toEqual(await (await fitSurrogate(table, options)).pack())
  })

  it("that cannot start end the fit", async () => {
    const broken = (): Port => ({
      post: () => {},
      listen: (_, onFailure) => queueMicrotask(() => onFailure(new Error("no such script"))),
      close: async () => {},
    })
    await expect(fitSurrogateWith(broken, table, options)).rejects.toThrow("no such script")
  })
})
