import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"
import { beforeAll, describe, expect, it } from "vitest"
import type { Benchmark } from "../../../../src/benchmark/index.ts"
import { openBenchmark } from "../../../../src/node/open-benchmark.ts"
import { createRandom } from "../../../../src/random/generator.ts"
import { toNasBench201String } from "../../../../src/space/index.ts"
import {
  CONFIGURATION,
  cli,
  documents,
  folderWith,
  root,
  run,
  runInTerminal,
  WORDS,
  writeSmallPack,
} from "../run-cli.ts"

const pack = await writeSmallPack()
const TASK = ["query", "--task", "cifar10", "--source", pack]
const BUNDLED = ["query", "--task", "cifar10"]
let benchmark: Benchmark

beforeAll(async () => {
  benchmark = await openBenchmark({ task: "cifar10", source: pathToFileURL(pack) })
})

/** Configurations as `sample` draws them. */
function samples(n: number): ReturnType<Benchmark["space"]["sample"]>[] {
  const random = createRandom(0)
  return Array.from({ length: n }, () => benchmark.space.sample(random))
}

describe("configurations", () => {
  const expected = (): unknown => ({
    task: "cifar10",
    release: "small-1",
    epoch: 50,
    configuration: { ...CONFIGURATION, Optimizer: "SGD", N: 5, W: 16, Resolution: 1 },
    extrapolated: false,
    metrics: benchmark.query(CONFIGURATION, { epoch: 50 }),
  })
  const settings = WORDS.filter(word => !word.startsWith("Op"))
  const json = JSON.stringify(CONFIGURATION)
  const pretty = JSON.stringify(CONFIGURATION, null, 2)
  const file = join(folderWith({ "one.json": pretty }), "one.json")
  const forms: [string, string[], string][] = [
    ["words", [...WORDS], ""],
    ["an architecture string", ["--arch", toNasBench201String(CONFIGURATION), ...settings], ""],
    ["inline JSON", ["--config", json], ""],
    ["a file", ["--config", `@${file}`], ""],
    ["standard input, spread over lines", ["--config", "-"], pretty],
    ["standard input, one line without its end", ["--config", "-"], json],
    [
      "words that replace",
      [
        "--config",
        JSON.stringify({ ...CONFIGURATION, Op1: 0, LearningRate: 1 }),
        "Op1=2",
        "LearningRate=1e-1",
      ],
      "",
    ],
  ]
  it.each(forms)("come as %s", (_, words, input) => {
    const { code, stdout, stderr } = run([...TASK, "--epoch", "50", "--json", ...words], input)
    expect([code, stderr]).toEqual([0, ""])
    expect(documents(stdout)).toEqual([expected()])
  })

  it("come several at once, as an array or a line each", () => {
    const many = samples(3)
    const answers = many.map(configuration => benchmark.query(configuration))
    for (const input of [JSON.stringify(many), many.map(one => `${JSON.stringify(one)}\n`).join("\n")]) {
      const { code, stdout } = run([...TASK, "--config", "-", "--json"], input)
      expect(code).toBe(0)
      expect(documents(stdout)).toMatchObject(
        many.map((configuration, at) => ({ configuration, metrics: answers[at] })),
      )
    }
  })

  it("come from sample through a pipe", async () => {
    const sampled = run(["sample", "--task", "cifar10", "--n", "3", "--json"])
    const { code, stdout } = run(
      [...BUNDLED, "--config", "-", "--json", "--metrics", "valid-acc,runtime"],
      sampled.stdout,
    )
    expect(code).toBe(0)
    const source = pathToFileURL(join(root, "models", "distilled-2", "cifar10.bin"))
    const bundled = await openBenchmark({ task: "cifar10", source })
    const metrics = samples(3).map(one => bundled.query(one, { metrics: ["valid-acc", "runtime"] }))
    expect(documents(stdout)).toMatchObject(metrics.map(metrics => ({ metrics })))
  })

  it("that come line by line are answered before the input ends", async () => {
    const words = [cli, ...TASK, "--config", "-", "--json"]
    const child = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    for (const configuration of samples(3)) {
      child.stdin.write(`${JSON.stringify(configuration)}\n`)
      expect(JSON.parse((await lines.next()).value)).toMatchObject({ configuration })
    }
    child.stdin.end()
    expect(await new Promise(resolve => child.on("close", resolve))).toBe(0)
  })
})

