/**
 * The models that are compared, made ready in a folder that later runs find again: models as UBJSON and as
 * arrays, generated and compiled rivals, rows and questions.
 */
import { execFile, execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { gunzipSync } from "node:zlib"
import {
  type Configuration,
  createEncoder,
  createRandom,
  jahsSpace,
  metrics,
  openBenchmark,
  type RandomSource,
  type Space,
} from "../package.ts"
import { writeLimitArrays } from "./limit-arrays.ts"
import { nestedC, nestedJavaScript } from "./nested-source.ts"
import { onnxModel } from "./onnx.ts"
import { packRelease } from "./pack-release.ts"
import { BATCH_ROWS, type QueryScenario, type Scenario } from "./scenario.ts"
import {
  flatten,
  readFloats,
  readTrees,
  type Shape,
  shapeOf,
  type Trees,
  writeArray,
  writeTrees,
} from "./trees.ts"

export const PYTHON: string = process.env["XGBOOST_PYTHON"] ?? "/usr/bin/python3"

const HERE = import.meta.dirname
const BUNDLED_CARD = join(HERE, "..", "..", "models", "distilled-2", "cifar10.card.json")
const MISSING_ROWS = 1000
const MISSING_SHARE = 0.05
const QUESTIONS = 200
const SEED = 201
/** The model of the bundle that is asked where only one is. */
const FIRST_METRIC = "valid-acc"

/** A set of models and the files made of it. */
export interface ModelSet {
  readonly name: string
  readonly words: string
  readonly scenario: Scenario
  /** The scenario as a file, for the servers. */
  readonly scenarioFile: string
  /** Compiled C: nested ifs and the limit. */
  readonly nestedProgram: string
  readonly limitProgram: string
  readonly limitFolder: string
  readonly shape: Shape
}

export interface Sources {
  /** Folder of the models that everything is made in. */
  readonly cache: string
  /** Folder with a folder a metric: model.json.gz, surrogate.json. */
  readonly distilled: string
  /** Folder with model.json.gz. */
  readonly large: string
}

/** Does a piece of work unless the folder says that it was done on the same input. */
async function once(
  folder: string,
  input: string | Uint8Array,
  work: () => Promise<void> | void,
): Promise<void> {
  const digest = createHash("sha256").update(input).digest("hex")
  const stamp = join(folder, "made-from")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await work()
  writeFileSync(stamp, digest)
}

const text = (file: string): string => readFileSync(join(HERE, file), "utf8")

/** model.ubj and the trees' arrays from XGBoost's JSON. */
async function fromJson(folder: string, json: Uint8Array): Promise<void> {
  await once(folder, json, () => {
    const file = join(folder, "model.json")
    writeFileSync(file, json)
    writeTrees(folder, flatten(JSON.parse(new TextDecoder().decode(json))))
    execFileSync(PYTHON, [join(HERE, "models.py"), "convert", file, join(folder, "model.ubj")])
  })
}

async function trained(folder: string, name: "A" | "C"): Promise<void> {
  await once(folder, name + text("models.py"), () => {
    console.error(`training model ${name}`)
    execFileSync(PYTHON, [join(HERE, "models.py"), "train", name, folder])
    writeTrees(folder, flatten(JSON.parse(readFileSync(join(folder, "model.json"), "utf8"))))
  })
}

/** Compiles several sources, as many at a time as there are cores, and links them. */
async function compile(
  folder: string,
  sources: readonly string[],
  flags: readonly string[],
  program: string,
) {
  const run = promisify(execFile)
  const waiting = [...sources]
  const worker = async (): Promise<void> => {
    for (let source = waiting.pop(); source !== undefined; source = waiting.pop()) {
      await run("gcc", [...flags, `-I${HERE}`, "-c", source, "-o", objectOf(folder, source)])
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  await run("gcc", ["-o", program, ...sources.map(source => objectOf(folder, source))])
}

function objectOf(folder: string, source: string): string {
  return join(folder, `${source.slice(source.lastIndexOf("/") + 1)}.o`)
}

/** What is generated from the first model of a set. */
async function rivalsOf(folder: string, modelFolder: string): Promise<void> {
  const trees = (): Trees => readTrees(modelFolder)
  const stamp = readFileSync(join(modelFolder, "made-from"), "utf8")
  const generator = text("nested-source.ts")
  await once(join(folder, "nested"), stamp + generator + text("nested.c") + text("server.h"), async () => {
    console.error(
      `generating and compiling nested ifs (${modelFolder.slice(modelFolder.lastIndexOf("/") + 1)})`,
    )
    const inside = join(folder, "nested")
    const files = nestedC(trees())
    for (const [file, source] of files) writeFileSync(join(inside, file), source)
    const sources = [...[...files.keys()].map(file => join(inside, file)), join(HERE, "nested.c")]
    await compile(inside, sources, ["-O2"], join(inside, "program"))
    writeFileSync(join(inside, "nested.mjs"), nestedJavaScript(trees()))
  })
  await once(
    join(folder, "limit"),
    stamp + text("limit-arrays.ts") + text("limit.c") + text("server.h"),
    async () => {
      const inside = join(folder, "limit")
      writeLimitArrays(inside, trees())
      const flags = ["-O3", "-march=native"]
      await compile(inside, [join(HERE, "limit.c")], flags, join(inside, "program"))
    },
  )
  await once(join(folder, "onnx"), stamp + text("onnx.ts"), () => {
    writeFileSync(join(folder, "onnx", "model.onnx"), onnxModel(trees()))
  })
}

interface Question {
  readonly configuration: Configuration
  readonly epoch: number
}

function drawQuestions(space: Space, count: number, random: RandomSource): Question[] {
  return Array.from({ length: count }, () => ({
    configuration: space.sample(random),
    epoch: random.integers(1, 201),
  }))
}

/** Normally distributed numbers (Box and Muller), for the models without a header. */
function denseRows(count: number, random: RandomSource): Float32Array {
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random.random())) * Math.cos(2 * Math.PI * random.random()),
  )
}

