/** Measuring an invariant at a point: ask its family, judge the values, name the answers that show a breach. */

import type { MetricName } from "../benchmark/index.ts"
import type { Configuration } from "../space/index.ts"
import { type Axis, cellClasses, product } from "./family.ts"
import type { Breach, Invariant, ValueInvariant } from "./invariant.ts"
import type { Judge } from "./judge.ts"
import type { Point, Subject } from "./subject.ts"

/**
 * Why an invariant says nothing about a subject.
 *
 * @returns a sentence, or null where it can be tested
 */
export function whyUntestable(invariant: Invariant, subject: Subject): string | null {
  const missing = invariant.metrics.find(metric => !subject.metrics.includes(metric))
  if (missing !== undefined) return `there is no ${missing}`
  if (invariant.kind === "answers") return null
  const { family } = invariant
  const start = { configuration: subject.space.defaultConfiguration(), epoch: 1 }
  const axes = family.axes(subject, start)
  const single = axes.length === 1 && axes[0].values.length < 2 ? axes[0] : undefined
  if (single !== undefined) return `there is one ${single.name} only: ${single.values[0]}`
  if (family.classOf !== undefined) {
    const limited = ["Op1", "Op2", "Op3", "Op4", "Op5", "Op6"].find(
      name => subject.space.get(name).kind === "constant",
    )
    if (limited !== undefined) return `there is one ${limited} only`
  }
  const judge = invariant.judge(subject)
  return typeof judge === "string" ? judge : null
}

/** The judge of an invariant that was found testable. */
export function judgeOf(invariant: ValueInvariant, subject: Pick<Subject, "task">): Judge {
  const judge = invariant.judge(subject)
  if (typeof judge === "string") throw new TypeError(`invariant ${invariant.name}: not testable; ${judge}`)
  return judge
}

/** A judge's verdict as a breach. */
export function breachOf(
  judge: Judge,
  metrics: readonly MetricName[],
  columns: readonly ArrayLike<number>[],
  member: (index: number) => Point,
): Breach {
  const { size, at } = judge(columns)
  return {
    size,
    answers: at.map(({ column, index }) => ({
      ...member(index),
      metric: metrics[column],
      value: columns[column][index],
    })),
  }
}

/** All values of the axes around a configuration, as `grid` takes them. */
export function gridOf(axes: readonly Axis[], { configuration, epoch }: Point): Record<string, unknown> {
  // The axes come last in the order in which they are listed: the order of keys is the grid's.
  const named = new Set<string>(axes.map(({ name }) => name))
  const rest = Object.entries({ ...configuration, epoch }).filter(([name]) => !named.has(name))
  return Object.fromEntries([...rest, ...axes.map(({ name, values }) => [name, values])])
}

function measureClass(invariant: ValueInvariant, subject: Subject, point: Point): Breach {
  const { family, metrics } = invariant
  const classes = cellClasses(family)
  // A point whose cell is in no class stands for its hyperparameters: any class is looked at with them.
  const name = family.classOf?.(point.configuration) ?? classes.keys().next().value ?? ""
  const members = (classes.get(name) ?? []).map(
    (cell): Configuration => ({ ...point.configuration, ...cell }),
  )
  const columns = subject.queryMany(members, { epoch: point.epoch, metrics })
  return breachOf(
    judgeOf(invariant, subject),
    metrics,
    metrics.map(metric => columns[metric]),
    index => ({ configuration: members[index], epoch: point.epoch }),
  )
}

/**
 * Measures how far a law is broken at a point.
 *
 * @param invariant one that `whyUntestable` has nothing against
 * @returns size 0 where the law is kept, or says nothing about the point
 */
export function measure(invariant: Invariant, subject: Subject, point: Point): Breach {
  if (invariant.kind === "answers") return invariant.ask(subject, point)
  const { family, metrics, applies } = invariant
  if (applies !== undefined && !applies(point.configuration)) return { size: 0, answers: [] }
  if (family.classOf !== undefined) return measureClass(invariant, subject, point)
  const axes = family.axes(subject, point)
  const judge = judgeOf(invariant, subject)
  if (axes.length === 0) {
    const answer = subject.query(point.configuration, { epoch: point.epoch, metrics })
    return breachOf(
      judge,
      metrics,
      metrics.map(metric => [answer[metric]]),
      () => point,
    )
  }
  const { columns } = subject.grid(gridOf(axes, point) as Parameters<Subject["grid"]>[0], { metrics })
  const members = product(axes, point)
  return breachOf(
    judge,
    metrics,
    metrics.map(metric => columns[metric]),
    index => members[index],
  )
}
