import { pathToFileURL } from "node:url"
import { beforeAll, describe, expect, it } from "vitest"
import type { Trajectory } from "../../../../src/benchmark/index.ts"
import { openBenchmark } from "../../../../src/node/open-benchmark.ts"
import { CONFIGURATION, documents, run, runInTerminal, WORDS, writeSmallPack } from "../run-cli.ts"

const pack = await writeSmallPack()
const TASK = ["trajectory", "--task", "cifar10", "--source", pack]
let curve: Trajectory

beforeAll(async () => {
  const source = pathToFileURL(pack)
  curve = (await openBenchmark({ task: "cifar10", source })).trajectory(CONFIGURATION)
})

describe("trajectory", () => {
  it("gives every epoch with --json", () => {
    const { code, stdout, stderr } = run([...TASK, ...WORDS, "--json"])
    expect([code, stderr]).toEqual([0, ""])
    const [answer] = documents(stdout) as { trajectory: Record<string, number[]> }[]
    expect(answer).toMatchObject({ task: "cifar10", release: "small-1", extrapolated: false })
    const expected = Object.entries(curve).map(([name, values]) => [name, Array.from(values)])
    expect(answer.trajectory).toEqual(Object.fromEntries(expected))
  })

  it("gives every epoch with --csv", () => {
    const { code, stdout } = run([
      ...TASK,
      ...WORDS,
      "--csv",
      "--epochs",
      "120",
      "--metrics",
      "valid-acc,runtime",
    ])
    expect(code).toBe(0)
    const [heading, ...rows] = stdout.trimEnd().split("\n")
    expect(heading).toBe("epoch,runtime,valid-acc")
    const expected = Array.from({ length: 120 }, (_, i) => [i + 1, curve.runtime[i], curve["valid-acc"][i]])
    expect(rows.map(row => row.split(",").map(Number))).toEqual(expected)
  })

  it("numbers the configurations of a csv", () => {
    const input = JSON.stringify([CONFIGURATION, { ...CONFIGURATION, Op1: 0 }])
    const { stdout } = run(
      [...TASK, "--config", "-", "--csv", "--epochs", "2", "--metrics", "valid-acc"],
      input,
    )
    const lines = stdout.trimEnd().split("\n")
    expect(lines[0]).toBe("configuration,epoch,valid-acc")
    expect(lines.slice(1).map(line => line.split(",").slice(0, 2).join())).toEqual([
      "1,1",
      "1,2",
      "2,1",
      "2,2",
    ])
  })

  it("shows people a few epochs and a chart, within 80 columns", () => {
    const { code, stdout } = run([...TASK, ...WORDS])
    expect(code).toBe(0)
    expect(stdout).toContain("epochs 1 to 200")
    const rows = [...stdout.matchAll(/^ +(\d+)(?: +-?[\d.,]+){7}$/gm)].map(match => Number(match[1]))
    expect(rows).toEqual([1, 2, 5, 10, 20, 50, 100, 150, 200])
    expect(stdout).toMatch(/^valid-acc \(%\)\n *-?\d+\.\d\d ┤/m)
    expect(stdout).toMatch(/ +1 +\d+ +200 epoch\n$/)
    expect(stdout.split("\n").filter(line => line.length > 80)).toEqual([])
  })

  it("draws another metric where accuracy was not asked, and nothing of one epoch", () => {
    expect(run([...TASK, ...WORDS, "--metrics", "runtime"]).stdout).toMatch(/^runtime \(s\)\n *-?[\d,]+ ┤/m)
    const { stdout } = run([...TASK, ...WORDS, "--epochs", "1"])
    expect(stdout).toContain("epochs 1 to 1")
    expect(stdout).not.toContain("┤")
  })

  it("fits the chart into a narrow terminal", async () => {
    const words = [...TASK, ...WORDS]
    const { stdout } = await runInTerminal(words, { columns: 50, env: { NO_COLOR: "1" } })
    const chart = stdout.slice(stdout.indexOf("valid-acc (%)")).trimEnd().split("\n")
    expect(chart.length).toBeGreaterThan(8)
    expect(chart.filter(line => line.length > 50)).toEqual([])
  })

  it("refuses what it cannot do", () => {
    const both = run([...TASK, ...WORDS, "--csv", "--json"])
    expect([both.code, documents(both.stderr)]).toMatchObject([
      2,
      [{ error: { code: "ERR_USAGE", message: "--csv and --json exclude each other" } }],
    ])
    const epochs = run([...TASK, ...WORDS, "--epochs", "201"])
    expect([epochs.code, epochs.stderr]).toEqual([
      2,
      "error: --epochs: not an epoch of the benchmark; expected an integer in 1..200, got 201\n",
    ])
  })
})
