/**
 * The package against native XGBoost, jahs_bench's way of asking it, other JavaScript, generated code and the
 * limit in C: on the same models and rows, outputs compared first, rounds interleaved, CPU time.
 *
 *   npm run bench:rivals -- --distilled <folder> --large <folder> [--rounds 9] [--sets A,C,large,bundle]
 *
 * `--distilled` has the models of the bundled release, of which `npm run models -- --predictions <dir> --json <dir>`
 * writes a folder a task. Needs `npm ci --prefix bench/rivals`, gcc, and Debian's python3-xgboost, python3-sklearn and python3-pandas.
 */
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { environment, RESULTS, ROOT, rounded, writeResult } from "../support.ts"
import { type Agreement, compareAll } from "./compare.ts"
import { type Field, goalsOf } from "./goals.ts"
import { type ModelSet, modelSets, PYTHON } from "./model-sets.ts"
import { type Entry, entriesOf, microseconds, race, type Times, timesFaster } from "./race.ts"
import { Server } from "./server.ts"
import type { Sizes } from "./sizes.ts"

const { values } = parseArgs({
  options: {
    distilled: { type: "string" },
    large: { type: "string" },
    rounds: { type: "string", default: "9" },
    sets: { type: "string", default: "A,C,large,bundle" },
    cache: { type: "string", default: join(ROOT, ".tmp", "rivals") },
    output: { type: "string", default: RESULTS },
  },
})
const { distilled, large, cache } = values
if (!distilled || !large) {
  console.error(
    "usage: npm run bench:rivals -- --distilled <folder with a folder a metric: model.json.gz and surrogate.json>" +
      " --large <folder with model.json.gz> [--rounds 9] [--sets A,C,large,bundle]",
  )
  process.exit(2)
}

const script = (name: string): string => join(import.meta.dirname, name)
const local = (name: string): string => join(ROOT, "node_modules", ".bin", name)

/** The processes of one race, none of which works while another is measured. */
async function startServers(set: ModelSet): Promise<Entry[]> {
  const { scenarioFile, scenario, limitFolder, limitProgram, nestedProgram } = set
  const node = ["--import", "tsx", script("ours.ts"), scenarioFile]
  const deno = ["run", "-A", script("ours.ts"), scenarioFile]
  const bun = ["run", script("ours.ts"), scenarioFile]
  const entries: Entry[] = []
  const add = async (
    name: string,
    models: number,
    command: string,
    args: readonly string[],
  ): Promise<void> => {
    console.error(`${set.name}: starting ${name}`)
    entries.push(...entriesOf(await Server.start(name, command, args), models))
  }
  await add("Python", 7, PYTHON, [script("native.py"), scenarioFile])
  await add("C, limit", 1, limitProgram, [limitFolder, scenario.rows, `${scenario.numFeatures}`])
  await add("C, nested ifs", 1, nestedProgram, [scenario.rows, `${scenario.numFeatures}`])
  await add("Node, rivals", 1, process.execPath, [
    "--import",
    "tsx",
    "--stack-size=4000",
    script("peers.ts"),
    scenarioFile,
  ])
  if (scenario.query !== null) await add("Node, query", 7, process.execPath, [...node, "query"])
  for (const kind of ["pack", "plain", "json"]) {
    const args = ["--import", "tsx", script("open.ts"), scenarioFile, kind]
    await add(`Node, open ${kind}`, 1, process.execPath, args)
  }
  for (const [mode, models] of [
    ["one", 1],
    ["seven", 7],
  ] as const) {
    await add(`Node, ${mode}`, models, process.execPath, [...node, mode])
    await add(`Deno, ${mode}`, models, local("deno"), [...deno, mode])
    await add(`Bun, ${mode}`, models, local("bun"), [...bun, mode])
  }
  return entries
}

function lineOf(entry: Entry, times: Times, found: Agreement, baseline: Entry | undefined): object {
  const notes = entry.server.hello.notes
  return {
    who: entry.who,
    runtime: entry.server.hello.runtime,
    asked: entry.asked,
    models: entry.models,
    ...(times.has(entry)
      ? {
          microseconds: microseconds(times, entry),
          timesNative: baseline && rounded(timesFaster(times, entry, baseline)),
        }
      : {}),
    ...found,
    note: notes[entry.id] ?? notes[entry.who],
  }
}

function sizesOf({ scenarioFile }: ModelSet): Sizes {
  const args = ["--expose-gc", "--import", "tsx", script("sizes.ts"), scenarioFile]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" }))
}

async function measure(set: ModelSet, rounds: number): Promise<{ field: Field; result: object }> {
  const entries = await startServers(set)
  try {
    console.error(`${set.name}: comparing`)
    const agreements = await compareAll(entries, cache)
    console.error(`${set.name}: timing`)
    const timed = entries.filter(({ asked }) => asked !== "missing" && asked !== "all")
    const times = await race(timed, rounds)
    const baseline = ({ asked }: Entry): Entry | undefined => {
      const id = asked === "query" ? "jahs_bench.query" : `native.${asked === "walk" ? "batch" : asked}.one`
      return entries.find(candidate => candidate.id === id)
    }
    const lines = entries.map(entry => lineOf(entry, times, agreements.get(entry)!, baseline(entry)))
    const dropped = Object.assign({}, ...entries.map(({ server }) => server.hello.dropped))
    const { name, words, shape } = set
    const sizes = sizesOf(set)
    const field = { name, entries, times, agreements, sizes }
    return { field, result: { words, shape, sizes, dropped, lines } }
  } finally {
    for (const server of new Set(entries.map(entry => entry.server))) server.stop()
  }
}

for (const [name, folder] of Object.entries({ distilled, large })) {
  if (!existsSync(folder)) throw new Error(`--${name}: no folder ${folder}`)
}
const rounds = Number(values.rounds)
const sets = await modelSets({ cache, distilled, large }, values.sets.split(","))
const results: Record<string, object> = {}
const fields: Field[] = []
for (const set of sets) {
  const { field, result } = await measure(set, rounds)
  results[set.name] = result
  fields.push(field)
}
const goals = goalsOf(fields)
writeResult("rivals", { ...environment(), rounds, sets: results, goals }, values.output)
for (const { what, wanted, measured, met } of goals) {
  console.log(`${met ? "met   " : "MISSED"}  ${what}: wanted ${wanted}, measured ${measured}`)
}
