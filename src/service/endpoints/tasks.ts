/** What can be asked: the tasks of this service, and each one's space and card. */

import type { Benchmark } from "../../benchmark/index.ts"
import { toJsonSchema } from "../../space/index.ts"
import { benchmarkPath, type SpaceDocument, type TasksDocument } from "../../wire/index.ts"
import type { Answer } from "../answer.ts"
import type { Endpoint, Question } from "../endpoint.ts"
import { checkNames } from "../fields.ts"
import { answered, askSchemas, objectSchema, onBenchmark } from "./ask.ts"

function tasks({ settings, fields }: Question): Answer {
  checkNames(fields, [])
  const body: TasksDocument = {
    tasks: settings.benchmarks.map(({ task, release, card, sha256, metrics }) => {
      return { task, release, notice: card.notice, sha256, metrics, path: benchmarkPath(task, release) }
    }),
    limits: settings.limits,
  }
  return { kind: "document", lasting: "deployed", body }
}

function space(benchmark: Benchmark, { fields }: Question): Answer {
  checkNames(fields, [])
  const { hyperparameters } = benchmark.space
  const body: SpaceDocument = {
    ...answered(benchmark),
    hyperparameters,
    schema: toJsonSchema(benchmark.space),
  }
  return { kind: "document", lasting: "always", body }
}

function card(benchmark: Benchmark, { fields }: Question): Answer {
  checkNames(fields, [])
  return { kind: "document", lasting: "always", body: benchmark.card }
}

/** The endpoints of tasks, spaces and cards. */
export function taskEndpoints(): readonly Endpoint[] {
  const { task, release } = askSchemas
  const text = { type: "string" }
  const texts = { type: "array", items: text }
  return [
    {
      method: "GET",
      path: "/v1/tasks",
      operation: {
        operationId: "tasks",
        summary: "Tasks and releases of this service, and what one request may ask for",
        answers: {
          "application/json": objectSchema({
            tasks: {
              type: "array",
              items: objectSchema({ task, release, notice: text, sha256: text, metrics: texts, path: text }),
            },
            limits: { $ref: "#/components/schemas/Limits" },
          }),
        },
      },
      answer: tasks,
    },
    onBenchmark({
      method: "GET",
      path: "/space",
      operation: {
        operationId: "space",
        summary: "The design space restricted to the release's domain, with its JSON Schema",
        answers: {
          "application/json": objectSchema({
            task,
            release,
            hyperparameters: { type: "array", items: { type: "object" } },
            schema: { type: "object" },
          }),
        },
      },
      answer: space,
    }),
    onBenchmark({
      method: "GET",
      path: "/card",
      operation: {
        operationId: "card",
        summary: "Where the release comes from, what it covers and how close it is",
        answers: { "application/json": { type: "object" } },
      },
      answer: card,
    }),
  ]
}
