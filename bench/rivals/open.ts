/**
 * What it costs to have a model ready, its first answer included: the package's pack against parsing XGBoost's
 * JSON and building arrays of it. `open.ts <scenario>`, on Node.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { openPack, readUbjson, writePack } from "../package.ts"
import { readScenario } from "./scenario.ts"
import { type Candidate, serve } from "./serve.ts"
import { flatten, naiveWalk, readFloats } from "./trees.ts"

const scenario = readScenario(process.argv[2]!)
const folder = scenario.models[0]!
const row = readFloats(scenario.rows).slice(0, scenario.numFeatures)
const pack = await writePack(readUbjson(readFileSync(join(folder, "model.ubj"))))
const json = readFileSync(join(folder, "model.json"))
const decoder = new TextDecoder()

async function fromPack(): Promise<Float32Array> {
  return (await openPack(pack)).predict(row)
}

async function fromJson(): Promise<Float32Array> {
  return Float32Array.of(naiveWalk(flatten(JSON.parse(decoder.decode(json))))(row, 0))
}

function candidate(id: string, open: () => Promise<Float32Array>): Candidate {
  return {
    id,
    rows: 1,
    answers: open,
    async run(calls) {
      for (let i = 0; i < calls; i++) await open()
    },
  }
}

await serve([candidate("ours.open", fromPack), candidate("json.open", fromJson)])
