/** One trial of the search: a metric fitted without the choosing runs, scored on them, and weighed as a pack. */
import { gzipSync } from "node:zlib"
import type { MetricName } from "../../src/benchmark/index.ts"
import { packBoosters } from "../../src/predict/pack/pack-boosters.ts"
import type { SearchConfiguration } from "../../src/search/index.ts"
import type { FloatHyperparameter, Hyperparameter, IntegerHyperparameter } from "../../src/space/index.ts"
import { fitMetric, releaseEncoder } from "./fit-metric.ts"
import { type Predictions, rowsOfRuns } from "./predictions.ts"
import type { MetricRecipe, TaskRecipe } from "./recipe.ts"
import { compare, scoresOf } from "./scores.ts"

/** What came of a trial. */
export interface TrialOutcome {
  /** What the search maximises. */
  readonly value: number
  readonly R2: number
  readonly kendallTau: number
  readonly bytes: number
}

/** What is searched: the parameters that decide what a tree costs and what it brings. */
export function searchedParameters({ parameters, slopeWeight }: MetricRecipe): readonly Hyperparameter[] {
  const described = { role: "hyperparameter", description: "" } as const
  const float = (
    name: string,
    lower: number,
    upper: number,
    defaultValue: number,
    log: boolean,
  ): FloatHyperparameter => {
    return { ...described, kind: "float", name, lower, upper, log, defaultValue }
  }
  const integer = (
    name: string,
    lower: number,
    upper: number,
    defaultValue: number,
  ): IntegerHyperparameter => {
    return { ...described, kind: "integer", name, lower, upper, defaultValue }
  }
  return [
    parameters.growPolicy === "lossguide"
      ? integer("maxLeaves", 64, 512, parameters.maxLeaves ?? 256)
      : integer("maxDepth", 6, 12, parameters.maxDepth ?? 8),
    float("learningRate", 0.02, 0.3, parameters.learningRate ?? 0.1, true),
    float("minChildWeight", 1, 50, parameters.minChildWeight ?? 4, true),
    float("lambda", 0.3, 30, parameters.lambda ?? 1, true),
    float("colsampleByNode", 0.2, 1, parameters.colsampleByNode ?? 0.5, false),
    float("slopeWeight", 0, 2, slopeWeight, false),
  ]
}

/** The recipe with what a trial changes. */
export function recipeOf(recipe: MetricRecipe, configuration: SearchConfiguration): MetricRecipe {
  const { slopeWeight, ...parameters } = configuration as Readonly<Record<string, number>>
  return {
    ...recipe,
    slopeWeight: slopeWeight ?? recipe.slopeWeight,
    parameters: { ...recipe.parameters, ...parameters },
  }
}

/**
 * Fits to the rows that neither held-out nor choosing runs asked, and scores on the choosing runs: random searches
 * and optimisers count the same. Bytes beyond the recipe's share of the pack cost as much as a lost hundredth each
 * tenth.
 */
export async function runTrial(
  metric: MetricName,
  recipe: MetricRecipe,
  { holdoutRuns, choosingRuns }: TaskRecipe,
  predictions: Predictions,
): Promise<TrialOutcome> {
  const isOut = (run: string): boolean => holdoutRuns.includes(run) || choosingRuns.includes(run)
  const fitted = rowsOfRuns(predictions, run => !isOut(run))
  const surrogate = await fitMetric(metric, recipe, predictions, fitted, releaseEncoder())
  const kinds = [
    (run: string): boolean => run.includes("-random-"),
    (run: string): boolean => !run.includes("-random-"),
  ]
  const scores = kinds.map(isKind => {
    const rows = rowsOfRuns(predictions, run => choosingRuns.includes(run) && isKind(run))
    if (rows.length === 0)
      throw new Error(`the predictions have too few of the runs ${choosingRuns.join(", ")}`)
    return scoresOf(compare(surrogate, predictions, rows), () => true)
  })
  const meanOf = (name: "R2" | "kendallTau"): number =>
    scores.reduce((sum, score) => sum + score[name], 0) / scores.length
  const pack = await packBoosters(
    [surrogate.booster],
    [{}],
    {},
    { compress: section => gzipSync(section, { level: 9 }) },
  )
  const excess = Math.max(0, pack.length / recipe.maxBytes - 1)
  const [R2, kendallTau] = [meanOf("R2"), meanOf("kendallTau")]
  return { value: (R2 + kendallTau) / 2 - excess / 10, R2, kendallTau, bytes: pack.length }
}