describe("sources", () => {
  it("are files, folders and URLs", () => {
    const plain = run([...TASK, ...WORDS])
    expect(plain.code).toBe(0)
    for (const source of [pack, dirname(pack), pathToFileURL(pack).href]) {
      expect(run([...BUNDLED, ...WORDS, "--source", source])).toEqual(plain)
    }
  })

  it("must fit the task and the release", () => {
    const ofTask = run(["query", "--task", "fashion_mnist", "--source", pack, ...WORDS])
    expect([ofTask.code, ofTask.stderr]).toEqual([5, expect.stringContaining("pack of another task")])
    const ofRelease = run([...TASK, "--source", pack, "--release", "official-1.1.0", ...WORDS])
    expect([ofRelease.code, ofRelease.stderr]).toEqual([
      5,
      expect.stringContaining("pack of another release"),
    ])
  })
})

describe("for people", () => {
  it("one configuration is a list of metrics with units, under the release's name", () => {
    const { code, stdout, stderr } = run([...TASK, ...WORDS])
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toMatch(/^cifar10, release small-1 \(not the official surrogates\), epoch 200$/m)
    const metrics = benchmark.query(CONFIGURATION)
    expect(stdout).toMatch(new RegExp(`^valid-acc +${metrics["valid-acc"].toFixed(2)} {2}%`, "m"))
    expect(stdout).toMatch(new RegExp(`^latency +${metrics.latency.toFixed(3)} {2}s `, "m"))
    expect(stdout).toMatch(/^cell +Op1 conv 3x3, Op2 zero, Op3 skip-connect/m)
    expect(stdout.split("\n").filter(line => line.length > 80)).toEqual([])
  })

  it("several are a table", () => {
    const many = samples(12)
    const { stdout } = run([...TASK, "--config", "-", "--metrics", "runtime,valid-acc"], JSON.stringify(many))
    const lines = stdout.trimEnd().split("\n")
    expect(lines).toHaveLength(3 + many.length)
    expect(lines[1].split(/ +/)).toEqual(["", "#", "runtime", "valid-acc"])
    expect(lines[2].trim().split(/ +/)).toEqual(["s", "%"])
    expect(new Set(lines.slice(1).map(line => line.length)).size).toBe(1)
  })

  it("a note says what is outside the domain", () => {
    const far = WORDS.map(word => word.replace("=0.0005", "=0.005"))
    const { code, stdout } = run([...TASK, ...far, "--extrapolate"])
    expect(code).toBe(0)
    expect(stdout).toMatch(/outside the release's domain/)
    const [answer] = documents(run([...TASK, ...far, "--extrapolate", "--json"]).stdout)
    expect(answer).toMatchObject({ extrapolated: true, configuration: { WeightDecay: 0.005 } })
  })

  it("a narrow terminal wraps the configuration", async () => {
    const words = [...TASK, ...WORDS]
    const { stdout } = await runInTerminal(words, { columns: 50, env: { NO_COLOR: "1" } })
    const [, ...lines] = stdout.split("\n\n")[0].split("\n")
    expect(lines.filter(line => line.length > 50)).toEqual([])
  })
})

describe("bad input", () => {
  const without = WORDS.slice(1)
  const damaged = readFileSync(pack)
  damaged[damaged.length >> 1] ^= 1
  const newer = readFileSync(pack)
  newer[8] = 99
  const folder = folderWith({
    "damaged.bin": damaged,
    "newer.bin": newer,
    "lines.ndjson": '{"a":1}\n\n{"a"\n',
  })
  const cases: [string, number, string[], RegExp][] = [
    [
      "no configuration",
      2,
      [],
      /^error: no configuration; expected Name=value arguments, --arch or --config; /,
    ],
    ["an empty list", 2, ["--config", "[]"], /^error: no configuration;/],
    [
      "a missing value",
      2,
      without,
      /^error: configuration, Op1: missing; expected 0, 1, 2, 3 or 4, got nothing$/,
    ],
    ["a word", 2, ["ReLU"], /^error: "ReLU": not a hyperparameter; expected Name=value/],
    ["a name twice", 2, [...WORDS, "Op1=2"], /^error: Op1: given twice$/],
    ["a misspelt name", 2, [...without, "Opp1=2"], /Opp1: unknown hyperparameter; .* did you mean Op1\?$/],
    ["an epoch as a name", 2, [...WORDS, "epoch=5"], /epoch: unknown hyperparameter; .*--epoch 200$/],
    ["a value off the list", 2, [...without, "Op1=7"], /^error: configuration, Op1: value off the list; /],
    ["no number", 2, [...WORDS.slice(0, 6), "LearningRate=x"], /LearningRate: wrong type; .* got "x"/],
    [
      "half an epoch",
      2,
      [...WORDS, "--epoch", "2.5"],
      /^error: --epoch: not an epoch of the benchmark; expected an integer in 1\.\.200, got 2\.5$/,
    ],
    [
      "no metric",
      3,
      [...WORDS, "--metrics", "acc"],
      /^error: --metrics: unknown metric; expected FLOPS, .*, got "acc"$/,
    ],
    [
      "no architecture",
      2,
      ["--arch", "|conv~0|"],
      /^error: architecture string, character 1: no operation on edge 0 to 1 \(Op1\)/,
    ],
    ["broken JSON", 2, ["--config", '{"Op1":'], /^error: --config: not JSON; got /],
    ["a number in JSON", 2, ["--config", "[1]"], /^error: --config\[0\]: not a configuration; .* got 1$/],
    [
      "a path without @",
      2,
      ["--config", "one.json"],
      /^error: --config: no configuration; expected JSON, @file/,
    ],
    [
      "a missing file",
      3,
      ["--config", "@/nowhere.json"],
      /^error: \/nowhere\.json: the file could not be read; expected a file, got ENOENT$/,
    ],
    ["a broken line", 2, ["--config", `@${folder}/lines.ndjson`], /lines\.ndjson, line 3: not JSON; got /],
    [
      "outside the domain",
      4,
      WORDS.map(word => word.replace("=0.0005", "=0.005")),
      /^error: configuration, WeightDecay: outside the domain of small-1 \(cifar10\); expected a number from 0\.00001 to 0\.001, got 0\.005; --extrapolate answers all the same$/,
    ],
    [
      "no pack",
      3,
      [...WORDS, "--source", "/nowhere.bin"],
      /^error: \/nowhere\.bin: the pack could not be read; /,
    ],
    ["no pack but a file", 5, [...WORDS, "--source", cli], /not a pack; expected JAHSPACK at the start/],
    [
      "a damaged pack",
      5,
      [...WORDS, "--source", `${folder}/damaged.bin`],
      /does not decompress|other bytes before the data/,
    ],
    [
      "a pack of another version",
      6,
      [...WORDS, "--source", `${folder}/newer.bin`],
      /unknown pack version; expected 3, got 99/,
    ],
  ]
  it.each(cases)("%s: exit code %i", (_, expectedCode, words, message) => {
    const { code, stdout, stderr } = run([...TASK, ...words])
    expect({ code, stdout }).toEqual({ code: expectedCode, stdout: "" })
    const lines = stderr.trimEnd().split("\n")
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(message)
  })

  it("names the line that is wrong, after the answers to those before", () => {
    const good = JSON.stringify(CONFIGURATION)
    const { code, stdout, stderr } = run(
      [...TASK, "--config", "-", "--json"],
      `${good}\n\n{"Op1":1}\n${good}\n`,
    )
    expect(code).toBe(2)
    expect(documents(stdout)).toHaveLength(1)
    expect(documents(stderr)).toEqual([
      {
        error: {
          code: "ERR_CONFIGURATION",
          message: "stdin, line 3, Op2: missing; expected 0, 1, 2, 3 or 4, got nothing",
          path: "Op2",
          expected: "0, 1, 2, 3 or 4",
          actual: "nothing",
        },
      },
    ])
  })

  it("tells what is bundled", () => {
    const { code, stderr } = run(["query", "--task", "colorectal_histology", ...WORDS])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^error: task: .*not bundled; expected cifar10 and fashion_mnist \(distilled-1\)/)
    const unknown = run(["query", "--task", "cifar", ...WORDS])
    expect([unknown.code, unknown.stderr]).toEqual([
      3,
      'error: task: unknown task; expected cifar10, colorectal_histology, fashion_mnist, got "cifar"; did you mean cifar10?\n',
    ])
  })
})
