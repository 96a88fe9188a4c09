/** Writes a space as JSON Schema, draft 2020-12: it accepts what `Space.validate` accepts. */

import { defaultOf, type Hyperparameter, type HyperparameterValue } from "./hyperparameter.ts"
import type { Space } from "./space.ts"

/** The schema of one hyperparameter. */
export interface JsonSchemaProperty {
  readonly description: string
  readonly type?: "number" | "integer"
  readonly enum?: readonly HyperparameterValue[]
  readonly const?: HyperparameterValue
  readonly minimum?: number
  readonly maximum?: number
  readonly default: HyperparameterValue
}

/** The schema of a configuration. */
export interface JsonSchema {
  readonly $schema: "https://json-schema.org/draft/2020-12/schema"
  readonly title: string
  readonly type: "object"
  readonly properties: Readonly<Record<string, JsonSchemaProperty>>
  readonly required: readonly string[]
  readonly additionalProperties: false
}

/** The keywords that constrain a value. `enum` and `const` compare type and value: 1 is not true, nor "1". */
function constraint(hyperparameter: Hyperparameter): Omit<JsonSchemaProperty, "description" | "default"> {
  switch (hyperparameter.kind) {
    case "constant":
      return { const: hyperparameter.value }
    case "float":
      return { type: "number", minimum: hyperparameter.lower, maximum: hyperparameter.upper }
    case "integer":
      return { type: "integer", minimum: hyperparameter.lower, maximum: hyperparameter.upper }
    default:
      return { enum: [...hyperparameter.values] }
  }
}

/**
 * Writes a space as a JSON Schema of its configurations. Constants may be left out, nothing may be added.
 *
 * @param space the whole space or a restricted one
 * @returns a new schema object
 * @example
 * ```ts
 * toJsonSchema(jahsSpace).required.includes("Optimizer") // false
 * ```
 */
export function toJsonSchema(space: Space): JsonSchema {
  const properties: Record<string, JsonSchemaProperty> = {}
  for (const hyperparameter of space.hyperparameters) {
    const { name, description } = hyperparameter
    properties[name] = { description, ...constraint(hyperparameter), default: defaultOf(hyperparameter) }
  }
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "JAHS-Bench-201 configuration",
    type: "object",
    properties,
    required: space.hyperparameters.filter(({ kind }) => kind !== "constant").map(({ name }) => name),
    additionalProperties: false,
  }
}
