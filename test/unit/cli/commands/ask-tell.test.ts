import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { describe, expect, it } from "vitest"
import { studyFromJson } from "../../../../src/experiments/index.ts"
import { cli, documents, folderWith, plainEnvironment, root, run } from "../run-cli.ts"

const folder = folderWith({})
const STUDY = ["ask-tell", "--task", "cifar10", "--seeds", "2", "--budget", "4"]

function start(words: readonly string[]): {
  child: ChildProcessWithoutNullStreams
  ended: Promise<number | null>
} {
  const child = spawn(process.execPath, [cli, ...words], { env: plainEnvironment() })
  child.stdin.on("error", () => {})
  const ended = new Promise<number | null>(resolve => child.once("exit", code => resolve(code)))
  return { child, ended }
}

describe("ask-tell with an optimiser", () => {
  it("answers line by line until the lines end", () => {
    const lines = '{"ask":true}\n{"tell":{"id":0,"values":[90]}}\n{"ask":true}\nx\n'
    const { code, stdout, stderr } = run(["ask-tell", "--task", "cifar10", "--optimiser", "tpe"], lines)
    expect([code, stderr]).toEqual([0, ""])
    const [hello, first, told, second, refused] = documents(stdout) as Record<
      string,
      { id?: number; code?: string }
    >[]
    expect(hello!["hello"]).toMatchObject({ hosts: "optimiser", optimiser: "tpe" })
    expect([first!["trial"]!.id, told!["told"], second!["trial"]!.id]).toEqual([0, 0, 1])
    expect(refused!["error"]!.code).toBe("ERR_CONFIGURATION")
  })

  it("refuses options of studies, and unknown optimisers", () => {
    expect(run(["ask-tell", "--task", "cifar10", "--optimiser", "tpe", "--budget", "3"])).toMatchObject({
      code: 2,
      stderr: "error: --budget: an option of studies; expected no --optimiser\n",
    })
    expect(run(["ask-tell", "--task", "cifar10", "--optimiser", "tpa"])).toMatchObject({
      code: 3,
      stdout: "",
    })
  })

  it("ends when nobody reads any more", async () => {
    const { child, ended } = start(["ask-tell", "--task", "cifar10", "--optimiser", "random"])
    child.stdout.once("data", () => {
      child.stdout.destroy()
      // Standard input stays open: only the lost reader ends it.
      child.stdin.write('{"state":true}\n'.repeat(200))
    })
    expect(await ended).toBe(0)
  }, 20_000)
})

describe("ask-tell with a study", () => {
  it("ends in an error when the lines end", () => {
    const { code, stdout, stderr } = run(STUDY, "")
    expect(code).toBe(2)
    expect(documents(stdout).at(-1)).toEqual({ ask: 0 })
    expect(stderr).toBe(
      'error: line: the optimiser\'s lines ended before the study; expected an answer to {"ask":0}, got the end\n',
    )
  })

  it("ends with standard input still open", async () => {
    const { child, ended } = start([...STUDY, "--out", join(folder, "own.json")])
    const seen: string[] = []
    for await (const line of createInterface(child.stdout)) {
      const message = JSON.parse(line)
      seen.push(Object.keys(message)[0]!)
      if (!("ask" in message)) continue
      const configuration = {
        ...{ Op1: 2, Op2: 1, Op3: 0, Op4: 0, Op5: 1, Op6: 3, LearningRate: 0.1, WeightDecay: 0.0005 },
        ...{ Activation: "ReLU", TrivialAugment: true },
      }
      child.stdin.write(`${JSON.stringify({ configuration })}\n`)
    }
    expect(await ended).toBe(0)
    expect([seen[0], seen[1], seen.at(-1)]).toEqual(["hello", "run", "done"])
    const results = studyFromJson(readFileSync(join(folder, "own.json"), "utf8"))
    expect(results.runs.map(({ arm, seed }) => `${arm} ${seed}`)).toEqual(["own 0", "own 1"])
    expect(seen.filter(name => name === "tell")).toHaveLength(
      results.runs.reduce((sum, { numEvaluations }) => sum + numEvaluations, 0),
    )
  }, 20_000)

  it("ends when nobody reads any more", async () => {
    const { child, ended } = start(STUDY)
    child.stdout.once("data", () => {
      child.stdout.destroy()
      child.stdin.write("x\n".repeat(200))
    })
    expect(await ended).toBe(0)
  }, 20_000)

  it("is searched by the example in Python", () => {
    const example = join(root, "examples", "own_optimiser.py")
    const words = [example, process.execPath, cli, ...STUDY]
    const once = spawnSync("python3", words, { encoding: "utf8", env: plainEnvironment() })
    expect([once.status, once.stderr]).toEqual([0, ""])
    expect(once.stdout).toMatch(
      /^seed 0: \d\d\.\d\d % after \d+ evaluations\nseed 1: \d\d\.\d\d % after \d+ evaluations\n$/,
    )
    const unasked = spawnSync("python3", [example], { encoding: "utf8", env: plainEnvironment() })
    expect([unasked.status, unasked.stderr]).toEqual([
      1,
      expect.stringMatching(/^usage: own_optimiser\.py npx/),
    ])
    // Its generator is seeded, and so is ours.
    expect(spawnSync("python3", words, { encoding: "utf8", env: plainEnvironment() }).stdout).toBe(
      once.stdout,
    )
  }, 60_000)
})
