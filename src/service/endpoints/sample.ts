/** `sample` and `sample-config`: configurations drawn from a seed, by this package's generator and by upstream's. */

import type { Benchmark } from "../../benchmark/index.ts"
import { createRandom } from "../../random/generator.ts"
import { ServiceError } from "../../wire/index.ts"
import type { Answer } from "../answer.ts"
import type { Endpoint, Question } from "../endpoint.ts"
import { checkNames, type Fields, integerOf } from "../fields.ts"
import { answered, askSchemas, checkAmount, objectSchema, onBenchmark } from "./ask.ts"

/** A seed is demanded: without one the same address would give something else each time. */
function seedOf(numbers: Fields, highest: number): number {
  const seed = integerOf(numbers, "seed", [0, highest])
  if (seed !== undefined) return seed
  throw new ServiceError("ERR_FIELD", { path: "seed", what: "missing", expected: "an integer of 0 or more" })
}

/** An address holds texts; what is no number stays text, to be shown in the message. */
function numbersOf(fields: Fields): Fields {
  const entries = Object.entries(fields) as [string, string][]
  return Object.fromEntries(entries.map(([name, text]) => [name, /^-?\d+$/.test(text) ? Number(text) : text]))
}

function sample(benchmark: Benchmark, { fields, settings }: Question): Answer {
  checkNames(fields, ["seed", "n"])
  const numbers = numbersOf(fields)
  const seed = seedOf(numbers, Number.MAX_SAFE_INTEGER)
  const n = integerOf(numbers, "n", [1, Number.MAX_SAFE_INTEGER]) ?? 1
  checkAmount(settings, "n", n, benchmark.space.names.length)
  const random = createRandom(seed)
  const configurations = Array.from({ length: n }, () => benchmark.space.sample(random))
  return { kind: "document", lasting: "always", body: { ...answered(benchmark), configurations } }
}

function sampleConfig(benchmark: Benchmark, { fields }: Question): Answer {
  checkNames(fields, ["seed"])
  const seed = seedOf(numbersOf(fields), 0xffff_ffff)
  const configuration = benchmark.sampleConfig(seed)
  return { kind: "document", lasting: "always", body: { ...answered(benchmark), configuration } }
}

/** The endpoints of `space.sample` and of `sampleConfig`. */
export function sampleEndpoints(): readonly Endpoint[] {
  const { task, release, configuration, configurations } = askSchemas
  const seed = { type: "integer", minimum: 0 }
  return [
    onBenchmark({
      method: "GET",
      path: "/sample",
      operation: {
        operationId: "sample",
        summary: "Random configurations of the release's domain",
        parameters: [
          { name: "seed", description: "Seed of the generator.", required: true, schema: seed },
          {
            name: "n",
            description: "How many.",
            schema: { type: "integer", minimum: 1, default: 1 },
          },
        ],
        answers: { "application/json": objectSchema({ task, release, configurations }) },
      },
      answer: sample,
    }),
    onBenchmark({
      method: "GET",
      path: "/sample-config",
      operation: {
        operationId: "sampleConfig",
        summary: "A configuration as `sample_config` of jahs_bench draws it, with its epoch",
        parameters: [
          {
            name: "seed",
            description: "Seed of numpy's RandomState.",
            required: true,
            schema: { ...seed, maximum: 0xffff_ffff },
          },
        ],
        answers: { "application/json": objectSchema({ task, release, configuration }) },
      },
      answer: sampleConfig,
    }),
  ]
}
