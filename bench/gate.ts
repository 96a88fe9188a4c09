/**
 * A gate for CI: in one process, on models of the bundled ones' shape, the package against a plain walk over flat
 * arrays, and against the reference walker of the tests. Ratios, not times, and generous ones: a kernel that is
 * no longer used fails, a busy machine does not. `npm run bench:gate`.
 */
import process from "node:process"
import { walk } from "../test/oracle/reference-walker.ts"
import { openPack, readJson, writePack } from "./package.ts"
import { flatten, naiveWalk } from "./rivals/trees.ts"
import { atMost, median } from "./support.ts"
import { syntheticModel, syntheticRows } from "./synthetic.ts"

const MODELS = 7
const ROWS = 512
const REFERENCE_ROWS = 2
const ROUNDS = 9

const documents = Array.from({ length: MODELS }, (_, seed) => syntheticModel(seed + 1))
const boosters = documents.map(document => readJson(document))
const plainWalks = documents.map(document => naiveWalk(flatten(document)))
const rows = syntheticRows(ROWS, 201)
const numFeatures = rows.length / ROWS
const single = Array.from({ length: ROWS }, (_, i) => rows.slice(i * numFeatures, (i + 1) * numFeatures))
const text = JSON.stringify(documents[0])
const pack = await writePack(boosters[0]!)

function compare(): void {
  boosters.forEach((booster, model) => {
    const predictions = booster.predict(rows, { numRows: ROWS })
    single.forEach((row, i) => {
      const wanted = plainWalks[model]!(rows, i * numFeatures)
      const both = [predictions[i]!, booster.predict(row)[0]!]
      if (i < REFERENCE_ROWS) both.push(Math.fround(walk(documents[model], row).margin[0]!))
      for (const found of both) {
        if (!Object.is(found, wanted)) throw new Error(`model ${model}, row ${i}: ${found} is not ${wanted}`)
      }
    })
  })
}

/** CPU nanoseconds of a piece of work. */
async function cost(work: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) * 1000
}

const one = { out: new Float32Array(1) }
const many = { numRows: ROWS, out: new Float32Array(ROWS) }
const sink = new Float32Array(ROWS)
const times = {
  plain() {
    for (let i = 0; i < ROWS; i++) {
      for (const walkRow of plainWalks) sink[i] = walkRow(rows, i * numFeatures)
    }
  },
  row() {
    for (const row of single) for (const booster of boosters) booster.predict(row, one)
  },
  batch() {
    for (const booster of boosters) booster.predict(rows, many)
  },
  reference() {
    for (let i = 0; i < REFERENCE_ROWS; i++) for (const document of documents) walk(document, single[i]!)
  },
  parse: () => naiveWalk(flatten(JSON.parse(text)))(rows, 0),
  open: async () => (await openPack(pack)).predict(single[0]!, one),
}

compare()
const measured = Object.fromEntries(Object.keys(times).map(name => [name, [] as number[]]))
for (let round = -2; round < ROUNDS; round++) {
  for (const [name, work] of Object.entries(times)) {
    const took = await cost(work)
    if (round >= 0) measured[name]!.push(took)
  }
}
const ratio = (name: string, other: string): number =>
  median(measured[name]!.map((time, round) => time / measured[other]![round]!))

const gates = [
  atMost("a row by seven models, of a plain walk's time", 0.5, ratio("row", "plain")),
  atMost("a batch by seven models, of a plain walk's time", 0.35, ratio("batch", "plain")),
  atMost(
    "a row by seven models, of the reference walker's time",
    0.02,
    (ratio("row", "reference") * REFERENCE_ROWS) / ROWS,
  ),
  atMost("open a pack, of parsing and building from JSON", 0.5, ratio("open", "parse")),
]
for (const { what, wanted, measured: found, met } of gates) {
  console.log(`${met ? "passed" : "FAILED"}  ${what}: wanted ${wanted}, measured ${found}`)
}
if (gates.some(({ met }) => !met)) process.exitCode = 1
