/** The examples of `examples/testing/`, each under its own test runner, with the packed package and fast-check. */
import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type PackedProject, packedProject, root } from "../support/packed.ts"

/** Example → its command line, and the line that counts its tests. */
const RUNNERS: Readonly<Record<string, readonly [command: readonly string[], passed: RegExp]>> = {
  "node.test.mjs": [
    [process.execPath, "--test", "--test-reporter=tap", "testing/node.test.mjs"],
    /^# pass 4$/m,
  ],
  "vitest.test.ts": [
    [join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", ".", "testing/vitest.test.ts"],
    /Tests {2}1 passed \| 1 skipped/,
  ],
  "deno.test.ts": [
    [
      join(root, "node_modules/.bin/deno"),
      ...["test", "--no-prompt", "--no-remote", "--deny-net", "--node-modules-dir=manual", "--allow-read"],
      ...["--allow-env", "--no-check", "testing/deno.test.ts"],
    ],
    /^ok \| 2 passed \| 0 failed/m,
  ],
  "bun.test.ts": [
    [join(root, "node_modules/.bin/bun"), "test", "testing/bun.test.ts"],
    /^ 2 pass\n 0 fail$/m,
  ],
}

let project: PackedProject

beforeAll(() => {
  project = packedProject()
  const modules = join(project.folder, "node_modules")
  // What the example's owner has installed beside the package.
  for (const name of ["fast-check", "pure-rand", "vitest"]) {
    symlinkSync(join(root, "node_modules", name), join(modules, name))
  }
  const manifest = JSON.parse(readFileSync(join(project.folder, "package.json"), "utf8"))
  const dependencies = { ...manifest.dependencies, "fast-check": "*", vitest: "*" }
  writeFileSync(join(project.folder, "package.json"), JSON.stringify({ ...manifest, dependencies }))
  mkdirSync(join(project.folder, "testing"))
  cpSync(join(root, "examples", "testing"), join(project.folder, "testing"), { recursive: true })
  cpSync(join(root, "examples", "iris.ubj"), join(project.folder, "iris.ubj"))
})

afterAll(() => project?.remove())

it("every example has a runner", () => {
  const examples = readdirSync(join(root, "examples", "testing")).filter(name => name.includes(".test."))
  expect(examples.sort()).toEqual(Object.keys(RUNNERS).sort())
})

it.each(Object.entries(RUNNERS))("%s passes", (_name, [[command, ...args], passed]) => {
  const isModule = command!.endsWith(".mjs")
  const words = isModule ? [process.execPath, command!, ...args] : [command!, ...args]
  // A colour forced on this run, as vitest does where it is on, would be on in theirs.
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1" }
  delete env["FORCE_COLOR"]
  const { status, stdout, stderr } = spawnSync(words[0]!, words.slice(1), {
    cwd: project.folder,
    encoding: "utf8",
    env,
  })
  expect(status, `${stdout}\n${stderr}`).toBe(0)
  expect(`${stdout}\n${stderr}`).toMatch(passed)
})

it("without fast-check, its entry alone does not load", () => {
  const bare = packedProject()
  try {
    const load = (name: string) =>
      spawnSync(process.execPath, ["--input-type=module", "-e", `await import("${name}")`], {
        cwd: bare.folder,
        encoding: "utf8",
      })
    expect(load("jahs-bench-201/fast-check").stderr).toMatch(/Cannot find package 'fast-check'/)
    for (const name of ["jahs-bench-201", "jahs-bench-201/trees", "jahs-bench-201/node"]) {
      expect(load(name).status, name).toBe(0)
    }
  } finally {
    bare.remove()
  }
})
