/**
 * Makes the bundled releases again: `npm run models -- --predictions <dir>` fits `distilled-2` by its committed
 * recipe to published predictions (`<task>.csv.gz`) and writes the pages of all releases, `npm run models --
 * --source <dir>` packs the fitted surrogates of `distilled-1`. All come out the same byte for byte.
 */
import { join } from "node:path"
import { parseArgs } from "node:util"
import { releaseEncoder } from "./distil/fit-metric.ts"
import { packDistilled1 } from "./distil/pack-distilled-1.ts"
import { type Predictions, readPredictions } from "./distil/predictions.ts"
import { type DistilledTask, readRecipe } from "./distil/recipe.ts"
import { reportRelease } from "./distil/report-release.ts"
import { writeRelease } from "./distil/write-release.ts"

const USAGE = `usage: npm run models -- --predictions <folder of cifar10.csv.gz and fashion_mnist.csv.gz> [--pages-only | --json <dir>]
       npm run models -- --source <folder with a folder of fitted surrogates per task>`

/** How the first release is introduced; the second has its words in its recipe. */
const DISTILLED_1 = {
  release: "distilled-1",
  origin:
    "Its models were grown by XGBoost 1.7, which `npm run models -- --source <dir>` packs again, byte for byte; " +
    "this page is written by `npm run models -- --predictions <dir>`.",
  remark:
    "The held-out runs were never seen by its fit. [distilled-2](distilled-2.md) was made to be closer on the same " +
    "runs, and is what opens unless a release is named.",
}

async function fitAndReport(folder: string, isFitted: boolean, json: string | undefined): Promise<void> {
  const encoder = releaseEncoder()
  const read = (task: DistilledTask): Promise<Predictions> =>
    readPredictions(join(folder, `${task}.csv.gz`), encoder)
  const predictions = { cifar10: await read("cifar10"), fashion_mnist: await read("fashion_mnist") }
  const recipe = readRecipe("distilled-2")
  if (isFitted) await writeRelease(recipe, DISTILLED_1.release, predictions, json)
  const origin =
    "This page is written by `npm run models -- --predictions <dir>`, which fits the release again, byte for byte."
  await reportRelease(DISTILLED_1, null, predictions)
  await reportRelease({ ...recipe, origin }, DISTILLED_1.release, predictions)
}

const { values } = parseArgs({
  options: {
    source: { type: "string" },
    predictions: { type: "string" },
    "pages-only": { type: "boolean", default: false },
    json: { type: "string" },
  },
})
const { source, predictions } = values
try {
  if (source !== undefined) await packDistilled1(source)
  if (predictions !== undefined) await fitAndReport(predictions, !values["pages-only"], values.json)
  if (source === undefined && predictions === undefined) throw new Error(USAGE)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
