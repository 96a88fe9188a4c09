/** A recipe and published predictions to a release: packs and cards in `models/`. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { metrics } from "../../src/benchmark/index.ts"
import { writeJson } from "../../src/predict/booster/write.ts"
import type { Encoder } from "../../src/space/index.ts"
import type { Surrogate } from "../../src/surrogate/surrogate.ts"
import { openBundled, writeBundled } from "./bundled.ts"
import { fitMetric, releaseEncoder } from "./fit-metric.ts"
import { type Predictions, rowsOfRuns } from "./predictions.ts"
import { type DistilledTask, distilledTasks, type ReleaseRecipe, type TaskRecipe } from "./recipe.ts"
import { releaseCard } from "./release-card.ts"
import { compare } from "./scores.ts"

/** What a pack may take. */
const MAX_BYTES = 2_700_000
async function fitAll(
  { holdoutRuns, metrics: recipes }: TaskRecipe,
  predictions: Predictions,
  encoder: Encoder,
  task: string,
): Promise<Surrogate[]> {
  const fitted = rowsOfRuns(predictions, run => !holdoutRuns.includes(run))
  const surrogates: Surrogate[] = []
  for (const { name } of metrics) {
    const started = process.cpuUsage().user
    const surrogate = await fitMetric(name, recipes[name], predictions, fitted, encoder)
    const seconds = (process.cpuUsage().user - started) / 1e6
    console.log(`${task} ${name}: ${surrogate.booster.trees.numNodes} nodes, ${seconds.toFixed(0)} s of CPU`)
    surrogates.push(surrogate)
  }
  return surrogates
}

/** A surrogate for other tools: the model as XGBoost's JSON, and what undoes its target transform. */
function writeForXGBoost({ booster, encoder, transforms }: Surrogate, folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "model.json.gz"), gzipSync(writeJson(booster)))
  const description = { feature_names: encoder.featureNames, target_transform: transforms }
  writeFileSync(join(folder, "surrogate.json"), JSON.stringify(description))
}

/**
 * Fits a release.
 *
 * @param predecessor whose scores on the same rows its cards show, too
 * @param predictions of each task
 * @param json folder in which each surrogate is written as XGBoost reads it, where one is wanted
 * @throws {Error} saying that a pack is too large
 */
export async function writeRelease(
  recipe: ReleaseRecipe,
  predecessor: string,
  predictions: Readonly<Record<DistilledTask, Predictions>>,
  json?: string,
): Promise<void> {
  const encoder = releaseEncoder()
  for (const task of distilledTasks) {
    const [own, rows] = [recipe.tasks[task], predictions[task]]
    const surrogates = await fitAll(own, rows, encoder, task)
    const held = rowsOfRuns(rows, run => own.holdoutRuns.includes(run))
    const { pack: previous } = await openBundled(predecessor, task)
    const compared = surrogates.map(surrogate => compare(surrogate, rows, held))
    const before = previous.surrogates.map(surrogate => compare(surrogate, rows, held))
    const card = releaseCard(recipe.release, task, own, rows, { compared, before, previous: previous.card })
    await writeBundled(card, surrogates, MAX_BYTES)
    if (json !== undefined) for (const one of surrogates) writeForXGBoost(one, join(json, task, one.metric))
  }
}
