/** What is searched for each surrogate, and what is believed about it (Bansal et al. 2022, appendix C). */

import type { Beliefs, SearchConfiguration } from "../search/index.ts"
import type { Hyperparameter } from "../space/index.ts"
import type { TrainingParameters } from "./parameters.ts"

/** Settings of one metric's model. */
export interface SurrogateParameters {
  readonly maxDepth: number
  readonly minChildWeight: number
  /** 0 is one feature, as XGBoost has it. */
  readonly colsampleByTree: number
  readonly colsampleByLevel: number
  readonly learningRate: number
  /** Steepness of the sigmoid behind the trees. */
  readonly k: number
}

/** The paper's defaults: where the prior is highest. */
export const DEFAULT_PARAMETERS: SurrogateParameters = /* @__PURE__ */ Object.freeze({
  maxDepth: 6,
  minChildWeight: 1,
  colsampleByTree: 1,
  colsampleByLevel: 1,
  learningRate: 0.3,
  k: 1,
})

function integer(name: keyof SurrogateParameters, lower: number, upper: number): Hyperparameter {
  const defaultValue = DEFAULT_PARAMETERS[name]
  return { kind: "integer", name, role: "hyperparameter", description: "", lower, upper, defaultValue }
}

function float(name: keyof SurrogateParameters, lower: number, upper: number, log: boolean): Hyperparameter {
  const defaultValue = DEFAULT_PARAMETERS[name]
  return { kind: "float", name, role: "hyperparameter", description: "", lower, upper, log, defaultValue }
}

/** The space of the search. */
export const surrogateSpace: readonly Hyperparameter[] = /* @__PURE__ */ Object.freeze([
  /* @__PURE__ */ integer("maxDepth", 1, 15),
  /* @__PURE__ */ integer("minChildWeight", 1, 10),
  /* @__PURE__ */ float("colsampleByTree", 0, 1, false),
  /* @__PURE__ */ float("colsampleByLevel", 0, 1, false),
  /* @__PURE__ */ float("learningRate", 0.001, 0.5, true),
  /* @__PURE__ */ float("k", 0.01, 2, true),
])

/** @returns the beliefs: each default, with low confidence */
export function surrogateBeliefs(): Beliefs {
  return Object.fromEntries(
    Object.entries(DEFAULT_PARAMETERS).map(([name, value]) => [name, { value, confidence: "low" as const }]),
  )
}

/** Parameters of the trainer. */
export function trainingParameters(
  { k: _, ...trees }: SurrogateParameters,
  numTrees: number,
  seed: number,
): TrainingParameters {
  return { objective: "reg:squarederror", ...trees, numTrees, seed }
}

/** A trial's configuration as parameters. */
export function parametersOf(configuration: SearchConfiguration): SurrogateParameters {
  return { ...DEFAULT_PARAMETERS, ...configuration } as SurrogateParameters
}
