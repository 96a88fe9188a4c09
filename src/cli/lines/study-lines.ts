/** What people are shown of a study: a table of its arms, a task each. */

import { metrics as METRICS } from "../../benchmark/index.ts"
import type { Arm, RunRecord, StudyOutcome, StudyResults } from "../../experiments/index.ts"
import { hypervolume } from "../../numeric/hypervolume.ts"
import { mean, standardError } from "../../numeric/moments.ts"
import { durationText, fixed, metricText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { table } from "../frame/table.ts"

/** Accuracy 0 and latency 10 s: the fixed reference of hypervolumes, where low is good. */
const REFERENCE = [0, 10] as const

/** What an arm came to on a task, over its seeds. */
export interface ArmSummary {
  readonly task: string
  readonly arm: string
  /** The arm's metric, or `"hypervolume"` of several. */
  readonly measure: string
  /** Null where no evaluation ended within the budget. */
  readonly mean: number | null
  /** Standard error of the mean; null of one seed. */
  readonly standardError: number | null
  /** Seeds with an evaluation that ended. */
  readonly numSeeds: number
  /** A run's, on average. */
  readonly meanEvaluations: number
  /** Simulated time of a run, in seconds, on average. */
  readonly meanSeconds: number
}

/** The best value of a run with one metric, the hypervolume of one with accuracy and latency. */
function finalValue({ metrics }: Arm, { values }: RunRecord): number {
  const [first, second] = values
  if (second === undefined) {
    const isHighGood = METRICS.find(({ name }) => name === metrics[0])?.goal === "maximize"
    return first.reduce(
      (best, value) => (isHighGood ? Math.max(best, value) : Math.min(best, value)),
      isHighGood ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
    )
  }
  return hypervolume(
    Array.from(first, (accuracy, at) => [-accuracy, second[at]]),
    REFERENCE,
  )
}

/** What each arm came to on each task. */
export function summariesOf({ protocol, runs }: StudyResults): ArmSummary[] {
  return protocol.tasks.flatMap(task =>
    protocol.arms.flatMap((arm): ArmSummary[] => {
      const of = runs.filter(run => run.task === task && run.arm === arm.name)
      const isKnown = arm.metrics.length === 1 || arm.metrics.join() === "valid-acc,latency"
      if (!isKnown) return []
      const finals = of.filter(({ id }) => id.length > 0).map(run => finalValue(arm, run))
      return [
        {
          ...{ task, arm: arm.name, measure: arm.metrics.length === 1 ? arm.metrics[0] : "hypervolume" },
          mean: finals.length > 0 ? mean(finals) : null,
          standardError: finals.length > 1 ? standardError(finals) : null,
          numSeeds: finals.length,
          meanEvaluations: mean(of.map(({ numEvaluations }) => numEvaluations)),
          meanSeconds: mean(of.map(({ totalSeconds }) => totalSeconds)),
        },
      ]
    }),
  )
}

function valueText({ measure }: ArmSummary, value: number | null): string {
  if (value === null) return ""
  const metric = METRICS.find(({ name }) => name === measure)
  return metric === undefined ? fixed(value, 2) : metricText(metric.name, value)
}

/** Prints the table, and what the study took. */
export async function printStudy(screen: Screen, { results, cost }: StudyOutcome): Promise<void> {
  const summaries = summariesOf(results)
  const { provenance, protocol } = results
  for (const { task, release, notice } of provenance.releases) {
    const words = notice === null ? "" : ` (${notice.split(";")[0]})`
    await screen.print(screen.colors.bold(`${task}, release ${release}${words}`))
    const rows = summaries.filter(summary => summary.task === task)
    const lines = table(
      [
        { title: "arm", align: "left" },
        { title: "best", align: "left" },
        { title: "mean" },
        { title: "± SE" },
        { title: "seeds" },
        { title: "evaluations" },
        { title: "simulated" },
      ],
      rows.map(row => [
        ...[row.arm, row.measure, valueText(row, row.mean)],
        valueText(row, row.standardError),
        ...[fixed(row.numSeeds, 0), fixed(row.meanEvaluations, 0), durationText(row.meanSeconds)],
      ]),
      line => screen.colors.dim(line),
    )
    for (const line of lines) await screen.print(line)
    await screen.print()
  }
  const { cpuSeconds, simulatedSeconds } = cost
  const space = protocol.extrapolate ? "the whole design space" : "the release's domain"
  await screen.print(
    `budget ${protocol.budget} mean full evaluations a run, in ${space}: ${durationText(simulatedSeconds)} of ` +
      `simulated training in ${durationText(cpuSeconds)} of processor time`,
  )
}
