/** Training against XGBoost 1.7's `hist` itself, where Debian's python3-xgboost is installed: the same trees. */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Trained, type TrainingParameters, train } from "../../../src/entries/training.ts"
import { openPack, readBooster, writeJson, writePack, writeUbjson } from "../../../src/entries/trees.ts"
import { firstDifference } from "../../support/float32.ts"
import { oneHotTable, type SmallTable, smallTable } from "./tables.ts"

const python = "/usr/bin/python3"
const script = fileURLToPath(new URL("xgboost-1.7.py", import.meta.url))
const probe = spawnSync(python, ["-c", "import xgboost; print(xgboost.__version__)"], { encoding: "utf8" })
const installed = probe.status === 0 && probe.stdout.startsWith("1.7.")
const required = process.env["CI"] === "true"
if (!installed && !required)
  console.log(`training oracle skipped: ${python} with xgboost 1.7 is not installed`)

interface Case {
  /** Ours. */
  readonly parameters: TrainingParameters
  /** The same for XGBoost, where its name or its form differs. */
  readonly theirs?: Readonly<Record<string, unknown>>
  readonly labels?: (table: SmallTable) => Float32Array
  readonly isWeighted?: boolean
}

const isHigh = ({ labels }: SmallTable): Float32Array => labels.map(label => +(label > 2.4))
const asShare = ({ labels }: SmallTable): Float32Array => labels.map(label => Math.min(1, label / 5))
const asCount = ({ labels }: SmallTable): Float32Array => labels.map(label => Math.round(label * label))

/** XGBoost 1.7 leaves the learning rate out where it resets leaves, later versions do not: with 1 they agree. */
const ROBUST = { objective: "reg:absoluteerror", learningRate: 1 } as const

const CASES: Readonly<Record<string, Case>> = {
  "the defaults": { parameters: {} },
  weights: { parameters: {}, isWeighted: true },
  "few bins": { parameters: { maxBins: 13 }, isWeighted: true },
  min_child_weight: { parameters: { minChildWeight: 40 } },
  "alpha and lambda": { parameters: { alpha: 2, lambda: 0.5 } },
  gamma: { parameters: { gamma: 1 } },
  max_delta_step: { parameters: { maxDeltaStep: 0.3 } },
  "monotone constraints": {
    parameters: { monotoneConstraints: [1, -1, 0, 1, 0, -1] },
    theirs: { monotone_constraints: "(1,-1,0,1,0,-1)" },
  },
  "interaction constraints": {
    parameters: {
      interactionConstraints: [
        [0, 1],
        [2, 3, 4],
      ],
    },
    theirs: { interaction_constraints: "[[0,1],[2,3,4]]" },
  },
  lossguide: { parameters: { growPolicy: "lossguide", maxLeaves: 9, maxDepth: 0 } },
  "lossguide within a depth": { parameters: { growPolicy: "lossguide", maxDepth: 3 } },
  "few leaves": { parameters: { maxLeaves: 9 } },
  "no limit of depth": { parameters: { maxDepth: 0, minChildWeight: 5 } },
  "binary:logistic": { parameters: { objective: "binary:logistic" }, labels: isHigh },
  "reg:logistic": {
    parameters: { objective: "reg:logistic", baseScore: 0.3 },
    labels: asShare,
    isWeighted: true,
  },
  "count:poisson": { parameters: { objective: "count:poisson" }, labels: asCount },
  "reg:absoluteerror": { parameters: ROBUST },
  "reg:absoluteerror with weights": { parameters: ROBUST, isWeighted: true },
  // Every label is one of a few, so that residuals tie as well, and an even number of them has its median between two.
  "reg:absoluteerror, labels that tie": {
    parameters: ROBUST,
    labels: ({ labels }) => labels.map(label => Math.round(label * 2) / 3),
  },
}

