/**
 * Copies the golden XGBoost cases into `test/fixtures/xgboost-<version>/<case>/<file>.gz` and the replicas of
 * the official release into `test/fixtures/official-<version of XGBoost>/`, so that the tests need nothing
 * outside the repository: `npm run fixtures -- --source <folder of fixtures>`.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { gzipSync } from "node:zlib"

/** Folder of the source, and its name here: every folder says which release of XGBoost wrote it. */
const VERSIONS: ReadonlyArray<readonly [source: string, target: string]> = [
  ["xgboost-1.5", "xgboost-1.5"],
  ["xgboost", "xgboost-1.7"],
  ["xgboost-2.1", "xgboost-2.1"],
  ["xgboost-3.4", "xgboost-3.4"],
]

/** Folder of a replica of the official release, and its name here. */
const REPLICAS: ReadonlyArray<readonly [source: string, target: string]> = [
  ["jahs-official", "official-1.7"],
  ["jahs-official-1.5", "official-1.5"],
]

/** What is copied of a replica; its pickles are gzip already. */
const REPLICA_FILES: readonly string[] = ["assembled_surrogates.tar", "pipeline-shapes"]

const REPLICA_ANSWERS: readonly string[] = ["expected.json", "expected-baseline.json", "expected-table.json"]

/** Performance tables, which the older replica does not have. */
const REPLICA_TABLES = "metric_data.tar"

/** What is copied of a case when it is there. */
const FILES: readonly string[] = [
  "cases.json",
  "model.json",
  "model.ubj",
  "model.deprecated.bin",
  "pickle-handle.bin",
  "pickle-handle.config-offset.bin",
  "dump.json",
  "dump-nostats.json",
  "featmap.txt",
  "dump.txt",
]

/** A case without these is a broken source, not a smaller case. */
const REQUIRED: readonly string[] = ["cases.json", "model.json"]

/** Bytes of all files together that the repository can carry. */
const BUDGET = 14_000_000

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

/** Gzips to the same bytes on every system: zlib writes no time, and byte 9 would name the system. */
function gzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 9 })
  packed[9] = 255
  return packed
}

function sourceFolder(): string {
  const usage =
    "usage: npm run fixtures -- --source <folder with xgboost, xgboost-1.5, xgboost-2.1, xgboost-3.4>"
  let source: string | undefined
  try {
    source = parseArgs({ options: { source: { type: "string" } } }).values.source
  } catch (error) {
    fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
  if (!source) fail(`--source is missing: where the golden fixtures are.\n${usage}`)
  const missing = [...VERSIONS, ...REPLICAS]
    .map(([name]) => name)
    .filter(name => !existsSync(join(source, name)))
  if (missing.length > 0) fail(`--source ${source}: no folder ${missing.join(", ")} in it.\n${usage}`)
  return source
}

const source = sourceFolder()
const fixtures = join(import.meta.dirname, "..", "test", "fixtures")
let total = 0
for (const [from, to] of VERSIONS) {
  const target = join(fixtures, to)
  rmSync(target, { recursive: true, force: true })
  let bytes = 0
  let files = 0
  const cases = readdirSync(join(source, from)).filter(name =>
    statSync(join(source, from, name)).isDirectory(),
  )
  if (cases.length === 0) fail(`--source ${source}: the folder ${from} holds no cases`)
  for (const name of cases.sort()) {
    const folder = join(source, from, name)
    const absent = REQUIRED.filter(file => !existsSync(join(folder, file)))
    if (absent.length > 0) fail(`--source ${source}: ${from}/${name} has no ${absent.join(", ")}`)
    mkdirSync(join(target, name), { recursive: true })
    for (const file of FILES.filter(file => existsSync(join(folder, file)))) {
      const packed = gzip(readFileSync(join(folder, file)))
      writeFileSync(join(target, name, `${file}.gz`), packed)
      bytes += packed.length
      files++
    }
  }
  console.log(`${to}: ${cases.length} cases, ${files} files, ${bytes.toLocaleString("en")} bytes`)
  total += bytes
}
for (const [from, to] of REPLICAS) {
  const target = join(fixtures, to)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  for (const name of REPLICA_FILES) {
    cpSync(join(source, from, name), join(target, name), { recursive: true })
  }
  if (existsSync(join(source, from, REPLICA_TABLES))) {
    cpSync(join(source, from, REPLICA_TABLES), join(target, REPLICA_TABLES))
  }
  for (const name of REPLICA_ANSWERS.filter(name => existsSync(join(source, from, name)))) {
    writeFileSync(join(target, `${name}.gz`), gzip(readFileSync(join(source, from, name))))
  }
  const files = readdirSync(target, { recursive: true, encoding: "utf8" }).map(name => join(target, name))
  for (const file of files) chmodSync(file, statSync(file).isDirectory() ? 0o755 : 0o644)
  const bytes = files.reduce((sum, file) => sum + (statSync(file).isFile() ? statSync(file).size : 0), 0)
  console.log(`${to}: ${files.length} files and folders, ${bytes.toLocaleString("en")} bytes`)
  total += bytes
}
console.log(`total: ${total.toLocaleString("en")} bytes of at most ${BUDGET.toLocaleString("en")}`)
if (total > BUDGET)
  fail(`the fixtures are over their budget by ${(total - BUDGET).toLocaleString("en")} bytes`)
