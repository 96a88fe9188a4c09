/** `live`: epochs as they come, Ctrl-C, and words that make no sense. */
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { afterAll, describe, expect, it } from "vitest"
import { cannotTrain, cheapest, processesWith, until } from "../../../support/collector.ts"
import { cli, documents, plainEnvironment, run } from "../run-cli.ts"

const words = ["live", "--config", JSON.stringify(cheapest)]

describe("refuses", () => {
  const cases: [name: string, words: readonly string[], code: number, message: RegExp][] = [
    ["no epochs", words, 2, /^error: --epochs: missing; expected epochs to train, 1\.\.200\n$/],
    ["epochs past the schedule", [...words, "--epochs", "201"], 2, /expected an integer in 1\.\.200/],
    [
      "another task",
      [...words, "--epochs", "1", "--task", "cifar10"],
      3,
      /^error: task: cifar10 cannot be trained here; expected fashion_mnist/,
    ],
    [
      "a Python that is not there",
      [...words, "--epochs", "1", "--python", "/nowhere/python3"],
      3,
      /got \/nowhere\/python3 \(of --python\), which does not run \(ENOENT\); .* by --python or JAHS_BENCH_PYTHON\n$/,
    ],
  ]
  it.each(cases)("%s", (_, given, code, message) => {
    const outcome = run(given)
    expect([outcome.code, outcome.stdout]).toEqual([code, ""])
    expect(outcome.stderr).toMatch(message)
  })
})

describe.skipIf(cannotTrain)("trains", { timeout: 300_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), "live-cli-"))
  const env = plainEnvironment({ JAHS_BENCH_HOME: home })
  afterAll(() => rmSync(home, { recursive: true }))

  const start = (more: readonly string[]): ReturnType<typeof spawn> =>
    spawn(process.execPath, [cli, ...words, ...more], { env, stdio: ["ignore", "pipe", "pipe"] })

  it("and tells each epoch as a document", async () => {
    const training = start(["--epochs", "1", "--seed", "5", "--json"])
    const [stdout, stderr] = await Promise.all([text(training.stdout!), text(training.stderr!)])
    expect(stderr).toBe("")
    const [epoch] = documents(stdout) as [{ metrics: Record<string, number> }]
    expect(epoch).toMatchObject({ configuration: cheapest, seed: 5, epoch: 1, metrics: { FLOPS: 0.031146 } })
    expect(epoch.metrics["valid-acc"]).toBeGreaterThan(40)
  })

  it("until Ctrl-C, which ends the process that trains", async () => {
    const training = start(["--epochs", "200"])
    const errors = text(training.stderr!)
    const ended = new Promise(resolve => training.once("close", resolve))
    training.stdout!.resume()
    const cache = join(home, "images")
    await until(() => processesWith(cache).length === 1)
    training.kill("SIGINT")
    expect(await ended).toBe(130)
    expect(await errors).toBe("error: interrupted; what was trained is lost, the same command begins anew\n")
    expect(processesWith(cache)).toEqual([])
  })
})
