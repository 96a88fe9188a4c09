/**
 * How much of the randomised and stored tests runs: all of it, the long version where `DEEP` is set, and a tenth in
 * mutation tests, which run the same tests once a mutant, thousands of times.
 */
import { type GoldenCase, listCases } from "./fixtures.ts"

const isDeep = Boolean(process.env["DEEP"])
const isMutating = process.env["MUTATE_FOLDER"] !== undefined

/**
 * Number of runs of a property, or of anything in proportion to it.
 *
 * @param deep runs where `DEEP` is set; as usual when left out
 */
export function runs(usual: number, deep: number = usual): number {
  if (isDeep) return deep
  return isMutating ? Math.ceil(usual / 10) : usual
}

/** One case of each kind of model: boosters, objectives, leaves, categories, names, and what each version changed. */
const SAMPLE: ReadonlySet<string> = new Set([
  "xgboost-1.5/dart",
  "xgboost-1.7/attributes",
  "xgboost-1.7/categorical_mixed_hist",
  "xgboost-1.7/dart_multiclass",
  "xgboost-1.7/gblinear_multiclass",
  "xgboost-1.7/names_types",
  "xgboost-1.7/pruned_gamma",
  "xgboost-2.1/boosted_forest",
  "xgboost-2.1/multi_class_vector_leaf",
  "xgboost-3.4/binary_logistic",
  "xgboost-3.4/categorical_pandas",
  "xgboost-3.4/dart",
  "xgboost-3.4/multi_output_vector_leaf",
])

const nameOf = ({ version, name }: GoldenCase): string => `${version}/${name}`

/** The cases to run: all, or those of the sample in mutation tests. */
export function casesToRun(cases: readonly GoldenCase[]): readonly GoldenCase[] {
  if (!isMutating) return cases
  const known = new Set(listCases().map(nameOf))
  const lost = [...SAMPLE].filter(name => !known.has(name))
  if (lost.length > 0) throw new Error(`sampled cases that are no more: ${lost.join(", ")}`)
  return cases.filter(entry => SAMPLE.has(nameOf(entry)))
}
