/** Live training, for real: what it measures is what the collector measures, and its process never stays behind. */
import { execFileSync } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import type { OperationIndex } from "../../src/entries/index.node.ts"
import { LiveBenchmark } from "../../src/live/live-benchmark.ts"
import { type LiveEpoch, liveMetrics } from "../../src/live/live-metrics.ts"
import type { LiveProgress } from "../../src/live/training-clock.ts"
import { findTrainerIn } from "../../src/node/find-trainer.ts"
import { cannotTrain, cheapest, images, processesWith, python, until } from "../support/collector.ts"

const collector = new URL("../../scripts/collect/", import.meta.url)

/** Of the processor or the clock: another run has other ones. */
const TIMES = ["latency", "runtime", "train_s", "augment_s", "valid_s", "test_s", "runtime_wall"]

describe.skipIf(cannotTrain)("live training", { timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "live-"))
  /** A word that only these tests' processes have. */
  const cache = join(folder, "cache")
  const options = { task: "fashion_mnist", kind: "live", images, cache } as const
  let live: LiveBenchmark

  beforeAll(async () => {
    live = new LiveBenchmark(await findTrainerIn(collector, { ...options, python }))
  })
  afterEach(() => expect(processesWith(cache)).toEqual([]))
  afterAll(() => rmSync(folder, { recursive: true }))

  it("measures in two epochs what the collector does, for the same configuration and seed", async () => {
    const out = join(folder, "out")
    const words = ["--shard", "0/1", "--configs", "2:3", "--fidelity", "N=1,W=4,Resolution=0.25"]
    execFileSync(python, [
      fileURLToPath(new URL("collect.py", collector)),
      ...["--data", images, "--cache", cache, "--out", out, "--epochs", "2", ...words],
    ])
    const shard = readFileSync(join(out, "N1-W4-R0.25.shard0of1.csv"), "utf8")
    const [heading, ...lines] = shard.trimEnd().split("\n")
    const names = heading!.split(",")
    const rows = lines.map(line => Object.fromEntries(line.split(",").map((cell, at) => [names[at]!, cell])))
    const number = (name: string): number => Number(rows[0]![name])
    const operation = (edge: number): OperationIndex => number(`Op${edge}`) as OperationIndex
    const progress: LiveProgress[] = []
    const epochs: LiveEpoch[] = []
    for await (const epoch of live.train(
      {
        ...{ Op1: operation(1), Op2: operation(2), Op3: operation(3) },
        ...{ Op4: operation(4), Op5: operation(5), Op6: operation(6) },
        LearningRate: number("LearningRate"),
        WeightDecay: number("WeightDecay"),
        Activation: rows[0]!["Activation"] as "ReLU",
        TrivialAugment: rows[0]!["TrivialAugment"] === "True",
        ...{ N: 1, W: 4, Resolution: 0.25 },
      },
      { epochs: 2, seed: number("seed"), onProgress: told => progress.push(told) },
    )) {
      epochs.push(epoch)
    }
    expect(rows.map(row => Number(row["epoch"]))).toEqual([1, 2])
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2])
    const compared = liveMetrics.filter(name => !TIMES.includes(name))
    expect(compared).toHaveLength(liveMetrics.length - TIMES.length)
    for (const [at, epoch] of epochs.entries()) {
      for (const name of compared) {
        // The shards have seven digits.
        expect(Number(epoch[name].toPrecision(7)), `${name}, epoch ${at + 1}`).toBe(Number(rows[at]![name]))
      }
      for (const name of TIMES) expect(epoch[name as "latency"], name).toBeGreaterThan(0)
    }
    // 13 parts of the training images, validation, test and the epoch's row, twice.
    expect(progress).toHaveLength(32)
    for (const [at, { fraction, secondsLeft, epoch }] of progress.entries()) {
      if (at > 0) expect(fraction).toBeGreaterThanOrEqual(progress[at - 1]!.fraction)
      if (at > 0) expect(secondsLeft).toBeGreaterThanOrEqual(0)
      expect(epoch).toBe(Math.floor((at + 1) / 16))
    }
    expect(progress.at(-1)).toMatchObject({ fraction: 1, epoch: 2, epochs: 2, secondsLeft: 0 })
  })

  it("answers queries and curves of the columns that are asked for", async () => {
    const curve = await live.trajectory(cheapest, { epochs: 1, metrics: ["valid-acc", "FLOPS"] })
    expect(Object.keys(curve)).toEqual(["epoch", "valid-acc", "FLOPS"])
    expect([...curve.epoch]).toEqual([1])
    // The paper's smallest network has the paper's smallest count.
    expect(curve.FLOPS[0]).toBe(0.031146)
    const answer = await live.query(cheapest, { epoch: 1, metrics: ["valid-acc"] })
    expect(answer).toEqual({ "valid-acc": curve["valid-acc"][0] })
    expect(answer["valid-acc"]).toBeGreaterThan(40)
  })

  it("ends its process when the loop is left", async () => {
    for await (const { epoch } of live.train(cheapest, { epochs: 200 })) {
      expect(processesWith(cache)).toHaveLength(1)
      if (epoch === 1) break
    }
    expect(processesWith(cache)).toEqual([])
  })

  it("ends its process when the loop's body throws, and starts none before it is asked", async () => {
    const epochs = live.train(cheapest, { epochs: 200 })
    expect(processesWith(cache)).toEqual([])
    const failing = async (): Promise<void> => {
      for await (const { epoch } of epochs) throw new Error(`no epoch ${epoch}, please`)
    }
    await expect(failing()).rejects.toThrow("no epoch 1, please")
    expect(processesWith(cache)).toEqual([])
  })

  it("ends its process when what is told of the progress throws", async () => {
    const onProgress = (): never => {
      expect(processesWith(cache)).toHaveLength(1)
      throw new Error("enough")
    }
    await expect(live.query(cheapest, { epoch: 200, onProgress })).rejects.toThrow("enough")
    expect(processesWith(cache)).toEqual([])
  })

  it("ends its process at the signal, with its reason, and starts none after it", async () => {
    const stop = new AbortController()
    const asked = live.query(cheapest, { epoch: 200, signal: stop.signal })
    const refused = expect(asked).rejects.toThrow("too late")
    await until(() => processesWith(cache).length === 1)
    stop.abort(new Error("too late"))
    await refused
    expect(processesWith(cache)).toEqual([])
    const training = live.train(cheapest, { epochs: 1, signal: AbortSignal.abort(new Error("before")) })
    await expect(training.next()).rejects.toThrow("before")
  })

  it("says what Python said when the training fails", async () => {
    const broken = join(folder, "broken")
    mkdirSync(broken)
    for (const split of ["train", "t10k"]) {
      for (const what of ["images-idx3", "labels-idx1"])
        writeFileSync(join(broken, `${split}-${what}-ubyte.gz`), "x")
    }
    const trainer = await findTrainerIn(collector, { ...options, python, images: broken, cache: null })
    const asked = new LiveBenchmark(trainer).query(cheapest, { epoch: 1 })
    await expect(asked).rejects.toMatchObject({
      name: "TrainingError",
      message: expect.stringMatching(
        /^\/usr\/bin\/python3: the training's process failed; got exit code 1: .*BadGzipFile/,
      ),
    })
  })

  describe("finds Python", () => {
    /** A Python that sees no package: Debian's are in a folder that `site` adds. */
    const bare = (name: string): string => {
      const bin = join(folder, name)
      mkdirSync(bin)
      writeFileSync(join(bin, "python3"), `#!/bin/sh\nexec ${python} -S "$@"\n`)
      chmodSync(join(bin, "python3"), 0o755)
      return bin
    }
    const path = process.env["PATH"]
    afterEach(() => {
      process.env["PATH"] = path
    })

    it("of the system where the first of the PATH has no PyTorch", async () => {
      process.env["PATH"] = `${bare("first")}${delimiter}${path}`
      expect(await findTrainerIn(collector, options, {})).toMatchObject({ python, images })
    })

    it("of the environment's variable alone, and says what it lacks", async () => {
      const own = join(bare("own"), "python3")
      await expect(findTrainerIn(collector, options, { JAHS_BENCH_PYTHON: own })).rejects.toThrow(
        `python: no Python that can train; expected one with torch, numpy, PIL, got ${own} (of JAHS_BENCH_PYTHON), ` +
          "which has no torch, numpy, PIL; install PyTorch, NumPy and Pillow (Debian: apt install python3-torch " +
          "python3-numpy python3-pil), or name a Python that has them by options.python or JAHS_BENCH_PYTHON",
      )
    })
  })
})
