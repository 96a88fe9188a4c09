import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { bundled } from "../../../support/bundled.ts"
import { documents, run } from "../run-cli.ts"

const OPS = ["Op1=2", "Op2=0", "Op3=0", "Op4=1", "Op5=0,3", "Op6=2"]
const TASK = ["--task", "cifar10"]
const FIXED = { Op1: 2, Op2: 0, Op3: 0, Op4: 1, Op5: [0, 3], Op6: 2 } as const

describe("optimum", () => {
  it("answers what the library answers, with --json", async () => {
    const { code, stdout, stderr } = run([
      ...["optimum", ...TASK, ...OPS, "--constraint", "latency <= 0.8", "--constraint", "size_MB>=0.1"],
      ...["--epoch", "100", "--json"],
    ])
    expect([code, stderr]).toEqual([0, ""])
    const [answer] = documents(stdout)
    const constraints = { latency: { atMost: 0.8 }, size_MB: { atLeast: 0.1 } }
    const benchmark = await bundled("cifar10")
    const { best, certificate } = await benchmark.optimum({
      metric: "valid-acc",
      fixed: FIXED,
      constraints,
      epoch: 100,
    })
    const { numChoices, numSummed, cells } = certificate
    expect(answer).toEqual({
      ...{ task: "cifar10", release: "distilled-2", epoch: 100, metric: "valid-acc", goal: "maximize" },
      ...{ constraints, best, certificate: { numChoices, numSummed, cells } },
    })
  })

  it("answers the same over workers", () => {
    const words = ["optimum", ...TASK, ...OPS, "--constraint", "latency<=0.8", "--json"]
    const alone = run(words)
    const over = run([...words, "--workers", "2"])
    expect([over.code, over.stderr]).toEqual([0, ""])
    expect(over.stdout).toBe(alone.stdout)
  })

  it("shows people configuration, metrics and certificate within 80 columns", () => {
    const { code, stdout } = run(["optimum", ...TASK, ...OPS])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^valid-acc +\d\d\.\d\d {2}%/m)
    expect(stdout).toMatch(/^certificate +12 discrete choices of \d+ × \d+ cells: \d+ summed/m)
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80)
  })

  it("says that nothing keeps to the constraints", () => {
    const { code, stdout } = run(["optimum", ...TASK, ...OPS, "--constraint", "latency<=0"])
    expect(code).toBe(0)
    expect(stdout).toContain("No configuration keeps to the constraints.")
  })

  it.each(["csv", "json"])("writes the certificate as %s", kind => {
    const path = join(mkdtempSync(join(tmpdir(), "certificate-")), `proof.${kind}`)
    const words = ["optimum", ...TASK, ...OPS, "--certificate", path]
    expect(run(words).code).toBe(0)
    const text = readFileSync(path, "utf8")
    if (kind === "csv") {
      const [heading, ...lines] = text.trimEnd().split("\n")
      expect(heading).toBe("Op5,Activation,TrivialAugment,bound,summed")
      expect(lines).toHaveLength(12)
      expect(lines[1]).toMatch(/^0,ReLU,false,\d+\.\d+,(true|false)$/)
    } else {
      const { choices, bounds, summed } = JSON.parse(text)
      expect(choices.map(({ name }: { name: string }) => name)).toEqual([
        "Op5",
        "Activation",
        "TrivialAugment",
      ])
      expect([bounds.length, summed.length]).toEqual([12, 12])
    }
    const again = run(words)
    expect(again.code).toBe(2)
    expect(again.stderr).toContain("--force replaces it")
  })

  it("answers a Pareto front", () => {
    const words = ["optimum", ...TASK, ...OPS, "--pareto", "latency"]
    const [answer] = documents(run([...words, "--json"]).stdout) as {
      points: { metrics: Record<string, number> }[]
    }[]
    expect(answer!.points.length).toBeGreaterThan(1)
    for (const [i, { metrics }] of answer!.points.entries()) {
      if (i === 0) continue
      expect(metrics["valid-acc"]).toBeLessThan(answer!.points[i - 1]!.metrics["valid-acc"]!)
      expect(metrics["latency"]).toBeLessThan(answer!.points[i - 1]!.metrics["latency"]!)
    }
    const { stdout } = run(words)
    expect(stdout).toMatch(/^12 discrete choices: \d+ summed, \d+ cannot add to the front$/m)
  })

  it.each([
    [["--constraint", "latency<1"], "--constraint: not a constraint"],
    [["--constraint", "speed<=1"], "--constraint: not a constraint"],
    [["--metric", "speed"], "--metric: unknown metric"],
    [["--certificate", "proof.txt"], "--certificate: unknown kind of file"],
    [["--pareto", "latency", "--goal", "minimize"], "--pareto: excludes --certificate, --goal and --workers"],
    [["--pareto", "latency", "--workers", "1"], "--pareto: excludes --certificate, --goal and --workers"],
    [["--workers", "-1"], "expected an integer in 0..256"],
    [["Op1=7"], "fixed, Op1: value off the list"],
  ])("refuses %j", (words, message) => {
    const { code, stderr } = run(["optimum", ...TASK, ...words])
    expect(code).toBeGreaterThan(1)
    expect(stderr).toContain(message)
  })
})
