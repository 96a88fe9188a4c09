/**
 * Writes a space as ConfigSpace JSON, in the two forms that ConfigSpace itself has written:
 * `read_and_write.json.write` up to 0.6, and `ConfigurationSpace.to_json` from 1.0 on. Both number their
 * format 0.4; they differ in the names of the fields.
 */

import { defaultOf, type Hyperparameter, type HyperparameterValue, type ValueType } from "./hyperparameter.ts"
import { PythonFloat, type PythonJson, writePythonJson } from "./python-json.ts"
import type { Space } from "./space.ts"

/** `"0.4"`: ConfigSpace 0.4 to 0.6 and whatever reads their files. `"1"`: ConfigSpace 1.0 and later. */
export type ConfigSpaceDialect = "0.4" | "1"

type Fields = { [key: string]: PythonJson }

/** The name that upstream's `jahs_bench` gives its space. */
const spaceName = "jahs_bench_config_space"

function pythonValue(value: HyperparameterValue, valueType: ValueType): PythonJson {
  return valueType === "float" ? new PythonFloat(value as number) : value
}

/** The fields both dialects share, without name and type. */
function valueFields(hyperparameter: Hyperparameter): Fields {
  switch (hyperparameter.kind) {
    case "categorical":
      return { choices: hyperparameter.values.map(value => pythonValue(value, hyperparameter.valueType)) }
    case "ordinal":
      return { sequence: hyperparameter.values.map(value => pythonValue(value, hyperparameter.valueType)) }
    case "constant":
      return { value: pythonValue(hyperparameter.value, hyperparameter.valueType) }
    case "float":
      return { lower: new PythonFloat(hyperparameter.lower), upper: new PythonFloat(hyperparameter.upper) }
    case "integer":
      return { lower: hyperparameter.lower, upper: hyperparameter.upper }
  }
}

function typeOf(hyperparameter: Hyperparameter): string {
  if (hyperparameter.kind === "float") return "uniform_float"
  return hyperparameter.kind === "integer" ? "uniform_int" : hyperparameter.kind
}

/** Whether draws are log-uniform, for the kinds that have the field. */
function logFields(hyperparameter: Hyperparameter): Fields {
  if (hyperparameter.kind === "float") return { log: hyperparameter.log }
  return hyperparameter.kind === "integer" ? { log: false } : {}
}

function defaultFields(hyperparameter: Hyperparameter, field: string): Fields {
  if (hyperparameter.kind === "constant") return {}
  const valueType = "valueType" in hyperparameter ? hyperparameter.valueType : hyperparameter.kind
  return { [field]: pythonValue(defaultOf(hyperparameter), valueType) }
}

/** `weights` is null for equal weights: every value of this space is equally likely. */
function weightFields(hyperparameter: Hyperparameter): Fields {
  return hyperparameter.kind === "categorical" ? { weights: null } : {}
}

function fieldsUpTo06(hyperparameter: Hyperparameter): Fields {
  return {
    name: hyperparameter.name,
    type: typeOf(hyperparameter),
    ...logFields(hyperparameter),
    ...valueFields(hyperparameter),
    ...defaultFields(hyperparameter, "default"),
    ...weightFields(hyperparameter),
  }
}

function fieldsFrom1(hyperparameter: Hyperparameter): Fields {
  return {
    type: typeOf(hyperparameter),
    name: hyperparameter.name,
    ...valueFields(hyperparameter),
    ...weightFields(hyperparameter),
    ...defaultFields(hyperparameter, "default_value"),
    ...logFields(hyperparameter),
    meta: null,
  }
}

/**
 * Writes a space for ConfigSpace. The epoch is no part of it, as it is no part of a configuration. The
 * version fields name the ConfigSpace whose form is followed: 0.4.21, which JAHS-Bench-201 itself was
 * released with, and 1.2.0.
 *
 * @param space the whole space or a restricted one
 * @param options `dialect`: which ConfigSpace shall read it
 * @returns JSON text as Python writes it, indented by two
 * @throws TypeError when the dialect is neither "0.4" nor "1"
 * @example
 * ```ts
 * JSON.parse(toConfigSpaceJson(jahsSpace, { dialect: "1" })).hyperparameters.length // 14
 * ```
 */
export function toConfigSpaceJson(space: Space, options: { readonly dialect: ConfigSpaceDialect }): string {
  const { dialect } = options
  if (dialect !== "0.4" && dialect !== "1")
    throw new TypeError(`dialect: expected "0.4" or "1", got ${dialect}`)
  const fieldsOf = dialect === "1" ? fieldsFrom1 : fieldsUpTo06
  const versions: Fields =
    dialect === "1"
      ? { python_module_version: "1.2.0", format_version: new PythonFloat(0.4) }
      : { python_module_version: "0.4.21", json_format_version: new PythonFloat(0.4) }
  return writePythonJson({
    name: spaceName,
    hyperparameters: space.hyperparameters.map(fieldsOf),
    conditions: [],
    forbiddens: [],
    ...versions,
  })
}
