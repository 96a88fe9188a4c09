/** The declarations, as a strict project reads them: everything public is used once, and misuse is refused. */
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { listFiles, type PackedProject, packedProject, root } from "../support/packed.ts"

const CONSUMER = `
import {
  type Benchmark, type Configuration, ConfigurationError, createEncoder, createRandom, DomainError,
  FidelityError, fromNasBench201String, type Hyperparameter, JahsBenchError, jahsSpace, metrics,
  ModelFormatError, NotFoundError, openBenchmark, type PackSource, type RandomSource, type ReleaseCard,
  type ReleaseStore, ShapeError, type Space, tasks, toConfigSpaceJson, toJsonSchema, toNasBench201String,
  UnsupportedModelError,
} from "jahs-bench-201"
import { fileSystemStore, openBenchmark as openOnNode } from "jahs-bench-201/node"
import {
  type Booster, type BoosterDescription, describe, readBooster, readDump, readJson, readUbjson,
} from "jahs-bench-201/trees"

export async function benchmarks(): Promise<number> {
  const benchmark: Benchmark = await openBenchmark({ task: "cifar10" })
  const space: Space = benchmark.space
  const random: RandomSource = createRandom(7)
  const configuration: Configuration = space.sample(random)
  const all = benchmark.query(configuration, { epoch: 200 })
  const accuracy: number = all["valid-acc"] + all.runtime
  const one = benchmark.query(configuration, { metrics: ["valid-acc"], extrapolate: true })
  // @ts-expect-error only the metrics that were asked for are in the result
  one.runtime
  // @ts-expect-error a metric that does not exist
  benchmark.query(configuration, { metrics: ["accuracy"] })
  // @ts-expect-error a misspelt option
  benchmark.query(configuration, { epochs: 3 })
  // @ts-expect-error a task that does not exist
  openBenchmark({ task: "cifar100" })
  const curve = benchmark.trajectory(configuration, { epochs: 50 })
  const epochs: Int32Array = curve.epoch
  const column: Float32Array = benchmark.queryMany([configuration], { epoch: 3 }).latency
  const card: ReleaseCard = benchmark.card
  const { LearningRate, Op1 }: Configuration = configuration
  const operation: 0 | 1 | 2 | 3 | 4 = Op1
  return accuracy + epochs.length + column[0]! + LearningRate + operation + card.release.length
}

export function sources(bytes: Uint8Array, url: URL, response: Response): PackSource[] {
  return [bytes, new ArrayBuffer(8), url, response, ...(response.body ? [response.body] : [])]
}

export const store: ReleaseStore = { open: ({ task }) => new URL(\`https://example.org/\${task}.bin\`) }
export const onNode: Promise<Benchmark> = openOnNode({ task: tasks[0]!, source: fileSystemStore("models/distilled-2") })

export function spaces(): string {
  const hyperparameter: Hyperparameter = jahsSpace.get("N")
  const cell = toNasBench201String(jahsSpace.defaultConfiguration())
  const encoder = createEncoder(["LearningRate", "epoch"], "header")
  const texts = [toConfigSpaceJson(jahsSpace, { dialect: "1" }), toJsonSchema(jahsSpace), fromNasBench201String(cell)]
  return JSON.stringify([texts, hyperparameter.name, encoder.numFeatures, metrics[0]!.unit])
}

export function trees(bytes: Uint8Array): number {
  const booster: Booster = readBooster(bytes, { source: "model.json" })
  const predictions: Float32Array = booster.predict(new Float32Array(4))
  const leaves: Int32Array = booster.predict(new Float32Array(8), { numRows: 2, output: "leaf" })
  // @ts-expect-error leaf ids are integers
  const wrong: Float32Array = booster.predict(new Float32Array(4), { output: "leaf" })
  // @ts-expect-error rows are float32
  booster.predict([1, 2, 3])
  const described: BoosterDescription = describe(readUbjson(bytes))
  const dump = readDump("[]", { baseScore: 0.5, objective: "reg:squarederror" })
  return predictions[0]! + leaves[0]! + wrong.length + described.numTrees + readJson("{}").numTrees + dump.numTrees
}

export function explain(error: unknown): string {
  if (error instanceof JahsBenchError) return \`\${error.code} \${error.path ?? ""} \${error.offset ?? 0}\`
  const classes = [ConfigurationError, DomainError, FidelityError, ModelFormatError, NotFoundError, ShapeError]
  return [...classes, UnsupportedModelError].some(type => error instanceof type) ? "typed" : "other"
}
`

/** Projects that must compile: how modules are found, and where Response, URL and streams come from. */
const PROJECTS = {
  "nodenext, DOM": { module: "nodenext", moduleResolution: "nodenext", lib: ["es2022", "dom"], types: [] },
  "nodenext, @types/node": {
    module: "nodenext",
    moduleResolution: "nodenext",
    lib: ["es2022"],
    types: ["node"],
  },
  "bundler, DOM": { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"], types: [] },
}

let project: PackedProject

beforeAll(() => {
  project = packedProject()
  writeFileSync(join(project.folder, "consumer.ts"), CONSUMER)
})

afterAll(() => project?.remove())

it.each(Object.entries(PROJECTS))("compile in a strict project (%s)", (_name, options) => {
  const config = {
    compilerOptions: {
      target: "es2022",
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      // Every declaration of the package is checked, not only what is used.
      skipLibCheck: false,
      noEmit: true,
      typeRoots: [join(root, "node_modules", "@types")],
      ...options,
    },
    files: ["consumer.ts"],
  }
  writeFileSync(join(project.folder, "tsconfig.json"), JSON.stringify(config))
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc")
  let problems = ""
  try {
    execFileSync(process.execPath, [tsc, "-p", project.folder, "--pretty", "false"], { encoding: "utf8" })
  } catch (error) {
    problems = String((error as { stdout: unknown }).stdout)
  }
  expect(problems).toBe("")
})

it("need no other package", () => {
  const files = listFiles(join(project.package, "dist", "types"))
  expect(files.length).toBeGreaterThan(20)
  for (const file of files) {
    const text = readFileSync(join(project.package, "dist", "types", file), "utf8")
    // The command line is no entry; examples in comments import the package itself.
    if (file.startsWith("cli/")) continue
    // The types of ./fast-check are made of fast-check's: whoever imports it has both.
    const needed = file.startsWith("testing/") ? text.replaceAll('from "fast-check"', "") : text
    const code = needed.replace(/\/\*[\s\S]*?\*\//g, "")
    expect(code, file).not.toMatch(/from "[^."]|import\("[^."]|\/\/\/ *</)
  }
})
