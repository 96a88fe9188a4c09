/**
 * Packs the fitted surrogates of `distilled-1` into `models/distilled-1/`: of a folder that has a folder per task with a
 * card.json and, per metric, model.json.gz, surrogate.json and golden.json (the whole chain's answers, which go to
 * test/fixtures/surrogates).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { metrics } from "../../src/benchmark/metric.ts"
import { documentFromObject } from "../../src/formats/plain-object.ts"
import { readJson } from "../../src/predict/booster/read.ts"
import { createEncoder } from "../../src/space/index.ts"
import type { MetricScores, ReleaseCard } from "../../src/surrogate/card.ts"
import { Surrogate } from "../../src/surrogate/surrogate.ts"
import { parseTransforms } from "../../src/surrogate/target-transform.ts"
import { writeBundled } from "./bundled.ts"
import { distilledTasks } from "./recipe.ts"

const MAX_BYTES = 6_000_000
const goldens = join(import.meta.dirname, "../../test/fixtures/surrogates")

interface SourceScores {
  readonly R2: number
  readonly kendall_tau: number
  readonly MAE: number
  readonly rows: number
}

function scoresOf(scores: Record<string, SourceScores>): Record<string, MetricScores> {
  return Object.fromEntries(
    Object.entries(scores).map(([metric, { R2, kendall_tau, MAE, rows }]) => [
      metric,
      { R2, kendallTau: kendall_tau, MAE, rows },
    ]),
  )
}

function cardOf(folder: string): ReleaseCard {
  const card = JSON.parse(readFileSync(join(folder, "card.json"), "utf8"))
  return {
    release: card.release,
    task: card.task,
    kind: card.kind,
    trainedOn: card.trained_on,
    notice: card.not,
    licence: "CC-BY-4.0",
    attribution:
      'Fitted to predictions of the surrogates of Bansal, Stoll, Janowski, Zela, Hutter, "JAHS-Bench-201: A ' +
      'Foundation For Research On Joint Architecture And Hyperparameter Search", NeurIPS 2022 (CC BY 4.0), as ' +
      "recorded by the authors of deephyper/bo-moo (2023)",
    domain: card.domain,
    holdoutRuns: card.holdout_runs,
    scores: {
      holdout: scoresOf(card.scores_against_official_predictions_on_the_holdout_runs),
      untouchedRun: scoresOf(card.scores_on_another_untouched_random_search_run),
    },
  }
}

function surrogateOf(folder: string, metric: string): Surrogate {
  const source = join(folder, metric)
  const description = JSON.parse(readFileSync(join(source, "surrogate.json"), "utf8"))
  const booster = readJson(gunzipSync(readFileSync(join(source, "model.json.gz"))), {
    source: `${metric}/model.json`,
  })
  const transforms = parseTransforms(documentFromObject(description.target_transform, metric), metric)
  return new Surrogate(metric, booster, createEncoder(description.feature_names, metric), transforms)
}

/** Copies the answers the tests compare with; byte 9 of gzip names the system, 255 none. */
function copyGolden(folder: string, task: string, metric: string): void {
  const target = join(goldens, task)
  mkdirSync(target, { recursive: true })
  const packed = gzipSync(readFileSync(join(folder, metric, "golden.json")), { level: 9 })
  packed[9] = 255
  writeFileSync(join(target, `${metric}.golden.json.gz`), packed)
}

/**
 * Writes the packs and cards of `distilled-1`.
 *
 * @throws {Error} saying which card is missing
 */
export async function packDistilled1(source: string): Promise<void> {
  for (const task of distilledTasks) {
    const folder = join(source, task)
    if (!existsSync(join(folder, "card.json"))) throw new Error(`${folder} has no card.json`)
    const card = cardOf(folder)
    const surrogates = metrics.map(metric => surrogateOf(folder, metric.name))
    for (const metric of metrics) copyGolden(folder, task, metric.name)
    await writeBundled(card, surrogates, MAX_BYTES)
  }
}
