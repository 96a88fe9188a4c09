/** Traces: what an optimiser asked and was told, in order. */

import * as fc from "fast-check"
import type { QueryResult } from "../benchmark/index.ts"
import type { Configuration, HyperparameterName, HyperparameterValue } from "../space/index.ts"
import { arbitraryConfiguration, arbitraryEpoch, arbitraryValue } from "./arbitrary-space.ts"
import { epochRange, type Point, type Subject } from "./subject.ts"

/** One evaluation of a trace. */
export interface Evaluation extends Point {
  readonly result: QueryResult
  /** Training time spent so far, this evaluation included, in seconds: the sum of runtimes. */
  readonly time: number
}

/** Moves of an optimiser. `of` counts back over the evaluations so far. */
type Move =
  | { readonly kind: "new"; readonly configuration: Configuration; readonly epoch: number }
  | {
      readonly kind: "neighbour"
      readonly of: number
      readonly name: string
      readonly value: HyperparameterValue
    }
  | { readonly kind: "promote"; readonly of: number; readonly epoch: number }
  | { readonly kind: "repeat"; readonly of: number }

export interface ArbitraryTraceOptions {
  /** Default: 30. */
  readonly maxLength?: number
}

function arbitraryMove(subject: Subject): fc.Arbitrary<Move> {
  const range = epochRange(subject)
  const of = fc.nat(9)
  const change = fc.oneof(
    ...subject.space.hyperparameters.map(hyperparameter =>
      arbitraryValue(hyperparameter).map(value => ({ name: hyperparameter.name, value })),
    ),
  )
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("new" as const),
        configuration: arbitraryConfiguration(subject),
        epoch: arbitraryEpoch(range),
      }),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(of, change)
        .map(([of, { name, value }]) => ({ kind: "neighbour" as const, of, name, value })),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("promote" as const), of, epoch: arbitraryEpoch(range) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("repeat" as const), of }) },
  )
}

/** The next point, given those so far. */
function follow(move: Move, points: readonly Point[], start: Point): Point {
  if (move.kind === "new") return { configuration: move.configuration, epoch: move.epoch }
  const point = points[points.length - 1 - (move.of % Math.max(1, points.length))] ?? start
  if (move.kind === "repeat") return point
  // A rung is never lower than the one before.
  if (move.kind === "promote") return { ...point, epoch: Math.max(point.epoch, move.epoch) }
  const name = move.name as HyperparameterName
  return {
    ...point,
    configuration: Object.freeze({ ...point.configuration, [name]: move.value }) as Configuration,
  }
}

/**
 * Traces of a benchmark: new configurations, neighbours of earlier ones, promotions to higher epochs and repeats,
 * each with what the benchmark answers. For whatever reads traces: incumbents, regret, reports. They shrink to
 * fewer and simpler evaluations.
 *
 * @param subject a benchmark with `runtime` among its metrics
 * @example
 * ```ts
 * import * as fc from "fast-check"
 * const traces = arbitraryTrace(benchmark, { maxLength: 5 })
 * fc.assert(
 *   fc.property(traces, trace => trace.every(({ time }, i) => i === 0 || time > (trace[i - 1]?.time ?? 0))),
 *   { numRuns: 20 },
 * )
 * ```
 */
export function arbitraryTrace(
  subject: Subject,
  options: ArbitraryTraceOptions = {},
): fc.Arbitrary<readonly Evaluation[]> {
  const { maxLength = 30 } = options
  const start: Point = { configuration: subject.space.defaultConfiguration(), epoch: epochRange(subject)[1] }
  return fc.array(arbitraryMove(subject), { minLength: 1, maxLength }).map(moves => {
    const trace: Evaluation[] = []
    let time = 0
    for (const move of moves) {
      const point = follow(move, trace, start)
      const result = subject.query(point.configuration, { epoch: point.epoch })
      time += result.runtime
      trace.push({ configuration: point.configuration, epoch: point.epoch, result, time })
    }
    return trace
  })
}