/** XGBoost's names are ours in snake case, with three exceptions. */
function theirsOf({ parameters, theirs }: Case): Readonly<Record<string, unknown>> {
  const names: Readonly<Record<string, string>> = { maxBins: "max_bin" }
  const plain = Object.entries(parameters).filter(([name]) => !name.endsWith("Constraints"))
  const renamed = plain.map(([name, value]) => {
    return [names[name] ?? name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`), value]
  })
  return { ...Object.fromEntries(renamed), ...theirs }
}

interface Tree {
  readonly [field: string]: readonly number[]
}

interface Model {
  readonly learner: {
    readonly gradient_booster: { readonly model: { readonly trees: readonly Tree[] } }
    readonly learner_model_param: object
    readonly objective: object
  }
}

interface Answer {
  readonly tables: readonly { readonly model: Model; readonly margins: readonly number[] }[]
  readonly models: readonly (readonly number[])[]
}

/** All but `loss_changes`, which XGBoost rounds by its compiler's order in a few places. */
const SAME = [
  "left_children",
  "right_children",
  "parents",
  "split_indices",
  "split_conditions",
  "default_left",
  "sum_hessian",
  "base_weights",
]

const NUM_TREES = 8
const tables = { "no missing values": smallTable(500, 0, 1), "missing values": smallTable(500, 0.1, 2) }
/**
 * Robust losses have gradients of whole numbers, and one-hot columns few ways to divide them: many splits gain the
 * same. Constraints name features of the small tables, and are not asked of these.
 */
const oneHot = oneHotTable(600, 3)
const onOneHot = Object.entries(CASES).filter(([name]) => !/constraints/.test(name))
const runs = [
  ...Object.entries(CASES).flatMap(([name, each]) =>
    Object.entries(tables).map(([kind, table]) => ({ name: `${name}, ${kind}`, each, table })),
  ),
  ...onOneHot.map(([name, each]) => ({ name: `${name}, one-hot columns`, each, table: oneHot })),
]

const plain = (rows: Float32Array): (number | null)[] => {
  return Array.from(rows, value => (Number.isNaN(value) ? null : value))
}

describe.skipIf(!installed && !required)("XGBoost 1.7", () => {
  const folder = mkdtempSync(join(tmpdir(), "training-"))
  const trained = new Map<string, Trained>()
  let answer: Answer

  beforeAll(async () => {
    expect(installed, `${python} with xgboost 1.7`).toBe(true)
    const jobs: object[] = []
    const models: object[] = []
    for (const [index, { name, each, table }] of runs.entries()) {
      const { rows, numFeatures, weights } = table
      const labels = each.labels?.(table) ?? table.labels
      const data = { rows, numFeatures, labels, ...(each.isWeighted ? { weights } : {}) }
      const result = await train(data, { maxDepth: 4, maxBins: 32, ...each.parameters, numTrees: NUM_TREES })
      trained.set(name, result)
      const parameters = { max_depth: 4, max_bin: 32, ...theirsOf(each) }
      const shown = { rows: plain(rows), numFeatures }
      const own = each.isWeighted ? Array.from(weights) : null
      jobs.push({ ...shown, labels: Array.from(labels), weights: own, parameters, numTrees: NUM_TREES })
      for (const [ending, write] of [["json", writeJson] as const, ["ubj", writeUbjson] as const]) {
        const file = join(folder, `${index}.${ending}`)
        writeFileSync(file, write(result.booster))
        models.push({ ...shown, file })
      }
    }
    const input = JSON.stringify({ tables: jobs, models })
    answer = JSON.parse(execFileSync(python, [script], { input, encoding: "utf8", maxBuffer: 1 << 28 }))
  }, 120_000)

  afterAll(() => rmSync(folder, { recursive: true }))

  for (const [index, { name, table }] of runs.entries()) {
    test(`grows the same trees: ${name}`, () => {
      const { booster } = trained.get(name)!
      const ours = JSON.parse(new TextDecoder().decode(writeJson(booster))) as Model
      const { model, margins } = answer.tables[index]!
      const theirTrees = model.learner.gradient_booster.model.trees
      const ourTrees = ours.learner.gradient_booster.model.trees
      expect(ourTrees.length).toBe(NUM_TREES)
      // A trained model of one leaf would agree with anything.
      expect(ourTrees.some(tree => tree["left_children"]!.length > 3)).toBe(true)
      for (const [at, tree] of ourTrees.entries()) {
        for (const field of SAME) expect(tree[field], `tree ${at}, ${field}`).toEqual(theirTrees[at]![field])
      }
      const found = booster.predict(table.rows, { numRows: table.numRows, output: "margin" })
      expect(firstDifference(found, Float32Array.from(margins))).toBe(-1)
    })

    test(`gains of ${name} are XGBoost's but for rounding`, () => {
      const { booster } = trained.get(name)!
      const { model } = answer.tables[index]!
      for (const [at, tree] of model.learner.gradient_booster.model.trees.entries()) {
        const gains = booster.model!.trees[at]!.lossChanges!
        const weights = tree["base_weights"]!
        tree["loss_changes"]!.forEach((gain, node) => {
          // A gain is the difference of two float32 numbers, the lesser of them about hessian · weight².
          const size = gain + tree["sum_hessian"]![node]! * weights[node]! ** 2
          expect(Math.abs(gains[node]! - gain)).toBeLessThanOrEqual(2 ** -21 * size)
        })
      }
    })

    test(`loads and predicts the same bits: ${name}`, async () => {
      const { booster } = trained.get(name)!
      const { rows, numRows } = table
      const margins = booster.predict(rows, { numRows, output: "margin" })
      for (const theirs of answer.models.slice(2 * index, 2 * index + 2)) {
        expect(firstDifference(margins, Float32Array.from(theirs))).toBe(-1)
      }
      const copies = [readBooster(writeJson(booster)), await openPack(await writePack(booster))]
      for (const copy of copies) {
        expect(firstDifference(copy.predict(rows, { numRows, output: "margin" }), margins)).toBe(-1)
      }
    })
  }

  test("names objective and base score as XGBoost does", () => {
    for (const [index, { name }] of runs.entries()) {
      const ours = JSON.parse(new TextDecoder().decode(writeJson(trained.get(name)!.booster))) as Model
      const { learner } = answer.tables[index]!.model
      expect(ours.learner.objective, name).toEqual(learner.objective)
      expect(ours.learner.learner_model_param, name).toMatchObject({
        ...learner.learner_model_param,
        boost_from_average: expect.stringMatching(/[01]/),
      })
    }
  })
})
