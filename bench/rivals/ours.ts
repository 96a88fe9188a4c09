/**
 * The package, and a naive walk over flat arrays in the same process: `ours.ts <scenario> one|seven|query`.
 * Runs on Node, Deno and Bun. One loaded model and seven are processes of their own: engines compile a kernel
 * that has only ever seen one model differently.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { type Benchmark, type Booster, type Configuration, openBenchmark, readUbjson } from "../package.ts"
import { BATCH_ROWS, type QueryScenario, readScenario, SEVEN_BATCH_ROWS, SINGLE_ROWS } from "./scenario.ts"
import { type Candidate, serve } from "./serve.ts"
import { naiveWalk, readFloats, readTrees } from "./trees.ts"

/** Rows of the naive walk's batch: it costs the same for any number, and a batch of all would take seconds. */
const NAIVE_ROWS = 500

const [path, mode] = process.argv.slice(2)
const scenario = readScenario(path!)
const { numFeatures } = scenario

function boosterCandidates(folders: readonly string[]): Candidate[] {
  const boosters: Booster[] = folders.map(folder => readUbjson(readFileSync(join(folder, "model.ubj"))))
  const rows = readFloats(scenario.rows)
  const missing = readFloats(scenario.missing)
  const single = Array.from({ length: SINGLE_ROWS }, (_, i) =>
    rows.slice(i * numFeatures, (i + 1) * numFeatures),
  )
  const batchRows = boosters.length === 1 ? BATCH_ROWS : SEVEN_BATCH_ROWS
  const batch = rows.subarray(0, batchRows * numFeatures)
  const one = { out: new Float32Array(1) }
  const many = { numRows: batchRows, out: new Float32Array(batchRows) }
  let at = 0

  function everyRow(): Float32Array {
    const answers = new Float32Array(boosters.length * SINGLE_ROWS)
    boosters.forEach((booster, i) => {
      single.forEach((row, k) => {
        answers[i * SINGLE_ROWS + k] = booster.predict(row)[0]!
      })
    })
    return answers
  }
  function everyBatch(of: Float32Array): Float32Array {
    const numRows = of.length / numFeatures
    const answers = new Float32Array(boosters.length * numRows)
    boosters.forEach((booster, i) => {
      answers.set(booster.predict(of, { numRows }), i * numRows)
    })
    return answers
  }
  return [
    {
      id: "ours.row",
      rows: boosters.length,
      answers: everyRow,
      run(calls) {
        for (let i = 0; i < calls; i++) {
          at = (at + 1) % SINGLE_ROWS
          const row = single[at]!
          for (const booster of boosters) booster.predict(row, one)
        }
      },
    },
    {
      id: "ours.batch",
      rows: boosters.length * batchRows,
      answers: () => everyBatch(batch),
      run(calls) {
        for (let i = 0; i < calls; i++) for (const booster of boosters) booster.predict(batch, many)
      },
    },
    {
      id: "ours.missing",
      rows: 0,
      answers: () => everyBatch(missing),
      run() {
        throw new Error("rows with missing values are compared, not timed")
      },
    },
  ]
}

function naiveCandidates(folders: readonly string[]): Candidate[] {
  const walks = folders.map(folder => naiveWalk(readTrees(folder)))
  const rows = readFloats(scenario.rows)
  let at = 0
  const answers = (numRows: number) => () =>
    Float32Array.from(
      walks.flatMap(walk => Array.from({ length: numRows }, (_, i) => walk(rows, i * numFeatures))),
    )
  const sink = new Float32Array(NAIVE_ROWS)
  return [
    {
      id: "naive.row",
      rows: walks.length,
      answers: answers(SINGLE_ROWS),
      run(calls) {
        for (let i = 0; i < calls; i++) {
          at = (at + 1) % SINGLE_ROWS
          for (const walk of walks) sink[0] = walk(rows, at * numFeatures)
        }
      },
    },
    {
      id: "naive.batch",
      rows: walks.length * NAIVE_ROWS,
      answers: answers(NAIVE_ROWS),
      run(calls) {
        for (let i = 0; i < calls; i++) {
          for (const walk of walks) {
            for (let row = 0; row < NAIVE_ROWS; row++) sink[row] = walk(rows, row * numFeatures)
          }
        }
      },
    },
  ]
}

interface Question {
  readonly configuration: Configuration
  readonly epoch: number
}

async function queryCandidate(query: QueryScenario): Promise<Candidate> {
  const source = query.pack === null ? {} : { source: new Uint8Array(readFileSync(query.pack)) }
  const benchmark: Benchmark = await openBenchmark({ task: "cifar10", ...source })
  const questions: Question[] = JSON.parse(readFileSync(query.questions, "utf8"))
  let at = 0
  return {
    id: "ours.query",
    rows: 1,
    answers() {
      const results = questions.map(({ configuration, epoch }) => benchmark.query(configuration, { epoch }))
      return Float32Array.from(
        query.metrics.flatMap(metric => results.map(result => result[metric as "FLOPS"])),
      )
    },
    run(calls) {
      for (let i = 0; i < calls; i++) {
        at = (at + 1) % questions.length
        const { configuration, epoch } = questions[at]!
        benchmark.query(configuration, { epoch })
      }
    },
  }
}

if (mode === "query") await serve([await queryCandidate(scenario.query!)])
else {
  const folders = mode === "one" ? scenario.models.slice(0, 1) : scenario.models
  const isNode = !("deno" in process.versions) && !("bun" in process.versions)
  await serve([...boosterCandidates(folders), ...(isNode ? naiveCandidates(folders) : [])])
}