/** Writes rows.f32, missing.f32 and questions.json. */
function writeRows(folder: string, trees: Trees, space: Space): void {
  const random = createRandom(SEED)
  const { numFeatures, featureNames } = trees
  const numRows = BATCH_ROWS + MISSING_ROWS
  let rows: Float32Array
  if (featureNames.length === 0) rows = denseRows(numRows * numFeatures, random)
  else {
    rows = new Float32Array(numRows * numFeatures)
    const encoder = createEncoder(featureNames)
    drawQuestions(space, numRows, random).forEach(({ configuration, epoch }, i) => {
      encoder.encode(configuration, epoch, rows, i * numFeatures)
    })
    const questions = drawQuestions(space, QUESTIONS, random)
    writeFileSync(join(folder, "questions.json"), JSON.stringify(questions))
  }
  const missing = rows.slice(BATCH_ROWS * numFeatures)
  for (let i = 0; i < missing.length; i++) if (random.random() < MISSING_SHARE) missing[i] = Number.NaN
  writeArray(join(folder, "rows.f32"), rows.subarray(0, BATCH_ROWS * numFeatures))
  writeArray(join(folder, "missing.f32"), missing)
}

interface Description {
  readonly name: string
  readonly words: string
  readonly models: readonly string[]
  readonly space: Space
  readonly query: Pick<QueryScenario, "metrics" | "transforms"> | null
  readonly packFrom: string | null
}

async function setOf(cache: string, description: Description): Promise<ModelSet> {
  const { name, models, space, packFrom } = description
  const folder = join(cache, `${name}-set`)
  mkdirSync(folder, { recursive: true })
  const first = models[0]!
  await rivalsOf(folder, first)
  const trees = readTrees(first)
  writeRows(folder, trees, space)
  let pack: string | null = null
  if (packFrom !== null) {
    pack = join(folder, "pack.bin")
    writeFileSync(pack, await packRelease(BUNDLED_CARD, packFrom, trees.featureNames))
  }
  const rows = join(folder, "rows.f32")
  const scenario: Scenario = {
    models,
    generated: folder,
    rows,
    missing: join(folder, "missing.f32"),
    numFeatures: trees.numFeatures,
    query: description.query && {
      ...description.query,
      questions: join(folder, "questions.json"),
      pack,
      header: trees.featureNames,
    },
  }
  const scenarioFile = join(folder, "scenario.json")
  writeFileSync(scenarioFile, JSON.stringify(scenario))
  return {
    name,
    words: description.words,
    scenario,
    scenarioFile,
    nestedProgram: join(folder, "nested", "program"),
    limitProgram: join(folder, "limit", "program"),
    limitFolder: join(folder, "limit"),
    shape: shapeOf(trees, readFloats(rows)),
  }
}

const seven = <T>(value: T): T[] => Array.from({ length: 7 }, () => value)

/** Makes the sets named ready: A, C, large, bundle. */
export async function modelSets(sources: Sources, names: readonly string[]): Promise<ModelSet[]> {
  const { cache, distilled, large } = sources
  const sets: ModelSet[] = []
  const metricNames = metrics.map(({ name }) => name)
  for (const name of names) {
    const folder = join(cache, name)
    if (name === "A" || name === "C") {
      await trained(folder, name)
      const isA = name === "A"
      sets.push(
        await setOf(cache, {
          name,
          words: isA ? "500 trees of depth 6, JAHS-like rows" : "100 trees of depth 6, 30 dense features",
          models: seven(folder),
          space: jahsSpace,
          query: isA ? { metrics: metricNames, transforms: seven([]) } : null,
          packFrom: isA ? join(folder, "model.ubj") : null,
        }),
      )
    } else if (name === "large") {
      await fromJson(folder, gunzipSync(readFileSync(join(large, "model.json.gz"))))
      const words = "500 trees of depth 12, JAHS-like rows"
      sets.push(
        await setOf(cache, {
          name,
          words,
          models: seven(folder),
          space: jahsSpace,
          query: null,
          packFrom: null,
        }),
      )
    } else {
      const ordered = [FIRST_METRIC, ...metricNames.filter(metric => metric !== FIRST_METRIC)]
      const transforms: object[][] = []
      for (const metric of ordered) {
        const json = gunzipSync(readFileSync(join(distilled, metric, "model.json.gz")))
        await fromJson(join(cache, `bundle-${metric}`), json)
        const description = JSON.parse(readFileSync(join(distilled, metric, "surrogate.json"), "utf8"))
        transforms.push(description.target_transform)
      }
      const { space } = await openBenchmark({ task: "cifar10" })
      sets.push(
        await setOf(cache, {
          name,
          words: "the bundled release, its seven models",
          models: ordered.map(metric => join(cache, `bundle-${metric}`)),
          space,
          query: { metrics: ordered, transforms },
          packFrom: null,
        }),
      )
    }
  }
  return sets
}
