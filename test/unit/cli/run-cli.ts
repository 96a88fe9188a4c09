/** Runs the built command line as a user does: `node dist/cli.js …`. */

import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { metrics } from "../../../src/benchmark/index.ts"
import { runCommandLine } from "../../../src/cli/run.ts"
import { readJson } from "../../../src/predict/booster/read.ts"
import { createEncoder } from "../../../src/space/index.ts"
import { Surrogate } from "../../../src/surrogate/surrogate.ts"
import { writeReleasePack } from "../../../src/surrogate/write-release-pack.ts"
import { readFixture } from "../../support/fixtures.ts"

export const root: string = join(import.meta.dirname, "..", "..", "..")
export const cli: string = join(root, "dist", "cli.js")

/** What a run left behind. */
export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The environment of a run: this one's, with nothing said about colour. */
export function plainEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env
  return { ...env, ...extra }
}

/** Runs `jahs-bench-201` with words, and text or bytes on its standard input. */
export function run(words: readonly string[], input: string | Uint8Array = ""): Outcome {
  const options = { input, encoding: "utf8", cwd: root, env: plainEnvironment() } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], options)
  return { code: status, stdout, stderr }
}

/** Lines of a JSON stream. */
export function documents(text: string): unknown[] {
  return text
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line))
}

/** A configuration inside the bundled releases' domain, as words. */
export const WORDS: readonly string[] = (
  "Op1=2 Op2=1 Op3=0 Op4=0 Op5=1 Op6=3 LearningRate=0.1 WeightDecay=0.0005 " +
  "Activation=ReLU TrivialAugment=true"
).split(" ")

/** The same as an object. */
export const CONFIGURATION = {
  Op1: 2,
  Op2: 1,
  Op3: 0,
  Op4: 0,
  Op5: 1,
  Op6: 3,
  LearningRate: 0.1,
  WeightDecay: 0.0005,
  Activation: "ReLU",
  TrivialAugment: true,
} as const

/** A folder for a test's files. */
export function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), "jahs-cli-"))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/**
 * Writes a release pack that opens at once: eight trees of the `jahs_like` case, scaled by another factor for
 * every metric. Everything but the numbers is as in the bundled pack of cifar10.
 *
 * @returns path of the file, the `cifar10.bin` of a folder of its own
 */
export async function writeSmallPack(): Promise<string> {
  const booster = readJson(readFixture("xgboost-1.7", "jahs_like", "model.json"))
  const encoder = createEncoder(booster.info.featureNames ?? [])
  const surrogates = metrics.map(({ name }, at) => {
    return new Surrogate(name, booster, encoder, [{ kind: "min-max", scale: 1 / (at + 1), min: 0 }])
  })
  const card = JSON.parse(readFileSync(join(root, "models", "distilled-2", "cifar10.card.json"), "utf8"))
  const pack = await writeReleasePack("cifar10", { ...card, release: "small-1" }, surrogates)
  return join(folderWith({ "cifar10.bin": pack }), "cifar10.bin")
}

/** Runs the command line in this process, with a terminal that is made up. */
export async function runInTerminal(
  words: readonly string[],
  terminal: { readonly columns?: number; readonly env?: Record<string, string>; readonly isTTY?: boolean },
): Promise<Outcome> {
  let [stdout, stderr] = ["", ""]
  const { columns = 80, env = {}, isTTY = true } = terminal
  const code = await runCommandLine(words, {
    stdin: (async function* () {})(),
    stdout: {
      isTTY,
      columns,
      write: (text, done) => {
        stdout += text
        done?.()
      },
    },
    stderr: {
      write: (text, done) => {
        stderr += text
        done?.()
      },
    },
    env,
    version: "0.0.0",
  })
  return { code, stdout, stderr }
}
