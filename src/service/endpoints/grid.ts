/** `grid`: the metrics of every cell of a grid, block by block. */

import { axisColumns } from "../../benchmark/axis-columns.ts"
import type { Benchmark, Grid, GridInput } from "../../benchmark/index.ts"
import { LINES_TYPE } from "../../wire/index.ts"
import type { Answer, Block } from "../answer.ts"
import type { Endpoint, Question } from "../endpoint.ts"
import { checkNames, requiredObject } from "../fields.ts"
import {
  answered,
  askSchemas,
  checkAmount,
  checkNumbers,
  exampleConfiguration,
  gridSchema,
  objectSchema,
  onBenchmark,
  readAsked,
} from "./ask.ts"

/** Bytes of a block's columns: some 20 ms of work for one metric, some 50 ms for seven. */
const BLOCK_MEMORY = 65_536

function rowsOf(grid: Grid): Block {
  const values = axisColumns(grid)
  const axes = grid.axes.map(({ name }, axis) => [name, values[axis]!] as const)
  return { ...Object.fromEntries(axes), ...grid.columns }
}

function grid(benchmark: Benchmark, { fields, settings }: Question): Answer {
  checkNames(fields, ["grid", "metrics", "extrapolate"])
  const input = requiredObject(fields, "grid")
  const { metrics, extrapolate } = readAsked(benchmark, fields)
  for (const [name, values] of Object.entries(input)) {
    if (Array.isArray(values)) checkAmount(settings, `grid.${name.slice(0, 60)}`, values.length, 1)
  }
  const options = { metrics, extrapolate, memory: BLOCK_MEMORY }
  const { query, memory } = benchmark.planGridBlocks(input as unknown as GridInput, options)
  const { axes } = query.plan
  const { numCells } = query.whole
  checkNumbers(settings, "grid", numCells, metrics.length)
  function* blocks(): Generator<Block> {
    for (const part of query.parts(memory)) yield rowsOf(query.evaluate(part))
  }
  return {
    kind: "rows",
    lasting: "always",
    head: { ...answered(benchmark), axes },
    numRows: numCells,
    linesOnly: axes.map(({ name }) => name),
    blocks: blocks(),
  }
}

/** The endpoint of `gridBlocks`. */
export function gridEndpoints(): readonly Endpoint[] {
  const { task, release, columns, metrics, extrapolate } = askSchemas
  const axis = objectSchema({ name: { type: "string" }, values: { type: "array" } })
  return [
    onBenchmark({
      method: "POST",
      path: "/grid",
      operation: {
        operationId: "grid",
        summary: "Metrics of every cell of a grid",
        description:
          'Hyperparameters and `epoch` with an array of values, or "all", are the axes, as they are written; the last is fastest. As columns, one array a metric; as NDJSON, one line a cell, with its axes\' values.',
        body: objectSchema({ grid: gridSchema }, { metrics, extrapolate }),
        example: {
          grid: { ...exampleConfiguration, Op1: "all", LearningRate: [0.01, 0.1], epoch: [50, 200] },
          metrics: ["valid-acc"],
        },
        answers: {
          "application/json": objectSchema({
            task,
            release,
            axes: { type: "array", items: axis },
            columns,
          }),
          [LINES_TYPE]: { type: "object" },
        },
      },
      answer: grid,
    }),
  ]
}
