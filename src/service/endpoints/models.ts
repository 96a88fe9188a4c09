/** Boosters that the owner mounted: what they are, and their predictions. */

import { show } from "../../errors.ts"
import { type Booster, describe } from "../../predict/booster/booster.ts"
import { encodeArrays, encodeRecords, type RowRecord } from "../../predict/booster/encode-rows.ts"
import { LINES_TYPE, ServiceError, toPlain } from "../../wire/index.ts"
import { type Answer, type Block, blocksOf } from "../answer.ts"
import type { Endpoint, Question } from "../endpoint.ts"
import { checkNames, type Fields, requiredArray } from "../fields.ts"
import { askSchemas, checkAmount, objectSchema } from "./ask.ts"

const OUTPUTS = ["prediction", "margin", "leaf"] as const
type Output = (typeof OUTPUTS)[number]

/** About 20 ms of work on a forest of hundreds of trees. */
const BLOCK_ROWS = 1024

const refuse = (path: string, what: string, expected: string, actual: unknown): ServiceError =>
  new ServiceError("ERR_FIELD", { path, what, expected, actual: show(actual) })

function boosterOf({ settings, path }: Question): Booster {
  const { model } = path
  const found = settings.boosters.get(model!)
  if (found !== undefined) return found
  throw new ServiceError("ERR_NO_ROUTE", {
    path: "path",
    what: "no such model",
    expected: settings.boosters.size === 0 ? "none here" : [...settings.boosters.keys()].join(", "),
    actual: show(model),
  })
}

function rowsOf(booster: Booster, given: readonly unknown[]): Float32Array {
  const areArrays = given.length === 0 || Array.isArray(given[0])
  try {
    if (areArrays) return encodeArrays(booster, given, "rows")
    return encodeRecords(booster, given as readonly RowRecord[], "rows")
  } catch (error) {
    // The library takes a value of a wrong kind for a slip of the caller's: here that is the request.
    if (!(error instanceof TypeError)) throw error
    const [path, what] = error.message.split(/: (.*)/s) as [string, string]
    throw new ServiceError("ERR_FIELD", { path, what })
  }
}

function outputOf(fields: Fields): Output {
  const output = fields["output"] ?? "prediction"
  const found = OUTPUTS.find(known => known === output)
  if (found !== undefined) return found
  throw refuse("output", "not an output", OUTPUTS.join(", "), output)
}

function rangeOf(fields: Fields, numRounds: number): readonly [number, number] | undefined {
  const range = fields["iterationRange"]
  if (range === undefined) return undefined
  const isRound = (value: unknown): boolean => Number.isInteger(value)
  if (Array.isArray(range) && range.length === 2 && range.every(isRound)) {
    const [begin, end] = range as [number, number]
    const stop = end === 0 ? numRounds : end
    if (begin >= 0 && begin <= stop && stop <= numRounds) return [begin, end]
  }
  throw refuse("iterationRange", "not a range", `[begin, end) within 0..${numRounds}`, range)
}

/** One entry a row: a number where the model has one output, else an array. */
function entries(values: ArrayLike<number>, numRows: number): unknown[] {
  const width = numRows === 0 ? 1 : values.length / numRows
  const all = Array.from(values, toPlain)
  if (width === 1) return all
  return Array.from({ length: numRows }, (_, row) => all.slice(row * width, (row + 1) * width))
}

function predict(question: Question): Answer {
  const { fields, settings, path } = question
  const booster = boosterOf(question)
  checkNames(fields, ["rows", "output", "iterationRange"])
  const given = requiredArray(fields, "rows")
  const output = outputOf(fields)
  const iterationRange = rangeOf(fields, booster.info.iterationIndptr.length - 1)
  const columns = output === "leaf" ? booster.numTrees : booster.numOutputs
  checkAmount(settings, "rows", given.length, Math.max(columns, booster.numFeatures))
  const rows = rowsOf(booster, given)
  const { numFeatures } = booster
  const evaluate = (begin: number, end: number): Block => {
    const numRows = end - begin
    const options = { numRows, ...(iterationRange ? { iterationRange } : {}) }
    const part = rows.subarray(begin * numFeatures, end * numFeatures)
    const values =
      output === "leaf"
        ? booster.predict(part, { ...options, output })
        : booster.predict(part, { ...options, output })
    return { [output]: entries(values, numRows) }
  }
  // What this model cannot answer is refused before any line is on its way.
  evaluate(0, 0)
  return {
    kind: "rows",
    lasting: "deployed",
    head: { model: path["model"], output },
    numRows: given.length,
    blocks: blocksOf(given.length, BLOCK_ROWS, evaluate),
  }
}

/** The endpoints of mounted boosters. */
export function modelEndpoints(): readonly Endpoint[] {
  const value = askSchemas.plainNumber
  const values = { oneOf: [value, { type: "array", items: value }] }
  const cell = { type: ["number", "string", "boolean", "null"] }
  const text = { type: "string" }
  return [
    {
      method: "GET",
      path: "/v1/models",
      operation: {
        operationId: "models",
        summary: "Names of the models of this service",
        answers: { "application/json": objectSchema({ models: { type: "array", items: text } }) },
      },
      answer: ({ settings, fields }) => {
        checkNames(fields, [])
        return { kind: "document", lasting: "deployed", body: { models: [...settings.boosters.keys()] } }
      },
    },
    {
      method: "GET",
      path: "/v1/models/{model}",
      operation: {
        operationId: "model",
        summary: "What a model is: objective, trees, features",
        answers: { "application/json": { type: "object" } },
      },
      answer: question => {
        checkNames(question.fields, [])
        return { kind: "document", lasting: "deployed", body: describe(boosterOf(question)) }
      },
    },
    {
      method: "POST",
      path: "/v1/models/{model}/predict",
      operation: {
        operationId: "predict",
        summary: "Predictions, margins or leaf ids of rows",
        description:
          "Rows are arrays in the model's column order, or objects by feature name; null is missing. What is not finite is written as text: NaN, Infinity, -Infinity.",
        body: objectSchema(
          {
            rows: {
              type: "array",
              items: {
                oneOf: [
                  { type: "array", items: { type: ["number", "null"] } },
                  { type: "object", additionalProperties: cell },
                ],
              },
            },
          },
          {
            output: { enum: [...OUTPUTS], default: "prediction" },
            iterationRange: { type: "array", items: { type: "integer" }, minItems: 2, maxItems: 2 },
          },
        ),
        answers: {
          "application/json": objectSchema({
            model: text,
            output: text,
            columns: { type: "object", additionalProperties: { type: "array", items: values } },
          }),
          [LINES_TYPE]: { type: "object", additionalProperties: values },
        },
      },
      answer: predict,
    },
  ]
}
