/**
 * The packed tarball, installed by npm and by Bun into empty projects: the README's commands, training
 * and evaluation on Node, Deno and Bun.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { copyFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { documents, markdownBlocks } from "../docs/blocks.ts"
import { csvOf, jahsRows } from "../support/jahs-rows.ts"
import { packedTarball, root } from "../support/packed.ts"

const binary = (name: string): string => join(root, "node_modules", ".bin", name)
const folders: string[] = []

function emptyProject(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "jahs-installed-"))
  folders.push(folder)
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "a-project", private: true, type: "module" }),
  )
  copyFileSync(join(root, "examples", "iris.ubj"), join(folder, "model.ubj"))
  return folder
}

let npmProject: string
let bunProject: string

beforeAll(() => {
  npmProject = emptyProject()
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", packedTarball()], {
    cwd: npmProject,
    stdio: "pipe",
  })
  bunProject = emptyProject()
  execFileSync(binary("bun"), ["add", packedTarball()], { cwd: bunProject, stdio: "pipe" })
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Commands of the README, each line as it stands there; `fetch` and `serve` go on for long, and are asked for help. */
const commands = markdownBlocks("README.md")
  .filter(({ language }) => language === "sh")
  .flatMap(({ code }) => code.split("\n"))
  .filter(line => line.startsWith("npx jahs-bench-201 "))
  .map(line => (/jahs-bench-201 (fetch|serve)/.test(line) ? `${line} --help` : line))

/** What stands for `npx jahs-bench-201` on each runtime, and where. */
const RUNNERS: Readonly<Record<string, () => readonly [command: string, folder: string]>> = {
  "Node, npx": () => ["npx --no-install jahs-bench-201", npmProject],
  "Deno, deno run": () => [
    `${binary("deno")} run -A --no-remote --node-modules-dir=manual npm:jahs-bench-201`,
    npmProject,
  ],
  "Bun, bunx": () => [`${binary("bunx")} --bun --no-install jahs-bench-201`, bunProject],
}

describe("installed", () => {
  it("finds the README's commands", () => {
    expect(commands.length).toBeGreaterThanOrEqual(5)
    expect(documents()).toContain("README.md")
  })

  it.each(Object.entries(RUNNERS))("%s runs every command of the README", (_, runner) => {
    const [command, cwd] = runner()
    const outputs = commands.map(line => {
      const words = line.replaceAll("npx jahs-bench-201", command)
      const env = {
        ...process.env,
        NO_COLOR: "1",
        DENO_DIR: join(npmProject, ".deno"),
        DENO_NO_UPDATE_CHECK: "1",
      }
      const { status, stdout, stderr } = spawnSync("bash", ["-o", "pipefail", "-c", words], {
        cwd,
        env,
        encoding: "utf8",
      })
      expect(status, `${words}\n${stderr}`).toBe(0)
      expect(stdout, words).not.toBe("")
      return stdout
    })
    expect(outputs.join("")).toContain("96.13      89.87     89.83")
  })

  it("trains the same bytes on each runtime, and evaluates them alike", () => {
    const runs = csvOf(jahsRows(60, 1, false))
    const numbers = csvOf(Array.from({ length: 60 }, (_, x) => ({ x, z: x % 7, y: 2 * x + (x % 7) })))
    const outcomes = Object.values(RUNNERS).map(runner => {
      const [command, cwd] = runner()
      writeFileSync(join(cwd, "runs.csv"), runs)
      writeFileSync(join(cwd, "numbers.csv"), numbers)
      const run = (words: string): string => {
        const env = { ...process.env, NO_COLOR: "1", DENO_DIR: join(npmProject, ".deno") }
        const line = `${command} ${words}`
        const { status, stdout, stderr } = spawnSync("bash", ["-c", line], { cwd, env, encoding: "utf8" })
        expect(status, `${line}\n${stderr}`).toBe(0)
        return stdout
      }
      const constants = "--constants N=5,W=16,Resolution=1 --json"
      const budget = "--metrics valid-acc --trials 3 --workers 2 --trees 8"
      const fitted = JSON.parse(run(`train runs.csv ${budget} --out fit.bin --force ${constants}`))
      run("train numbers.csv --label y --trees 20 --out model.json --force")
      return {
        // A pack is in gzip, as the runtime writes it: what is in it is the same, its bytes need not be.
        fits: fitted.fits,
        test: fitted.evaluations,
        evaluated: run(`evaluate fit.bin runs.csv ${constants}`),
        shown: run(`evaluate fit.bin runs.csv ${constants.replace(" --json", "")}`),
        model: readFileSync(join(cwd, "model.json"), "utf8"),
        scores: run("evaluate model.json numbers.csv --label y"),
      }
    })
    expect(outcomes).toHaveLength(3)
    const [node, ...others] = outcomes
    expect(node!.fits[0].trials).toHaveLength(3)
    expect(node!.shown).toContain("epoch 51 to 100")
    for (const other of others) expect(other).toEqual(node)
  })
})
