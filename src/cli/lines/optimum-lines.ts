/** What a search found, for people. */

import {
  type Benchmark,
  type Cell,
  type Certificate,
  type MetricName,
  metrics,
  type Optimum,
  type ParetoFront,
} from "../../benchmark/index.ts"
import { float32Text, metricText, settingText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { definitions, table } from "../frame/table.ts"
import { describeConfiguration } from "./describe-configuration.ts"
import { metricColumns, metricLines } from "./metric-lines.ts"

const counted = (count: number): string => count.toLocaleString("en")

function cellText({ LearningRate, WeightDecay }: Cell): string {
  const range = ([lower, upper]: readonly [number, number]): string =>
    `${settingText(lower)} to ${settingText(upper)}`
  return `LearningRate ${range(LearningRate)}, WeightDecay ${range(WeightDecay)}`
}

/** How good the best of the other discrete choices can be at most. */
function runnerUp({ best, goal, certificate }: Optimum): number | null {
  if (best === null || certificate.numChoices < 2) return null
  const own = certificate.boundOf(best.configuration)
  const others = certificate.bounds.filter(
    (bound, at) => bound !== own || at !== certificate.bounds.indexOf(own),
  )
  return others.reduce((a, b) => (goal === "maximize" ? Math.max(a, b) : Math.min(a, b)))
}

function certificateText(metric: MetricName, { numChoices, numSummed, cells }: Certificate): string {
  const grid = `${cells.LearningRate} × ${cells.WeightDecay}`
  const discarded = `${counted(numChoices - numSummed)} discarded by their bound on ${metric}`
  return `${counted(numChoices)} discrete choices of ${grid} cells: ${counted(numSummed)} summed, ${discarded}`
}

/** The best configuration, and why nothing is better. */
export async function printOptimum(screen: Screen, benchmark: Benchmark, optimum: Optimum): Promise<void> {
  const { best, certificate, metric } = optimum
  const { columns, colors } = screen
  if (best === null) await screen.print("No configuration keeps to the constraints.")
  else {
    const pairs = describeConfiguration(best.configuration, benchmark.space)
    pairs.push(["same in", cellText(best.cell)])
    for (const line of definitions(pairs, columns, colors.dim)) await screen.print(line)
    await screen.print()
    for (const line of metricLines(best.metrics, colors.dim)) await screen.print(line)
  }
  await screen.print()
  const proof: (readonly [string, string])[] = [["certificate", certificateText(metric, certificate)]]
  const next = runnerUp(optimum)
  if (next !== null && Number.isFinite(next)) {
    const side = optimum.goal === "maximize" ? "at most" : "at least"
    const { unit } = metrics.find(({ name }) => name === metric)!
    proof.push(["others", `${side} ${float32Text(next)} ${unit} in any other discrete choice`])
  }
  for (const line of definitions(proof, columns, colors.dim)) await screen.print(line)
}

/** The configurations of a front, one a line. */
export async function printFront(screen: Screen, front: ParetoFront): Promise<void> {
  const { points, numChoices, numSummed } = front
  const shown = metrics.filter(({ name }) => points.some(point => point.metrics[name] !== undefined))
  const settings = ["LearningRate", "WeightDecay", "Activation", "TrivialAugment"] as const
  const rows = points.map(({ configuration, metrics }, at) => {
    const { Op1, Op2, Op3, Op4, Op5, Op6 } = configuration
    return [
      String(at + 1),
      ...shown.map(({ name }) => metricText(name, metrics[name] ?? Number.NaN)),
      [Op1, Op2, Op3, Op4, Op5, Op6].join(""),
      ...settings.map(name => settingText(configuration[name])),
    ]
  })
  const titles = ["Op1..6", "LearningRate", "WeightDecay", "Activation", "TrivialAugment"]
  const columns = [{ title: "#" }, ...metricColumns(shown), ...titles.map(title => ({ title }))]
  for (const line of table(columns, rows, screen.colors.dim)) await screen.print(line)
  const left = `${counted(numChoices - numSummed)} cannot add to the front`
  await screen.print(`${counted(numChoices)} discrete choices: ${counted(numSummed)} summed, ${left}`)
}
