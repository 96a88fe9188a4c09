/** `distilled-2` is published: its files and its answers never change a bit. */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { fileSystemStore, openBenchmark } from "../../src/entries/node.ts"
import { createRandom } from "../../src/random/generator.ts"

interface Promised {
  /** What names the pack. */
  readonly pack: string
  /** Digest of the little-endian float32 answers below. */
  readonly answers: string
  /** What the first configuration is answered at epoch 200. */
  readonly first: Readonly<Record<string, number>>
}

const folder = join(import.meta.dirname, "../../models/distilled-2")
const promised: Record<string, Promised> = JSON.parse(
  readFileSync(join(import.meta.dirname, "distilled-2.json"), "utf8"),
)
const EPOCHS = [1, 7, 50, 133, 200]
const NUM_CONFIGURATIONS = 300

describe.each(["cifar10", "fashion_mnist"] as const)("distilled-2, %s", task => {
  it("answers as it did when it was published", async () => {
    const source = fileSystemStore(folder)
    const benchmark = await openBenchmark({ task, release: "distilled-2", source })
    const random = createRandom(2)
    const configurations = Array.from({ length: NUM_CONFIGURATIONS }, () => benchmark.space.sample(random))
    const digest = createHash("sha256")
    const bytes = new DataView(new ArrayBuffer(4))
    for (const epoch of EPOCHS) {
      const columns = benchmark.queryMany(configurations, { epoch })
      for (const metric of benchmark.metrics) {
        for (const value of columns[metric]) {
          bytes.setFloat32(0, value, true)
          digest.update(new Uint8Array(bytes.buffer))
        }
      }
    }
    const found = {
      pack: benchmark.sha256,
      answers: digest.digest("hex"),
      first: benchmark.query(configurations[0]!),
    }
    expect(found).toEqual(promised[task])
  })

  it("knows no epoch in size and FLOPS, as the official surrogates do", async () => {
    const benchmark = await openBenchmark({
      task,
      source: fileSystemStore(folder),
      metrics: ["size_MB", "FLOPS"],
    })
    const configuration = benchmark.space.sample(createRandom(3))
    const { size_MB, FLOPS } = benchmark.trajectory(configuration)
    expect(new Set(size_MB).size).toBe(1)
    expect(new Set(FLOPS).size).toBe(1)
  })

  it("is closer to the official predictions than distilled-1, in every metric, and smaller", () => {
    const card = JSON.parse(readFileSync(join(folder, `${task}.card.json`), "utf8"))
    const pack = readFileSync(join(folder, `${task}.bin`))
    expect(pack.length).toBe(card.bytes)
    expect(pack.length).toBeLessThanOrEqual(2_700_000)
    expect(card.predecessor.release).toBe("distilled-1")
    for (const [metric, before] of Object.entries<Record<string, number>>(card.predecessor.holdout)) {
      const now = card.scores.holdout[metric]
      expect(now.rows, metric).toBe(before["rows"])
      expect(now.R2, metric).toBeGreaterThan(before["R2"]!)
      expect(now.kendallTau, metric).toBeGreaterThan(before["kendallTau"]!)
      expect(now.RMSE, metric).toBeLessThan(before["RMSE"]!)
    }
  })
})
