/** The models that mutants are made of: real ones, cut down to their first rounds so that thousands can be tried. */
import { FORMATS, refusal, type Subject } from "../golden/coverage.ts"
import { decodeJson } from "../oracle/json-decoder.ts"
import { referenceBaseScores, referenceOutputs } from "../oracle/reference-walker.ts"
import { caseRows, readCase, readFixture } from "../support/fixtures.ts"
import type { Value } from "./encode.ts"

const CASES: readonly string[] = [
  "xgboost-1.5/attributes",
  "xgboost-1.5/multi_softprob",
  "xgboost-1.7/constant_stump",
  "xgboost-1.7/names_escaped",
  "xgboost-1.7/pruned_gamma",
  "xgboost-1.7/boosted_forest",
  "xgboost-1.7/base_score_poisson",
  "xgboost-1.7/dart_multiclass",
  "xgboost-1.7/gblinear_multiclass",
  "xgboost-1.7/categorical_pandas",
  "xgboost-2.1/multi_output_one_per_target",
  "xgboost-2.1/multi_class_vector_leaf",
  "xgboost-3.4/attributes",
  "xgboost-3.4/multi_softprob_forest",
  "xgboost-3.4/multi_output_vector_leaf",
  "xgboost-3.4/categorical_partition_hist",
  "xgboost-3.4/dart",
]

export type Fields = { [key: string]: Value }

export interface Base {
  readonly name: string
  /** A `save_model` document. */
  readonly model: Fields
  /** The same trees as a JSON dump; null where the model has none. */
  readonly dump: Value[] | null
  readonly rows: readonly Float32Array[]
  readonly featureNames: readonly string[] | null
  readonly baseScores: readonly number[]
  readonly numOutputs: number
  readonly numParallelTree: number
}

interface GradientBooster {
  gbtree?: { model: Fields }
  model?: Fields
  weight_drop?: Value[]
}

/** Keeps the first trees of a model, at least one whole round and about 60 nodes. */
function cut(model: Fields, numOutputs: number): number {
  const booster = (model.learner as Fields).gradient_booster as unknown as GradientBooster
  const inner = booster.gbtree?.model ?? booster.model!
  const trees = inner.trees as Fields[] | undefined
  if (trees === undefined) return 0
  const param = inner.gbtree_model_param as Fields
  const starts = inner.iteration_indptr as number[] | undefined
  const perRound = starts?.[1] ?? numOutputs * Number(param.num_parallel_tree ?? 1)
  const size = (count: number): number =>
    trees.slice(0, count).reduce((sum, tree) => sum + (tree.left_children as Value[]).length, 0)
  let kept = perRound
  while (kept + perRound <= trees.length && size(kept + perRound) <= 60) kept += perRound
  inner.trees = trees.slice(0, kept)
  inner.tree_info = (inner.tree_info as Value[]).slice(0, kept)
  param.num_trees = String(kept)
  if (starts) inner.iteration_indptr = starts.slice(0, kept / perRound + 1)
  for (const holder of [booster, inner] as { weight_drop?: Value[] }[]) {
    if (holder.weight_drop) holder.weight_drop = holder.weight_drop.slice(0, kept)
  }
  return kept
}

function load({ version, name, golden, document }: Subject, hasDump: boolean): Base {
  const model = structuredClone(document) as Fields
  const numOutputs = referenceOutputs(model)
  const kept = cut(model, numOutputs)
  const dump = hasDump
    ? (decodeJson(readFixture(version, name, "dump.json")) as Value[]).slice(0, kept)
    : null
  const { rows } = caseRows(golden)
  return {
    name: `${version}/${name}`,
    model,
    dump,
    rows: [0, 1, 2, 20, 40, 60, 80].filter(k => k < rows.length).map(k => rows[k]),
    featureNames: golden.feature_names,
    baseScores: referenceBaseScores(model),
    numOutputs,
    numParallelTree: Number(/"num_parallel_tree":"(\d+)"/.exec(JSON.stringify(model))?.[1] ?? 1),
  }
}

/** Every base whose model this version evaluates; the others would end in one and the same refusal. */
export function loadBases(): Base[] {
  return CASES.flatMap(path => {
    const [version, name] = path.split("/")
    const golden = readCase(version, name)
    const subject = { version, name, golden, document: decodeJson(readFixture(version, name, "model.json")) }
    const isRead = (file: string): boolean => {
      const format = FORMATS.find(candidate => candidate.file === file)!
      return format.expected(subject) && refusal(subject, format) === null
    }
    return isRead("model.json") ? [load(subject, isRead("dump.json"))] : []
  })
}
