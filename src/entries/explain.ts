/** `jahs-bench-201/explain`: why a booster predicts what it predicts. */

export { ModelFormatError, ShapeError, UnsupportedModelError } from "../errors.ts"
export { type ContributionOptions, contributions } from "../explain/contributions.ts"
export { type ImportanceType, importance } from "../explain/importance.ts"
export { interactions } from "../explain/interactions.ts"
export {
  type PartialDependence,
  type PartialDependenceOptions,
  partialDependence,
} from "../explain/partial-dependence.ts"
export type { ExplainOptions } from "../explain/request.ts"
