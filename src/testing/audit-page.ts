/** An audit as one HTML page: a table of laws, and the curves of the worst cases. No script, nothing to fetch. */

import { type MetricName, metrics } from "../benchmark/index.ts"
import { escaped } from "../escaped.ts"
import type { Audit, AuditEntry } from "./audit.ts"
import { type Curve, curveChart, shortNumber } from "./curve-chart.ts"
import type { Answer, Subject } from "./subject.ts"
import type { Tally } from "./tally.ts"

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fdfdfc; --faint: #667; --rule: #d6d8dc; --c0: #0b62b8; --c1: #c2410c; --bad: #b42318; --good: #18794e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --paper: #14171b; --faint: #a0a7b2; --rule: #343a42; --c0: #6cb6ff; --c1: #ff9d66; --bad: #ff8a80; --good: #6fd6a3; }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem } h2 { font-size: 1.15rem; margin-top: 2.2rem } h3 { font-size: 1rem; margin: 2rem 0 .2rem; font-family: ui-monospace, monospace }
p { margin: .3rem 0 } .faint, caption { color: var(--faint) }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .87rem }
caption { text-align: left; padding-bottom: .4rem }
th { text-align: left; font-weight: 600; color: var(--faint); vertical-align: bottom }
th, td { padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--rule) }
td.n, th.n { text-align: right; white-space: nowrap } td a { color: inherit }
.broken { color: var(--bad) } .kept { color: var(--good) }
code { font: .82rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere }
svg { width: 100%; max-width: 34rem; height: auto; display: block; margin: .4rem 0 }
svg text { fill: var(--faint); font-size: 11px } svg .rule { stroke: var(--rule) }
polyline { fill: none; stroke-width: 1.6 }
polyline.c0 { stroke: var(--c0) } polyline.c1 { stroke: var(--c1); stroke-dasharray: 5 3 }
circle { stroke: var(--paper); stroke-width: 1.5 } circle.c0 { fill: var(--c0) } circle.c1 { fill: var(--c1) }
b.c0 { color: var(--c0) } b.c1 { color: var(--c1) }
`

const percent = (share: number): string => {
  const value = 100 * share
  // A rare breach is not none, and not all is not all.
  if (share > 0 && value < 0.01) return "&lt; 0.01 %"
  if (share < 1 && value > 99.99) return "&gt; 99.99 %"
  return `${Number(value.toFixed(2))} %`
}

function shareCell(tally: Tally | null, interval?: readonly [number, number]): string {
  if (tally === null || tally.cases === 0) return '<td class="n faint">–</td>'
  const range = interval
    ? `<br><span class="faint">${percent(interval[0])} to ${percent(interval[1])}</span>`
    : ""
  const verdict = tally.broken > 0 ? "broken" : "kept"
  return `<td class="n"><span class="${verdict}">${percent(tally.share)}</span> of ${tally.cases.toLocaleString("en")}${range}</td>`
}

/** The tally with the worst case. */
export function worstOf({ sweep, sample, records }: AuditEntry): Tally | null {
  const all = [sweep, sample, records].filter(tally => tally !== null)
  return all.sort((a, b) => b.worst - a.worst)[0] ?? null
}

function row(entry: AuditEntry, hasRecords: boolean): string {
  const { name, meaning, severity, unit, untestable, sweep, sample, records, tolerance } = entry
  const worst = worstOf(entry)
  const link = worst !== null && worst.answers.length > 0 ? `<a href="#${name}">${name}</a>` : name
  const heading = `<td><code>${link}</code><br>${escaped(meaning)}</td><td>${severity}</td>`
  if (untestable !== null) {
    return `<tr>${heading}<td colspan="${hasRecords ? 4 : 5}" class="faint">not testable here: ${escaped(untestable)}</td></tr>`
  }
  const shares = hasRecords ? shareCell(records) : `${shareCell(sweep)}${shareCell(sample, sample?.interval)}`
  const sizes = worst === null ? ["–", "–", "–"] : [worst.median, worst.p95, worst.worst].map(shortNumber)
  const allowed = tolerance > 0 ? ` (${shortNumber(tolerance)} allowed)` : ""
  return `<tr>${heading}${shares}<td class="n">${sizes[0]} / ${sizes[1]}</td><td class="n">${sizes[2]}</td><td>${escaped(unit)}${allowed}</td></tr>`
}

const unitOf = (metric: MetricName): string => metrics.find(({ name }) => name === metric)?.unit ?? ""

/** Answers of one metric of one configuration lie on one curve. */
const curveKey = ({ configuration, metric }: Answer): string => `${metric} ${JSON.stringify(configuration)}`

function answerLine(answer: Answer, keys: readonly string[]): string {
  const { configuration, epoch, metric, value } = answer
  return `<p><b class="c${keys.indexOf(curveKey(answer))}">${metric} = ${shortNumber(value)} ${escaped(unitOf(metric))}</b> at epoch ${epoch} of <code>${escaped(JSON.stringify(configuration))}</code></p>`
}

/** Answers on one curve together: two epochs of one configuration are two marks. */
function curvesOf(
  subject: Pick<Subject, "trajectory">,
  answers: readonly Answer[],
  keys: readonly string[],
): Curve[] {
  return keys.map(key => {
    const together = answers.filter(answer => curveKey(answer) === key)
    const [{ configuration, metric }] = together
    const values = subject.trajectory(configuration, { metrics: [metric] })[metric]
    return { label: metric, values, marked: together.map(({ epoch }) => epoch) }
  })
}

function worstSection(entry: AuditEntry, subject: Pick<Subject, "trajectory"> | null): string {
  const worst = worstOf(entry)
  if (worst === null || worst.answers.length === 0) return ""
  const { answers } = worst
  const keys = [...new Set(answers.map(curveKey))]
  const chart =
    subject === null ? "" : curveChart(curvesOf(subject, answers, keys), unitOf(answers[0].metric))
  return `<section id="${entry.name}"><h3>${entry.name}</h3>
