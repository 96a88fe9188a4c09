/** Node: the packs come from the package's folder; `jahs-bench-201/node` opens the same ones. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as bench from "jahs-bench-201"
import { fileSystemStore, openBenchmark } from "jahs-bench-201/node"
import * as search from "jahs-bench-201/search"
import * as training from "jahs-bench-201/training"
import * as trees from "jahs-bench-201/trees"
import { runCases } from "../run-cases.mjs"

const project = fileURLToPath(new URL("..", import.meta.url))
const caseFile = new Uint8Array(readFileSync(join(project, "cases.bin")))
const result = await runCases({ trees, training, search, bench, caseFile })
const models = join(project, "node_modules", "jahs-bench-201", "models", "distilled-2")
const stored = await openBenchmark({ task: "cifar10", source: fileSystemStore(models) })
const viaUrl = await bench.openBenchmark({
  task: "cifar10",
  source: new URL("../node_modules/jahs-bench-201/models/distilled-2/cifar10.bin", import.meta.url),
})
console.log(
  JSON.stringify({
    ...result,
    version: process.version.slice(1),
    samePack: stored.sha256 === viaUrl.sha256,
  }),
)
