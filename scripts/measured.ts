/**
 * Makes the bundled table `measured-1` of the collector's shards, and everything in the documents that its numbers are
 * in: `npm run measured -- --shards <folder>`. Gaps, duplicates, contradicting marks and foreign configurations are
 * refused; the same shards give the same bytes. `--pages-only` takes the table that is there.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { writeNoisePages } from "./measured/noise-pages.ts"
import { runsOf } from "./measured/runs.ts"
import { readShards } from "./measured/shards.ts"
import { measuredRelease, RELEASE } from "./measured/write-release.ts"

const root = join(import.meta.dirname, "..")
const USAGE =
  "usage: npm run measured -- --shards <folder of the collector's *.csv and environment.jsonl>, or --pages-only"

async function writeTable(folder: string): Promise<void> {
  const shards = readShards(folder)
  const { parquet, card } = await measuredRelease(runsOf(shards.rows), shards)
  const target = join(root, "models", RELEASE)
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, "fashion_mnist.parquet"), parquet)
  writeFileSync(join(target, "fashion_mnist.card.json"), `${JSON.stringify(card, null, 2)}\n`)
  for (const { N, W, Resolution, configurations, runs, diverged } of card.fidelities ?? []) {
    console.log(
      `N=${N} W=${W} Resolution=${Resolution}: ${configurations} configurations, ${runs} runs, ${diverged} diverged`,
    )
  }
  console.log(`${card.numRows} rows, ${parquet.length.toLocaleString("en")} bytes`)
}

try {
  const options = { shards: { type: "string" }, "pages-only": { type: "boolean", default: false } } as const
  const { shards, "pages-only": pagesOnly } = parseArgs({ options }).values
  if ((shards === undefined) !== pagesOnly) throw new Error(USAGE)
  if (shards !== undefined) await writeTable(shards)
  await writeNoisePages()
  execFileSync("npx", ["vitest", "run", "test/docs/generated.test.ts"], {
    ...{ cwd: root, stdio: "inherit", env: { ...process.env, UPDATE_DOCS: "1" } },
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
