import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parquetWriteBuffer } from "hyparquet-writer"
import { describe, expect, it } from "vitest"
import { readBooster } from "../../../src/predict/read.ts"
import { csvOf, jahsRows } from "../../support/jahs-rows.ts"
import { documents, folderWith, run } from "./run-cli.ts"

const numbers = Array.from({ length: 60 }, (_, x) => ({ x, z: x % 7, y: 2 * x + (x % 7) }))
const folder = folderWith({
  "runs.csv": csvOf(jahsRows(60, 1, false)),
  "numbers.csv": csvOf(numbers),
  "numbers.parquet": new Uint8Array(
    parquetWriteBuffer({
      columnData: (["x", "z", "y"] as const).map(name => ({
        name,
        data: numbers.map(row => row[name]),
        type: "DOUBLE" as const,
      })),
    }),
  ),
})
const file = (name: string): string => join(folder, name)
const constants = ["--constants", "N=5,W=16,Resolution=1"]

describe("train", () => {
  it("fits a pack that evaluate scores and query asks, and resumes", () => {
    const fit = [
      ...["train", file("runs.csv"), "--metrics", "valid-acc", "--trials", "5", "--trees", "12"],
      ...["--seed", "3", "--release", "mine-1", ...constants, "--journal", file("fit.ndjson"), "--json"],
    ]
    const first = run([...fit, "--out", file("first.bin")])
    expect([first.code, first.stderr]).toEqual([0, ""])
    const [{ fits }] = documents(first.stdout) as [{ fits: { trials: unknown[] }[] }]
    expect(fits[0]!.trials).toHaveLength(5)
    expect(run([...fit, "--out", file("again.bin")]).code).toBe(0)
    expect(readFileSync(file("again.bin"))).toEqual(readFileSync(file("first.bin")))

    const scored = run(["evaluate", file("first.bin"), file("runs.csv"), ...constants])
    expect([scored.code, scored.stderr]).toEqual([0, ""])
    expect(scored.stdout).toMatch(/^metric +rows +R² +Kendall's τ +RMSE +MAE\nvalid-acc +180 /)
    expect(scored.stdout).toContain("epoch 51 to 100")
    const card = run(["card", "--task", "cifar10", "--source", file("first.bin"), "--json"])
    expect(card.stdout).toContain('"mine-1"')
  })

  it.each(["csv", "parquet"])("makes a model of a table of numbers: %s", format => {
    const out = file(`model-${format}.json`)
    const words = ["train", file(`numbers.${format}`), "--label", "y", "--trees", "40", "--out", out]
    const { code, stderr, stdout } = run(words)
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toContain("40 trees of 2 features, 60 rows")
    expect(readBooster(readFileSync(out)).info.featureNames).toEqual(["x", "z"])
    const scored = run(["evaluate", out, file(`numbers.${format}`), "--label", "y", "--worst", "2", "--json"])
    const [{ scores, worst }] = documents(scored.stdout) as [{ scores: { R2: number }; worst: unknown[] }]
    expect(scores.R2).toBeGreaterThan(0.98)
    expect(worst).toHaveLength(2)
    expect(run(words).stderr).toContain("there is such a file already")
  })

  const refusals: [string, string[], RegExp][] = [
    ["no file to write", ["--metrics", "valid-acc"], /^error: --out: missing/],
    ["neither metrics nor label", ["--out", "x.bin"], /what to train is not clear/],
    ["no constants", ["--metrics", "valid-acc", "--out", "x.bin"], /N: no such column/],
    [
      "an unknown task",
      ["--metrics", "valid-acc", "--out", "x.bin", "--task", "cifar"],
      /task: unknown task/,
    ],
  ]
  it.each(refusals)("refuses %s", (_, words, message) => {
    const { code, stderr } = run(["train", file("runs.csv"), ...words])
    expect([2, 3]).toContain(code)
    expect(stderr).toMatch(message)
  })
})
