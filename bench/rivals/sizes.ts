/**
 * Bytes per node, in the file and in memory: `node --expose-gc --import tsx sizes.ts <scenario>` prints one line
 * of JSON. Single models as packs of their own; the bundle as the release's pack.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { openBenchmark, openPack, readUbjson, writePack } from "../package.ts"
import { ROOT, rounded } from "../support.ts"
import { readScenario } from "./scenario.ts"
import { readFloats, readTrees } from "./trees.ts"

/** Nodes opened at once, so that what else comes and goes in a heap counts little. */
const NODES = 4e6
/** After this many rows in a call, whatever is laid out on demand is. */
const ROWS = 64

export interface Sizes {
  /** The pack as it is. */
  readonly gzipped: number
  /** The same with its sections decompressed. */
  readonly plain: number
  /** Opened and asked: heap and array buffers, after a collection. */
  readonly memory: number
}

const collect = (globalThis as { gc?: () => void }).gc
if (collect === undefined) throw new Error("sizes.ts: run node with --expose-gc")

async function memory(): Promise<number> {
  // Buffers are freed some time after the collection that found them unreachable.
  for (let i = 0; i < 5; i++) {
    collect?.()
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Bytes of a pack whose sections were stored as they are; src/bytes/section-file.ts has the table. */
function plainLength(pack: Uint8Array): number {
  const view = new DataView(pack.buffer, pack.byteOffset, pack.byteLength)
  const count = view.getUint32(12, true)
  let total = 64 + 64 * count
  for (let section = 0; section < count; section++) {
    total = Math.ceil(total / 16) * 16 + view.getUint32(64 + 64 * section + 24, true)
  }
  return total
}

/** Bytes that an opened model keeps. */
async function growth(numNodes: number, open: () => Promise<unknown>): Promise<number> {
  // The first ones bring compiled code and tables along.
  for (let i = 0; i < 3; i++) await open()
  const before = await memory()
  const opened: unknown[] = []
  for (let i = 0; i * numNodes < NODES; i++) opened.push(await open())
  return ((await memory()) - before) / opened.length
}

const scenario = readScenario(process.argv[2]!)
const { query, models, numFeatures } = scenario
const nodesOf = (folder: string): number => readTrees(folder).numNodes
let numNodes: number
let pack: Uint8Array
let grown: number
if (query !== null && query.pack === null) {
  numNodes = models.reduce((sum, folder) => sum + nodesOf(folder), 0)
  pack = new Uint8Array(readFileSync(join(ROOT, "models", "distilled-2", "cifar10.bin")))
  const [{ configuration }] = JSON.parse(readFileSync(query.questions, "utf8"))
  grown = await growth(numNodes, async () => {
    const benchmark = await openBenchmark({ task: "cifar10", source: pack })
    benchmark.queryMany(Array.from({ length: ROWS }, () => configuration))
    benchmark.query(configuration)
    return benchmark
  })
} else {
  numNodes = nodesOf(models[0]!)
  pack = await writePack(readUbjson(readFileSync(join(models[0]!, "model.ubj"))))
  const rows = readFloats(scenario.rows).slice(0, ROWS * numFeatures)
  grown = await growth(numNodes, async () => {
    const booster = await openPack(pack)
    booster.predict(rows, { numRows: ROWS })
    return booster
  })
}
const sizes: Sizes = {
  gzipped: rounded(pack.length / numNodes),
  plain: rounded(plainLength(pack) / numNodes),
  memory: rounded(grown / numNodes),
}
console.log(JSON.stringify(sizes))
