import { existsSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { parquetMetadata, parquetReadObjects } from "hyparquet"
import { beforeAll, describe, expect, it } from "vitest"
import type { Benchmark, Grid } from "../../../../src/benchmark/index.ts"
import { openBenchmark } from "../../../../src/node/open-benchmark.ts"
import type { Configuration } from "../../../../src/space/index.ts"
import {
  CONFIGURATION,
  documents,
  folderWith,
  run,
  runInTerminal,
  WORDS,
  writeSmallPack,
} from "../run-cli.ts"

const pack = await writeSmallPack()
const TASK = ["grid", "--task", "cifar10", "--source", pack]
const AXES = [
  "LearningRate=0.5,0.001",
  "Op1=all",
  "Activation=Mish,ReLU",
  "TrivialAugment=all",
  "epoch=1,200,7",
]
/** Words for the hyperparameters that are no axes, then the axes. */
const GRID = [...WORDS.filter(word => !AXES.some(axis => axis.split("=")[0] === word.split("=")[0])), ...AXES]
let benchmark: Benchmark
let expected: Grid
/** A row a cell: values of the axes, then all metrics. */
let expectedRows: unknown[][]

beforeAll(async () => {
  benchmark = await openBenchmark({ task: "cifar10", source: pathToFileURL(pack) })
  const { LearningRate: _, Op1: __, Activation: ___, TrivialAugment: ____, ...fixed } = CONFIGURATION
  expected = benchmark.grid({
    ...fixed,
    LearningRate: [0.5, 0.001],
    Op1: "all",
    Activation: ["Mish", "ReLU"],
    TrivialAugment: "all",
    epoch: [1, 200, 7],
  })
  expectedRows = Array.from({ length: expected.numCells }, (_, i) => {
    const { configuration, epoch } = expected.cellAt(i)
    const { LearningRate, Op1, Activation, TrivialAugment } = configuration
    const values = benchmark.metrics.map(metric => expected.columns[metric][i])
    return [LearningRate, Op1, Activation, TrivialAugment, epoch, ...values]
  })
})

const columnNames = (): string[] => [
  ...["LearningRate", "Op1", "Activation", "TrivialAugment", "epoch"],
  ...benchmark.metrics,
]

describe("grid", () => {
  it("has every cell with --csv", () => {
    const { code, stdout, stderr } = run([...TASK, ...GRID, "--csv"])
    expect([code, stderr]).toEqual([0, ""])
    const [heading, ...rows] = stdout.trimEnd().split("\n")
    expect(heading).toBe(columnNames().join(","))
    expect(rows).toEqual(expectedRows.map(row => row.join(",")))
  })

  it("has every cell with --json", () => {
    const { code, stdout } = run([...TASK, ...GRID, "--json", "--metrics", "runtime"])
    expect(code).toBe(0)
    const [heading, ...blocks] = documents(stdout) as { axes: object[]; metrics: Record<string, number[]> }[]
    expect(heading).toMatchObject({
      task: "cifar10",
      release: "small-1",
      numCells: 120,
      axes: expected.axes,
      metrics: ["runtime"],
    })
    expect(blocks.flatMap(({ metrics }) => metrics["runtime"])).toEqual(Array.from(expected.columns.runtime))
  })

  it.each(["0", "2"])("writes CSV and JSON files (workers: %s)", workers => {
    const folder = folderWith({})
    const csv = join(folder, "grid.csv")
    const json = join(folder, "grid.json")
    for (const out of [csv, json]) {
      const { code, stdout, stderr } = run([...TASK, ...GRID, "--out", out, "--workers", workers])
      expect([code, stderr]).toEqual([0, ""])
      expect(stdout).toContain("120 cells, 5 axes and 7 metrics")
      expect(stdout.replaceAll(",", "")).toContain(`${statSync(out).size} bytes`)
    }
    const lines = [columnNames(), ...expectedRows].map(row => `${row.join(",")}\n`)
    expect(readFileSync(csv, "utf8")).toBe(lines.join(""))
    const document = JSON.parse(readFileSync(json, "utf8"))
    expect(document.columns).toEqual(columnNames())
    expect(document.rows).toEqual(expectedRows)
    expect(document.fixed).toMatchObject({ Op2: 1, WeightDecay: 0.0005, Optimizer: "SGD", N: 5 })
    expect(document.sha256).toBe(benchmark.sha256)
  })

  it("writes Parquet files, which say what they are about", async () => {
    const out = join(folderWith({}), "grid.parquet")
    const { code, stdout } = run([...TASK, ...GRID, "--out", out, "--json"])
    expect(code).toBe(0)
    expect(documents(stdout)).toEqual([{ file: out, bytes: statSync(out).size, numCells: 120 }])
    const { buffer, byteOffset, byteLength } = readFileSync(out)
    const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
    const rows = await parquetReadObjects({ file })
    expect(rows.map(row => columnNames().map(name => row[name]))).toEqual(expectedRows)
    const { schema, key_value_metadata } = parquetMetadata(file)
    expect(schema.slice(1).map(({ name, type }) => `${name} ${type}`)).toEqual([
      ...[
        "LearningRate DOUBLE",
        "Op1 INT32",
        "Activation BYTE_ARRAY",
        "TrivialAugment BOOLEAN",
        "epoch INT32",
      ],
      ...benchmark.metrics.map(metric => `${metric} FLOAT`),
    ])
    const about = JSON.parse(key_value_metadata?.[0].value ?? "")
    expect(about).toMatchObject({
      task: "cifar10",
      release: "small-1",
      sha256: benchmark.sha256,
      axes: expected.axes,
    })
  })

  it("writes millions of cells as Parquet", async () => {
    const out = join(folderWith({}), "large.parquet")
    const ops = ["Op1=all", "Op2=all", "Op3=all", "Op4=all", "Op5=all", "Op6=all", "epoch=all"]
    const words = GRID.filter(word => /^(LearningRate|WeightDecay)=/.test(word)).map(
      word => word.split(",")[0],
    )
    const rest = ["Activation=Mish", "TrivialAugment=true", "--metrics", "valid-acc"]
    const { code } = run([...TASK, ...words, ...ops, ...rest, "--out", out])
    expect(code).toBe(0)
    const { buffer, byteOffset, byteLength } = readFileSync(out)
    const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
    const { num_rows } = parquetMetadata(file)
    expect(Number(num_rows)).toBe(15_625 * 200)
    const [row] = await parquetReadObjects({ file, rowStart: 777_777, rowEnd: 777_778 })
    const { "valid-acc": answer, epoch, ...cell } = row as Record<string, number>
    const { LearningRate, WeightDecay } = { LearningRate: 0.5, WeightDecay: 0.0005 }
    const asked = { ...CONFIGURATION, ...cell, LearningRate, WeightDecay, Activation: "Mish" as const }
    expect(benchmark.query({ ...asked } as unknown as Configuration, { epoch })["valid-acc"]).toBe(answer)
  })

  it("shows people the best and the worst", async () => {
    const { code, stdout } = await runInTerminal([...TASK, ...GRID, "--metrics", "valid-acc,latency"], {
      env: { NO_COLOR: "1" },
    })
    expect(code).toBe(0)
    const column = expected.columns["valid-acc"]
    const best = Math.max(...column)
    const { configuration, epoch } = expected.cellAt(column.indexOf(best))
    const { LearningRate, Op1, Activation, TrivialAugment } = configuration
    expect(stdout).toContain("120 cells")
    const line = stdout.split("\n").find(text => text.startsWith("valid-acc")) ?? ""
    expect(line).toContain(best.toFixed(2))
    expect(line).toContain(Math.min(...column).toFixed(2))
    expect(line).toContain(
      `LearningRate=${LearningRate} Op1=${Op1} Activation=${Activation} TrivialAugment=${TrivialAugment} epoch=${epoch}`,
    )
  })

  it("takes a grid as JSON", () => {
    const grid = JSON.stringify({ ...CONFIGURATION, Op2: "all", epoch: [3, 4] })
    const { code, stdout } = run([...TASK, "--csv", "--metrics", "size_MB", "--config", "-", "epoch=5"], grid)
    expect(code).toBe(0)
    expect(stdout.trimEnd().split("\n")).toHaveLength(6)
  })

  it.each([
    [["Op1=all"], 2, /Op2: missing/],
    [[...WORDS, "epoch=x"], 2, /grid\.epoch: not an epoch/],
    [
      [...GRID, "--out", "grid.xml"],
      2,
      /--out: the ending does not tell the format; expected \.parquet, \.csv, \.json/,
    ],
    [[...GRID, "--csv", "--json"], 2, /--csv and --json exclude each other/],
    [[...GRID, "--csv", "--out", "a.csv"], 2, /--csv and --out exclude each other/],
    [["--config", `[${JSON.stringify(CONFIGURATION)},${JSON.stringify(CONFIGURATION)}]`], 2, /several grids/],
    [[...GRID, "--metrics", "acc"], 3, /unknown metric/],
    [[...WORDS, "N=1,5"], 4, /outside the domain/],
  ])("refuses %j", (words, wanted, message) => {
    const { code, stderr } = run([...TASK, ...words])
    expect(stderr).toMatch(message)
    expect(code).toBe(wanted)
  })

  it("leaves nothing behind where it fails, and nothing is replaced unasked", () => {
    const out = join(folderWith({ "there.csv": "mine" }), "there.csv")
    expect(run([...TASK, ...GRID, "--out", out]).code).toBe(2)
    expect(readFileSync(out, "utf8")).toBe("mine")
    expect(run([...TASK, ...GRID, "--out", out, "--force"]).code).toBe(0)
    const failed = join(folderWith({}), "failed.csv")
    expect(run([...TASK, ...WORDS, "N=1,5", "--out", failed]).code).toBe(4)
    expect(existsSync(failed)).toBe(false)
  })
})
