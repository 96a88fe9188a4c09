/** Models written for 1.7 and loaded by the real XGBoost 1.7.4, where python3-xgboost is installed. */
import { execFile, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Booster, readBooster, readDump } from "../../src/entries/trees.ts"
import { dumpDot, dumpJson, dumpText, writeJson, writeUbjson } from "../../src/predict/booster/write.ts"
import { flatten, hasFixture, listCases, readCase, readFixture } from "../support/fixtures.ts"
import { firstDifference } from "../support/float32.ts"
import { Random } from "../support/random.ts"
import { REFUSED_BY_17 } from "../support/refused-by-1-7.ts"
import { table } from "../support/table.ts"

const python = "/usr/bin/python3"
const script = fileURLToPath(new URL("../../scripts/round-trip-oracle.py", import.meta.url))
const version = spawnSync(python, ["-c", "import xgboost; print(xgboost.__version__)"])
  .stdout?.toString()
  .trim()
const installed = version === "1.7.4"
const required = process.env["CI"] === "true"
if (!installed && !required) {
  console.log(`round trip through XGBoost skipped: ${python} with xgboost 1.7.4 is not installed`)
}

/** What the oracle says of one model; see the script. */
interface Answer {
  readonly error?: string
  readonly margin: string
  readonly prediction: string
  readonly leaf: readonly (readonly number[])[] | null
  readonly ranges: readonly { readonly margin: string; readonly prediction: string }[]
  readonly dumps: {
    readonly text: string
    readonly textWithStats: string
    readonly json: string
    readonly jsonWithStats: string
    readonly dot: readonly string[]
  }
  readonly featureNames: readonly string[] | null
  readonly featureTypes: readonly string[] | null
  readonly attributes: Readonly<Record<string, string | null>>
}

type Row = readonly (number | string | null)[]

interface Job {
  /** File name; `.json` or `.ubj`. */
  readonly model: string
  readonly bytes: Uint8Array
  readonly rows: readonly Row[]
  readonly ranges: readonly (readonly [number, number])[]
  readonly featureMap: string | null
  /** Names of the attributes to ask for. */
  readonly attributes: readonly string[]
}

const folder = installed ? mkdtempSync(join(tmpdir(), "round-trip-")) : ""
const answers = new Map<string, Answer>()

/** The answer to a job, after making sure that XGBoost took the model. */
function answerTo(model: string): Answer {
  const answer = answers.get(model)
  expect(answer, model).toBeDefined()
  expect(answer!.error, model).toBeUndefined()
  return answer!
}

function floats(hex: string): Float32Array {
  const bytes = Buffer.from(hex, "hex")
  return Float32Array.from({ length: bytes.length / 4 }, (_, k) => bytes.readFloatLE(k * 4))
}

function expectSame(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  const at = firstDifference(actual, expected)
  if (at >= 0) expect.fail(`${what}: entry ${at}: expected ${expected[at]}, got ${actual[at]}`)
}

const WRITERS = { json: writeJson, ubj: writeUbjson }
const FORMATS = Object.keys(WRITERS) as (keyof typeof WRITERS)[]

const cases = listCases().filter(({ version, name }) => !REFUSED_BY_17[`${version}/${name}`])
const withDump = cases.filter(
  ({ version, name, files }) =>
    files.includes("dump.json") && /xgboost-(1.7|3.4)/.test(version) && !name.startsWith("gblinear"),
)

function readFixtureText(version: string, name: string, file: string): string {
  return new TextDecoder().decode(readFixture(version, name, file))
}

/** A dump knows neither base score nor objective: any will do here. */
function dumpedBooster(version: string, name: string): Booster {
  const golden = readCase(version, name)
  const outputs = new Set(readBooster(readFixture(version, name, "model.json")).info.treeInfo).size
  return readDump(readFixture(version, name, "dump.json"), {
    baseScore: 0.25,
    objective: outputs > 1 ? "multi:softprob" : "reg:squarederror",
    numOutputs: outputs,
    numFeatures: golden.num_features,
    ...(golden.feature_names ? { featureNames: golden.feature_names } : {}),
  })
}

