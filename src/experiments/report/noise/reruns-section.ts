/** Table 11 of the paper beside ours, and what surrogates reach of it. */

import type { NoiseAnalysis, RerunAgreement } from "../../noise/noise-analysis.ts"
import { publishedReruns } from "../../noise/published-noise.ts"
import { paragraph, type ReportFigure, type ReportSection, type ReportTable } from "../document.ts"
import { fixed } from "../numbers.ts"
import { rangeFigure } from "./range-figure.ts"
import { withInterval } from "./texts.ts"

const { cifar10, colorectal_histology } = publishedReruns

/** A number that the paper has of a metric. */
const publishedOf = (published: Readonly<Record<string, number>>, metric: string): number =>
  published[metric] ?? Number.NaN

function rerunTable(reruns: readonly RerunAgreement[]): ReportTable {
  return {
    kind: "table",
    name: "noise-reruns",
    caption: "Kendall's τ between runs of the same configurations with different seeds",
    columns: [
      { title: "metric", align: "left" },
      { title: "fidelity", align: "left" },
      { title: "configurations" },
      { title: "ours (interval)" },
      { title: "pairs of runs" },
      { title: "Table 11: CIFAR-10" },
      { title: "Table 11: Colorectal-Histology" },
    ],
    rows: reruns.map(({ metric, fidelity, numConfigurations, tau, pairs }) => [
      metric,
      fidelity,
      `${numConfigurations}`,
      withInterval(tau),
      pairs.map(pair => fixed(pair.tau, 3)).join(", "),
      fixed(publishedOf(cifar10, metric), 3),
      fixed(publishedOf(colorectal_histology, metric), 3),
    ]),
    notes: [
      "Ours is the mean over all pairs of runs of a configuration, with a bootstrap interval over configurations. The paper " +
        "compared two initialisations of 20 configurations at N=5 W=16 Resolution=1 after 200 epochs: other networks, " +
        "longer trainings and other images, so that the columns can be set beside each other, not subtracted.",
    ],
  }
}

function rerunFigure(reruns: readonly RerunAgreement[]): ReportFigure {
  const rows = reruns.map(({ metric, fidelity, tau }) => ({
    label: new Set(reruns.map(of => of.fidelity)).size > 1 ? `${metric}, ${fidelity}` : metric,
    ...tau,
    marks: [
      { series: 1, value: publishedOf(cifar10, metric) },
      { series: 3, value: publishedOf(colorectal_histology, metric) },
    ].filter(({ value }) => !Number.isNaN(value)),
  }))
  return {
    kind: "figure",
    name: "noise-reruns-figure",
    title: "How far a second run repeats the first one's order",
    description:
      "Kendall's τ of each metric between runs with different seeds: a dot with its interval for ours, a diamond for the " +
      "paper's CIFAR-10, a triangle for its Colorectal-Histology. At 1, runs order configurations alike.",
    panels: [{ title: "", spec: rangeFigure(rows, { title: "Kendall's τ", domain: [0.2, 1.02] }) }],
    legend: [
      { label: "ours, with its interval", colour: 0, mark: "dot" },
      { label: "Table 11, CIFAR-10", colour: 1, mark: "diamond" },
      { label: "Table 11, Colorectal-Histology (triangle)", colour: 3, mark: "diamond" },
    ],
    data: {
      columns: ["metric", "tau", "low", "high", "cifar10", "colorectal_histology"],
      rows: rows.map(({ label, value, low, high }, at) => [
        ...[label, value, low, high],
        publishedOf(cifar10, reruns[at]!.metric),
        publishedOf(colorectal_histology, reruns[at]!.metric),
      ]),
    },
    hasFile: false,
  }
}

/** @returns null for a table without further seeds */
export function rerunsSection({ reruns }: NoiseAnalysis): ReportSection | null {
  if (reruns.length === 0) return null
  return {
    id: "reruns",
    title: "Runs with other seeds",
    parts: [
      paragraph(
        "What differs between two runs of one configuration is noise: of initial weights, of the order of images, of " +
          "augmentation, and, for times, of the machine. It bounds how well anything can order configurations of a single " +
          "run: the ceiling below.",
      ),
      rerunFigure(reruns),
      rerunTable(reruns),
    ],
  }
}
