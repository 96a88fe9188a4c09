/**
 * What it costs to have the model of a file ready, its first answer included: the package's pack against parsing
 * XGBoost's JSON and building arrays of it. `open.ts <scenario> pack|plain|json`, on Node; processes of their own, since one
 * would collect the other's garbage.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { pathToFileURL } from "node:url"
import { openPack, readUbjson, writePack } from "../package.ts"
import { readScenario } from "./scenario.ts"
import { type Candidate, serve } from "./serve.ts"
import { flatten, naiveWalk, readFloats } from "./trees.ts"

/** Milliseconds of opening before anything is timed: compilers settle more slowly than a race warms up. */
const WARM_TIME = 1500

const [path, kind] = process.argv.slice(2)
const scenario = readScenario(path!)
const folder = scenario.models[0]!
const row = readFloats(scenario.rows).slice(0, scenario.numFeatures)

async function packOpener(compression: "gzip" | "none"): Promise<() => Promise<Float32Array>> {
  const pack = await writePack(readUbjson(readFileSync(join(folder, "model.ubj"))), { compression })
  const path = join(folder, `model.${compression}.bin`)
  writeFileSync(path, pack)
  const url = pathToFileURL(path)
  return async () => (await openPack(url)).predict(row)
}

function jsonOpener(): () => Promise<Float32Array> {
  const path = join(folder, "model.json")
  return async () => Float32Array.of(naiveWalk(flatten(JSON.parse(readFileSync(path, "utf8"))))(row, 0))
}

/** What a kind of file is called in a race, and how it is opened. */
const OPENERS: Readonly<Record<string, [id: string, () => Promise<() => Promise<Float32Array>>]>> = {
  pack: ["gzipped.open", () => packOpener("gzip")],
  plain: ["ours.open", () => packOpener("none")],
  json: ["json.open", async () => jsonOpener()],
}
const [id, opener] = OPENERS[kind!]!
const open = await opener()
async function run(calls: number): Promise<void> {
  for (let i = 0; i < calls; i++) await open()
}
for (const start = performance.now(); performance.now() - start < WARM_TIME; ) await run(1)
const candidate: Candidate = { id, rows: 1, answers: open, run }
await serve([candidate])
