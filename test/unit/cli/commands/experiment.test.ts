import { spawn } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { parquetMetadata, parquetReadObjects } from "hyparquet"
import { compressors } from "hyparquet-compressors"
import { beforeAll, describe, expect, it } from "vitest"
import { presets, studyFromJson } from "../../../../src/experiments/index.ts"
import { OPTIMISERS } from "../../../../src/search/index.ts"
import {
  cli,
  documents,
  folderWith,
  type Outcome,
  plainEnvironment,
  root,
  run,
  runInTerminal,
} from "../run-cli.ts"

const SMALL = ["paper-model-free", "--seeds", "2", "--budget", "4", "--tasks", "cifar10", "--threads", "0"]

/** A study that takes long enough to be looked at, or ended. */
const longer = (seeds: number): string[] => [
  ...["experiment", "run", "paper-model-free", "--seeds", `${seeds}`],
  ...["--tasks", "cifar10", "--threads", "0"],
]

const folder = folderWith({})
const place = (name: string): string => join(folder, name)
const bytesIn = (out: string): Buffer[] =>
  ["results.json", "results.parquet"].map(name => readFileSync(join(out, name)))

describe("experiment list", () => {
  it("has all ready studies and optimisers", () => {
    const { code, stdout } = run(["experiment", "list"])
    expect(code).toBe(0)
    for (const { name, arms } of presets) {
      expect(stdout).toContain(`\n${name}\n`.trimStart())
      for (const arm of arms) expect(stdout).toContain(arm.name)
    }
    for (const name of Object.keys(OPTIMISERS)) expect(stdout).toMatch(new RegExp(`^${name} `, "m"))
  })

  it("is one document as JSON", () => {
    const [{ studies, optimisers }] = documents(run(["experiment", "list", "--json"]).stdout) as [
      { studies: { name: string }[]; optimisers: { name: string; usesRungs: boolean }[] },
    ]
    expect(studies.map(({ name }) => name)).toEqual(presets.map(({ name }) => name))
    expect(optimisers.find(({ name }) => name === "hyperband")?.usesRungs).toBe(true)
  })
})

