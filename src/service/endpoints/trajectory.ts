/** `trajectory`: a configuration's learning curve. */

import type { Benchmark } from "../../benchmark/index.ts"
import { LINES_TYPE } from "../../wire/index.ts"
import type { Answer } from "../answer.ts"
import type { Endpoint, Operation, Question } from "../endpoint.ts"
import { checkNames, type Fields } from "../fields.ts"
import {
  answered,
  askSchemas,
  checkAmount,
  configurationOf,
  configurationParameters,
  epochOf,
  exampleConfiguration,
  fieldsOfAddress,
  objectSchema,
  onBenchmark,
  readAsked,
} from "./ask.ts"

const OPTIONS: readonly string[] = ["epochs", "metrics", "extrapolate"]

function trajectory(benchmark: Benchmark, fields: Fields, { settings }: Question): Answer {
  checkNames(fields, ["configuration", ...OPTIONS])
  const configuration = configurationOf(fields)
  const asked = readAsked(benchmark, fields)
  const epochs = epochOf(fields, "epochs")
  checkAmount(settings, "epochs", epochs, asked.metrics.length)
  const curve = benchmark.trajectory(configuration, { ...asked, epochs })
  return {
    kind: "rows",
    lasting: "always",
    head: { ...answered(benchmark) },
    numRows: epochs,
    blocks: [curve],
  }
}

/** The endpoints of `trajectory`. */
export function trajectoryEndpoints(): readonly Endpoint[] {
  const { task, release, epoch, columns, numbers, configuration, metrics, extrapolate } = askSchemas
  const answers: Operation["answers"] = {
    "application/json": objectSchema({ task, release, columns }),
    [LINES_TYPE]: numbers,
  }
  return [
    onBenchmark({
      method: "GET",
      path: "/trajectory",
      operation: {
        operationId: "trajectoryByAddress",
        summary: "A learning curve, by an address that caches keep",
        parameters: configurationParameters("epochs"),
        answers,
      },
      answer: (benchmark, question) =>
        trajectory(benchmark, fieldsOfAddress(question.fields, OPTIONS), question),
    }),
    onBenchmark({
      method: "POST",
      path: "/trajectory",
      operation: {
        operationId: "trajectory",
        summary: "A learning curve",
        description: "Columns `epoch` and one a metric; as NDJSON, one line an epoch.",
        body: objectSchema({ configuration }, { epochs: epoch, metrics, extrapolate }),
        example: { configuration: exampleConfiguration, epochs: 20, metrics: ["valid-acc"] },
        answers,
      },
      answer: (benchmark, question) => trajectory(benchmark, question.fields, question),
    }),
  ]
}
