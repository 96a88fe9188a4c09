/** `call`: the question as Python programs put it to `jahs_bench`, for those that are ported. */

import type { Benchmark, CallConfiguration } from "../../benchmark/index.ts"
import type { Answer } from "../answer.ts"
import type { Endpoint, Question } from "../endpoint.ts"
import { checkNames, optionalBoolean, requiredObject } from "../fields.ts"
import {
  answered,
  askSchemas,
  checkAmount,
  epochOf,
  exampleConfiguration,
  objectSchema,
  onBenchmark,
} from "./ask.ts"

function call(benchmark: Benchmark, { fields, settings }: Question): Answer {
  checkNames(fields, ["configuration", "nepochs", "fullTrajectory"])
  const configuration = requiredObject(fields, "configuration") as CallConfiguration
  const fullTrajectory = optionalBoolean(fields, "fullTrajectory") ?? false
  const nepochs = epochOf(fields, "nepochs")
  // Not a number, or below 1: refused by the benchmark, which knows what to say.
  if (fullTrajectory && nepochs >= 1) checkAmount(settings, "nepochs", nepochs, benchmark.metrics.length)
  const epochs = benchmark.call(configuration, { nepochs, fullTrajectory })
  return { kind: "document", lasting: "always", body: { ...answered(benchmark), epochs } }
}

/** The endpoint of `call`. */
export function callEndpoints(): readonly Endpoint[] {
  const { task, release, configuration, numbers } = askSchemas
  return [
    onBenchmark({
      method: "POST",
      path: "/call",
      operation: {
        operationId: "call",
        summary: "What `jahs_bench.Benchmark.__call__` answers",
        description:
          "Ranges are not checked, other keys are left unused, and every hyperparameter must be given.",
        body: objectSchema(
          { configuration },
          {
            nepochs: { type: "number", exclusiveMinimum: 0, default: 200 },
            fullTrajectory: { type: "boolean", default: false },
          },
        ),
        example: {
          configuration: { ...exampleConfiguration, Optimizer: "SGD", N: 5, W: 16, Resolution: 1 },
          nepochs: 50,
        },
        answers: {
          "application/json": objectSchema({
            task,
            release,
            epochs: { type: "object", additionalProperties: numbers },
          }),
        },
      },
      answer: call,
    }),
  ]
}
