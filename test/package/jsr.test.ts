/** The package on JSR: its metadata agree with npm's, Deno would publish it, and its sources answer. */
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, it } from "vitest"
import { root } from "../support/packed.ts"

const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"))
const deno = join(root, "node_modules", ".bin", "deno")
const env = {
  ...process.env,
  NO_COLOR: "1",
  DENO_NO_UPDATE_CHECK: "1",
  DENO_DIR: join(root, ".tmp", "deno"),
}

it("has the versions and entries of package.json", () => {
  const [jsr, npm] = [read("jsr.json"), read("package.json")]
  expect(jsr.version).toBe(npm.version)
  for (const [name, specifier] of Object.entries(jsr.imports)) {
    expect(specifier).toBe(`npm:${name}@${npm.devDependencies[name]}`)
  }
  // Folders of files on a disk are for npm; on JSR there are URLs.
  const entries = Object.keys(npm.exports).filter(
    name => !/node$|models|json/.test(name) || name === "./service/node",
  )
  expect(Object.keys(jsr.exports).sort()).toEqual(entries.sort())
})

it("deno publish --dry-run is green", async () => {
  const words = ["publish", "--dry-run", "--allow-dirty", "--config", "jsr.json"]
  const { stderr } = await promisify(execFile)(deno, words, { cwd: root, env })
  expect(stderr).toContain("Success")
  expect(stderr).not.toMatch(/^(warning|error)/im)
  for (const file of [
    "models/distilled-2/cifar10.bin",
    "models/measured-1/fashion_mnist.parquet",
    "src/entries/index.jsr.ts",
    "README.md",
  ]) {
    expect(stderr).toContain(file)
  }
  expect(stderr).not.toMatch(/src\/cli\/|index\.node/)
})

it("its sources answer on Deno, with the packs beside them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jahs-jsr-"))
  const program = join(folder, "ask.ts")
  writeFileSync(
    program,
    `import { createRandom, openBenchmark } from "${join(root, "src/entries/index.jsr.ts")}"
const benchmark = await openBenchmark({ task: "cifar10" })
console.log(benchmark.query(benchmark.space.sample(createRandom(8)), { epoch: 50, metrics: ["valid-acc"] }))
const table = await openBenchmark({ task: "fashion_mnist", kind: "table" })
const [recorded] = table.configurations()
console.log(table.query(recorded, { epoch: 1, metrics: ["test-acc"] }))`,
  )
  const words = ["run", "--no-lock", "--config", join(root, "jsr.json"), "--allow-read", program]
  const { stdout } = await promisify(execFile)(deno, words, { cwd: root, env })
  expect(Number(/valid-acc": ([\d.]+)/.exec(stdout)![1])).toBeCloseTo(76.76, 2)
  expect(Number(/test-acc": ([\d.]+)/.exec(stdout)![1])).toBeCloseTo(67.37, 2)
})
