/** What is known of the measured table's noise, for the documents: the analysis, its page, and the learning curves. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { bundledReleases, DEFAULT_RELEASE } from "../../src/benchmark/task.ts"
import { type NoiseAnalysis, noiseAnalysis } from "../../src/experiments/noise/noise-analysis.ts"
import { noiseReport } from "../../src/experiments/report/noise/noise-report.ts"
import { openBenchmark } from "../../src/node/open-benchmark.ts"
import type { ReleaseCard } from "../../src/surrogate/card.ts"
import { learningFigure } from "./learning-figure.ts"
import { RELEASE } from "./write-release.ts"

const root = join(import.meta.dirname, "..", "..")

/** Sizes of the learning curves, below the largest there is. */
const SIZES: readonly number[] = [20, 40, 80, 120, 160]
/** Splits: with more, the errors of the curves shrink, and the minutes grow. */
const SPLITS = 10

/** Of a release that opens by default. */
function cardOf(task: string): ReleaseCard {
  return JSON.parse(readFileSync(join(root, "models", DEFAULT_RELEASE, `${task}.card.json`), "utf8"))
}

/**
 * @param parquet the table
 * @param splits of the learning curves; 0 measures none
 */
export async function analysisOf(parquet: Uint8Array, splits: number): Promise<NoiseAnalysis> {
  const table = await openBenchmark({ task: "fashion_mnist", kind: "table", source: parquet })
  const cards = bundledReleases[DEFAULT_RELEASE]!.map(cardOf)
  return noiseAnalysis(table, { cards, splits, sizes: SIZES })
}

/** Writes the pages of the bundled table. */
export async function writeNoisePages(): Promise<void> {
  const parquet = readFileSync(join(root, "models", RELEASE, "fashion_mnist.parquet"))
  const analysis = await analysisOf(parquet, SPLITS)
  const folder = join(root, "docs", "noise")
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${RELEASE}.json`), `${JSON.stringify(analysis, null, 1)}\n`)
  writeFileSync(join(folder, `${RELEASE}.html`), await noiseReport(analysis))
  writeFileSync(join(folder, "learning-curves.svg"), learningFigure(analysis))
}
