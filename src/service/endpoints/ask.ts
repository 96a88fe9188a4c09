/** What the questions about configurations have in common: their fields, their schemas, and the benchmark asked. */

import { type Benchmark, type MetricName, metrics } from "../../benchmark/index.ts"
import { show } from "../../errors.ts"
import {
  type ConfigurationInput,
  epochFidelity,
  fromNasBench201String,
  jahsSpace,
  toJsonSchema,
} from "../../space/index.ts"
import { settingOf } from "../../space/setting-text.ts"
import { type Answered, ServiceError } from "../../wire/index.ts"
import type { BenchmarkEndpoint, Endpoint, Parameter, Question, Schema } from "../endpoint.ts"
import { type Fields, optionalBoolean, optionalNames, requiredObject } from "../fields.ts"
import type { Settings } from "../options.ts"

/** Where benchmarks are asked; `benchmarkPath` of the wire fills it in. */
const BENCHMARK_PATH = "/v1/{task}/{release}"

function benchmarkOf({ settings, path }: Question): Benchmark {
  const { task, release } = path
  const found = settings.benchmarks.find(known => known.task === task && known.release === release)
  if (found !== undefined) return found
  const known = settings.benchmarks.map(benchmark => `${benchmark.task} of ${benchmark.release}`)
  throw new ServiceError("ERR_NO_ROUTE", {
    path: "path",
    what: "no such task and release",
    expected: known.length === 0 ? "none, as this service has no benchmark" : known.join("; "),
    actual: `${show(task)} of ${show(release)}`,
  })
}

/** Makes an endpoint that finds the benchmark which the path names. */
export function onBenchmark({ answer, path, ...endpoint }: BenchmarkEndpoint): Endpoint {
  return {
    ...endpoint,
    path: BENCHMARK_PATH + path,
    answer: question => answer(benchmarkOf(question), question),
  }
}

/** What every answer of a benchmark begins with. */
export const answered = ({ task, release }: Benchmark): Answered => ({ task, release })

/** Options of a question. */
export interface Asked {
  readonly metrics: readonly MetricName[]
  readonly extrapolate: boolean
}

/** Reads `metrics` and `extrapolate`; which metrics there are is for the benchmark to check. */
export function readAsked(benchmark: Benchmark, fields: Fields): Asked {
  const names = optionalNames(fields, "metrics") as readonly MetricName[] | undefined
  return {
    metrics: names ?? benchmark.metrics,
    extrapolate: optionalBoolean(fields, "extrapolate") ?? false,
  }
}

/** The configuration of a question, for the benchmark to check. */
export function configurationOf(fields: Fields): ConfigurationInput {
  return requiredObject(fields, "configuration") as unknown as ConfigurationInput
}

/** The epoch of a question, for the benchmark to check; the last one where none is given. */
export function epochOf(fields: Fields, name: "epoch" | "epochs" | "nepochs"): number {
  return fields[name] === undefined ? epochFidelity.upper : (fields[name] as number)
}

function tooMany(field: string, expected: string, actual: string): ServiceError {
  return new ServiceError("ERR_TOO_MANY", {
    path: field,
    what: "more than this service answers at once",
    expected,
    actual,
    remedy: "ask in several requests",
  })
}

/**
 * Checks that an answer has not more numbers than this service gives.
 *
 * @throws {ServiceError} `ERR_TOO_MANY`
 */
export function checkNumbers({ limits }: Settings, field: string, rows: number, columns: number): void {
  if (rows * columns <= limits.cells) return
  throw tooMany(field, `at most ${limits.cells} numbers`, `${rows} × ${columns}`)
}

/**
 * Checks that an answer is not larger than this service gives.
 *
 * @param field which field asks for so much
 * @param rows configurations, epochs or rows
 * @param columns numbers a row
 * @throws {ServiceError} `ERR_TOO_MANY`
 */
export function checkAmount(settings: Settings, field: string, rows: number, columns: number): void {
  const most = settings.limits.rows
  if (rows > most) throw tooMany(field, `at most ${most} rows`, `${rows}`)
  checkNumbers(settings, field, rows, columns)
}

/** An address holds texts; each parameter becomes the value that its field would have in a body. */
const OPTION_OF: Readonly<Record<string, (text: string) => unknown>> = {
  epoch: text => (text.trim() === "" ? text : Number(text)),
  epochs: text => (text.trim() === "" ? text : Number(text)),
  metrics: text => text.split(","),
  extrapolate: text => text === "true" || (text === "false" ? false : text),
}

/**
 * The fields that an address stands for: `?Op1=2&…&epoch=50&metrics=valid-acc,latency`.
 *
 * @param parameters of the address
 * @param options names that are options of this endpoint; all others are hyperparameters
 */
