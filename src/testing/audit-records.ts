/** The audit of recorded answers, for surrogates that one cannot ask: what laws say of rows that belong together. */

import type { MetricName } from "../benchmark/index.ts"
import type { Configuration } from "../space/index.ts"
import { type Audit, type AuditEntry, described } from "./audit.ts"
import { type Family, opNames } from "./family.ts"
import type { Invariant, ValueInvariant } from "./invariant.ts"
import { chooseInvariants } from "./invariants.ts"
import { breachOf, judgeOf } from "./measure.ts"
import type { Point } from "./subject.ts"
import { type Tally, TallyCounter } from "./tally.ts"

/** One recorded query with its answers. */
export interface AnsweredPoint extends Point {
  readonly values: ReadonlyMap<MetricName, number>
}

/** What is audited, and how it is called. */
export interface RecordsAuditOptions {
  readonly task: string
  /** What answered, for example `official-1.1.0`. */
  readonly release: string
  /** Where the records come from. */
  readonly notice: string
  readonly invariants?: readonly (string | Invariant)[]
}

/** Names in one order, so that equal rest means equal text. */
function restOf({ varied, classOf }: Family, { configuration, epoch }: Point): string | null {
  const rest = Object.entries({ ...configuration, epoch })
    .filter(([name]) => !varied.some(other => other === name))
    .filter(([name]) => classOf === undefined || !opNames.some(op => op === name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value)
  if (classOf === undefined) return rest.join()
  const name = classOf(configuration)
  return name === null ? null : `${name} ${rest.join()}`
}

/** Position of a record along what its family varies in. */
function place({ varied }: Family, { configuration, epoch }: Point): number {
  const [name] = varied
  const value = name === undefined || name === "epoch" ? epoch : configuration[name]
  return typeof value === "number" ? value : 0
}

function groups(family: Family, records: readonly AnsweredPoint[]): AnsweredPoint[][] {
  if (family.varied.length === 0 && family.classOf === undefined) return records.map(record => [record])
  const byRest = new Map<string, AnsweredPoint[]>()
  for (const record of records) {
    const rest = restOf(family, record)
    if (rest === null) continue
    const group = byRest.get(rest)
    if (group === undefined) byRest.set(rest, [record])
    else group.push(record)
  }
  return [...byRest.values()]
    .filter(group => group.length > 1)
    .map(group => group.sort((a, b) => place(family, a) - place(family, b)))
}

function tallyOf(
  invariant: ValueInvariant,
  task: Parameters<typeof judgeOf>[1],
  found: readonly (readonly AnsweredPoint[])[],
): Tally {
  const { metrics, applies, tolerance } = invariant
  const judge = judgeOf(invariant, task)
  const counter = new TallyCounter(tolerance)
  for (const group of found) {
    if (applies !== undefined && !applies(group[0].configuration)) continue
    const columns = metrics.map(metric => group.map(({ values }) => values.get(metric) ?? Number.NaN))
    counter.add(
      judge(columns).size,
      () =>
        breachOf(judge, metrics, columns, index => {
          const { configuration, epoch } = group[index]
          return { configuration: configuration as Configuration, epoch }
        }).answers,
    )
  }
  return counter.result()
}

/** Why records say nothing about a law; null where they do. */
function whyUntestable(
  invariant: Invariant,
  records: readonly AnsweredPoint[],
  options: RecordsAuditOptions,
): string | null {
  if (invariant.kind === "answers") return "records are answers: there is nobody to ask again"
  if (invariant.needsWholeFamily) return `records do not hold ${invariant.family.words}`
  const missing = invariant.metrics.find(metric => !records.some(({ values }) => values.has(metric)))
  if (missing !== undefined) return `there is no ${missing}`
  const judge = invariant.judge({ task: options.task as "cifar10" })
  return typeof judge === "string" ? judge : null
}

/**
 * Audits records: rows that belong together, such as two epochs of one configuration, are held to the laws that
 * speak about them. Records are not drawn at random, so that shares are of these records and nothing else.
 *
 * @param records every one once
 * @throws {NotFoundError} for an unknown invariant
 */
export function auditRecords(records: readonly AnsweredPoint[], options: RecordsAuditOptions): Audit {
  const found = new Map<Family, AnsweredPoint[][]>()
  const entries = chooseInvariants(options.invariants).map((invariant): AuditEntry => {
    const untestable = whyUntestable(invariant, records, options)
    const none = { ...described(invariant), sweep: null, sample: null }
    if (untestable !== null || invariant.kind === "answers") return { ...none, untestable, records: null }
    const { family } = invariant
    const together = found.get(family) ?? groups(family, records)
    found.set(family, together)
    if (together.length === 0) {
      return { ...none, untestable: `no two records are ${family.words} of one another`, records: null }
    }
    return {
      ...none,
      untestable: null,
      records: tallyOf(invariant, { task: options.task as "cifar10" }, together),
    }
  })
  const { task, release, notice } = options
  return { format: 1, task, release, notice, sha256: null, seed: 0, entries }
}
