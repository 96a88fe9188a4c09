/** The tables of docs/noise.md, from the analysis of the bundled table. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Estimate } from "../../src/experiments/noise/bootstrap.ts"
import type { LearningPoint } from "../../src/experiments/noise/learning-curve.ts"
import type { NoiseAnalysis } from "../../src/experiments/noise/noise-analysis.ts"
import { publishedReruns } from "../../src/experiments/noise/published-noise.ts"
import { inPercent, withInterval } from "../../src/experiments/report/noise/texts.ts"
import { probability } from "../../src/experiments/report/numbers.ts"
import { root } from "./blocks.ts"
import { table } from "./service-tables.ts"

/** As `npm run measured` wrote it; NaN is null in JSON. */
export function storedNoise(): NoiseAnalysis {
  return JSON.parse(readFileSync(join(root, "docs/noise/measured-1.json"), "utf8"))
}

const { cifar10, colorectal_histology } = publishedReruns

export function rerunsPart(): string {
  const { reruns, epoch } = storedNoise()
  const rows = reruns.map(({ metric, tau, ceiling, pairs }) => [
    `\`${metric}\``,
    withInterval(tau),
    pairs.map(pair => pair.tau.toFixed(3)).join(", "),
    ceiling.toFixed(3),
    cifar10[metric as "FLOPS"].toFixed(3),
    colorectal_histology[metric as "FLOPS"].toFixed(3),
  ])
  const head = ["metric", "τ, 95 % interval", "pairs of runs", "ceiling", "CIFAR-10", "Colorectal-Histology"]
  const [{ fidelity, numConfigurations }] = reruns as [(typeof reruns)[number]]
  return `${numConfigurations} configurations at ${fidelity}, epoch ${epoch}; the last two columns are the paper's Table 11.

${table([head, ...rows])}`
}

export function shiftPart(): string {
  const { shift, collections } = storedNoise()
  const rows = shift!.metrics.map(({ metric, isRelative, paired, unpaired, hasMoved }) => {
    const by: Estimate = isRelative ? inPercent(paired!.difference) : paired!.difference
    const between = collections.find(of => of.metric === metric && of.between !== null)!
    return [
      `\`${metric}\``,
      hasMoved ? "**yes**" : "no",
      `${withInterval(by, 2)} ${isRelative ? "%" : "points"}`,
      probability(paired!.adjusted),
      unpaired === null ? "–" : withInterval(unpaired.shareAbove, 2),
      unpaired === null ? "–" : probability(unpaired.adjusted),
      withInterval(between.between!.tau, 2),
      between.within === null ? "–" : withInterval(between.within.tau, 2),
    ]
  })
  const [first, second] = shift!.numRuns
  const head = [
    ...["metric", "moved", "by", "p, corrected", "share above", "p, corrected"],
    ...["τ between collections", "τ within one"],
  ]
  return `From ${first} runs of the first collection to ${second} of the second:

${table([head, ...rows])}`
}

export function learningPart(): string {
  const { learning, reruns } = storedNoise()
  const { fidelity, points } = learning!
  const sizes = [...new Set(points.map(({ numConfigurations }) => numConfigurations))]
  const most = sizes.at(-1)!
  const of = (metric: string, size: number): LearningPoint =>
    points.find(point => point.metric === metric && point.numConfigurations === size)!
  const rows = reruns.map(({ metric, tau, ceiling }) => [
    `\`${metric}\``,
    ...sizes.map(size => of(metric, size).tau.toFixed(2)),
    `± ${of(metric, most).tauError.toFixed(2)}`,
    of(metric, most).r2.toFixed(2),
    tau.value.toFixed(2),
    ceiling.toFixed(2),
  ])
  const head = [
    "metric",
    ...sizes.map(size => `τ, ${size}`),
    "error",
    `R², ${most}`,
    "second run: τ",
    "ceiling: τ",
  ]
  return `At ${fidelity}, by the number of configurations fitted to:

${table([head, ...rows])}`
}