export function fieldsOfAddress(parameters: Fields, options: readonly string[]): Fields {
  const given = Object.entries(parameters) as [string, string][]
  const { arch } = parameters
  // From entries: assigning to a name such as __proto__ would lose it unseen.
  const settings = given.filter(([name]) => name !== "arch" && !options.includes(name))
  const configuration = {
    ...(typeof arch === "string" ? fromNasBench201String(arch) : {}),
    ...Object.fromEntries(settings.map(([name, text]) => [name, settingOf(name, text)])),
  }
  const chosen = given.filter(([name]) => options.includes(name))
  return {
    ...Object.fromEntries(chosen.map(([name, text]) => [name, OPTION_OF[name]!(text)])),
    configuration,
  }
}

/** A configuration, as OpenAPI says it: constants of the release may be left out, so that nothing is required. */
export function configurationSchema(): Schema {
  const { title, type, properties, additionalProperties } = toJsonSchema(jahsSpace)
  return { title, type, properties, additionalProperties }
}

const EXTRAPOLATE = "Answer outside the release's domain, too: nobody checked how well."

const metricSchema: Schema = { enum: /* @__PURE__ */ metrics.map(({ name }) => name) }

const configurationReference: Schema = { $ref: "#/components/schemas/Configuration" }

export const askSchemas: {
  readonly [Name in
    | "configuration"
    | "configurations"
    | "epoch"
    | "metric"
    | "metrics"
    | "extrapolate"
    | "task"
    | "release"
    | "plainNumber"
    | "numbers"
    | "columns"]: Schema
} = {
  configuration: configurationReference,
  configurations: { type: "array", items: configurationReference },
  epoch: { type: "integer", minimum: 1, maximum: 200, default: 200 },
  metric: metricSchema,
  metrics: { type: "array", items: metricSchema, minItems: 1 },
  extrapolate: { type: "boolean", default: false, description: EXTRAPOLATE },
  task: { type: "string" },
  release: { type: "string" },
  plainNumber: { oneOf: [{ type: "number" }, { enum: ["NaN", "Infinity", "-Infinity"] }] },
  numbers: { type: "object", additionalProperties: { type: "number" } },
  columns: { type: "object", additionalProperties: { type: "array", items: { type: "number" } } },
}

/** A region: for some hyperparameters a value, or a list of values; of a float, `[lower, upper]`. */
export const regionSchema: Schema = { $ref: "#/components/schemas/Region" }

/** A grid: a configuration in which hyperparameters may have arrays of values, or `"all"`, and `epoch` likewise. */
export const gridSchema: Schema = { $ref: "#/components/schemas/Grid" }

/** What the references stand for. A constant of the release may be left out, so that nothing is required. */
export function regionSchemas(): Readonly<Record<"Region" | "Grid", Schema>> {
  const settings = Object.entries(toJsonSchema(jahsSpace).properties)
  const list = (items: object): Schema => {
    return { type: "array", items, minItems: 1 }
  }
  const region = settings.map(([name, schema]) => [name, { oneOf: [schema, list(schema)] }])
  const several = [...settings, ["epoch", askSchemas.epoch] as const]
  const grid = several.map(([name, schema]) => [name, { oneOf: [schema, list(schema), { const: "all" }] }])
  return {
    Region: { type: "object", properties: Object.fromEntries(region), additionalProperties: false },
    Grid: { type: "object", properties: Object.fromEntries(grid), additionalProperties: false },
  }
}

/** The parameters by which an address asks for one configuration. */
export function configurationParameters(epochName: "epoch" | "epochs"): readonly Parameter[] {
  const hyperparameters = Object.entries(toJsonSchema(jahsSpace).properties).map(([name, property]) => {
    const { description, ...schema } = property
    return { name, description, schema: schema as unknown as Schema }
  })
  return [
    ...hyperparameters,
    {
      name: "arch",
      description: "The cell as a NAS-Bench-201 string, for Op1 to Op6.",
      schema: { type: "string" },
    },
    {
      name: epochName,
      description: epochName === "epoch" ? "Epoch that is asked." : "Last epoch of the curve.",
      schema: askSchemas.epoch,
    },
    {
      name: "metrics",
      description: "Metrics between commas; all, when left out.",
      schema: { type: "string" },
    },
    {
      name: "extrapolate",
      description: EXTRAPOLATE,
      schema: { type: "boolean", default: false },
    },
  ]
}

/** A configuration that every bundled release covers, for examples. */
export const exampleConfiguration: Readonly<Record<string, unknown>> = {
  ...{ Op1: 2, Op2: 1, Op3: 0, Op4: 0, Op5: 1, Op6: 3 },
  ...{ LearningRate: 0.1, WeightDecay: 0.0005, Activation: "ReLU", TrivialAugment: true },
}

/** Schema of an object with these required properties. */
export function objectSchema(
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema {
  return {
    type: "object",
    properties: { ...required, ...optional },
    required: Object.keys(required),
  }
}