<p>${escaped(entry.meaning)} <span class="faint">One expects it because ${escaped(entry.reason)}.</span></p>
<p>Worst: ${shortNumber(worst.worst)} (${escaped(entry.unit)})</p>
${chart}${answers.map(answer => answerLine(answer, keys)).join("\n")}
</section>`
}

/**
 * Writes an audit as a page that needs nothing else, and is readable on light and dark screens.
 *
 * @param audit as `audit` gives it
 * @param subject the benchmark, for the curves of the worst cases; null for none
 * @returns an HTML document
 */
export function auditPage(audit: Audit, subject: Pick<Subject, "trajectory"> | null): string {
  const { task, release, notice, sha256, entries } = audit
  const hasRecords = entries.some(({ records }) => records !== null)
  const columns = hasRecords
    ? '<th class="n">broken, of records</th>'
    : '<th class="n">broken, of all cells<br>at the defaults</th><th class="n">broken, of random points<br>95 % interval</th>'
  const note = hasRecords
    ? "Records are not drawn at random: shares are of these records."
    : "All cells: exact, at the default hyperparameters and, where a law is about single epochs, at all epochs. Random points: from the whole domain."
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit of ${escaped(release)}, ${escaped(task)}</title><style>${STYLE}</style></head><body>
<h1>Audit of ${escaped(release)}, ${escaped(task)}</h1>
<p class="faint">${escaped(notice)}${sha256 === null ? "" : `<br>SHA-256 ${sha256}`}</p>
<h2>Laws</h2><div class="wide"><table><caption>${note} Sizes are those of the wider breach.</caption>
<thead><tr><th>law</th><th>how sure</th>${columns}<th class="n">median / 95 %</th><th class="n">worst</th><th>unit</th></tr></thead>
<tbody>${entries.map(entry => row(entry, hasRecords)).join("\n")}</tbody></table></div>
<h2>Worst cases</h2><p class="faint">Each is a query that can be asked again: the configuration, the epoch, the metric.</p>
${entries.map(entry => worstSection(entry, subject)).join("\n")}
</body></html>
`
}
