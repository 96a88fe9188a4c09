import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type FlakyServer, flakyServer } from "../../../support/flaky-server.ts"
import { cli, documents, type Outcome, plainEnvironment, root } from "../run-cli.ts"

const replica = join(root, "test", "fixtures", "official-1.7")
const archive = join(replica, "assembled_surrogates.tar")
const expected = JSON.parse(gunzipSync(readFileSync(join(replica, "expected.json.gz"))).toString("utf8"))

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
function runAt(
  cache: string,
  words: readonly string[],
  onData?: (text: string, stop: () => void) => void,
): Promise<Outcome> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [cli, ...words], {
      cwd: root,
      env: plainEnvironment({ JAHS_BENCH_HOME: cache }),
    })
    let stdout = ""
    let stderr = ""
    child.stdout.on("data", text => (stdout += text))
    child.stderr.on("data", text => {
      stderr += text
    })
    onData?.("", () => child.kill("SIGINT"))
    child.on("close", code => resolve({ code, stdout, stderr }))
  })
}

interface Imported {
  readonly archive: { readonly url: string; readonly bytes: number; readonly sha256: string } | null
  readonly models: readonly {
    task: string
    metric: string
    trees: number
    nodes: number
    sha256In: string
    sha256Out: string
  }[]
  readonly tasks: readonly { task: string; path: string; metrics: readonly string[]; sha256: string }[]
  readonly before: readonly string[]
}

/** Asks the first configuration of the replica's answers. */
async function ask(cache: string, task: string): Promise<Record<string, number>> {
  const words = Object.entries(expected.configs[0]).map(([name, value]) => `${name}=${value}`)
  const asked = await runAt(cache, [
    "query",
    "--task",
    task,
    "--release",
    "official-1.1.0",
    "--epoch",
    "50",
    ...words,
    "--json",
  ])
  expect(asked.stderr).toBe("")
  return (documents(asked.stdout)[0] as { metrics: Record<string, number> }).metrics
}

function expectClose(actual: Record<string, number>, answers: Record<string, number>): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(answers).sort())
  for (const [metric, value] of Object.entries(answers)) {
    expect(Math.abs(actual[metric]! - value)).toBeLessThanOrEqual(3.5e-7 * Math.abs(value))
  }
}

