import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { beforeAll, expect, test } from "vitest"
import { type ByteSource, memorySource } from "../../src/bytes/byte-source.ts"
import { openPack, readBooster, writePack } from "../../src/entries/trees.node.ts"
import { JahsBenchError, ModelFormatError, UnsupportedModelError } from "../../src/errors.ts"
import { fileSystemStore } from "../../src/node/file-system-store.ts"
import { createEncoder } from "../../src/space/index.ts"
import { openReleasePack } from "../../src/surrogate/release-pack.ts"
import { Surrogate } from "../../src/surrogate/surrogate.ts"
import { writeReleasePack } from "../../src/surrogate/write-release-pack.ts"
import { packBytes } from "../support/bundled.ts"
import fc from "../support/fast-check.ts"

const DEEP = process.env["DEEP"] !== undefined

/** A pack small enough to try every bit of it: one stump on the learning rate. */
async function smallPack(): Promise<Uint8Array> {
  const booster = readBooster(
    [
      {
        nodeid: 0,
        split: "LearningRate",
        split_condition: 0.1,
        yes: 1,
        no: 2,
        missing: 1,
        children: [
          { nodeid: 1, leaf: 1 },
          { nodeid: 2, leaf: 2 },
        ],
      },
    ],
    { baseScore: 0.5, objective: "reg:squarederror", featureNames: ["LearningRate", "epoch"] },
  )
  // A dump does not say its version; a pack has one.
  Object.assign(booster.info, { version: [1, 7, 4] })
  const surrogate = new Surrogate("valid-acc", booster, createEncoder(["LearningRate", "epoch"]), [])
  const card = {
    release: "test",
    task: "cifar10",
    kind: "",
    trainedOn: "",
    notice: "",
    licence: "",
    attribution: "",
    domain: {},
    holdoutRuns: [],
    scores: { holdout: {}, untouchedRun: {} },
  }
  return writeReleasePack("cifar10", card, [surrogate])
}

let small: Uint8Array

beforeAll(async () => {
  small = await smallPack()
})

test("the unchanged pack opens", async () => {
  const { surrogates, task } = await openReleasePack(memorySource(small, "small.bin"))
  expect(task).toBe("cifar10")
  expect(surrogates[0].evaluate(Float32Array.of(0.05, 1))).toBe(1.5)
  expect(surrogates[0].evaluate(Float32Array.of(0.5, 1))).toBe(2.5)
})

test("every single flipped bit of a pack is an error", async () => {
  for (let bit = 0; bit < small.length * 8; bit++) {
    const bytes = small.slice()
    bytes[bit >> 3] ^= 1 << (bit & 7)
    const error = await openReleasePack(memorySource(bytes, "small.bin")).then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error, `bit ${bit}`).toBeInstanceOf(JahsBenchError)
    expect(error instanceof ModelFormatError || error instanceof UnsupportedModelError).toBe(true)
  }
})

test("a flipped bit of a pack in a file is an error, or one of the few that deflate does not use", async () => {
  let unused = 0
  const folder = mkdtempSync(join(tmpdir(), "pack-"))
  const store = fileSystemStore(folder)
  for (let bit = 0; bit < small.length * 8; bit++) {
    const bytes = small.slice()
    bytes[bit >> 3] ^= 1 << (bit & 7)
    writeFileSync(join(folder, "cifar10.bin"), bytes)
    const source = await store.open({ task: "cifar10", release: "test" })
    try {
      const { surrogates } = await openReleasePack(source as ByteSource)
      expect(surrogates[0].evaluate(Float32Array.of(0.05, 1)), `bit ${bit}`).toBe(1.5)
      unused++
    } catch (error) {
      expect(error, `bit ${bit}`).toBeInstanceOf(JahsBenchError)
    }
  }
  // A gzip member's data ends within a byte: three sections leave at most 7 bits each.
  expect(unused).toBeLessThanOrEqual(21)
  rmSync(folder, { recursive: true })
})

test("every flipped bit of a pack that is not compressed is an error, in a file and elsewhere", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pack-"))
  const file = join(folder, "stump.bin")
  const { surrogates } = await openReleasePack(memorySource(small, "small.bin"))
  const plain = await writePack(surrogates[0].booster, { compression: "none" })
  writeFileSync(file, plain)
  expect((await openPack(pathToFileURL(file))).predict(Float32Array.of(0.05, 1))[0]).toBe(1.5)
  const ends = new Set<string>()
  for (let bit = 0; bit < plain.length * 8; bit++) {
    const bytes = plain.slice()
    bytes[bit >> 3] ^= 1 << (bit & 7)
    writeFileSync(file, bytes)
    await expect(openPack(bytes), `bit ${bit}`).rejects.toBeInstanceOf(JahsBenchError)
    const message = await openPack(pathToFileURL(file)).then(String, ({ message }: Error) => message)
    ends.add(/expected (SHA-256|CRC-32) /.exec(message)?.[1] ?? "another error")
    expect(message).toContain("stump.bin")
  }
  expect(ends).toEqual(new Set(["another error", "SHA-256", "CRC-32"]))
  rmSync(folder, { recursive: true })
})

test("a bundled pack with one flipped bit anywhere is an error", async () => {
  const pack = packBytes("cifar10")
  await fc.assert(
    fc.asyncProperty(fc.nat(pack.length * 8 - 1), async bit => {
      const bytes = new Uint8Array(pack)
      bytes[bit >> 3] ^= 1 << (bit & 7)
      await expect(openReleasePack(memorySource(bytes, "cifar10.bin"))).rejects.toBeInstanceOf(JahsBenchError)
    }),
    { numRuns: DEEP ? 2000 : 60, seed: 201 },
  )
})

test("a pack cut short, empty or of other bytes is an error that says so", async () => {
  for (const length of [0, 7, 16, 100, small.length - 1]) {
    await expect(
      openReleasePack(memorySource(small.subarray(0, length), "small.bin")),
    ).rejects.toBeInstanceOf(ModelFormatError)
  }
  await expect(openReleasePack(memorySource(new Uint8Array(100), "zeros.bin"))).rejects.toThrow(
    "zeros.bin @ byte 0: not a pack",
  )
})
