/** Laws of asking: the same point has the same answer, whichever way it is asked for. */

import type { MetricName } from "../benchmark/index.ts"
import type { Configuration } from "../space/index.ts"
import type { AnswerInvariant, Breach } from "./invariant.ts"
import type { Answer, Point, Subject } from "./subject.ts"

const KEPT: Breach = { size: 0, answers: [] }

/** Answers of one point by several ways; the first is the query's. */
interface Way {
  readonly point: Point
  value(metric: MetricName): number
}

/** The first metric that two ways answer differently: the size is how far they are apart. */
function disagreement(metrics: readonly MetricName[], first: Way, others: readonly Way[]): Breach {
  for (const metric of metrics) {
    const expected = first.value(metric)
    for (const { point, value } of others) {
      const actual = value(metric)
      if (Object.is(expected, actual)) continue
      const size = Math.abs(expected - actual)
      const answers: Answer[] = [
        { ...first.point, metric, value: expected },
        { ...point, metric, value: actual },
      ]
      // Zeros of two signs, and what is no number, are no distance apart, and not the same.
      return { size: size > 0 ? size : Number.MIN_VALUE, answers }
    }
  }
  return KEPT
}

function queried(subject: Subject, point: Point): Way {
  const answer = subject.query(point.configuration, { epoch: point.epoch })
  return { point, value: metric => answer[metric] }
}

/** As many rows as need blocks of 32 and a rest: kernels for many rows are others than for one. */
const NUM_ROWS = 37

/** The point alone and among others by `queryMany`, on its curve, and in a grid. */
function otherWays(subject: Subject, point: Point): Way[] {
  const { configuration, epoch } = point
  const single = subject.queryMany([configuration], { epoch })
  const others = Array.from(
    { length: NUM_ROWS },
    (_, i): Configuration =>
      i % 2 === 0 ? configuration : { ...configuration, Op1: (i % 5) as 0 | 1 | 2 | 3 | 4 },
  )
  const many = subject.queryMany(others, { epoch })
  const grid = subject.grid({ ...configuration, Op6: "all", epoch: [epoch] })
  const ways: Way[] = [
    { point, value: metric => single[metric][0] },
    { point, value: metric => many[metric][0] },
    { point, value: metric => many[metric][NUM_ROWS - 1] },
    { point, value: metric => grid.columns[metric][configuration.Op6] },
  ]
  // Of a pack for some epochs only, there may be no curve from the first on.
  const [first] = (subject.card.domain["epoch"] ?? [1]) as readonly number[]
  if (first !== 1) return ways
  const curve = subject.trajectory(configuration, { epochs: epoch })
  return [...ways, { point, value: metric => curve[metric][epoch - 1] }]
}

function backwards(configuration: Configuration): Configuration {
  return Object.fromEntries(Object.entries(configuration).reverse()) as unknown as Configuration
}

function byName(configuration: Configuration): Configuration {
  const entries = Object.entries(configuration).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries) as unknown as Configuration
}

type Parts = Pick<AnswerInvariant, "name" | "meaning" | "reason" | "evidence" | "ask">

function law(parts: Parts): AnswerInvariant {
  return {
    ...parts,
    kind: "answers",
    severity: "certain",
    unit: "the metric's",
    tolerance: 0,
    metrics: [],
  }
}

const allLaws = (): readonly AnswerInvariant[] => [
  law({
    name: "deterministic",
    meaning: "The same query has the same answer, bit for bit, whatever was asked in between.",
    reason: "a surrogate is a function; experiments must be repeatable",
    evidence: "all metrics of a query, asked twice around another",
    ask(subject, point) {
      const first = queried(subject, point)
      queried(subject, { ...point, configuration: subject.space.defaultConfiguration() })
      return disagreement(subject.metrics, first, [queried(subject, point)])
    },
  }),
  law({
    name: "all-ways-agree",
    meaning: "query, queryMany, trajectory and grid answer the same bits.",
    reason: "they are ways to ask one function, by different kernels",
    evidence: `all metrics of a query, of it alone and among ${NUM_ROWS} rows, on its curve, and in a grid`,
    ask: (subject, point) =>
      disagreement(subject.metrics, queried(subject, point), otherWays(subject, point)),
  }),
  law({
    name: "key-order-ignored",
    meaning: "The order of a configuration's keys does not matter.",
    reason: "a configuration is a set of named values",
    evidence: "all metrics of a query, with keys as they are, backwards and by name",
    ask(subject, point) {
      const { configuration } = point
      const others = [backwards(configuration), byName(configuration)]
      return disagreement(
        subject.metrics,
        queried(subject, point),
        others.map(other => queried(subject, { ...point, configuration: other })),
      )
    },
  }),
]

/** In the order in which audits list them. */
export const answerInvariants: readonly AnswerInvariant[] = /* @__PURE__ */ allLaws()