describe("import", () => {
  it("turns the archive into packs that answer as the original does", async () => {
    const cache = home()
    const { code, stdout, stderr } = await runAt(cache, ["import", archive])
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toMatch(/^task +metric +trees +nodes +depth +splits +in +out$/m)
    expect(stdout.match(/^(cifar10|colorectal_histology|fashion_mnist) .* 40 /gm)).toHaveLength(21)
    for (const task of ["cifar10", "colorectal_histology", "fashion_mnist"]) {
      expectClose(await ask(cache, task), expected.tasks[task].results[0]["50"])
    }
    const again = await runAt(cache, ["import", archive])
    expect(again.stdout).toContain("21 models were imported before")
  })

  it("takes a folder, tar.gz, and some metrics only; the rest joins them later", async () => {
    const cache = home()
    const zipped = join(home(), "some.tar.gz")
    writeFileSync(zipped, gzipSync(readFileSync(archive)))
    const first = await runAt(cache, [
      "import",
      zipped,
      "--task",
      "cifar10",
      "--metric",
      "latency,FLOPS",
      "--json",
    ])
    const { models, tasks } = documents(first.stdout)[0] as Imported
    expect(models.map(({ metric }) => metric).sort()).toEqual(["FLOPS", "latency"])
    expect(tasks.map(({ metrics }) => metrics)).toEqual([["FLOPS", "latency"]])
    const second = await runAt(cache, ["import", zipped, "--task", "cifar10", "--json"])
    const rest = documents(second.stdout)[0] as Imported
    expect(rest.models).toHaveLength(5)
    expect(rest.before.slice().sort()).toEqual(["cifar10/FLOPS", "cifar10/latency"])
    expect(rest.tasks[0]!.metrics).toHaveLength(7)
    expectClose(await ask(cache, "cifar10"), expected.tasks.cifar10.results[0]["50"])
    const forced = await runAt(cache, [
      "import",
      zipped,
      "--task",
      "cifar10",
      "--metric",
      "FLOPS",
      "--force",
      "--json",
    ])
    expect((documents(forced.stdout)[0] as Imported).models).toHaveLength(1)
    expect((documents(forced.stdout)[0] as Imported).tasks[0]!.sha256).toBe(rest.tasks[0]!.sha256)
    expect(readdirSync(join(cache, "releases", "official-1.1.0"))).toEqual(["cifar10.bin"])
  })

  it.each([
    ["no such file", ["import", "/nowhere.tar"], 3, /^error: \/nowhere\.tar: nothing to import; .*ENOENT$/m],
    ["no archive", ["import", cli], 5, /not readable as tar/],
    [
      "an unknown task",
      ["import", archive, "--task", "cifar100"],
      2,
      /--task: unknown name; expected cifar10, /,
    ],
    ["a bad name", ["import", archive, "--release", "../up"], 3, /not a name for a release/],
    ["nothing given", ["import"], 2, /missing required argument/],
  ])("%s", async (_, words, code, message) => {
    const outcome = await runAt(home(), words)
    expect(outcome.code).toBe(code)
    expect(outcome.stderr).toMatch(message)
    expect(outcome.stderr).not.toMatch(/ {4}at /)
  })

  it("says which surrogates were never trained, and imports the others", async () => {
    const folder = home()
    const shape = (name: string, metric: string, files: readonly string[]): void => {
      mkdirSync(join(folder, "cifar10", metric), { recursive: true })
      for (const file of files) {
        copyFileSync(join(replica, "pipeline-shapes", name, file), join(folder, "cifar10", metric, file))
      }
    }
    shape("untrained", "latency", ["params.pkl.gz"])
    const alone = await runAt(home(), ["import", folder])
    expect([alone.code, alone.stderr]).toEqual([
      3,
      expect.stringMatching(/latency\/params\.pkl\.gz: the surrogate was never trained$/m),
    ])
    shape("chain", "valid-acc", ["params.pkl.gz", "label_headers.pkl.gz", "model.pkl.gz"])
    const both = await runAt(home(), ["import", folder])
    expect([both.code, both.stderr]).toEqual([0, ""])
    expect(both.stdout).toMatch(
      /^not imported: cifar10\/latency\/params\.pkl\.gz: the surrogate was never trained$/m,
    )
    expect(both.stdout).toMatch(/cifar10\.bin: 1 metric of cifar10, SHA-256 /)
  })

  it("refuses links in a folder by name, where they stand for a file of the release", async () => {
    const folder = home()
    const metric = join(folder, "cifar10", "latency")
    mkdirSync(metric, { recursive: true })
    symlinkSync("/etc/hostname", join(folder, "other"))
    symlinkSync(join(replica, "pipeline-shapes", "chain", "params.pkl.gz"), join(metric, "params.pkl.gz"))
    const { code, stderr } = await runAt(home(), ["import", folder])
    expect(code).toBe(5)
    expect(stderr).toContain("cifar10/latency/params.pkl.gz: the folder holds what is no plain file; ")
  })

  it("an archive that is cut short leaves whole packs only, and goes on later", async () => {
    const cache = home()
    const bytes = readFileSync(archive)
    const cut = join(home(), "cut.tar")
    writeFileSync(cut, bytes.subarray(0, bytes.length / 2))
    const failed = await runAt(cache, ["import", cut])
    expect(failed.code).toBe(5)
    expect(failed.stderr).toMatch(/cut short|ends within a file/)
    const parts = readdirSync(join(cache, "releases", "official-1.1.0"))
    expect(parts.length).toBeGreaterThan(3)
    expect(parts.every(name => name.endsWith(".part.bin"))).toBe(true)
    const finished = await runAt(cache, ["import", archive, "--json"])
    const result = documents(finished.stdout)[0] as Imported
    expect(result.before).toHaveLength(parts.length)
    expect(result.models).toHaveLength(21 - parts.length)
    expect(result.tasks.map(({ metrics }) => metrics.length)).toEqual([7, 7, 7])
  })
})

