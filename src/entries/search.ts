/** `jahs-bench-201/search`: optimisers that are asked for configurations and told their values. */

export { ConfigurationError, ModelFormatError } from "../errors.ts"
export * from "../search/index.ts"
export type {
  CategoricalHyperparameter,
  ConstantHyperparameter,
  FloatHyperparameter,
  Hyperparameter,
  HyperparameterValue,
  IntegerHyperparameter,
  OrdinalHyperparameter,
  Role,
  ValueType,
} from "../space/index.ts"
