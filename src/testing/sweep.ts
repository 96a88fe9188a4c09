/** Exact counts: a law over all 15,625 cells, and all epochs where the law is about single ones. */

import type { MetricName } from "../benchmark/index.ts"
import type { Configuration } from "../space/index.ts"
import { type Axis, allCells, cellClasses, opNames, product } from "./family.ts"
import type { ValueInvariant } from "./invariant.ts"
import { breachOf, gridOf, judgeOf } from "./measure.ts"
import { epochsOf, type Point, type Subject } from "./subject.ts"
import type { TallyCounter } from "./tally.ts"

const cells = (subject: Subject): readonly Axis[] =>
  opNames.map(name => {
    const hyperparameter = subject.space.get(name)
    return { name, values: "values" in hyperparameter ? hyperparameter.values : [configured(hyperparameter)] }
  })

function configured(hyperparameter: ReturnType<Subject["space"]["get"]>): number {
  return hyperparameter.kind === "constant" ? (hyperparameter.value as number) : 0
}

type Input = Parameters<Subject["grid"]>[0]

/** The members of one family lie side by side: the axes of the family are the last. */
function* sweepAxes(
  invariant: ValueInvariant,
  subject: Subject,
  point: Point,
  outer: readonly Axis[],
  inner: readonly Axis[],
  counter: TallyCounter,
): Generator<void, void> {
  const { metrics } = invariant
  const judge = judgeOf(invariant, subject)
  const size = inner.reduce((product, { values }) => product * values.length, 1)
  const grid = subject.grid(gridOf([...outer, ...inner], point) as Input, { metrics })
  const columns = metrics.map(metric => grid.columns[metric])
  for (let first = 0; first < grid.numCells; first += size) {
    const values = columns.map(column => column.subarray(first, first + size))
    counter.add(
      judge(values).size,
      () => breachOf(judge, metrics, values, index => grid.cellAt(first + index)).answers,
    )
  }
  yield
}

/** Classes of cells at every epoch: one grid of all cells, read class by class. */
function* sweepClasses(
  invariant: ValueInvariant,
  subject: Subject,
  point: Point,
  counter: TallyCounter,
): Generator<void, void> {
  const { metrics, family } = invariant
  const judge = judgeOf(invariant, subject)
  const all = allCells()
  const positions = new Map(all.map((cell, i) => [opNames.map(name => cell[name]).join(), i]))
  const classes = [...cellClasses(family).values()]
    .filter(members => members.length > 1)
    .map(members => members.map(cell => positions.get(opNames.map(name => cell[name]).join()) as number))
  for (const epoch of epochsOf(subject)) {
    const input = gridOf(cells(subject), { ...point, epoch }) as Input
    const { columns } = subject.grid(input, { metrics })
    for (const members of classes) {
      const values = metrics.map((metric: MetricName) =>
        Float32Array.from(members, position => columns[metric][position]),
      )
      const member = (index: number): Point => ({
        configuration: { ...point.configuration, ...all[members[index]] } as Configuration,
        epoch,
      })
      counter.add(judge(values).size, () => breachOf(judge, metrics, values, member).answers)
    }
    yield
  }
}

/**
 * Measures a law for every cell, with the other hyperparameters as given: for each epoch, unless the law is about
 * all of them, or about an axis of its own (then at the given one). It pauses after every grid: an audit in a page
 * must leave room for others, and be stopped within a law.
 *
 * @param point its cell does not matter
 */
export function* sweep(
  invariant: ValueInvariant,
  subject: Subject,
  point: Point,
  counter: TallyCounter,
): Generator<void, void> {
  const { family, applies } = invariant
  if (applies !== undefined && !applies(point.configuration)) return
  if (family.classOf !== undefined) {
    yield* sweepClasses(invariant, subject, point, counter)
    return
  }
  const inner = family.axes(subject, point)
  const epochs: readonly Axis[] = inner.length === 0 ? [{ name: "epoch", values: epochsOf(subject) }] : []
  // A part of the cells at a time: all of them at all epochs are millions of values a metric.
  const [first, second, ...others] = cells(subject)
  for (const { configuration } of product([first, second], point)) {
    const outer = [...others, ...epochs]
    yield* sweepAxes(invariant, subject, { ...point, configuration }, outer, inner, counter)
  }
}
