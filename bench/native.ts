/**
 * One row and a batch of the full-scale model against native XGBoost called from Python, in one run,
 * rounds interleaved: `npm run bench:native -- --large <folder with model.json.gz, model.ubj.gz, rows.f32>`.
 * Costs are process CPU time; outputs are compared before anything is timed.
 */
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { parseArgs } from "node:util"
import { gunzipSync } from "node:zlib"
import { readBooster } from "jahs-bench-201/trees"
import { environment, median, writeResult } from "./support.ts"

const PYTHON = process.env["XGBOOST_PYTHON"] ?? "/usr/bin/python3"
const ROUNDS = 15

const { values } = parseArgs({ options: { large: { type: "string" } } })
if (!values.large) {
  console.error(
    "usage: npm run bench:native -- --large <folder with model.json.gz, model.ubj.gz and rows.f32>",
  )
  process.exit(2)
}

const model = gunzipSync(readFileSync(join(values.large, "model.ubj.gz")))
const booster = readBooster(model, { source: "model.ubj" })
const { numFeatures } = booster
const rows = new Float32Array(new Uint8Array(readFileSync(join(values.large, "rows.f32"))).buffer)
const numRows = rows.length / numFeatures

const folder = mkdtempSync(join(tmpdir(), "native-"))
writeFileSync(join(folder, "model.ubj"), model)
const script = join(import.meta.dirname, "native-row.py")
const python = spawn(
  PYTHON,
  [script, join(folder, "model.ubj"), join(values.large, "rows.f32"), `${numFeatures}`],
  {
    stdio: ["pipe", "pipe", "inherit"],
  },
)
const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]()

async function answer(): Promise<Record<string, unknown>> {
  const { value, done } = await answers.next()
  if (done) throw new Error(`${PYTHON} with xgboost ended early`)
  return JSON.parse(value)
}

async function native(command: "row" | "batch", count: number): Promise<number> {
  python.stdin.write(`${command} ${count}\n`)
  return (await answer())["nanoseconds"] as number
}

/** CPU nanoseconds of this process for each unit of `work`. */
function ours(units: number, work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return ((user + system) * 1000) / units
}

const { version } = await answer()
python.stdin.write("predict 0\n")
const expected = Float32Array.from((await answer())["prediction"] as number[])
const actual = booster.predict(rows, { numRows })
const different = actual.reduce((sum, value, i) => sum + +!Object.is(value, expected[i]), 0)
if (different > 0) throw new Error(`${different} of ${numRows} predictions differ from XGBoost's`)

const out = new Float32Array(1)
const single = Array.from({ length: numRows }, (_, i) =>
  rows.subarray(i * numFeatures, (i + 1) * numFeatures),
)
const times = {
  row: [] as number[],
  nativeRow: [] as number[],
  batch: [] as number[],
  nativeBatch: [] as number[],
}
for (let round = 0; round < ROUNDS; round++) {
  times.row.push(
    ours(numRows, () => {
      for (const row of single) booster.predict(row, { out })
    }),
  )
  times.nativeRow.push(await native("row", numRows))
  times.batch.push(ours(numRows, () => booster.predict(rows, { numRows })))
  times.nativeBatch.push(await native("batch", 1))
}
python.stdin.end()
rmSync(folder, { recursive: true })

const microseconds = (list: number[]): number => Math.round(median(list) / 10) / 100
const result = {
  ...environment(),
  native: `XGBoost ${version}, inplace_predict from Python, one thread`,
  model: { trees: booster.numTrees, rows: numRows, differences: different },
  microsecondsPerRow: {
    row: microseconds(times.row),
    nativeRow: microseconds(times.nativeRow),
    batch: microseconds(times.batch),
    nativeBatch: microseconds(times.nativeBatch),
  },
  timesFaster: {
    row: Math.round((median(times.nativeRow) / median(times.row)) * 100) / 100,
    batch: Math.round((median(times.nativeBatch) / median(times.batch)) * 100) / 100,
  },
}
writeResult("native", result)
