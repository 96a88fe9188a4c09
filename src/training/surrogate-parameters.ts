/** What is searched for each surrogate, and what is believed about it (Bansal et al. 2022, appendix C). */

import { show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
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
const surrogateSpace: readonly Hyperparameter[] = /* @__PURE__ */ Object.freeze([
  /* @__PURE__ */ integer("maxDepth", 1, 15),
  /* @__PURE__ */ integer("minChildWeight", 1, 10),
  /* @__PURE__ */ float("colsampleByTree", 0, 1, false),
  /* @__PURE__ */ float("colsampleByLevel", 0, 1, false),
  /* @__PURE__ */ float("learningRate", 0.001, 0.5, true),
  /* @__PURE__ */ float("k", 0.01, 2, true),
])

/**
 * The part of the space that is searched.
 *
 * @param given settings that are not
 */
export function searchedSpace(given: Partial<SurrogateParameters>): readonly Hyperparameter[] {
  return surrogateSpace.filter(({ name }) => given[name as keyof SurrogateParameters] === undefined)
}

/** @returns the beliefs about a space: each default, with low confidence */
export function surrogateBeliefs(space: readonly Hyperparameter[]): Beliefs {
  return Object.fromEntries(
    space.map(({ name }) => {
      const value = DEFAULT_PARAMETERS[name as keyof SurrogateParameters]
      return [name, { value, confidence: "low" as const }]
    }),
  )
}

/**
 * Settings that a caller gave, without those that are undefined.
 *
 * @throws {RangeError} for a name that no setting has, and a steepness that no sigmoid has; `train` checks the others
 */
export function checkGiven(given: Partial<SurrogateParameters>): Partial<SurrogateParameters> {
  const names = Object.keys(DEFAULT_PARAMETERS)
  const known = Object.entries(given).filter(([, value]) => value !== undefined)
  for (const [name] of known) {
    if (names.includes(name)) continue
    const remedy = didYouMean(name, names)
    throw new RangeError(
      `options.parameters: expected ${names.join(", ")}, got ${show(name)}${remedy === undefined ? "" : `; ${remedy}`}`,
    )
  }
  const { k = 1 } = given
  if (!(k > 0 && k < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`options.parameters.k: expected a finite number above 0, got ${show(k)}`)
  }
  return Object.fromEntries(known)
}

/** Parameters of the trainer. */
export function trainingParameters(
  { k: _, ...trees }: SurrogateParameters,
  numTrees: number,
  seed: number,
): TrainingParameters {
  return { objective: "reg:squarederror", ...trees, numTrees, seed }
}

/**
 * A trial's configuration as parameters.
 *
 * @param given those that were not searched
 */
export function parametersOf(
  configuration: SearchConfiguration,
  given: Partial<SurrogateParameters>,
): SurrogateParameters {
  return { ...DEFAULT_PARAMETERS, ...configuration, ...given } as SurrogateParameters
}