describe("fetch", () => {
  let server: FlakyServer
  beforeAll(async () => {
    server = await flakyServer(readFileSync(archive))
  })
  afterAll(() => server.close())

  it("downloads over lost connections, imports, and leaves no archive", async () => {
    const cache = home()
    server.answers.push(
      { dropAfter: 400_000 },
      { ignoresRange: true, dropAfter: 900_000 },
      { dropAfter: 300_000 },
    )
    const from = new URL(".", server.url).href
    const { code, stdout, stderr } = await runAt(cache, [
      "fetch",
      "--from",
      from,
      "--task",
      "fashion_mnist",
      "--json",
    ])
    expect([code, stderr]).toEqual([0, ""])
    const { models, tasks } = documents(stdout)[0] as Imported
    expect(models).toHaveLength(7)
    expect(tasks.map(({ task }) => task)).toEqual(["fashion_mnist"])
    expect(readdirSync(join(cache, "downloads", "official-1.1.0"))).toEqual([])
    expectClose(await ask(cache, "fashion_mnist"), expected.tasks.fashion_mnist.results[0]["50"])
  })

  it("stopped, it says so and goes on from where it was", async () => {
    const cache = home()
    const from = new URL(".", server.url).href
    server.answers.push({ stallAfter: 600_000 })
    const before = server.requests.length
    const stopped = await runAt(cache, ["fetch", "--from", from], (_, stop) => {
      const timer = setInterval(() => {
        if (server.requests.length === before) return
        clearInterval(timer)
        setTimeout(stop, 400)
      }, 20)
    })
    expect(stopped.code).toBe(130)
    expect(stopped.stderr).toMatch(/interrupted; the same command goes on from here/)
    const went = await runAt(cache, ["fetch", "--from", from])
    expect(went.code).toBe(0)
    expect(server.requests.at(-1)!.range).toMatch(/^bytes=[1-9]\d*-$/)
  })

  it("downloads nothing where all is there, and one byte of what it kept", async () => {
    const cache = home()
    const from = new URL(".", server.url).href
    const words = ["fetch", "--from", from, "--task", "cifar10", "--metric", "FLOPS,latency"]
    const first = await runAt(cache, [...words, "--keep", "--json"])
    const { archive: downloaded } = documents(first.stdout)[0] as Imported
    const whole = readFileSync(archive)
    expect(downloaded).toEqual({
      url: `${from}assembled_surrogates.tar`,
      bytes: whole.length,
      sha256: createHash("sha256").update(whole).digest("hex"),
    })
    const before = server.requests.length
    const again = await runAt(cache, words)
    expect(again.stdout).toContain("2 models were imported before")
    expect(server.requests).toHaveLength(before)
    expect((await runAt(cache, [...words.slice(0, -2)])).code).toBe(0)
    expect(server.requests.slice(before).map(({ range }) => range)).toEqual([`bytes=${whole.length - 1}-`])
    expect(readdirSync(join(cache, "downloads", "official-1.1.0"))).toEqual([])
  })

  it("an archive that breaks off within: what is whole is kept, the next run downloads one byte", async () => {
    const cache = home()
    const from = new URL(".", server.url).href
    const whole = server.file.bytes
    const damaged = new Uint8Array(whole)
    damaged.fill(0xff, damaged.length / 2)
    Object.assign(server.file, { bytes: damaged, etag: '"damaged"' })
    const failed = await runAt(cache, ["fetch", "--from", from])
    expect(failed.code).toBe(5)
    expect(failed.stderr).toMatch(
      /assembled_surrogates\.tar: not readable as tar after .*colorectal_histology/,
    )
    expect((await runAt(cache, ["fetch", "--from", from])).code).toBe(5)
    const parts = readdirSync(join(cache, "releases", "official-1.1.0"))
    expect(parts.length).toBeGreaterThan(0)
    expect(parts.every(name => name.endsWith(".part.bin"))).toBe(true)
    expect(server.requests.at(-1)!.range).toBe(`bytes=${damaged.length - 1}-`)
    Object.assign(server.file, { bytes: whole, etag: '"mended"' })
    const mended = await runAt(cache, ["fetch", "--from", from, "--json"])
    const { models, before, tasks } = documents(mended.stdout)[0] as Imported
    expect(before).toHaveLength(parts.length)
    expect(models).toHaveLength(21 - parts.length)
    expect(tasks).toHaveLength(3)
  })

  it("imports from a URL, and keeps to itself what is secret in it", async () => {
    const cache = home()
    const url = `${server.url}?token=secret`
    const { code, stdout } = await runAt(cache, ["import", url, "--task", "cifar10", "--metric", "FLOPS"])
    expect(code).toBe(0)
    expect(stdout).toContain(
      `${server.url}: ${server.file.bytes.length.toLocaleString("en")} bytes, SHA-256 `,
    )
    const card = await runAt(cache, ["card", "--task", "cifar10", "--release", "official-1.1.0", "--json"])
    expect(card.stdout).toContain(server.url)
    expect(stdout + card.stdout).not.toContain("secret")
  })

  it("a server that has no such file: exit code 3", async () => {
    server.answers.push({ status: 404 })
    const { code, stderr } = await runAt(home(), ["fetch", "--from", new URL(".", server.url).href])
    expect(code).toBe(3)
    expect(stderr).toMatch(/404/)
  })
})

