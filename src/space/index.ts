/** The design space: data, configurations, encoding, cells and interchange formats. */

export {
  type Edge,
  edges,
  fromNasBench201String,
  type Operation,
  operations,
  toNasBench201String,
} from "./cell.ts"
export { type ConfigSpaceDialect, toConfigSpaceJson } from "./config-space-json.ts"
export type {
  Architecture,
  Configuration,
  ConfigurationInput,
  HyperparameterName,
  OftenConstant,
  OperationIndex,
} from "./configuration.ts"
export { createEncoder, type Encoder, encodedColumns } from "./encoder.ts"
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
} from "./hyperparameter.ts"
export { epochFidelity, jahsSpace } from "./jahs-space.ts"
export { type JsonSchema, type JsonSchemaProperty, toJsonSchema } from "./json-schema.ts"
export type { Domain } from "./restrict.ts"
export type { Outside, Space, ValidateOptions } from "./space.ts"
export type { StandardIssue, StandardProperties, StandardResult } from "./standard-schema.ts"
export { isConnected, topologyOf } from "./topology.ts"
