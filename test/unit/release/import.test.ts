import { createHash } from "node:crypto"
import { gunzipSync, gzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { metrics, tasks } from "../../../src/benchmark/index.ts"
import { memorySource } from "../../../src/bytes/byte-source.ts"
import { ModelFormatError, NotFoundError } from "../../../src/errors.ts"
import { type ImportedModel, type ImportOptions, importRelease } from "../../../src/release/index.ts"
import { openReleasePack } from "../../../src/surrogate/release-pack.ts"
import { entriesOf, folderOf, replica, shapeFile } from "./entries.ts"

const BASE = { archive: "release.tar", release: "official-1.1.0", version: "9.9.9" }
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

interface Sunk {
  readonly model: ImportedModel
  readonly pack: Uint8Array
}

async function importAll(options: Partial<ImportOptions> & Pick<ImportOptions, "entries">) {
  const sunk: Sunk[] = []
  const summary = await importRelease({ ...BASE, ...options }, (model, pack) => {
    sunk.push({ model, pack })
  })
  return { ...summary, sunk }
}

describe("a whole archive", () => {
  test("gives a pack a metric, with its sizes and digests", async () => {
    const { models, skipped, sunk } = await importAll({ entries: replica() })
    expect(models).toHaveLength(tasks.length * metrics.length)
    expect(sunk.map(({ model }) => model)).toEqual(models)
    expect(skipped).toHaveLength(21)
    expect(skipped.every(({ path }) => path.endsWith("/pipeline_config.pkl.gz"))).toBe(true)
    const { model, pack } = sunk[0]!
    expect(model).toMatchObject({ labels: [model.metric], trees: 25, depth: 5, bytesOut: pack.length })
    expect(model.sha256Out).toBe(sha256(pack))
    expect(model.nodes).toBeGreaterThan(25)
    expect(model.distinctSplits).toBeGreaterThan(1)
    expect(model.bytesUnpacked).toBeGreaterThan(model.bytesIn)
    expect(model.files.map(file => file.path)).toEqual(
      ["label_headers", "model", "params"].map(
        name => `assembled_surrogates/${model.task}/${model.metric}/${name}.pkl.gz`,
      ),
    )
    expect(model.bytesIn).toBe(model.files.reduce((sum, file) => sum + file.bytes, 0))
  })

  test("can be narrowed to tasks and metrics; other files stay unread", async () => {
    const { models } = await importAll({
      entries: replica(),
      tasks: ["fashion_mnist"],
      metrics: ["latency", "valid-acc"],
    })
    expect(models.map(({ task, metric }) => `${task}/${metric}`).sort()).toEqual([
      "fashion_mnist/latency",
      "fashion_mnist/valid-acc",
    ])
  })
})

describe("entries", () => {
  const chain = folderOf("chain", "cifar10/latency")

  test.each([
    ["without a top folder", "", chain],
    ["below other folders", "a/b/assembled_surrogates/", chain],
    ["in another order", "", [chain[1]!, chain[2]!, chain[0]!]],
  ])("%s", async (_, prefix, files) => {
    const { entries } = entriesOf(files.map(([path, bytes]) => [prefix + path, bytes]))
    const { models, sunk } = await importAll({ entries })
    expect(models).toHaveLength(1)
    const pack = await openReleasePack(memorySource(sunk[0]!.pack, "pack"))
    expect(pack.task).toBe("cifar10")
    expect(pack.metrics).toEqual(["latency"])
    expect(pack.card).toMatchObject({
      release: "official-1.1.0",
      task: "cifar10",
      kind: "official",
      licence: "CC-BY-4.0",
      provenance: { archive: "release.tar", convertedBy: "9.9.9" },
    })
    expect(pack.card.domain).toMatchObject({ N: [1, 3, 5], LearningRate: [1e-3, 1], epoch: [1, 200] })
    const model = pack.card.provenance!.files.find(({ path }) => path.endsWith("model.pkl.gz"))!
    expect(model.sha256).toBe(sha256(shapeFile("chain", "model.pkl.gz")))
    expect(models[0]!.sha256In).toBe(model.sha256)
  })

  test("a model of several labels becomes one pack of several metrics", async () => {
    const { entries } = entriesOf(folderOf("multi_output", "cifar10/valid-acc"))
    const { models, sunk } = await importAll({ entries })
    expect(models[0]).toMatchObject({ metric: "valid-acc", labels: ["valid-acc", "latency", "size_MB"] })
    const { surrogates } = await openReleasePack(memorySource(sunk[0]!.pack, "pack"))
    expect(surrogates.map(({ metric }) => metric)).toEqual(["valid-acc", "latency", "size_MB"])
  })

  test("what the benchmark does not read is listed, and never opened", async () => {
    const other: [string, Uint8Array][] = [
      ["cifar10/latency/pipeline_config.pkl.gz", Uint8Array.of(1)],
      ["metric_data/cifar10/raw.pkl.gz", Uint8Array.of(1)],
      ["mnist/latency/model.pkl.gz", Uint8Array.of(1)],
      ["cifar10/loss/model.pkl.gz", Uint8Array.of(1)],
      ["model.pkl.gz", Uint8Array.of(1)],
    ]
    const watched = entriesOf([...other, ...chain])
    const { skipped } = await importAll({ entries: watched.entries })
    expect(skipped.map(({ path }) => path)).toEqual(other.map(([path]) => path))
    expect(skipped[2]!.reason).toBe(
      "not in the folder of a task (cifar10, colorectal_histology, fashion_mnist)",
    )
    expect(watched.skipped).toEqual(other.map(([path]) => path))
    expect(watched.read).toEqual(chain.map(([path]) => path))
  })

  test("what was imported before is passed over", async () => {
    const asked: string[] = []
    const watched = entriesOf([...chain, ...folderOf("simple", "cifar10/valid-acc")])
    const { models } = await importAll({
      entries: watched.entries,
      isDone: (task, metric) => {
        asked.push(`${task}/${metric}`)
        return metric === "latency"
      },
    })
    expect(models.map(({ metric }) => metric)).toEqual(["valid-acc"])
    expect(asked).toEqual(["cifar10/latency", "cifar10/valid-acc"])
    expect(watched.skipped).toEqual(chain.map(([path]) => path))
  })

  test("the next model waits for the sink; start and end are told", async () => {
    const events: string[] = []
    const { entries } = entriesOf([...chain, ...folderOf("simple", "cifar10/valid-acc")])
    const bytes = chain.reduce((sum, [, content]) => sum + content.length, 0)
    await importRelease(
      {
        ...BASE,
        entries,
        onStart: (_, metric, size) => events.push(`start ${metric} ${metric === "latency" ? size : ""}`),
        onModel: ({ metric }) => events.push(`done ${metric}`),
      },
      async ({ metric }) => {
        await new Promise(resolve => setTimeout(resolve, 5))
        events.push(`sunk ${metric}`)
      },
    )
    expect(events).toEqual([
      `start latency ${bytes}`,
      "sunk latency",
      "done latency",
      "start valid-acc ",
      "sunk valid-acc",
      "done valid-acc",
    ])
  })

  test("a signal stops it, and what was sunk stays", async () => {
    const controller = new AbortController()
    const { entries } = entriesOf([...chain, ...folderOf("simple", "cifar10/valid-acc")])
    const sunk: string[] = []
    const work = importRelease({ ...BASE, entries, signal: controller.signal }, ({ metric }) => {
      sunk.push(metric)
      controller.abort(new Error("stopped"))
    })
    await expect(work).rejects.toThrow("stopped")
    expect(sunk).toEqual(["latency"])
  })

  test("the platform's own gunzip and hash are used", async () => {
    const used = { gunzip: 0, sha256: 0 }
    const platform = {
      gunzip(bytes: Uint8Array) {
        used.gunzip++
        return new Uint8Array(gunzipSync(bytes))
      },
      sha256(bytes: Uint8Array) {
        used.sha256++
        return new Uint8Array(createHash("sha256").update(bytes).digest())
      },
    }
    const { models } = await importAll({ entries: entriesOf(chain).entries, platform })
    expect(used).toEqual({ gunzip: 3, sha256: 4 })
    const { models: plain } = await importAll({ entries: entriesOf(chain).entries })
    expect(models[0]!.files).toEqual(plain[0]!.files)
  })
})

describe("refusals", () => {
  const chain = folderOf("chain", "cifar10/latency")

  async function refusal(
    files: [string, Uint8Array][],
    options: Partial<ImportOptions> = {},
  ): Promise<Error> {
    try {
      await importAll({ entries: entriesOf(files).entries, ...options })
    } catch (error) {
      return error as Error
    }
    throw new Error("nothing was refused")
  }

  test("a file that is there twice", async () => {
    for (const files of [
      [chain[0]!, chain[0]!],
      [...chain, chain[1]!],
    ]) {
      const error = await refusal(files)
      expect(error).toBeInstanceOf(ModelFormatError)
      expect(error.message).toBe(
        `release.tar, ${files.at(-1)![0]}: the file is there twice; expected one cifar10/latency in the archive, got another`,
      )
    }
  })

  test("a folder without all of its files", async () => {
    const error = await refusal([chain[0]!, chain[2]!])
    expect(error).toBeInstanceOf(ModelFormatError)
    expect(error.message).toContain("surrogates are incomplete")
    expect(error.message).toContain("cifar10/latency without model.pkl.gz")
  })

  test("a surrogate that was never trained is listed, and no other is: nothing was imported", async () => {
    const params: [string, Uint8Array] = [
      "cifar10/latency/params.pkl.gz",
      shapeFile("untrained", "params.pkl.gz"),
    ]
    const { skipped } = await importAll({
      entries: entriesOf([params, ...folderOf("simple", "cifar10/valid-acc")]).entries,
    })
    expect(skipped).toEqual([{ path: params[0], reason: "the surrogate was never trained" }])
    expect(await refusal([params])).toBeInstanceOf(NotFoundError)
  })

  test("an archive without surrogates, or without those that were asked for", async () => {
    const none = await refusal([["readme.txt", Uint8Array.of(1)]])
    expect(none).toBeInstanceOf(NotFoundError)
    expect(none.message).toContain("no surrogate that was asked for is in the archive")
    const other = await refusal(chain, { tasks: ["cifar10", "fashion_mnist"], metrics: ["latency"] })
    expect(other).toBeInstanceOf(NotFoundError)
    expect(other.message).toContain("none of fashion_mnist/latency")
  })

  test.each([
    ["no gzip", Uint8Array.from({ length: 40 }, (_, i) => i), "not a gzip file"],
    ["cut short", chain[1]![1].subarray(0, 2000), ""],
    ["a stated length that no data could have", lying(), "states an impossible length"],
    ["a damaged bit", damaged(chain[1]![1]), ""],
    ["no pickle", new Uint8Array(gzipSync("hello")), "cifar10/latency/model.pkl.gz"],
  ])("a model that is %s", async (_, bytes, message) => {
    const error = await refusal([chain[0]!, ["cifar10/latency/model.pkl.gz", bytes], chain[2]!])
    expect(error).toBeInstanceOf(ModelFormatError)
    expect(error.message).toContain("cifar10/latency/model.pkl.gz")
    expect(error.message).toContain(message)
  })

  test("a file longer than allowed is not read", async () => {
    const watched = entriesOf(chain)
    await expect(importAll({ entries: watched.entries, maxBytes: 100 })).rejects.toThrow(
      "the file is too long",
    )
    expect(watched.read).toEqual([])
  })
})

function lying(): Uint8Array {
  const bytes = new Uint8Array(gzipSync("hello"))
  new DataView(bytes.buffer).setUint32(bytes.length - 4, 2 ** 30, true)
  return bytes
}

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  copy[copy.length >> 1]! ^= 1
  return copy
}
