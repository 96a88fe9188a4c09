/**
 * Makes the bundled releases again: `npm run models -- --predictions <dir>` fits `distilled-2` by its committed
 * recipe to published predictions (`<task>.csv.gz`), `npm run models -- --source <dir>` packs the fitted surrogates
 * of `distilled-1`. Both come out the same byte for byte.
 */
import { parseArgs } from "node:util"
import { packDistilled1 } from "./distil/pack-distilled-1.ts"
import { readRecipe } from "./distil/recipe.ts"
import { writeRelease } from "./distil/write-release.ts"

const USAGE = `usage: npm run models -- --predictions <folder of cifar10.csv.gz and fashion_mnist.csv.gz>
       npm run models -- --source <folder with a folder of fitted surrogates per task>`

const { values } = parseArgs({ options: { source: { type: "string" }, predictions: { type: "string" } } })
const { source, predictions } = values
try {
  if (source !== undefined) await packDistilled1(source)
  if (predictions !== undefined) await writeRelease(readRecipe("distilled-2"), predictions)
  if (source === undefined && predictions === undefined) throw new Error(USAGE)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
