/** `query`: one configuration, one epoch. By address, so that caches keep it, or with a body. */

import type { Benchmark } from "../../benchmark/index.ts"
import type { QueryDocument } from "../../wire/index.ts"
import type { Answer } from "../answer.ts"
import type { Endpoint, Operation } from "../endpoint.ts"
import { checkNames, type Fields } from "../fields.ts"
import {
  answered,
  askSchemas,
  configurationOf,
  configurationParameters,
  epochOf,
  exampleConfiguration,
  fieldsOfAddress,
  objectSchema,
  onBenchmark,
  readAsked,
} from "./ask.ts"

const OPTIONS: readonly string[] = ["epoch", "metrics", "extrapolate"]

function query(benchmark: Benchmark, fields: Fields): Answer {
  checkNames(fields, ["configuration", ...OPTIONS])
  const configuration = configurationOf(fields)
  const epoch = epochOf(fields, "epoch")
  const metrics = benchmark.query(configuration, { ...readAsked(benchmark, fields), epoch })
  const body: QueryDocument = { ...answered(benchmark), epoch, metrics }
  return { kind: "document", lasting: "always", body }
}

/** The endpoints of `query`. */
export function queryEndpoints(): readonly Endpoint[] {
  const { task, release, epoch, numbers, configuration, metrics, extrapolate } = askSchemas
  const answers: Operation["answers"] = {
    "application/json": objectSchema({ task, release, epoch, metrics: numbers }),
  }
  return [
    onBenchmark({
      method: "GET",
      path: "/query",
      operation: {
        operationId: "queryByAddress",
        summary: "Metrics of one configuration, by an address that caches keep",
        parameters: configurationParameters("epoch"),
        answers,
      },
      answer: (benchmark, { fields }) => query(benchmark, fieldsOfAddress(fields, OPTIONS)),
    }),
    onBenchmark({
      method: "POST",
      path: "/query",
      operation: {
        operationId: "query",
        summary: "Metrics of one configuration",
        body: objectSchema({ configuration }, { epoch, metrics, extrapolate }),
        example: { configuration: exampleConfiguration, epoch: 50, metrics: ["valid-acc"] },
        answers,
      },
      answer: (benchmark, { fields }) => query(benchmark, fields),
    }),
  ]
}