describe("verify", () => {
  const cache = home()
  const header =
    "Op1,Op2,Op3,Op4,Op5,Op6,Activation,TrivialAugment,LearningRate,WeightDecay,epoch,N,W,Resolution,valid-acc,latency,run"
  const columns = header.split(",")
  /** Pairs of the replica's answers. */
  const rowsOf = (count: number, change: (value: number, row: number) => number = value => value): string =>
    [
      header,
      ...Array.from({ length: count }, (_, row) => {
        const config = expected.configs[row]
        const answers = expected.tasks.cifar10.results[row]["200"]
        return columns
          .map(name => {
            if (name === "epoch") return 200
            if (name === "run") return "test"
            if (name === "TrivialAugment") return config[name] ? "True" : "False"
            if (name in config) return config[name]
            return name === "valid-acc" ? change(answers[name], row) : answers[name]
          })
          .join(",")
      }),
      "",
    ].join("\n")

  beforeAll(async () => {
    expect((await runAt(cache, ["import", archive, "--task", "cifar10"])).code).toBe(0)
  })

  it("says how many answers are bit-equal, and exits with 0", async () => {
    const pairs = join(home(), "pairs.csv.gz")
    writeFileSync(pairs, gzipSync(rowsOf(60)))
    const { code, stdout } = await runAt(cache, ["verify", "--task", "cifar10", "--pairs", pairs])
    expect(stdout).toMatch(/^valid-acc +60 +\d+\.\d\d +[0-4] +0 /m)
    expect(stdout).toMatch(/^all within 4 ulp$/m)
    expect(code).toBe(0)
  })

  it("finds a planted error, names the query, and exits with 1", async () => {
    const pairs = join(home(), "pairs.csv")
    writeFileSync(
      pairs,
      rowsOf(20, (value, row) => (row === 7 ? value + 0.25 : value)),
    )
    const { code, stdout } = await runAt(cache, ["verify", "--task", "cifar10", "--pairs", pairs, "--json"])
    const { ok, queries } = documents(stdout)[0] as {
      ok: boolean
      queries: { metrics: { metric: string; overTolerance: number; worst: { where: string } }[] }
    }
    const [accuracy] = queries.metrics.filter(({ metric }) => metric === "valid-acc")
    expect([ok, code, accuracy!.overTolerance]).toEqual([false, 1, 1])
    expect(accuracy!.worst.where).toContain("9")
  })

  it("published queries that may all be of v1.0.0 decide nothing, and say so", async () => {
    const other = home()
    const words = ["--task", "fashion_mnist", "--release", "distilled-2"]
    const text = await runAt(other, ["verify", ...words])
    expect([text.code, text.stderr]).toEqual([0, ""])
    expect(text.stdout).toMatch(/^NOTHING DECIDED: all of it may be of v1\.0\.0/m)
    expect(text.stdout).not.toMatch(/all within/)
    expect(documents((await runAt(other, ["verify", ...words, "--json"])).stdout)[0]).toMatchObject({
      ok: null,
    })
  })

  it("the published queries: this replica's labels are synthetic, so it must not pass", async () => {
    const { code, stdout } = await runAt(cache, ["verify", "--task", "cifar10"])
    expect(code).toBe(1)
    expect(stdout).toMatch(/v1\.0\.0 may have answered/)
  })
})