/** A tree as wide as it must be to hold floats of every kind: all exponents, powers of two, denormals. */
function floatsBooster(): Booster {
  const random = new Random(7)
  const numNodes = 2 ** 15 - 1
  const bits = Int32Array.from({ length: 3 * numNodes }, () => random.bits() | 0)
  for (let exponent = 0; exponent < 255; exponent++) {
    for (let step = -2; step <= 2; step++) bits[exponent * 5 + step + 2] = (exponent << 23) + step
  }
  // Numbers that two decimals of the same length are equally near to: the even digit is the one to print.
  for (let k = 0; k < 2000; k++) bits[2000 + k] = new Int32Array(Float32Array.of(2097152 + k / 4).buffer)[0]
  const values = Array.from(new Float32Array(bits.buffer), value => (Number.isFinite(value) ? value : 0.5))
  const isLeaf = (node: number): boolean => node >= numNodes >> 1
  const each = <T>(make: (node: number) => T): T[] => Array.from({ length: numNodes }, (_, k) => make(k))
  const model = JSON.parse(readFixtureText("xgboost-1.7", "constant_stump", "model.json"))
  const trees = model.learner.gradient_booster.model
  const [stump] = trees.trees
  trees.trees = [
    {
      ...stump,
      base_weights: values.slice(0, numNodes),
      loss_changes: values.slice(numNodes, 2 * numNodes),
      sum_hessian: values.slice(2 * numNodes),
      split_conditions: each(node => values[numNodes - 1 - node]),
      split_indices: each(() => 0),
      split_type: each(() => 0),
      default_left: each(node => node & 1),
      left_children: each(node => (isLeaf(node) ? -1 : 2 * node + 1)),
      right_children: each(node => (isLeaf(node) ? -1 : 2 * node + 2)),
      parents: each(node => (node === 0 ? 2147483647 : (node - 1) >> 1)),
      tree_param: { ...stump.tree_param, num_nodes: `${numNodes}` },
    },
  ]
  trees.tree_info = [0]
  trees.gbtree_model_param.num_trees = "1"
  return readBooster(model)
}

/** Names and attributes with everything that JSON escapes. */
const NAMES = ['quote" \\back/slash', "\\u0041 \\n", "line\nreturn\rtab\t", "Größe 温度 \u{1f332} \uffee"]
const ATTRIBUTES = {
  [NAMES[0]]: NAMES[1],
  [NAMES[3]]: NAMES[2],
  "\u{1f333}": "astral",
  "\uffef": "high",
}

function namesBooster(): Booster {
  const model = JSON.parse(readFixtureText("xgboost-1.7", "names_escaped", "model.json"))
  model.learner.feature_names = NAMES
  model.learner.attributes = ATTRIBUTES
  return readBooster(model)
}

/** Finite float32 numbers in place of the infinities, as the oracle has them. */
function finite(rows: readonly Row[]): Float32Array {
  return flatten(rows).map(value => {
    return Number.isNaN(value)
      ? value
      : Math.max(-3.4028234663852886e38, Math.min(value, 3.4028234663852886e38))
  })
}

/** Python's Booster.attr trips over an empty value. */
function nonEmpty(attributes: ReadonlyMap<string, string>): string[] {
  return [...attributes].flatMap(([name, value]) => (value === "" ? [] : [name]))
}

function caseJobs(): Job[] {
  return cases.flatMap(({ version, name }) => {
    const golden = readCase(version, name)
    const booster = readBooster(readFixture(version, name, "model.json"))
    return FORMATS.map(format => ({
      model: `${version}-${name}.${format}`,
      bytes: WRITERS[format](booster),
      rows: golden.rows,
      ranges: (golden.iteration_range_checks ?? []).map(({ range }) => range),
      attributes: nonEmpty(booster.info.attributes),
      featureMap: hasFixture(version, name, "featmap.txt")
        ? readFixtureText(version, name, "featmap.txt")
        : null,
    })) as Job[]
  })
}

function otherJobs(): Job[] {
  const none = { ranges: [], featureMap: null, attributes: [] }
  const dumps = withDump.map(({ version, name }) => ({
    model: `dump-${version}-${name}.json`,
    bytes: writeJson(dumpedBooster(version, name)),
    rows: readCase(version, name).rows as readonly Row[],
    ...none,
  }))
  return [
    ...dumps,
    ...FORMATS.flatMap(format => [
      { model: `floats.${format}`, bytes: WRITERS[format](floatsBooster()), rows: [[0.5, 1, null]], ...none },
      {
        model: `names.${format}`,
        bytes: WRITERS[format](namesBooster()),
        rows: [[0, 0, 0, 0]],
        ...none,
        attributes: Object.keys(ATTRIBUTES),
      },
    ]),
  ]
}

const counts = { models: 0, margins: 0, predictions: 0, leaves: 0, ranges: 0, saved: 0, dumps: 0 }

