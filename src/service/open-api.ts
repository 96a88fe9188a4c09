/** The OpenAPI 3.1 document of a service, from its endpoints. */

import { VERSION } from "../version.ts"
import { PROBLEM_TYPE, problemKinds } from "../wire/index.ts"
import type { Endpoint, Parameter, Schema } from "./endpoint.ts"
import { configurationSchema, regionSchemas } from "./endpoints/ask.ts"
import type { Settings } from "./options.ts"

/** An operation of the document: what is read of it again, for the page. */
export interface OpenApiOperation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly description?: string
  }[]
  readonly requestBody?: {
    readonly required: true
    readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>
  }
  readonly responses: Readonly<Record<string, object>>
  readonly security: readonly object[]
}

export interface OpenApiDocument {
  readonly openapi: "3.1.0"
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly responses: Readonly<Record<string, object>>
    readonly securitySchemes?: object
  }
}

const INFO: OpenApiDocument["info"] = {
  title: "jahs-bench-201",
  version: VERSION,
  description:
    "The surrogate benchmark JAHS-Bench-201, and predictions of XGBoost models. Answers are pure functions of the release that their address names.",
}

const problemSchema: Schema = {
  type: "object",
  description: "RFC 9457. `code` is stable; `field` names what is wrong with the request.",
  properties: Object.fromEntries([
    ...["type", "title", "detail", "code", "field", "what", "source", "path"].map(name => [
      name,
      { type: "string" },
    ]),
    ...["expected", "actual", "remedy"].map(name => [name, { type: "string" }]),
    ["status", { type: "integer" }],
  ]),
  required: ["type", "title", "status", "detail", "code"],
}

function limitsSchema({ limits }: Settings): Schema {
  const properties = Object.entries(limits).map(([name, value]) => [name, { type: "integer", const: value }])
  return { type: "object", properties: Object.fromEntries(properties), required: Object.keys(limits) }
}

function pathParameters(path: string, settings: Settings): object[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    task: [...new Set(settings.benchmarks.map(({ task }) => task))],
    release: [...new Set(settings.benchmarks.map(({ release }) => release))],
    model: [...settings.boosters.keys()],
  }
  return Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => {
    const known = values[name!] ?? []
    const schema = { type: "string", ...(known.length > 0 ? { enum: known } : {}) }
    return { name, in: "path", required: true, schema }
  })
}

const queryParameter = ({ name, description, required = false, schema }: Parameter): object => {
  return { name, in: "query", description, required, schema }
}

const title = (status: number): string =>
  Array.from(
    new Set(
      Object.values(problemKinds)
        .filter(kind => kind.status === status)
        .map(kind => kind.title),
    ),
  ).join("; ")

function problemsOf({ method, path, open }: Endpoint, settings: Settings): number[] {
  const hasNames = path.includes("{")
  return [
    ...(method === "POST" ? [400, 408, 413, 415] : []),
    ...(settings.tokens !== null && !open ? [401] : []),
    ...(hasNames ? [404] : []),
    ...(hasNames || method === "POST" ? [422] : []),
    500,
  ].sort((a, b) => a - b)
}

function operationOf(endpoint: Endpoint, settings: Settings): OpenApiOperation {
  const { operationId, summary, description, parameters = [], body, example, answers } = endpoint.operation
  const content = Object.entries(answers).map(([type, schema]) => [type, { schema }])
  const problems = problemsOf(endpoint, settings).map(status => [
    status,
    { $ref: `#/components/responses/${status}` },
  ])
  return {
    operationId,
    summary,
    ...(description ? { description } : {}),
    parameters: [
      ...pathParameters(endpoint.path, settings),
      ...parameters.map(queryParameter),
    ] as OpenApiOperation["parameters"],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              "application/json": { schema: body, ...(example === undefined ? {} : { example }) },
            },
          },
        }
      : {}),
    responses: Object.fromEntries([
      [200, { description: "The answer", content: Object.fromEntries(content) }],
      ...problems,
    ]),
    security: settings.tokens === null || endpoint.open ? [] : [{ bearer: [] }],
  }
}

/**
 * Describes a service.
 *
 * @param endpoints all of them
 * @param settings for the names that paths can have, and whether tokens are demanded
 */
export function openApiOf(endpoints: readonly Endpoint[], settings: Settings): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  for (const endpoint of endpoints) {
    paths[endpoint.path] ??= {}
    paths[endpoint.path]![endpoint.method.toLowerCase()] = operationOf(endpoint, settings)
  }
  const statuses = [...new Set(endpoints.flatMap(endpoint => problemsOf(endpoint, settings)))]
  const problem = { [PROBLEM_TYPE]: { schema: { $ref: "#/components/schemas/Problem" } } }
  return {
    openapi: "3.1.0",
    info: INFO,
    paths,
    components: {
      schemas: {
        Configuration: configurationSchema(),
        ...regionSchemas(),
        Limits: limitsSchema(settings),
        Problem: problemSchema,
      },
      responses: Object.fromEntries(
        statuses.map(status => [status, { description: title(status), content: problem }]),
      ),
      ...(settings.tokens === null
        ? {}
        : { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } }),
    },
  }
}
