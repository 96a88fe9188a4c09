/** The tables of docs/testing.md: the laws, the committed audits side by side, and what repair does to scores. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Audit, AuditEntry } from "../../src/testing/audit.ts"
import { worstOf } from "../../src/testing/audit-page.ts"
import { invariants } from "../../src/testing/invariants.ts"
import { root } from "./blocks.ts"

/** Committed audits, and what their columns are called. */
export const AUDITS: Readonly<Record<string, string>> = {
  "distilled-1-cifar10": "distilled-1, cifar10",
  "distilled-2-cifar10": "distilled-2, cifar10",
  "predictions-cifar10": "official predictions, cifar10",
  "distilled-1-fashion_mnist": "distilled-1, fashion_mnist",
  "distilled-2-fashion_mnist": "distilled-2, fashion_mnist",
  "predictions-fashion_mnist": "official predictions, fashion_mnist",
  "replica-1.7-cifar10": "replica 1.7, cifar10",
  "replica-1.5-cifar10": "replica 1.5, cifar10",
}

const markdown = (rows: readonly (readonly string[])[]): string => {
  const [head, ...body] = rows.map(row => `| ${row.join(" | ")} |`)
  return [head, `|${" --- |".repeat(rows[0]!.length)}`, ...body].join("\n")
}

function readAudits<Document>(name: string): Document {
  const path = join(root, "docs", "audits", `${name}.json`)
  if (!existsSync(path)) throw new Error(`docs/audits/${name}.json is missing: npm run audits`)
  return JSON.parse(readFileSync(path, "utf8"))
}

/** A committed audit. */
export const readAudit = (name: string): Audit => readAudits<Audit>(name)

/** Every invariant, with its meaning and how sure it is. */
export function lawsTable(): string {
  const rows = invariants.map(({ name, meaning, reason, severity }) => [
    `\`${name}\``,
    meaning,
    `${reason[0]!.toUpperCase()}${reason.slice(1)}.`,
    severity,
  ])
  return markdown([["law", "meaning", "one expects it because", "how sure"], ...rows])
}

const short = (value: number): string => String(Number(value.toPrecision(3)))

/** Exact counts where there are some, records else, or the sample. */
function cell(entry: AuditEntry): string {
  const tally = entry.sweep ?? entry.records ?? entry.sample
  const worst = worstOf(entry)
  if (tally === null || worst === null || tally.cases === 0) return "–"
  const percent = 100 * tally.share
  const share = percent > 0 && percent < 0.01 ? "< 0.01" : String(Number(percent.toFixed(2)))
  return worst.broken === 0 ? `${share} %` : `${share} %, ${short(worst.worst)}`
}

/** Laws by audits: share of broken cases, and the worst size. */
export function auditsTable(): string {
  const audits = Object.keys(AUDITS).map(readAudit)
  const rows = invariants.map(({ name, unit, tolerance }) => {
    const cells = audits.map(({ entries }) => cell(entries.find(entry => entry.name === name)!))
    return [`\`${name}\``, tolerance > 0 ? `${unit}, over ${tolerance}` : unit, ...cells]
  })
  return markdown([["law", "unit", ...Object.values(AUDITS)], ...rows])
}

interface Scores {
  readonly R2: number
  readonly MAE: number
}

type RepairScores = Readonly<
  Record<string, { readonly rows: number; readonly released: Scores; readonly repaired: Scores }>
>

/** Scores on the held-out runs, as released and repaired. */
export function repairTable(): string {
  const rows = ["cifar10", "fashion_mnist"].flatMap(task =>
    Object.entries(readAudits<RepairScores>(`repair-${task}`)).map(
      ([metric, { rows, released, repaired }]) => [
        task,
        metric,
        rows.toLocaleString("en"),
        ...[released.R2, repaired.R2].map(value => value.toFixed(5)),
        ...[released.MAE, repaired.MAE].map(value => String(Number(value.toPrecision(5)))),
      ],
    ),
  )
  const head = ["task", "metric", "rows", "R²", "R² repaired", "mean error", "mean error repaired"]
  return markdown([head, ...rows])
}
