/** A model as large as an official one through the whole command: how much memory and time its import takes. */
import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { afterAll, beforeAll, expect, it } from "vitest"
import { fullSize, fullSizePickle } from "../../../support/full-size-pickle.ts"
import { cli, documents, plainEnvironment, root } from "../run-cli.ts"

const shape = join(root, "test", "fixtures", "official-1.7", "pipeline-shapes", "chain")
/** Bytes of the uncompressed pickle. */
const MOST_GROWTH = 3
const FEWEST_PER_SECOND = 50e6
const ROUNDS = 3

/** Says on descriptor 3 what the process used. */
const USAGE = `import { writeSync } from "node:fs"
process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())))`

let folder: string
let length: number

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "full-size-"))
  const small = readFileSync(join(shape, "model.pkl.gz"))
  const large = fullSizePickle(new Uint8Array(gunzipSync(small)))
  length = large.length
  for (const [name, model] of [
    ["small", small],
    ["large", gzipSync(large, { level: 3 })],
  ] as const) {
    const metric = join(folder, name, "cifar10", "valid-acc")
    mkdirSync(metric, { recursive: true })
    for (const file of ["params.pkl.gz", "label_headers.pkl.gz"])
      copyFileSync(join(shape, file), join(metric, file))
    writeFileSync(join(metric, "model.pkl.gz"), model)
  }
  writeFileSync(join(folder, "usage.mjs"), USAGE)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Usage {
  readonly seconds: number
  readonly bytes: number
}

/** Imports one of the two into a cache of its own. */
function run(name: string): Usage & { readonly trees: number; readonly nodes: number } {
  const cache = join(folder, "cache")
  rmSync(cache, { recursive: true, force: true })
  const words = ["--import", join(folder, "usage.mjs"), cli, "import", join(folder, name), "--json"]
  const { stdout, stderr, output } = spawnSync(process.execPath, words, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: plainEnvironment({ JAHS_BENCH_HOME: cache }),
  })
  expect(stderr).toBe("")
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(output[3]!) as NodeJS.ResourceUsage
  const [{ models }] = documents(stdout) as [{ models: [{ trees: number; nodes: number }] }]
  const { trees, nodes } = models[0]
  return { trees, nodes, seconds: (userCPUTime + systemCPUTime) / 1e6, bytes: maxRSS * 1024 }
}

it("takes at most 3 times its pickle in memory, and a CPU second for 50 MB", { timeout: 120_000 }, () => {
  const small = Array.from({ length: ROUNDS }, () => run("small"))
  const large = Array.from({ length: ROUNDS }, () => run("large"))
  for (const { trees, nodes } of large) expect({ trees, nodes }).toEqual(fullSize)
  // The least of some: what else the machine does only ever adds.
  const least = (usages: readonly Usage[], key: keyof Usage): number =>
    Math.min(...usages.map(usage => usage[key]))
  const growth = (least(large, "bytes") - least(small, "bytes")) / length
  const rate = length / (least(large, "seconds") - least(small, "seconds"))
  console.log(
    `a pickle of ${(length / 1e6).toFixed(1)} MB: resident growth ${growth.toFixed(2)} times that, ` +
      `${(rate / 1e6).toFixed(0)} MB a CPU second`,
  )
  expect(length).toBeGreaterThan(40e6)
  expect(growth).toBeLessThanOrEqual(MOST_GROWTH)
  expect(rate).toBeGreaterThanOrEqual(FEWEST_PER_SECOND)
})
