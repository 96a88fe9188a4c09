/** `import` and `fetch` of performance tables: from the authors' archive to Parquet files in the cache. */
import { spawn } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { fileSystemStore } from "../../../../src/node/file-system-store.ts"
import { openBenchmark } from "../../../../src/node/open-benchmark.ts"
import { type FlakyServer, flakyServer } from "../../../support/flaky-server.ts"
import { expectedTables } from "../../../support/recorded-tables.ts"
import { cli, documents, type Outcome, plainEnvironment, root } from "../run-cli.ts"

const archive = join(root, "test/fixtures/official-1.7/metric_data.tar")
const folders: string[] = []
function home(): string {
  const folder = mkdtempSync(join(tmpdir(), "jahs-home-"))
  folders.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** As a user with a cache of their own; not synchronous, as this process serves the files. */
function runAt(cache: string, ...words: string[]): Promise<Outcome> {
  return new Promise(resolve => {
    const env = plainEnvironment({ JAHS_BENCH_HOME: cache })
    const child = spawn(process.execPath, [cli, ...words], { cwd: root, env })
    let [stdout, stderr] = ["", ""]
    child.stdout.on("data", text => (stdout += text))
    child.stderr.on("data", text => (stderr += text))
    child.on("close", code => resolve({ code, stdout, stderr }))
  })
}

const filesIn = (cache: string): string[] => readdirSync(join(cache, "releases", "official-1.1.0")).sort()
const TARGET = ["--target", "metric_data"]

async function expectAnswers(cache: string): Promise<void> {
  const source = fileSystemStore(join(cache, "releases", "official-1.1.0"))
  const table = await openBenchmark({ task: "cifar10", kind: "table", release: "official-1.1.0", source })
  const { config, nepochs, result } = expectedTables.tasks.cifar10.queries[0]
  expect(table.query(config, { epoch: nepochs })).toEqual(Object.values(result)[0])
}

describe("import --target metric_data", () => {
  it("makes Parquet files that answer as the original does", async () => {
    const cache = home()
    const { code, stdout, stderr } = await runAt(cache, "import", archive, ...TARGET)
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toMatch(/^cifar10 +table +288 +24 /m)
    expect(filesIn(cache)).toEqual(
      ["cifar10", "colorectal_histology", "fashion_mnist"].flatMap(task => [
        `${task}.parquet`,
        `${task}.raw.parquet`,
      ]),
    )
    await expectAnswers(cache)
    const again = await runAt(cache, "import", archive, ...TARGET)
    expect(again.stdout).toContain("12 tables were imported before; --force imports again.")
  })

  it("takes tar.gz and one task; --force gives the same bytes", async () => {
    const cache = home()
    const zipped = join(home(), "tables.tar.gz")
    writeFileSync(zipped, gzipSync(readFileSync(archive)))
    const words = ["import", zipped, ...TARGET, "--task", "cifar10", "--json"]
    const first = documents((await runAt(cache, ...words)).stdout)[0] as { tables: { set: string }[] }
    expect(first.tables.map(({ set }) => set)).toEqual(["raw", "test_set", "train_set", "valid_set", "table"])
    const file = join(cache, "releases", "official-1.1.0", "cifar10.parquet")
    const bytes = readFileSync(file)
    expect((await runAt(cache, ...words, "--force")).code).toBe(0)
    expect(Buffer.compare(readFileSync(file), bytes)).toBe(0)
    await expectAnswers(cache)
  })

  it("an archive that is cut short leaves whole files only, and goes on later", async () => {
    const cache = home()
    const cut = join(home(), "cut.tar")
    writeFileSync(cut, readFileSync(archive))
    // Within the second task's tables.
    truncateSync(cut, 70_000)
    const broken = await runAt(cache, "import", cut, ...TARGET)
    expect(broken.code).toBe(5)
    const there = filesIn(cache)
    expect(there).toContain("cifar10.raw.parquet")
    expect(there).toContain("cifar10.test_set.part.parquet")
    // What is there was written to its end: the table of contents is a Parquet file's last part.
    for (const name of there) {
      expect(
        readFileSync(join(cache, "releases", "official-1.1.0", name))
          .subarray(-4)
          .toString(),
      ).toBe("PAR1")
    }
    const whole = documents((await runAt(cache, "import", archive, ...TARGET, "--json")).stdout)[0] as {
      before: string[]
    }
    expect(whole.before).toEqual(there.map(name => name.replace(/^(\w+)\.(\w+)\..*$/, "$1/$2")))
    expect(filesIn(cache)).toHaveLength(6)
    await expectAnswers(cache)
  })

  it.each([
    [
      "an unknown target",
      ["--target", "tables"],
      2,
      /--target: unknown; expected surrogates or metric_data, got tables/,
    ],
    [
      "a choice of metrics",
      [...TARGET, "--metric", "latency"],
      2,
      /--metric: tables are imported with all their metrics/,
    ],
    ["no target", [], 3, /performance tables are imported with --target metric_data/],
  ])("%s", async (_, words, code, message) => {
    const outcome = await runAt(home(), "import", archive, ...words)
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringMatching(message)])
  })

  it("an archive without tables", async () => {
    const surrogates = join(root, "test/fixtures/official-1.7/assembled_surrogates.tar")
    const outcome = await runAt(home(), "import", surrogates, ...TARGET)
    expect([outcome.code, outcome.stderr]).toEqual([
      3,
      expect.stringContaining("no table that was asked for"),
    ])
  })
})

describe("fetch --target metric_data", () => {
  let server: FlakyServer
  beforeAll(async () => {
    server = await flakyServer(readFileSync(archive))
  })
  afterAll(() => server.close())

  it("survives a lost connection, and asks for nothing that is there", async () => {
    const cache = home()
    const from = new URL(".", server.url).href
    server.answers.push({ dropAfter: 70_000 })
    const words = ["fetch", ...TARGET, "--from", from, "--json"]
    const { code, stdout } = await runAt(cache, ...words)
    expect(code).toBe(0)
    const { archive: downloaded, tables } = documents(stdout)[0] as {
      archive: { url: string }
      tables: unknown[]
    }
    expect(downloaded.url).toMatch(/metric_data\.tar$/)
    expect(tables).toHaveLength(15)
    expect(server.requests.length).toBeGreaterThanOrEqual(2)
    await expectAnswers(cache)
    const asked = server.requests.length
    expect((await runAt(cache, ...words)).code).toBe(0)
    expect(server.requests).toHaveLength(asked)
    expect(readdirSync(join(cache, "downloads", "official-1.1.0"))).toEqual([])
  })
})
