/** `bound`: what metrics cannot leave over a region. */

import type { Benchmark, MetricBounds, Region } from "../../benchmark/index.ts"
import { type BoundDocument, type PlainBounds, ServiceError, toPlain } from "../../wire/index.ts"
import type { Answer } from "../answer.ts"
import type { Endpoint, Question, Schema } from "../endpoint.ts"
import { checkNames, type Fields, requiredObject } from "../fields.ts"
import {
  answered,
  askSchemas,
  epochOf,
  exampleConfiguration,
  objectSchema,
  onBenchmark,
  readAsked,
  regionSchema,
} from "./ask.ts"

/** One epoch, or the first and the last one; which epochs there are is for the benchmark to check. */
function epochsOf(fields: Fields): readonly [number, number] {
  const given: unknown = fields["epoch"]
  if (!Array.isArray(given)) {
    const epoch = epochOf(fields, "epoch")
    return [epoch, epoch]
  }
  const [first, last] = given as readonly number[]
  if (given.length === 2 && !(first! > last!)) return [first!, last!]
  throw new ServiceError("ERR_FIELD", {
    path: "epoch",
    what: "not a range",
    expected: "an epoch, or [first, last]",
  })
}

const plain = ({ lower, upper }: MetricBounds): PlainBounds => {
  return { lower: toPlain(lower), upper: toPlain(upper) }
}

function bound(benchmark: Benchmark, { fields }: Question): Answer {
  checkNames(fields, ["region", "epoch", "metrics", "extrapolate"])
  const region = requiredObject(fields, "region") as Region
  const epoch = epochsOf(fields)
  const { metrics, extrapolate } = readAsked(benchmark, fields)
  // An empty batch checks the metrics, under the name that they have here.
  benchmark.queryMany([], { metrics })
  const bounds = Object.fromEntries(
    metrics.map(metric => [metric, plain(benchmark.bound(region, { metric, epoch, extrapolate }))]),
  )
  const body: BoundDocument = { ...answered(benchmark), epoch, bounds }
  return { kind: "document", lasting: "always", body }
}

/** The endpoint of `bound`. */
export function boundEndpoints(): readonly Endpoint[] {
  const { task, release, epoch, metrics, extrapolate, plainNumber } = askSchemas
  const epochs: Schema = { type: "array", items: epoch, minItems: 2, maxItems: 2 }
  return [
    onBenchmark({
      method: "POST",
      path: "/bound",
      operation: {
        operationId: "bound",
        summary: "What metrics cannot leave over a region",
        description:
          "Certified, rounding included; the smaller the region, the tighter. Bounds that are not finite are written as text.",
        body: objectSchema(
          { region: regionSchema },
          { epoch: { oneOf: [epoch, epochs], default: 200 }, metrics, extrapolate },
        ),
        example: {
          region: { ...exampleConfiguration, LearningRate: [0.09, 0.11], Op3: [0, 2] },
          epoch: [190, 200],
          metrics: ["valid-acc"],
        },
        answers: {
          "application/json": objectSchema({
            task,
            release,
            epoch: epochs,
            bounds: {
              type: "object",
              additionalProperties: objectSchema({ lower: plainNumber, upper: plainNumber }),
            },
          }),
        },
      },
      answer: bound,
    }),
  ]
}
