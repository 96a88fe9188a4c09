/** Table 12 of the paper beside what our collections can tell, and which metrics moved between them. */

import type { Agreement } from "../../noise/agreement.ts"
import type { CollectionAgreement, NoiseAnalysis } from "../../noise/noise-analysis.ts"
import { publishedFlops } from "../../noise/published-noise.ts"
import type { MetricShift } from "../../noise/shift.ts"
import { paragraph, type ReportFigure, type ReportSection, type ReportTable } from "../document.ts"
import { fixed, probability } from "../numbers.ts"
import { type RangeRow, rangeFigure } from "./range-figure.ts"
import { inPercent, withInterval } from "./texts.ts"

/** Columns of the table: FLOPS, which the paper has, and what hardware decides here. */
const COMPARED = ["FLOPS", "latency", "runtime", "valid-acc"]

const tauText = (agreement: Agreement | null): string =>
  agreement === null ? "–" : withInterval(agreement.tau, 2)

function collectionsTable({ collections, fidelities }: NoiseAnalysis): ReportTable {
  const cell = (fidelity: string, metric: string): CollectionAgreement =>
    collections.find(of => of.fidelity === fidelity && of.metric === metric)!
  return {
    kind: "table",
    name: "noise-collections",
    caption: "Kendall's τ between collections, by fidelity, with its interval",
    columns: [
      { title: "fidelity", align: "left" },
      { title: "Table 12: FLOPS" },
      { title: "configurations in both" },
      { title: "metric", align: "left" },
      { title: "between collections" },
      { title: "within one" },
    ],
    rows: fidelities.flatMap(({ fidelity }) => {
      const published = fixed(publishedFlops.get(fidelity) ?? Number.NaN, 3)
      const cells = COMPARED.map(metric => cell(fidelity, metric)).filter(({ between }) => between !== null)
      if (cells.length === 0) return [[fidelity, published, "0", "–", "–", "–"]]
      return cells.map(({ metric, between, within }) => [
        ...[fidelity, published, `${between!.numConfigurations}`, metric, tauText(between), tauText(within)],
      ])
    }),
    notes: [
      "Table 12 is τ between FLOPS of Colorectal-Histology as recorded and as measured anew, after hardware or firmware had " +
        "changed: there, FLOPS depended on what recorded them. Here they are counted in the network, so that they agree " +
        "whatever the hardware: what can move are latency and runtime, which stand beside. A fidelity of which no three " +
        "configurations were measured in both collections has nothing to compare. Runs of both collections differ in their " +
        "seeds, too; τ within one collection says what seeds do alone.",
    ],
  }
}

/** How a shift reads: percent for what is relative, else the metric's own unit. */
const estimateOf = ({
  isRelative,
  paired,
}: MetricShift): { value: number; low: number; high: number } | null =>
  paired === null ? null : isRelative ? inPercent(paired.difference) : paired.difference

function shiftTable(metrics: readonly MetricShift[]): ReportTable {
  return {
    kind: "table",
    name: "noise-shift",
    caption: "What moved from the first collection to the second",
    columns: [
      { title: "metric", align: "left" },
      { title: "moved", align: "left" },
      { title: "by (interval)" },
      { title: "configurations in both" },
      { title: "p, corrected" },
      { title: "share above (interval)" },
      { title: "configurations in one" },
      { title: "p, corrected" },
    ],
    rows: metrics.map(shift => {
      const { metric, isRelative, paired, unpaired, hasMoved } = shift
      const estimate = estimateOf(shift)
      return [
        metric,
        hasMoved ? "yes" : "no",
        estimate === null ? "–" : `${withInterval(estimate, 2)} ${isRelative ? "%" : "points"}`,
        paired === null ? "–" : `${paired.numConfigurations}`,
        paired === null ? "–" : probability(paired.adjusted),
        unpaired === null ? "–" : withInterval(unpaired.shareAbove, 2),
        unpaired === null ? "–" : unpaired.numConfigurations.join(" and "),
        unpaired === null ? "–" : probability(unpaired.adjusted),
      ]
    }),
    notes: [
      "Configurations in both collections are compared in pairs, by Wilcoxon's signed-rank test, and the middle of their " +
        "differences is given; those in one alone are draws of the same space, compared within fidelities by van Elteren's " +
        "test, with the share of pairs in which the second collection's value is above the first's (0.5 without a shift). " +
        "All tests of the table are corrected together by Holm's method. Intervals are bootstrapped, each by itself.",
    ],
  }
}

function panelRows(metrics: readonly MetricShift[], isRelative: boolean): RangeRow[] {
  return metrics.flatMap(shift => {
    const estimate = estimateOf(shift)
    return shift.isRelative === isRelative && estimate !== null ? [{ label: shift.metric, ...estimate }] : []
  })
}

function shiftFigure(metrics: readonly MetricShift[]): ReportFigure {
  const panels = [
    { title: "in percent", rows: panelRows(metrics, true), axis: "change [%]" },
    { title: "in points", rows: panelRows(metrics, false), axis: "change [points of accuracy]" },
  ].filter(({ rows }) => rows.length > 0)
  return {
    kind: "figure",
    name: "noise-shift-figure",
    title: "How far each metric moved, on the configurations of both collections",
    description:
      "The middle of the differences, a dot, with its interval; on the dashed line, nothing has moved.",
    panels: panels.map(({ title, rows, axis }) => {
      const ends = rows.flatMap(({ value, low, high }) => [value, low, high].filter(Number.isFinite))
      const reach = Math.max(1, ...ends.map(Math.abs)) * 1.15
      const lowest = Math.min(0, ...ends) < 0 ? -reach : -0.1 * reach
      return { title, spec: rangeFigure(rows, { title: axis, domain: [lowest, reach], origin: 0 }) }
    }),
    legend: [],
    data: {
      columns: ["metric", "unit", "change", "low", "high"],
      rows: panels.flatMap(({ title, rows }) =>
        rows.map(({ label, value, low, high }) => [label, title, value, low, high]),
      ),
    },
    hasFile: false,
  }
}

/** What moved, in a sentence. */
function verdictOf(metrics: readonly MetricShift[]): string {
  const moved = metrics.filter(({ hasMoved }) => hasMoved).map(({ metric }) => metric)
  return moved.length === 0 ? "No metric moved." : `Moved: ${moved.join(", ")}.`
}

/** @returns null without a second collection */
export function shiftSection(analysis: NoiseAnalysis): ReportSection | null {
  const { shift } = analysis
  if (shift === null) return null
  const [first, second] = shift.numRuns
  return {
    id: "shift",
    title: "Collections",
    parts: [
      paragraph(
        `${first} runs of the first collection and ${second} of later ones. ${verdictOf(shift.metrics)} What moved must ` +
          "not be compared across collections, and a surrogate that is fitted to both learns the machine as well.",
      ),
      ...(shift.metrics.some(({ paired }) => paired !== null) ? [shiftFigure(shift.metrics)] : []),
      shiftTable(shift.metrics),
      collectionsTable(analysis),
    ],
  }
}