describe("experiment run", () => {
  const out = place("shown")
  let shown: Outcome

  beforeAll(() => {
    shown = run(["experiment", "run", ...SMALL, "--out", out])
  }, 60_000)

  it("writes results, and shows what they are", () => {
    const { code, stdout, stderr } = shown
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toContain("cifar10, release distilled-2 (not the official surrogates)")
    expect(stdout).toMatch(/^random-joint +valid-acc +\d\d\.\d\d +\d\.\d\d +2 /m)
    expect(stdout).toMatch(/of simulated training in .* of processor time/)
    expect(existsSync(join(out, "journal.ndjson"))).toBe(false)
    const results = studyFromJson(readFileSync(join(out, "results.json"), "utf8"))
    expect(results.runs).toHaveLength(10)
    expect(results.provenance.runtime).toBe(`node ${process.versions.node}`)
    const cost = JSON.parse(readFileSync(join(out, "cost.json"), "utf8"))
    expect(cost.cpuSeconds).toBeGreaterThan(0)
  })

  it("writes the same rows as Parquet", async () => {
    const { runs, provenance } = studyFromJson(readFileSync(join(out, "results.json"), "utf8"))
    const { buffer, byteOffset, byteLength } = readFileSync(join(out, "results.parquet"))
    const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
    const rows = await parquetReadObjects({ file, compressors })
    const wanted = runs.flatMap(one =>
      Array.from(one.id, (id, at) => ({
        ...{ task: one.task, arm: one.arm, seed: BigInt(one.seed), id, time: one.time[at] },
        ...{ seconds: one.seconds[at], train_seconds: one.runtime[at], "valid-acc": one.values[0]![at] },
        ...{ epoch: one.epoch[at], ...one.constants },
        ...Object.fromEntries(Object.entries(one.configurations).map(([name, column]) => [name, column[at]])),
      })),
    )
    expect(rows).toEqual(wanted)
    const { key_value_metadata } = parquetMetadata(file)
    expect(JSON.parse(key_value_metadata![0]!.value!).provenance).toEqual(provenance)
  })

  it("leaves empty what an arm does not measure", async () => {
    const study = place("mixed.json")
    const arms = [{ optimiser: "random" }, { optimiser: "nsga2", metrics: ["valid-acc", "latency"] }]
    writeFileSync(study, JSON.stringify({ arms, tasks: ["cifar10"], seeds: 1, budget: 3 }))
    const out = place("mixed")
    const { stdout, code } = run(["experiment", "run", study, "--out", out, "--threads", "0", "--json"])
    expect(code).toBe(0)
    const [{ arms: shown, files }] = documents(stdout) as [{ arms: { measure: string }[]; files: string[] }]
    expect(shown.map(({ measure }) => measure)).toEqual(["valid-acc", "hypervolume"])
    expect(files).toEqual(["results.json", "results.parquet", "cost.json"].map(name => join(out, name)))
    const { buffer, byteOffset, byteLength } = readFileSync(join(out, "results.parquet"))
    const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
    const rows = await parquetReadObjects({ file, compressors })
    for (const { arm, latency } of rows) {
      expect(latency === null, arm).toBe(arm === "random-joint")
    }
  })

  it("comes to the same bytes with threads", () => {
    const out = place("threads")
    const threads = [...SMALL.slice(0, -1), "2"]
    expect(run(["experiment", "run", ...threads, "--out", out]).code).toBe(0)
    expect(bytesIn(out)).toEqual(bytesIn(place("shown")))
  })

  it("comes to the same bytes when it was killed, and killed again", async () => {
    const words = longer(12)
    const whole = place("whole")
    expect(run([...words, "--out", whole]).code).toBe(0)
    const out = place("killed")
    const journal = join(out, "journal.ndjson")
    const linesIn = (): number =>
      existsSync(journal) ? readFileSync(journal, "utf8").split("\n").length - 1 : 0
    for (let kill = 0; kill < 2; kill++) {
      const before = linesIn()
      const child = spawn(process.execPath, [cli, ...words, "--out", out], { stdio: "ignore" })
      const ended = new Promise(resolve => child.once("exit", (_, signal) => resolve(signal)))
      // Beside the heading, one line more than before: some runs are known, more are not.
      while (linesIn() < Math.max(before, 1) + 1 && child.exitCode === null) await sleep(5)
      child.kill("SIGKILL")
      expect(await ended).toBe("SIGKILL")
    }
    expect(existsSync(join(out, "results.json"))).toBe(false)
    // The process died in the middle of a line.
    writeFileSync(journal, '{"runs":[{"task":', { flag: "a" })
    expect(run([...words, "--out", out])).toMatchObject({ code: 0, stderr: "" })
    expect(bytesIn(out)).toEqual(bytesIn(whole))
  }, 120_000)

  it("goes on after Ctrl-C", async () => {
    const out = place("interrupted")
    const words = longer(30)
    const child = spawn(process.execPath, [cli, ...words, "--out", out], { env: plainEnvironment() })
    let stderr = ""
    child.stderr.on("data", text => (stderr += text))
    const ended = new Promise(resolve => child.once("exit", resolve))
    while (!existsSync(join(out, "journal.ndjson"))) await sleep(5)
    child.kill("SIGINT")
    expect(await ended).toBe(130)
    expect(stderr).toBe("error: interrupted; the same command goes on from here\n")
  }, 60_000)

  it("leaves out of the paper what the release does not have, and says so", () => {
    const out = place("paper")
    const words = ["experiment", "run", "paper", "--seeds", "1", "--budget", "2", "--tasks", "cifar10"]
    const { code, stderr } = run([...words, "--threads", "0", "--out", out])
    expect(code).toBe(0)
    expect(stderr).toContain("left out, as distilled-2 has one N, W and Resolution")
    expect(stderr).toContain("hyperband-joint-diagonal")
    const { protocol } = studyFromJson(readFileSync(join(out, "results.json"), "utf8"))
    expect(protocol.arms.every(({ fidelity }) => fidelity === null || fidelity === "epoch")).toBe(true)
  })

  it("shows progress with the time left", async () => {
    const words = longer(12)
    let stderr = ""
    const { runCommandLine } = await import("../../../../src/cli/run.ts")
    const silent = { write: (_: string, done?: () => void) => done?.() }
    await runCommandLine(
      [
        ...words,
        ...[
          "--arms",
          "hyperband-joint-epoch",
          "--source",
          join(root, "models", "distilled-2"),
          "--out",
          place("watched"),
        ],
      ],
      {
        stdin: (async function* () {})(),
        stdout: silent,
        stderr: { isTTY: true, write: text => (stderr += text) },
        env: {},
        version: "0.0.0",
      },
    )
    expect(stderr).toMatch(/cifar10, hyperband-joint-epoch, runs \[#+\.+\] \d+\/12, \d+ s left/)
  }, 60_000)

  it.each([
    [["paper-model-free"], 2, "--out: missing; expected a folder for the results"],
    [["papers", "--out", place("x")], 3, "papers: no such file, and no ready study of this name"],
    [["paper-model-free", "--out", place("x"), "--arms", "random"], 3, "--arms: unknown arm"],
    [["paper-model-free", "--out", place("x"), "--tasks", "mnist"], 3, "unknown task"],
    [["paper-model-free", "--out", place("x"), "--budget", "0"], 2, "expected a number above 0"],
    [
      ["paper-fidelities", "--out", place("x"), "--seeds", "1"],
      4,
      "a fidelity that distilled-2 (cifar10) does not have; expected 5 alone, got 1; the official release has N, W and Resolution",
    ],
    [["paper", "--out", place("x"), "--release", "official-9.9.9"], 3, "neither bundled nor imported"],
  ])("refuses %j", (words, code, message) => {
    const outcome = run(["experiment", "run", ...words])
    expect(outcome.stderr).toContain(message)
    expect(outcome.code).toBe(code)
    expect(existsSync(join(place("x"), "results.json"))).toBe(false)
  })

  it("refuses to replace results, unless it is told to", () => {
    const { code, stderr } = run(["experiment", "run", ...SMALL, "--out", out])
    expect([code, stderr]).toEqual([
      2,
      `error: ${join(out, "results.json")}: there is such a file already; expected a new file; --force replaces it\n`,
    ])
    expect(run(["experiment", "run", ...SMALL, "--out", out, "--force"]).code).toBe(0)
  })

  it("counts blocks of ten seeds, instead of seeds", () => {
    const folder = place("blocks")
    const words = [
      ...["experiment", "run", "paper-model-free", "--arms", "random-nas-only", "--tasks", "cifar10"],
      ...["--budget", "1", "--threads", "0", "--out", folder, "--blocks", "2"],
    ]
    expect(run(words).code).toBe(0)
    const { protocol } = studyFromJson(readFileSync(join(folder, "results.json"), "utf8"))
    expect(protocol.seeds).toEqual(Array.from({ length: 20 }, (_, seed) => seed))
    const both = run([...words, "--seeds", "3", "--force"])
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("--blocks: excludes --seeds")])
  })

  it("refuses a folder with the journal of another study", () => {
    const out = place("other")
    mkdirSync(out)
    writeFileSync(join(out, "journal.ndjson"), '{"study":{}}\n')
    const { code, stderr } = run(["experiment", "run", ...SMALL, "--out", out])
    expect(code).toBe(5)
    expect(stderr).toContain("the journal of another study")
  })

  it("reads no study from what holds none", () => {
    const path = place("study.json")
    writeFileSync(path, "{")
    expect(run(["experiment", "run", path, "--out", place("x")])).toMatchObject({ code: 2 })
    writeFileSync(path, '{"arms": [{"optimiser": "random", "speed": 1}]}')
    expect(run(["experiment", "run", path, "--out", place("x")]).stderr).toContain(
      "study, arms[0]: unknown field",
    )
  })
})

describe("the command itself", () => {
  it("explains its parts", async () => {
    const { stdout } = run(["experiment", "--help"])
    expect(stdout).toMatch(/^ +run .*study/m)
    expect(stdout).toMatch(/^ +list /m)
    const { stderr, code } = run(["experiment", "runs"])
    expect(code).toBe(2)
    expect(stderr).toContain("unknown command 'runs'")
    expect(root).not.toBe("")
    expect((await runInTerminal(["experiment", "list"], { columns: 60 })).stdout).toContain("Hyperband")
  })
})
