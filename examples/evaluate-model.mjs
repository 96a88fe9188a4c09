/**
 * Evaluates any XGBoost model: `node examples/evaluate-model.mjs [model] [row]…`, a row being numbers between
 * commas, with `nan` for a missing value. Without arguments: the irises of train-iris.py.
 */
import { readFile } from "node:fs/promises"
import { describe, readBooster } from "jahs-bench-201/trees"

const [path, ...given] = process.argv.slice(2)
const texts = path === undefined ? ["5.1,3.5,1.4,0.2", "6.7,3.0,5.2,nan"] : given

const booster = readBooster(await readFile(path ?? new URL("iris.ubj", import.meta.url)), { source: path })
const { objective, numTrees, numFeatures, featureNames } = describe(booster)
console.log(`${objective}: ${numTrees} trees, ${numFeatures} features`)
if (featureNames) console.log(`features: ${featureNames.join(", ")}`)
for (const text of texts) {
  const row = Float32Array.from(text.split(","), Number)
  console.log(`${text}: prediction ${booster.predict(row).join(", ")}`)
}
