/** The packed tarball on Node, Deno and Bun: from the official archive to the first query by one command. */
import { execFile } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { gunzipSync } from "node:zlib"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type PackedProject, packedProject, root } from "../support/packed.ts"

const replica = join(root, "test", "fixtures", "official-1.5")
const archive = join(replica, "assembled_surrogates.tar")
const readGolden = (name: string) =>
  JSON.parse(gunzipSync(readFileSync(join(replica, name))).toString("utf8"))
const { configs } = readGolden("expected.json.gz")
const expected = readGolden("expected-baseline.json.gz")
const binary = (name: string): string => join(root, "node_modules", ".bin", name)

let project: PackedProject
beforeAll(() => {
  project = packedProject()
  writeFileSync(
    join(project.folder, "ask.mjs"),
    `import { openBenchmark } from "jahs-bench-201"
const config = JSON.parse(${JSON.stringify(JSON.stringify(configs[0]))})
const answers = {}
for (const task of ["cifar10", "colorectal_histology", "fashion_mnist"]) {
  const benchmark = await openBenchmark({ task, release: "official-1.1.0" })
  answers[task] = benchmark.call(config, { nepochs: 50 })[50]
}
console.log(JSON.stringify(answers))
`,
  )
})
afterAll(() => project?.remove())

const RUNTIMES: Readonly<Record<string, readonly string[]>> = {
  node: [process.execPath],
  deno: [binary("deno"), "run", "-A", "--no-remote", "--node-modules-dir=manual"],
  bun: [binary("bun"), "--no-install"],
}

const float32 = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0]!

it.each(Object.entries(RUNTIMES))(
  "%s imports the archive and answers as the original",
  async (name, [command, ...options]) => {
    const { folder } = project
    const env = {
      ...process.env,
      JAHS_BENCH_HOME: join(folder, name),
      DENO_DIR: join(folder, ".deno"),
      DENO_NO_UPDATE_CHECK: "1",
    }
    const run = async (...words: readonly string[]): Promise<string> => {
      const { stdout } = await promisify(execFile)(command!, [...options, ...words], {
        cwd: folder,
        env,
        timeout: 100_000,
      })
      return stdout
    }
    const cli = join(project.package, "dist", "cli.js")
    const { models } = JSON.parse(await run(cli, "import", archive, "--json"))
    expect(models).toHaveLength(21)
    const answers = JSON.parse(await run(join(folder, "ask.mjs")))
    for (const [task, metrics] of Object.entries(answers as Record<string, Record<string, number>>)) {
      const published = expected.tasks[task].results[0]["50"]
      expect(Object.keys(metrics).sort()).toEqual(Object.keys(published).sort())
      for (const [metric, value] of Object.entries(metrics)) {
        expect(
          Math.abs(float32(value) - float32(published[metric])),
          `${task} ${metric}`,
        ).toBeLessThanOrEqual(1)
      }
    }
  },
)
