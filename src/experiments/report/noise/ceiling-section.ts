/** Surrogates against the noise: a learning curve below its ceiling, and the scores of releases beside re-runs. */

import type { LearningPoint } from "../../noise/learning-curve.ts"
import type { NoiseAnalysis, RerunAgreement } from "../../noise/noise-analysis.ts"
import { publishedReruns } from "../../noise/published-noise.ts"
import {
  paragraph,
  type ReportFigure,
  type ReportPart,
  type ReportSection,
  type ReportTable,
} from "../document.ts"
import { fixed, plusMinus } from "../numbers.ts"
import { curveFigure } from "./curve-figure.ts"

const metricsOf = (points: readonly LearningPoint[]): string[] => [
  ...new Set(points.map(({ metric }) => metric)),
]

/** The noise of a metric at the fidelity of a learning curve. */
function noiseOf({ reruns, learning }: NoiseAnalysis, metric: string): RerunAgreement | undefined {
  return reruns.find(of => of.metric === metric && of.fidelity === learning?.fidelity)
}

function learningTable(analysis: NoiseAnalysis, points: readonly LearningPoint[]): ReportTable {
  const most = Math.max(...points.map(({ numConfigurations }) => numConfigurations))
  return {
    kind: "table",
    name: "noise-surrogates",
    caption: `Surrogates fitted to ${most} configurations, on runs they never saw, and the noise of those runs`,
    columns: [
      { title: "metric", align: "left" },
      { title: "surrogate: τ" },
      { title: "surrogate: R²" },
      { title: "second run: τ" },
      { title: "ceiling: τ" },
    ],
    rows: points
      .filter(({ numConfigurations }) => numConfigurations === most)
      .map(({ metric, tau, tauError, r2, r2Error }) => {
        const noise = noiseOf(analysis, metric)
        const texts = [plusMinus(tau, tauError, 3), plusMinus(r2, r2Error, 3)]
        return [
          metric,
          ...texts,
          fixed(noise?.tau.value ?? Number.NaN, 3),
          fixed(noise?.ceiling ?? Number.NaN, 3),
        ]
      }),
    notes: [
      "± is a standard error over the splits. The ceiling is the τ with a single run of a model that knows every " +
        "configuration's expected value, were values and noise normal (Greiner's relation): above the τ of a second run, " +
        "which has noise of its own.",
    ],
  }
}

function learningFigure(analysis: NoiseAnalysis, points: readonly LearningPoint[]): ReportFigure {
  return {
    kind: "figure",
    name: "noise-learning",
    title: "What more configurations would bring",
    description:
      "Kendall's τ on configurations held out, over the number of configurations that surrogates were fitted to, with " +
      "standard errors over the splits; dashed, the τ of a second run, and the ceiling above it.",
    panels: metricsOf(points).map(metric => {
      const noise = noiseOf(analysis, metric)
      const own = points.filter(point => point.metric === metric)
      const curve = own.map(({ numConfigurations: size, tau: value, tauError: error }) => ({
        size,
        value,
        error,
      }))
      const levels =
        noise === undefined
          ? []
          : [
              { series: 1, value: noise.tau.value },
              { series: 2, value: noise.ceiling },
            ]
      return { title: metric, spec: curveFigure(curve, levels, "Kendall's τ") }
    }),
    legend: [
      { label: "surrogate", colour: 0, mark: "dot" },
      { label: "second run", colour: 1 },
      { label: "ceiling", colour: 2 },
    ],
    data: {
      columns: ["metric", "configurations", "tau", "error", "R2", "error of R2"],
      rows: points.map(({ metric, numConfigurations, tau, tauError, r2, r2Error }) => [
        ...[metric, numConfigurations, tau, tauError, r2, r2Error],
      ]),
    },
    hasFile: false,
  }
}

function releasesTable({ surrogates, reruns, task }: NoiseAnalysis): ReportTable {
  const names = [...new Set(surrogates.flatMap(({ tau }) => Object.keys(tau)))]
  const published: Readonly<Record<string, number>> = publishedReruns.cifar10
  const columns = surrogates.map(({ release, task: of }) => ({ title: `${release}, ${of}: τ` }))
  return {
    kind: "table",
    name: "noise-releases",
    caption: "Scores of bundled releases beside the noise of trainings",
    columns: [
      { title: "metric", align: "left" },
      ...columns,
      { title: "second run, CIFAR-10 (Table 11)" },
      { title: `second run, ${task} (ours)` },
    ],
    rows: names.map(metric => [
      metric,
      ...surrogates.map(({ tau }) => fixed(tau[metric] ?? Number.NaN, 3)),
      fixed(published[metric] ?? Number.NaN, 3),
      fixed(reruns.find(of => of.metric === metric)?.tau.value ?? Number.NaN, 3),
    ]),
    notes: [
      "These releases were fitted to, and scored on, predictions of the official surrogates, which have no noise of a run: " +
        "they may be above the τ of a second run, and that says nothing of how well they would order trainings. Against a " +
        "training they can at best reach the ceiling.",
    ],
  }
}

/** @returns null where no surrogate was scored */
export function ceilingSection(analysis: NoiseAnalysis): ReportSection | null {
  const { learning, surrogates } = analysis
  const parts: ReportPart[] = []
  if (learning !== null) {
    parts.push(
      paragraph(
        `Surrogates of this table's runs at ${learning.fidelity}, epoch ${analysis.epoch}, fitted as the paper fits its own ` +
          "with settings that were chosen once, and scored on configurations held out.",
      ),
      learningFigure(analysis, learning.points),
      learningTable(analysis, learning.points),
    )
  }
  if (surrogates.length > 0) parts.push(releasesTable(analysis))
  return parts.length === 0 ? null : { id: "ceiling", title: "Surrogates against the noise", parts }
}
