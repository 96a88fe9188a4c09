/**
 * Makes the bundled table `measured-1` of the collector's shards: `npm run measured -- --shards <folder>`. Gaps,
 * duplicates, contradicting marks and foreign configurations are refused; the same shards give the same bytes.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { runsOf } from "./measured/runs.ts"
import { readShards } from "./measured/shards.ts"
import { measuredRelease, RELEASE } from "./measured/write-release.ts"

const USAGE = "usage: npm run measured -- --shards <folder of the collector's *.csv and environment.jsonl>"

try {
  const { shards: folder } = parseArgs({ options: { shards: { type: "string" } } }).values
  if (folder === undefined) throw new Error(USAGE)
  const shards = readShards(folder)
  const { parquet, card } = await measuredRelease(runsOf(shards.rows), shards)
  const target = join(import.meta.dirname, "..", "models", RELEASE)
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, "fashion_mnist.parquet"), parquet)
  writeFileSync(join(target, "fashion_mnist.card.json"), `${JSON.stringify(card, null, 2)}\n`)
  for (const { N, W, Resolution, configurations, runs, diverged } of card.fidelities ?? []) {
    console.log(
      `N=${N} W=${W} Resolution=${Resolution}: ${configurations} configurations, ${runs} runs, ${diverged} diverged`,
    )
  }
  console.log(`${card.numRows} rows, ${parquet.length.toLocaleString("en")} bytes`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
