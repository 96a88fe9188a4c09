/**
 * Other ways to evaluate the first model of a scenario in JavaScript, each as its package is meant to be used:
 * `peers.ts <scenario>`, on Node.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { pathToFileURL } from "node:url"
import { rival, versionOf } from "./rival.ts"
import { readScenario, SINGLE_ROWS } from "./scenario.ts"
import { type Candidate, serve } from "./serve.ts"
import { readFloats, readTrees, type Trees } from "./trees.ts"

/** Rows of a batch, and rows compared: the slowest ones take milliseconds a row. */
const BATCH_ROWS = 1000
const COMPARED_ROWS = 64

const scenario = readScenario(process.argv[2]!)
const { numFeatures } = scenario
const trees = readTrees(scenario.models[0]!)
const rows = readFloats(scenario.rows)
const single = Array.from({ length: SINGLE_ROWS }, (_, i) =>
  rows.slice(i * numFeatures, (i + 1) * numFeatures),
)

async function answersOf(predict: (row: number) => number | Promise<number>): Promise<Float32Array> {
  const answers = new Float32Array(COMPARED_ROWS)
  for (let i = 0; i < COMPARED_ROWS; i++) answers[i] = await predict(i)
  return answers
}

let at = 0
function nextRow(): number {
  at = (at + 1) % SINGLE_ROWS
  return at
}

async function nestedIfs(): Promise<Candidate[]> {
  const { predict } = await import(pathToFileURL(join(scenario.generated, "nested", "nested.mjs")).href)
  const run = (calls: number): void => {
    for (let i = 0; i < calls; i++) predict(single[nextRow()])
  }
  return [{ id: "nested_js.row", rows: 1, answers: () => answersOf(i => predict(single[i])), run }]
}

interface DumpNode {
  readonly nodeid: number
  readonly leaf?: number
  readonly split?: string
  readonly split_condition?: number
  readonly yes?: number
  readonly no?: number
  readonly missing?: number
  readonly children?: readonly DumpNode[]
}

function dumpNode(from: Trees, root: number, node: number, scale: number): DumpNode {
  const { left, right, features, values, defaultLeft } = from
  const nodeid = node - root
  if (left[node]! < 0) return { nodeid, leaf: values[node]! * scale }
  const [yes, no] = [left[node]! - root, right[node]! - root]
  return {
    nodeid,
    split: `f${features[node]}`,
    split_condition: values[node]!,
    yes,
    no,
    missing: defaultLeft[node] ? yes : no,
    children: [dumpNode(from, root, root + yes, scale), dumpNode(from, root, root + no, scale)],
  }
}

interface ScorerModule {
  readonly default: {
    create(dump: readonly DumpNode[]): Promise<{ scoreSingleInstance(row: Record<string, number>): number }>
  }
}

/**
 * It ends every sum in a sigmoid and knows no base score. Leaves scaled by a power of two keep the sigmoid
 * where it can be undone; that changes neither the trees nor the work.
 */
async function xgboostScorer(): Promise<Candidate[]> {
  const scale = 2 ** -5
  const dump = Array.from({ length: trees.numTrees }, (_, t) =>
    dumpNode(trees, trees.roots[t]!, trees.roots[t]!, scale),
  )
  const scorer = await rival<ScorerModule>("xgboost-scorer").default.create(dump)
  const records = single.map(row => Object.fromEntries(Array.from(row, (value, i) => [`f${i}`, value])))
  const undone = (i: number): number => {
    const probability = scorer.scoreSingleInstance(records[i]!)
    return Math.log(probability / (1 - probability)) / scale + trees.baseScore
  }
  const run = (calls: number): void => {
    for (let i = 0; i < calls; i++) scorer.scoreSingleInstance(records[nextRow()]!)
  }
  return [{ id: "xgboost_scorer.row", rows: 1, answers: () => answersOf(undone), run }]
}

interface Tensor {
  readonly data: Float32Array
}
interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads: number } }
  readonly Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => Tensor
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{ run(feeds: { rows: Tensor }): Promise<{ margins: Tensor }> }>
  }
}

async function onnx(name: "onnxruntime-node" | "onnxruntime-web", options: object): Promise<Candidate[]> {
  const runtime = rival<OnnxRuntime>(name)
  if (name === "onnxruntime-web") runtime.env.wasm.numThreads = 1
  const session = await runtime.InferenceSession.create(
    readFileSync(join(scenario.generated, "onnx", "model.onnx")),
    options,
  )
  const predict = async (values: Float32Array, numRows: number): Promise<Float32Array> => {
    const input = new runtime.Tensor("float32", values, [numRows, numFeatures])
    return (await session.run({ rows: input })).margins.data
  }
  const batch = rows.slice(0, BATCH_ROWS * numFeatures)
  const id = name.replace("-", "_")
  return [
    {
      id: `${id}.row`,
      rows: 1,
      answers: () => answersOf(async i => (await predict(single[i]!, 1))[0]!),
      async run(calls) {
        for (let i = 0; i < calls; i++) await predict(single[nextRow()]!, 1)
      },
    },
    {
      id: `${id}.batch`,
      rows: BATCH_ROWS,
      answers: () => predict(batch, BATCH_ROWS),
      async run(calls) {
        for (let i = 0; i < calls; i++) await predict(batch, BATCH_ROWS)
      },
    },
  ]
}

const makers: Record<string, () => Promise<Candidate[]>> = {
  nested_js: nestedIfs,
  xgboost_scorer: xgboostScorer,
  onnxruntime_node: () => onnx("onnxruntime-node", { intraOpNumThreads: 1, interOpNumThreads: 1 }),
  onnxruntime_web: () => onnx("onnxruntime-web", { executionProviders: ["wasm"] }),
}
const candidates: Candidate[] = []
const dropped: Record<string, string> = {}
const notes: Record<string, string> = {}
for (const [name, make] of Object.entries(makers)) {
  try {
    candidates.push(...(await make()))
    if (name !== "nested_js") notes[name] = `${name.replace("_", "-")} ${versionOf(name.replace("_", "-"))}`
  } catch (error) {
    dropped[name] = error instanceof Error ? error.message : String(error)
  }
}
await serve(candidates, dropped, notes)
