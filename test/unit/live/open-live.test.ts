/** Opening live training where it cannot be had: each message says what is missing, and what to do. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { openBenchmark as openOnWorkerd } from "../../../src/entries/index.workerd.ts"
import { findPython } from "../../../src/node/find-python.ts"
import { findTrainerIn } from "../../../src/node/find-trainer.ts"
import { openBenchmark } from "../../../src/node/open-benchmark.ts"
import { trainingLines } from "../../../src/node/training-process.ts"
import { jahsSpace } from "../../../src/space/index.ts"

it("refuses the tasks that the collector cannot train", async () => {
  for (const task of ["cifar10", "colorectal_histology"] as const) {
    await expect(openBenchmark({ task, kind: "live" })).rejects.toThrow(
      `task: ${task} cannot be trained here; expected fashion_mnist, whose images and pipeline the collector has, ` +
        `got ${task}; its surrogates answer in place of training: openBenchmark({ task: "${task}" })`,
    )
  }
  await expect(openBenchmark({ task: "mnist" as "cifar10", kind: "live" })).rejects.toThrow(
    "task: unknown task",
  )
})

it("says where it runs, on runtimes that start no processes", async () => {
  await expect(openOnWorkerd({ task: "fashion_mnist", kind: "live" })).rejects.toMatchObject({
    name: "NotFoundError",
    message:
      "options.kind: live training starts Python, and no process can be started here; expected the package from " +
      'npm on Node, Deno or Bun, got "live"; runs that were recorded open everywhere: kind: "table"',
  })
})

it("names every Python that was tried", async () => {
  await expect(findPython("/nowhere/python3", {})).rejects.toMatchObject({
    code: "ERR_NOT_FOUND",
    actual: "/nowhere/python3 (of options.python), which does not run (ENOENT)",
  })
  // Runs, and is no Python.
  await expect(findPython(undefined, { JAHS_BENCH_PYTHON: process.execPath })).rejects.toMatchObject({
    actual: expect.stringMatching(/ \(of JAHS_BENCH_PYTHON\), which does not run \(\d+\)$/),
  })
})

it("names the folder without images", async () => {
  const folder = mkdtempSync(join(tmpdir(), "images-"))
  const python = join(folder, "python")
  // Has everything that it is asked for.
  writeFileSync(python, "#!/bin/sh\necho '[]'\n", { mode: 0o755 })
  const here = new URL("./", import.meta.url)
  const options = { task: "fashion_mnist", kind: "live", python } as const
  const message =
    `${folder}, images: Fashion-MNIST is not there; expected train-images-idx3-ubyte.gz, ` +
    "train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz, got no " +
    "train-images-idx3-ubyte.gz; install it (Debian: apt install dataset-fashion-mnist), or name its folder by " +
    "options.images or JAHS_BENCH_IMAGES"
  await expect(findTrainerIn(here, { ...options, images: folder }, {})).rejects.toThrow(message)
  await expect(findTrainerIn(here, options, { JAHS_BENCH_IMAGES: folder })).rejects.toThrow(message)
  rmSync(folder, { recursive: true })
})

it("says that a program does not start", async () => {
  const command = { python: "/nowhere/python3", script: "live.py", images: "/nowhere", cache: null }
  const configuration = jahsSpace.validate({
    ...{ Op1: 0, Op2: 0, Op3: 0, Op4: 0, Op5: 0, Op6: 0, LearningRate: 0.1, WeightDecay: 0.001 },
    ...{ Activation: "ReLU", TrivialAugment: false, N: 1, W: 4, Resolution: 0.25 },
  })
  const lines = trainingLines(command, { configuration, seed: 0, epochs: 1 }, undefined)
  await expect(lines.next()).rejects.toThrow("/nowhere/python3: the training's process failed; got ENOENT")
})