describe.skipIf(!installed && !required)("XGBoost 1.7.4", () => {
  beforeAll(async () => {
    if (!installed) return
    const jobs = [...caseJobs(), ...otherJobs()]
    for (const { model, bytes, featureMap } of jobs) {
      writeFileSync(join(folder, model), bytes)
      if (featureMap !== null) writeFileSync(join(folder, `${model}.featmap`), featureMap)
    }
    const listed = jobs.map(({ bytes: _bytes, featureMap, ...job }) => {
      return { ...job, featureMap: featureMap === null ? null : `${job.model}.featmap` }
    })
    writeFileSync(join(folder, "jobs.json"), JSON.stringify(listed))
    const env = { ...process.env, OMP_NUM_THREADS: "1" }
    await promisify(execFile)(python, [script, folder], { env })
    const found = JSON.parse(readFileSync(join(folder, "answers.json"), "utf8")) as { answers: Answer[] }
    found.answers.forEach((answer, k) => {
      answers.set(jobs[k].model, answer)
    })
  })
  afterAll(() => {
    if (folder) rmSync(folder, { recursive: true })
    console.log(table(Object.keys(counts), [Object.values(counts)]))
  })

  it("is installed", () => {
    expect(installed, `${python} with xgboost 1.7.4`).toBe(true)
  })

  for (const { version, name } of cases) {
    it(`loads ${version}/${name}, predicts the same bits and saves the same bytes`, () => {
      const golden = readCase(version, name)
      for (const format of FORMATS) {
        const model = `${version}-${name}.${format}`
        const answer = answerTo(model)
        expectSame(floats(answer.margin), flatten(golden.margin), "margins")
        expectSame(floats(answer.prediction), flatten(golden.prediction), "predictions")
        counts.models++
        counts.margins += floats(answer.margin).length
        counts.predictions += floats(answer.prediction).length
        const own = readBooster(readFileSync(join(folder, model)))
        expect(answer.featureNames).toEqual(own.info.featureNames)
        expect(answer.featureTypes).toEqual(own.model!.featureTypes)
        const attributes = nonEmpty(own.info.attributes).map(key => [key, own.info.attributes.get(key)])
        expect(answer.attributes).toEqual(Object.fromEntries(attributes))
        if (golden.leaf) expectSame(answer.leaf!.flat(), golden.leaf.flat(), "leaf ids")
        counts.leaves += golden.leaf?.flat().length ?? 0
        const checks = golden.iteration_range_checks ?? []
        expect(answer.ranges.length).toBe(checks.length)
        checks.forEach(({ range, margin, prediction }, k) => {
          expectSame(floats(answer.ranges[k].margin), flatten(margin), `margins of rounds ${range}`)
          expectSame(
            floats(answer.ranges[k].prediction),
            flatten(prediction),
            `predictions of rounds ${range}`,
          )
          counts.ranges++
        })
        expectSame(
          readFileSync(join(folder, `${model}.saved`)),
          readFileSync(join(folder, model)),
          `${model} saved again`,
        )
        counts.saved++
      }
    })

    it(`dumps ${version}/${name} as we do`, () => {
      const model = `${version}-${name}.json`
      const { dumps } = answerTo(model)
      const booster = readBooster(readFileSync(join(folder, model)))
      const options = hasFixture(version, name, "featmap.txt")
        ? { featureMap: readFixtureText(version, name, "featmap.txt") }
        : {}
      expect(dumpText(booster, options) === dumps.text, "text").toBe(true)
      expect(dumpText(booster, { ...options, withStats: true }) === dumps.textWithStats, "text").toBe(true)
      expect(dumpJson(booster, options) === dumps.json, "JSON").toBe(true)
      expect(dumpJson(booster, { ...options, withStats: true }) === dumps.jsonWithStats, "JSON").toBe(true)
      expect(dumps.dot.map((_, tree) => dumpDot(booster, tree, options))).toEqual(dumps.dot)
      counts.dumps += 4 + dumps.dot.length
    })
  }

  for (const { version, name } of withDump) {
    it(`loads the dump of ${version}/${name} as a model`, () => {
      const answer = answerTo(`dump-${version}-${name}.json`)
      const golden = readCase(version, name)
      const booster = dumpedBooster(version, name)
      const numRows = golden.rows.length
      const rows = finite(golden.rows as readonly Row[])
      expectSame(floats(answer.margin), booster.predict(rows, { numRows, output: "margin" }), "margins")
      expectSame(answer.leaf!.flat(), booster.predict(rows, { numRows, output: "leaf" }), "leaf ids")
      counts.models++
    })
  }

  it("prints and reads floats as we do", () => {
    for (const format of FORMATS) {
      answerTo(`floats.${format}`)
      const written = readFileSync(join(folder, `floats.${format}`))
      expectSame(readFileSync(join(folder, `floats.${format}.saved`)), written, format)
    }
    const { dumps } = answerTo("floats.json")
    const booster = floatsBooster()
    expect(dumpText(booster, { withStats: true }) === dumps.textWithStats).toBe(true)
  })

  it("reads names and attributes whatever they hold", () => {
    for (const format of FORMATS) {
      const { featureNames, attributes } = answerTo(`names.${format}`)
      expect(featureNames).toEqual(NAMES)
      expect(attributes).toEqual({ ...ATTRIBUTES })
    }
  })
})
