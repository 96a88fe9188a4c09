/**
 * Writes the audits in `docs/audits/`: of the bundled releases with their pages, of both replicas of the official
 * release in `test/fixtures/`, and, where `--predictions` names the folder of published predictions (a
 * `<task>.csv.gz` each), of those. With `--predictions`, also what repair does to the scores on the held-out runs.
 */
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Readable } from "node:stream"
import { parseArgs } from "node:util"
import { createGunzip, gunzipSync } from "node:zlib"
import { Benchmark } from "../src/benchmark/benchmark.ts"
import type { TaskName } from "../src/benchmark/index.ts"
import { bundledReleases, DEFAULT_RELEASE } from "../src/benchmark/task.ts"
import { memorySource } from "../src/bytes/byte-source.ts"
import { tarEntries } from "../src/bytes/tar.ts"
import { openBenchmark } from "../src/entries/index.web.ts"
import { meanAbsoluteError, r2Score } from "../src/numeric/fit-scores.ts"
import { importRelease, joinPacks } from "../src/release/index.ts"
import { readPairs } from "../src/release/pairs-csv.ts"
import type { Configuration } from "../src/space/index.ts"
import { openReleasePack } from "../src/surrogate/release-pack.ts"
import { type Audit, audit } from "../src/testing/audit.ts"
import { auditPage } from "../src/testing/audit-page.ts"
import { type AnsweredPoint, auditRecords } from "../src/testing/audit-records.ts"

const root = join(import.meta.dirname, "..")
const folder = join(root, "docs", "audits")
const { values } = parseArgs({ options: { predictions: { type: "string" }, only: { type: "string" } } })

function write(name: string, found: Audit, benchmark: Benchmark | null): void {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(found, null, 1)}\n`)
  if (benchmark !== null) writeFileSync(join(folder, `${name}.html`), auditPage(found, benchmark))
  console.log(`${name}: ${found.entries.length} laws`)
}

async function open(task: TaskName, bytes: Uint8Array): Promise<Benchmark> {
  return new Benchmark(task, await openReleasePack(memorySource(bytes, `${task}.bin`)))
}

async function replicaPacks(replica: string): Promise<Map<TaskName, Uint8Array>> {
  const path = join(root, "test", "fixtures", replica, "assembled_surrogates.tar")
  const parts = new Map<TaskName, Uint8Array[]>()
  const entries = tarEntries(new Response(readFileSync(path)).body!, replica)
  await importRelease({ entries, archive: replica, release: replica, version: "0" }, ({ task }, pack) => {
    parts.set(task, [...(parts.get(task) ?? []), pack])
  })
  const joined = new Map<TaskName, Uint8Array>()
  for (const [task, packs] of parts) joined.set(task, (await joinPacks(task, packs)).bytes)
  return joined
}

async function readPredictions(path: string): Promise<AnsweredPoint[]> {
  const stream = Readable.toWeb(createReadStream(path).pipe(createGunzip())) as ReadableStream<Uint8Array>
  const records: AnsweredPoint[] = []
  for await (const { config, epoch, values } of readPairs(stream, path)) {
    records.push({ configuration: config as unknown as Configuration, epoch, values })
  }
  return records
}

/** How close answers are to published ones, as the cards measure it. */
function scoresOf(answers: readonly number[], published: readonly number[]): { R2: number; MAE: number } {
  return { R2: r2Score(published, answers), MAE: meanAbsoluteError(published, answers) }
}

/** Runs of the records, line by line, from the last column. */
function runsOf(path: string): string[] {
  const [head, ...lines] = gunzipSync(readFileSync(path)).toString().trimEnd().split("\n")
  const at = head!.split(",").indexOf("run")
  return lines.map(line => line.trimEnd().split(",")[at]!)
}

/** Scores on the held-out runs, as released and repaired. */
async function repairScores(task: TaskName, path: string): Promise<object> {
  const source = readFileSync(join(root, "models", DEFAULT_RELEASE, `${task}.bin`))
  const plain = await openBenchmark({ task, source })
  const repaired = await openBenchmark({ task, source, repair: true })
  const runs = runsOf(path)
  const all = await readPredictions(path)
  if (runs.length !== all.length) throw new Error(`${path}: ${runs.length} runs of ${all.length} records`)
  // Queries that the runs of the fit asked, too, were seen: the card's held-out rows leave them out.
  const keyOf = ({ configuration, epoch }: AnsweredPoint): string => JSON.stringify([configuration, epoch])
  const isHeld = runs.map(run => plain.card.holdoutRuns.includes(run))
  const seen = new Set(all.filter((_, i) => !isHeld[i]).map(keyOf))
  const records = all.filter((record, i) => isHeld[i] && !seen.has(keyOf(record)))
  const scores = (["runtime", "size_MB", "FLOPS"] as const).map(metric => {
    const published = records.map(({ values }) => values.get(metric)!)
    const answers = (benchmark: Benchmark): number[] =>
      records.map(
        ({ configuration, epoch }) => benchmark.query(configuration, { epoch, metrics: [metric] })[metric],
      )
    const released = scoresOf(answers(plain), published)
    return [metric, { rows: records.length, released, repaired: scoresOf(answers(repaired), published) }]
  })
  return Object.fromEntries(scores)
}

mkdirSync(folder, { recursive: true })
const wanted = (name: string): boolean => values.only === undefined || name.startsWith(values.only)

for (const task of ["cifar10", "fashion_mnist"] as const) {
  for (const release of Object.keys(bundledReleases)) {
    if (!wanted(`${release}-${task}`)) continue
    const pack = readFileSync(join(root, "models", release, `${task}.bin`))
    const benchmark = await open(task, pack)
    write(`${release}-${task}`, await audit(benchmark), benchmark)
  }
  const path = values.predictions && join(values.predictions, `${task}.csv.gz`)
  if (path && existsSync(path) && wanted(`predictions-${task}`)) {
    const found = auditRecords(await readPredictions(path), {
      task,
      release: "official-1.1.0",
      notice: "published predictions of the official surrogates, recorded by deephyper/bo-moo (2023)",
    })
    write(`predictions-${task}`, found, null)
  }
  if (path && existsSync(path) && wanted(`repair-${task}`)) {
    const scores = await repairScores(task, path)
    writeFileSync(join(folder, `repair-${task}.json`), `${JSON.stringify(scores, null, 1)}\n`)
  }
}

for (const replica of ["official-1.7", "official-1.5"]) {
  if (!wanted(`replica-${replica}`)) continue
  for (const [task, bytes] of await replicaPacks(replica)) {
    const benchmark = await open(task, bytes)
    const otherData = "the replica was fitted to made-up data with bounds of its own"
    const found = await audit(benchmark, { otherData, numSamples: 300 })
    const notice =
      "a replica of the official files for tests, fitted to made-up data: not JAHS-Bench-201's numbers"
    write(`replica-${replica.replace("official-", "")}-${task}`, { ...found, notice }, null)
  }
}
