/** The packed tarball, unchanged, on five runtimes: the same bits everywhere. */
import { execFile } from "node:child_process"
import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findChromium } from "../support/chromium.ts"
import { type PackedProject, packedProject, root } from "../support/packed.ts"
import { table } from "../support/table.ts"
import { buildCaseFile } from "./case-file.ts"

interface Section {
  readonly sha256: string
  readonly outputs: number
}

/** What a runner prints. */
interface Result {
  readonly version: string
  readonly sha256: string
  readonly outputs: number
  readonly bytes: number
  readonly seconds: number
  /** Workers that were asked. */
  readonly numWorkers: number
  readonly sections: Readonly<Record<string, Section>> & {
    readonly models: { readonly models: number; readonly refused: number }
    readonly errors: { readonly bad: number; readonly refused: number }
  }
  /** Node: the pack by a store and by a URL are one. */
  readonly samePack?: boolean
  /** workerd: what opening without a source ends in. */
  readonly withoutSource?: string
}

const here = import.meta.dirname
const chromium = findChromium()
const digests = join(root, "test", "regression", "release-digests.json")
/** Sections that a release promises for ever; the others change with what the package can read and say. */
const PROMISED = [
  "random",
  "samples",
  ...["distilled-1", "distilled-2"].flatMap(release => [`${release}, cifar10`, `${release}, fashion_mnist`]),
]

/** The executable that an npm package brings. */
function binary(name: string): string {
  return join(root, "node_modules", ".bin", name)
}

/** Command lines of the runners. */
const RUNTIMES: Readonly<Record<string, (project: string) => readonly string[]>> = {
  node: project => [process.execPath, join(project, "node", "runner.mjs")],
  deno: project => [
    binary("deno"),
    "run",
    "--no-prompt",
    "--no-remote",
    "--deny-net",
    "--node-modules-dir=manual",
    `--allow-read=${project}`,
    join(project, "deno", "runner.mjs"),
  ],
  bun: project => [binary("bun"), "--no-install", join(project, "bun", "runner.mjs")],
  workerd: project => [process.execPath, join(here, "workerd", "runner.mjs"), project],
  chromium: project => [process.execPath, join(here, "browser", "runner.mjs"), project, chromium ?? "none"],
}

let project: PackedProject
const results = new Map<string, Result>()

beforeAll(() => {
  project = packedProject()
  writeFileSync(join(project.folder, "cases.bin"), buildCaseFile())
  cpSync(here, project.folder, { recursive: true, filter: path => !path.endsWith(".ts") })
})

afterAll(() => {
  project?.remove()
  const rows = Array.from(results, ([name, result]) => [
    name,
    result.version,
    result.outputs,
    `${result.seconds.toFixed(1)} s`,
    result.sha256,
  ])
  console.log(table(["runtime", "version", "outputs", "time", "SHA-256 of the outputs"], rows))
})

function allAgree(): boolean {
  return new Set(Array.from(results.values(), result => result.sha256)).size === 1
}

describe("runtimes", () => {
  for (const [name, commandLine] of Object.entries(RUNTIMES)) {
    const missing = name === "chromium" && chromium === undefined
    if (missing && !process.env["CI"]) {
      console.log("chromium: not installed here (nor named by CHROME_PATH); its run is skipped")
      it.skip(name)
      continue
    }
    it(name, async () => {
      expect(missing, "CI needs a Chromium: install it or set CHROME_PATH").toBe(false)
      const [command, ...options] = commandLine(project.folder)
      const env = { ...process.env, DENO_DIR: join(project.folder, ".deno"), DENO_NO_UPDATE_CHECK: "1" }
      const surroundings = { cwd: project.folder, env, timeout: 110_000 }
      const { stdout } = await promisify(execFile)(command, options, surroundings)
      const result = JSON.parse(stdout) as Result
      results.set(name, result)
      expect(result.outputs).toBeGreaterThanOrEqual(100_000)
    })
  }

  it("agree on every bit", () => {
    const [first, ...others] = results.values()
    const numRuntimes = Object.keys(RUNTIMES).length
    expect(results.size).toBe(chromium === undefined ? numRuntimes - 1 : numRuntimes)
    for (const other of others) {
      // Section by section, so that a difference says where.
      expect(other.sections).toEqual(first.sections)
      expect(other.sha256).toBe(first.sha256)
    }
  })

  it("have workers, but for workerd", () => {
    for (const [name, { numWorkers }] of results) expect(numWorkers, name).toBe(name === "workerd" ? 0 : 2)
  })

  it("refuse what is bad, and read the models of the other tests", () => {
    for (const { sections } of results.values()) {
      expect(sections.models.models).toBeGreaterThan(400)
      expect(sections.errors.refused).toBeGreaterThan(0.8 * sections.errors.bad)
    }
  })

  it("open packs as their users do", () => {
    expect(results.get("node")?.samePack).toBe(true)
    const { devDependencies } = createRequire(import.meta.url)(join(root, "package.json"))
    expect(results.get("deno")?.version).toBe(devDependencies.deno)
    expect(results.get("bun")?.version).toBe(devDependencies.bun)
    expect(results.get("workerd")?.withoutSource).toMatch(
      /^NotFoundError: source: .*import pack from "jahs-bench-201\/models\/distilled-2\/cifar10\.bin"/,
    )
  })

  it("answer as the release answered when it was published", () => {
    const sections = results.get("node")?.sections
    const actual = Object.fromEntries(PROMISED.map(name => [name, sections?.[name]]))
    if (process.env["UPDATE"] && allAgree()) writeFileSync(digests, `${JSON.stringify(actual, null, 2)}\n`)
    expect(actual).toEqual(JSON.parse(readFileSync(digests, "utf8")))
  })
})
