import { spawnSync } from "node:child_process"
import { chmodSync, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { describe, expect, it } from "vitest"
import { writeJson } from "../../../src/predict/booster/write.ts"
import { train } from "../../../src/training/train.ts"
import { readFixture } from "../../support/fixtures.ts"
import { csvOf, jahsRows } from "../../support/jahs-rows.ts"
import { cli, folderWith, plainEnvironment, run, writeSmallPack } from "./run-cli.ts"

const folder = folderWith({
  "jahs-bench-201": `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`,
  "model.json": readFixture("xgboost-1.7", "reg_squarederror", "model.json"),
  "dump.json": readFixture("xgboost-1.7", "reg_squarederror", "dump.json"),
  "runs.csv": csvOf(jahsRows(40, 1, false)),
  "numbers.csv": csvOf(Array.from({ length: 40 }, (_, x) => ({ x, z: x % 7, y: 2 * x + (x % 7) }))),
  "line.json": writeJson(
    (
      await train({
        rows: Float32Array.of(0, 1, 2, 3),
        numFeatures: 2,
        labels: Float32Array.of(1, 5),
        featureNames: ["x", "z"],
      })
    ).booster,
  ),
  "models/distilled-2/cifar10.bin": readFileSync(await writeSmallPack()),
})
chmodSync(join(folder, "jahs-bench-201"), 0o755)

/** Shell commands after `$`, with their continued lines. */
function examplesOf(help: string): string[] {
  const [, text] = help.split(/^Examples?:\n/m)
  return text
    .split(/^ {2}\$ /m)
    .map(example => example.trim())
    .filter(example => example !== "")
}

const commands = [
  "",
  "demo",
  "query",
  "trajectory",
  "sample",
  "card",
  "bound",
  "optimum",
  "inspect",
  "convert",
  "train",
  "evaluate",
  "experiment run",
  "experiment list",
  "ask-tell",
]
const examples = commands.flatMap(command => {
  return examplesOf(run([...command.split(" ").filter(word => word !== ""), "--help"]).stdout).map(
    example => [command, example],
  )
})

describe("the examples of --help", () => {
  it("are there for every command", () => {
    expect(new Set(examples.map(([command]) => command))).toEqual(new Set(commands))
  })

  it.each(examples)("%s: %s", (_, example) => {
    const env = plainEnvironment({ PATH: `${folder}${delimiter}${process.env["PATH"]}` })
    const { status, stdout, stderr } = spawnSync("sh", ["-c", example], {
      cwd: folder,
      env,
      encoding: "utf8",
    })
    expect([status, stderr]).toEqual([0, ""])
    expect(stdout.split("\n").length).toBeGreaterThan(3)
  })
})
