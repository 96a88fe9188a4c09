/** `optimum`: the best configuration there is, searched for as long as a request may take. */

import type { Benchmark, Constraints, MetricName, Region } from "../../benchmark/index.ts"
import type { OptimumDocument } from "../../wire/index.ts"
import type { Answer } from "../answer.ts"
import type { Endpoint, Question, Schema } from "../endpoint.ts"
import {
  checkNames,
  checkNumber,
  type Fields,
  optionalBoolean,
  optionalChoice,
  optionalObject,
  requiredText,
} from "../fields.ts"
import { answered, askSchemas, epochOf, objectSchema, onBenchmark, regionSchema } from "./ask.ts"

const GOALS = ["minimize", "maximize"] as const

/** Their form; which metrics there are is for the benchmark to check. */
function constraintsOf(fields: Fields): Constraints {
  const given = optionalObject(fields, "constraints") ?? {}
  for (const metric of Object.keys(given)) {
    const path = `constraints.${metric.slice(0, 60)}`
    const sides = optionalObject(given, metric, path)
    checkNames(sides!, ["atLeast", "atMost"], path)
    for (const side of Object.keys(sides!)) checkNumber(sides!, side, `${path}.${side}`)
  }
  return given as Constraints
}

async function optimum(benchmark: Benchmark, { fields, deadline }: Question): Promise<Answer> {
  checkNames(fields, ["metric", "goal", "fixed", "constraints", "epoch", "extrapolate"])
  const goal = optionalChoice(fields, "goal", GOALS)
  const epoch = epochOf(fields, "epoch")
  const constraints = constraintsOf(fields)
  const options = {
    metric: requiredText(fields, "metric") as MetricName,
    ...(goal === undefined ? {} : { goal }),
    fixed: (optionalObject(fields, "fixed") ?? {}) as Region,
    constraints,
    epoch,
    extrapolate: optionalBoolean(fields, "extrapolate") ?? false,
  }
  const found = await deadline.during(signal => benchmark.optimum({ ...options, signal }))
  const { choices, numChoices, numSummed, cells } = found.certificate
  const body: OptimumDocument = {
    ...answered(benchmark),
    epoch,
    metric: found.metric,
    goal: found.goal,
    constraints,
    best: found.best,
    certificate: { choices, numChoices, numSummed, cells },
  }
  return { kind: "document", lasting: "always", body }
}

/** The endpoint of `optimum`. */
export function optimumEndpoints(): readonly Endpoint[] {
  const { task, release, epoch, metric, numbers, configuration, extrapolate } = askSchemas
  const number: Schema = { type: "number" }
  const count: Schema = { type: "integer" }
  const interval: Schema = { type: "array", items: number, minItems: 2, maxItems: 2 }
  const sides: Schema = {
    type: "object",
    properties: { atLeast: number, atMost: number },
    additionalProperties: false,
  }
  const constraints: Schema = { type: "object", propertyNames: metric, additionalProperties: sides }
  const goal: Schema = { enum: [...GOALS] }
  const best = objectSchema({
    configuration,
    metrics: numbers,
    cell: objectSchema({ LearningRate: interval, WeightDecay: interval }),
    value: number,
  })
  return [
    onBenchmark({
      method: "POST",
      path: "/optimum",
      operation: {
        operationId: "optimum",
        summary: "The best configuration there is, within constraints",
        description:
          "Exact over all discrete choices and all LearningRates and WeightDecays of the release's domain, or of what `fixed` leaves of it. `best` is null where nothing keeps to the constraints; `certificate` counts the discrete choices that were summed, the others cannot be better. Status 408 where the search takes longer than a request may: fix more.",
        body: objectSchema({ metric }, { goal, fixed: regionSchema, constraints, epoch, extrapolate }),
        example: {
          metric: "valid-acc",
          constraints: { latency: { atMost: 1 } },
          fixed: { Op1: 2, Op2: [0, 1], Op3: 0, Op4: 0, Op5: 1, Activation: "ReLU", TrivialAugment: true },
        },
        answers: {
          "application/json": objectSchema({
            task,
            release,
            epoch,
            metric,
            goal,
            constraints,
            best: { oneOf: [best, { type: "null" }] },
            certificate: objectSchema({
              choices: {
                type: "array",
                items: objectSchema({ name: { type: "string" }, values: { type: "array" } }),
              },
              numChoices: count,
              numSummed: count,
              cells: objectSchema({ LearningRate: count, WeightDecay: count }),
            }),
          }),
        },
      },
      answer: optimum,
    }),
  ]
}
