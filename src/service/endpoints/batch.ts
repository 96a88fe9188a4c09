/** `batch`: many configurations at one epoch, as columns or as lines. */

import type { Benchmark } from "../../benchmark/index.ts"
import { LINES_TYPE } from "../../wire/index.ts"
import { type Answer, blocksOf } from "../answer.ts"
import type { Endpoint, Question } from "../endpoint.ts"
import { checkNames, requiredArray } from "../fields.ts"
import {
  answered,
  askSchemas,
  checkAmount,
  epochOf,
  exampleConfiguration,
  objectSchema,
  onBenchmark,
  readAsked,
} from "./ask.ts"

/** About 20 ms of work: other requests wait no longer than that. */
const BLOCK_ROWS = 256

function batch(benchmark: Benchmark, { fields, settings }: Question): Answer {
  checkNames(fields, ["configurations", "epoch", "metrics", "extrapolate"])
  const given = requiredArray(fields, "configurations")
  const { metrics, extrapolate } = readAsked(benchmark, fields)
  const epoch = epochOf(fields, "epoch")
  checkAmount(settings, "configurations", given.length, metrics.length)
  // An empty batch checks epoch and metrics, before any line is on its way.
  benchmark.queryMany([], { epoch, metrics })
  const configurations = given.map((configuration, k) =>
    benchmark.validate(configuration, { extrapolate, source: `configurations[${k}]` }),
  )
  return {
    kind: "rows",
    lasting: "always",
    head: { ...answered(benchmark), epoch },
    numRows: configurations.length,
    blocks: blocksOf(configurations.length, BLOCK_ROWS, (begin, end) =>
      benchmark.queryMany(configurations.slice(begin, end), { epoch, metrics, extrapolate: true }),
    ),
  }
}

/** The endpoint of `queryMany`. */
export function batchEndpoints(): readonly Endpoint[] {
  const { task, release, epoch, columns, numbers, configurations, metrics, extrapolate } = askSchemas
  return [
    onBenchmark({
      method: "POST",
      path: "/batch",
      operation: {
        operationId: "batch",
        summary: "Metrics of many configurations at one epoch",
        description: "As columns, one array a metric; as NDJSON, one line a configuration.",
        body: objectSchema({ configurations }, { epoch, metrics, extrapolate }),
        example: {
          configurations: [exampleConfiguration, { ...exampleConfiguration, Op1: 4 }],
          metrics: ["valid-acc", "latency"],
        },
        answers: {
          "application/json": objectSchema({ task, release, epoch, columns }),
          [LINES_TYPE]: numbers,
        },
      },
      answer: batch,
    }),
  ]
}
