/**
 * A table of a million rows, synthetic, of the official tables' width: time to open it and to ask it, and resident
 * memory, in a fresh process each; into bench/results/recorded.json: `npm run bench:recorded`. Times are processor
 * times: other work on the machine does not count.
 */
import { execFileSync } from "node:child_process"
import { closeSync, mkdirSync, openSync, statSync, writeSync } from "node:fs"
import { join } from "node:path"
import { createRandom } from "../src/random/generator.ts"
import { officialTableCard } from "../src/release/official-table-card.ts"
import { GROUP_ROWS, type TableColumn, TableWriter } from "../src/release/table-writer.ts"
import { jahsSpace } from "../src/space/index.ts"
import { atMost, environment, median, ROOT, rounded, writeResult } from "./support.ts"

const ROWS = 1_000_000
const EPOCHS = 200
const QUERIES = 20_000
const ROUNDS = 3
const FILE = join(ROOT, ".tmp", "bench", "million.parquet")
/** Those of the official tables. */
const LABELS: readonly string[] = [
  ...["train-acc", "train-loss", "train-duration", "valid-acc", "valid-loss", "valid-duration"],
  ...["test-acc", "test-loss", "test-duration", "FLOPS", "latency", "runtime", "size_MB"],
]
const TYPES = { string: "STRING", boolean: "BOOLEAN", integer: "INT32", float: "DOUBLE" } as const

const hyperparameters: readonly TableColumn[] = jahsSpace.hyperparameters.map(hyperparameter => ({
  name: hyperparameter.name,
  type: "valueType" in hyperparameter ? TYPES[hyperparameter.valueType] : "DOUBLE",
}))
const columns: readonly TableColumn[] = [
  ...hyperparameters,
  { name: "epoch", type: "INT32" },
  ...LABELS.map((name): TableColumn => ({ name, type: "DOUBLE" })),
]

/** Runs of 200 epochs one after the other, every value different, as measured ones are. */
async function writeTable(): Promise<void> {
  mkdirSync(join(ROOT, ".tmp", "bench"), { recursive: true })
  const file = openSync(FILE, "w")
  const writer = new TableWriter(columns, "million.parquet")
  const random = createRandom(1)
  let configuration = jahsSpace.sample(random) as unknown as Record<string, unknown>
  for (let from = 0; from < ROWS; from += GROUP_ROWS) {
    const numRows = Math.min(GROUP_ROWS, ROWS - from)
    const batch = new Map<string, unknown[] | Float64Array>()
    for (const { name } of [...hyperparameters, { name: "epoch" }]) batch.set(name, new Array(numRows))
    for (const name of LABELS)
      batch.set(
        name,
        Float64Array.from({ length: numRows }, () => 100 * random.random()),
      )
    for (let i = 0; i < numRows; i++) {
      if ((from + i) % EPOCHS === 0)
        configuration = jahsSpace.sample(random) as unknown as Record<string, unknown>
      for (const { name } of hyperparameters) batch.get(name)![i] = configuration[name] as number
      batch.get("epoch")![i] = ((from + i) % EPOCHS) + 1
    }
    writeSync(file, await writer.add(batch, numRows))
  }
  const origin = { task: "cifar10", release: "synthetic", archive: "none", files: [], version: "0" } as const
  const counts = { numRows: writer.rows, numConfigurations: writer.configurations }
  writeSync(file, await writer.end(officialTableCard(origin, counts, columns), LABELS))
  closeSync(file)
}

/** What the child prints. */
interface Measured {
  readonly rows: number
  readonly configurations: number
  readonly columns: number
  readonly open: { readonly cpuMs: number; readonly wallMs: number }
  readonly queryMicros: number
  readonly trajectoryMicros: number
  readonly nearestMs: number
  readonly residentBefore: number
  readonly residentOpened: number
  readonly peakOpening: number
  readonly peak: number
}

function measure(metrics: string): object {
  const child = join(import.meta.dirname, "recorded-child.mjs")
  const rounds = Array.from({ length: ROUNDS }, () => {
    const out = execFileSync("node", [child, FILE, metrics, `${QUERIES}`], { cwd: ROOT, encoding: "utf8" })
    return JSON.parse(out) as Measured
  })
  const of = (pick: (one: Measured) => number): number => rounded(median(rounds.map(pick)))
  const megabytes = (pick: (one: Measured) => number): number => rounded(of(pick) / 1e6)
  const [{ rows, configurations, columns: numColumns }] = rounds as [Measured]
  return {
    rows,
    configurations,
    columns: numColumns,
    openCpuMs: of(one => one.open.cpuMs),
    queryMicros: of(one => one.queryMicros),
    trajectoryMicros: of(one => one.trajectoryMicros),
    nearestMs: of(one => one.nearestMs),
    residentBeforeMB: megabytes(one => one.residentBefore),
    residentOpenedMB: megabytes(one => one.residentOpened),
    peakOpeningMB: megabytes(one => one.peakOpening),
  }
}

await writeTable()
const all = measure("all") as { readonly peakOpeningMB: number }
const one = measure("valid-acc")
const goals = [atMost("peak resident megabytes of a million rows, all labels", 200, all.peakOpeningMB)]
const fileBytes = statSync(FILE).size
console.log(fileBytes, all, one, goals)
writeResult("recorded", { environment: environment(), fileBytes, labels: { all, one }, goals })
if (goals.some(goal => !goal.met)) process.exitCode = 1
