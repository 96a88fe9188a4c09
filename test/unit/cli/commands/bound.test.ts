import { mkdtempSync, readFileSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parquetMetadata, parquetReadObjects } from "hyparquet"
import { describe, expect, it } from "vitest"
import { metrics } from "../../../../src/benchmark/index.ts"
import { bundled } from "../../../support/bundled.ts"
import { documents, run } from "../run-cli.ts"

const OPS = ["Op1=2", "Op2=0", "Op3=0", "Op4=1", "Op5=0,3", "Op6=2"]
const TASK = ["--task", "cifar10"]
const FIXED = { Op1: 2, Op2: 0, Op3: 0, Op4: 1, Op5: [0, 3], Op6: 2 } as const

describe("bound", () => {
  const words = ["bound", ...TASK, ...OPS, "LearningRate=0.09,0.11", "WeightDecay=0.0005"]

  it("answers what the library answers, with --json", async () => {
    const { code, stdout, stderr } = run([...words, "--metrics", "latency", "--epoch", "10,20", "--json"])
    expect([code, stderr]).toEqual([0, ""])
    const region = { ...FIXED, LearningRate: [0.09, 0.11], WeightDecay: 0.0005 } as const
    const benchmark = await bundled("cifar10")
    const latency = benchmark.bound(region, { metric: "latency", epoch: [10, 20] })
    const [answer] = documents(stdout)
    expect(answer).toMatchObject({ task: "cifar10", epoch: [10, 20], bounds: { latency } })
  })

  it("shows people both ends", () => {
    const { code, stdout } = run([...words, "--epoch", "10,20"])
    expect(code).toBe(0)
    expect(stdout).toContain("epochs 10 to 20")
    expect(stdout).toMatch(/^at least .*\nat most /m)
    expect(run([...words, "--epoch", "ten"]).code).toBe(2)
  })

  it("writes csv, json and Parquet, and replaces nothing unasked", async () => {
    const folder = mkdtempSync(join(tmpdir(), "bounds-"))
    const benchmark = await bundled("cifar10")
    const region = { ...FIXED, LearningRate: [0.09, 0.11], WeightDecay: 0.0005 } as const
    const rows = (["latency", "valid-acc"] as const).map(metric => ({
      metric,
      unit: metrics.find(({ name }) => name === metric)?.unit,
      ...benchmark.bound(region, { metric, epoch: [200, 200] }),
    }))
    const write = (name: string): string => {
      const path = join(folder, name)
      const asked = [...words, "--metrics", "valid-acc,latency", "--out", path]
      const { code, stdout, stderr } = run(asked)
      expect([code, stderr]).toEqual([0, ""])
      expect(stdout).toBe(`${path}: bounds of 2 metrics, ${statSync(path).size} bytes\n`)
      expect(run(asked)).toMatchObject({ code: 2, stderr: expect.stringContaining("--force replaces it") })
      return path
    }
    const csv = readFileSync(write("bounds.csv"), "utf8").trimEnd().split("\n")
    expect(csv).toEqual(["metric,unit,lower,upper", ...rows.map(row => Object.values(row).join(","))])
    const { bounds, ...heading } = JSON.parse(readFileSync(write("bounds.json"), "utf8"))
    expect(heading).toEqual({
      ...{ task: "cifar10", release: benchmark.release, sha256: benchmark.sha256 },
      ...{
        epoch: [200, 200],
        region: { ...region, Op1: [2], Op2: [0], Op3: [0], Op4: [1], Op6: [2], WeightDecay: [0.0005] },
      },
    })
    for (const { metric, unit: _, ...bound } of rows) expect(bounds[metric]).toEqual(bound)
    const file = new Uint8Array(readFileSync(write("bounds.parquet"))).buffer
    expect(await parquetReadObjects({ file })).toEqual(rows)
    expect(parquetMetadata(file).key_value_metadata).toContainEqual({
      key: "jahs-bench-201",
      value: JSON.stringify(heading),
    })
  })

  it("takes no other ending", () => {
    const { code, stderr } = run([...words, "--out", "bounds.txt"])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("expected .parquet, .csv, .json, got bounds.txt"),
    ])
  })
})
