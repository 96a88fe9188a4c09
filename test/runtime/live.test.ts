/** Live training with the packed tarball on Node, Deno and Bun: the same numbers, and no process left when they end. */
import { type ChildProcess, spawn } from "node:child_process"
import { copyFileSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { cannotTrain, cheapest, processesWith, until } from "../support/collector.ts"
import { type PackedProject, packedProject, root } from "../support/packed.ts"

const binary = (name: string): string => join(root, "node_modules", ".bin", name)

/** What the documents say that Deno must be allowed. */
const DENO = ["run", "--no-prompt", "--no-remote", "--node-modules-dir=manual"]
const ALLOWED = ["--allow-read", "--allow-env", "--allow-run"]

const RUNTIMES: Readonly<Record<string, readonly [command: string, ...words: string[]]>> = {
  node: [process.execPath],
  deno: [binary("deno"), ...DENO, ...ALLOWED],
  bun: [binary("bun"), "--no-install"],
}

describe.skipIf(cannotTrain)("live training, installed", { timeout: 300_000 }, () => {
  let project: PackedProject
  let cache: string
  const told = new Map<string, Record<string, number>>()

  beforeAll(() => {
    project = packedProject()
    cache = join(project.folder, "cache")
    copyFileSync(join(import.meta.dirname, "live-runner.mjs"), join(project.folder, "live-runner.mjs"))
  })
  afterAll(() => project?.remove())

  const start = (name: string, mode: "stay" | "exit"): ChildProcess => {
    const [command, ...words] = RUNTIMES[name]!
    const script = [join(project.folder, "live-runner.mjs"), cache, JSON.stringify(cheapest), mode]
    const env = { ...process.env, DENO_DIR: join(project.folder, ".deno"), DENO_NO_UPDATE_CHECK: "1" }
    return spawn(command, [...words, ...script], {
      ...{ cwd: project.folder, env, stdio: ["ignore", "pipe", "pipe"] },
    })
  }
  /** Processes of the collector, not of the runtimes whose words hold the folder, too. */
  const trainings = (): number[] => processesWith("--cache").filter(pid => processesWith(cache).includes(pid))

  it.each(Object.keys(RUNTIMES))("%s trains, and its end is the training's", async name => {
    const runtime = start(name, "stay")
    const errors = text(runtime.stderr!)
    let output = ""
    runtime.stdout!.setEncoding("utf8").on("data", (more: string) => {
      output += more
    })
    const ended = new Promise(resolve => runtime.once("close", resolve))
    await until(() => output.includes("\n") || runtime.exitCode !== null, 120_000)
    expect(runtime.exitCode, runtime.exitCode === null ? "" : await errors).toBe(null)
    told.set(name, JSON.parse(output))
    expect(trainings()).toHaveLength(1)
    runtime.kill("SIGKILL")
    await ended
    await until(() => trainings().length === 0, 10_000)
  })

  it("measures the same everywhere", () => {
    const accuracies = Array.from(told.values(), ({ epoch, "valid-acc": accuracy, FLOPS }) => [
      ...[epoch, accuracy, FLOPS],
    ])
    expect(accuracies).toHaveLength(3)
    expect(accuracies[0]![1]).toBeGreaterThan(40)
    for (const of of accuracies) expect(of).toEqual(accuracies[0])
  })

  it("ends with a program that exits in the middle of an epoch", async () => {
    const runtime = start("node", "exit")
    expect(await new Promise(resolve => runtime.once("close", resolve))).toBe(7)
    await until(() => trainings().length === 0, 10_000)
  })
})
