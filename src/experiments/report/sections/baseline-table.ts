/** Each optimiser against one of them, seed by seed. */

import type { TaskName } from "../../../benchmark/index.ts"
import { holm } from "../../../numeric/holm.ts"
import { compareWith } from "../../analysis/compare.ts"
import type { Arm } from "../../protocol.ts"
import type { ReportTable } from "../document.ts"
import { type NamedStudy, taskTitles } from "../names.ts"
import { fixed, probability } from "../numbers.ts"

/** Of errors of the first kind, as everywhere in the report. */
const LEVEL = 0.05

/** What runs end with, by which optimisers are compared. */
export interface Finals {
  /** "final errors", for example. */
  readonly title: string
  readonly unit: string
  readonly goal: "minimize" | "maximize"
  readonly decimals: number
  /** One a seed. */
  readonly of: (task: number, arm: number) => readonly number[]
}

/** What is compared. */
interface Contestants {
  readonly study: NamedStudy
  readonly arms: readonly Arm[]
  readonly labels: readonly string[]
  /** Positions of arms in the order of the rows. */
  readonly order: readonly number[]
}

/** @returns the position of random search, which everything is held against; -1 without */
export function baselineOf(arms: readonly Arm[]): number {
  return arms.findIndex(arm => arm.optimiser === "random")
}

function conclusion(
  { labels }: Contestants,
  tasks: readonly TaskName[],
  others: readonly number[],
  adjusted: readonly (readonly number[])[],
  baseline: number,
): string {
  const behind = tasks.flatMap((task, at) => {
    const names = others.filter((_, row) => adjusted[at][row] > LEVEL).map(arm => labels[arm])
    return names.length === 0 ? [] : [`on ${taskTitles[task]} ${names.join("; ")}`]
  })
  const than = `${labels[baseline]} at 5 %, after Holm's adjustment`
  return behind.length === 0
    ? `All of them are better than ${than}.`
    : `Not shown to be better than ${than}: ${behind.join(", ")}.`
}

/**
 * Wilcoxon's signed-rank test of every other arm against one.
 *
 * @param baseline its position
 */
export function baselineTable(contestants: Contestants, finals: Finals, baseline: number): ReportTable {
  const { study, arms, labels, order } = contestants
  const { tasks } = study.results.protocol
  const { title, unit, goal, decimals, of } = finals
  const sign = goal === "minimize" ? 1 : -1
  const lossesOf = (task: number, arm: number): number[] => of(task, arm).map(value => sign * value)
  const others = order.filter(arm => arm !== baseline)
  const results = tasks.map((_, task) =>
    others.map(arm => compareWith(lossesOf(task, arm), lossesOf(task, baseline))),
  )
  const adjusted = results.map(column => holm(column.map(({ pValue }) => pValue)))
  return {
    kind: "table",
    name: `${study.id}-against-${arms[baseline].optimiser}`,
    caption: `Each optimiser against ${labels[baseline]}, paired by seed`,
    columns: [
      { title: "optimiser", align: "left" },
      ...tasks.flatMap(task => [
        { title: `${taskTitles[task]}: wins–ties–losses` },
        { title: `median difference [${unit}]` },
        { title: "p" },
        { title: "p, Holm" },
      ]),
    ],
    rows: others.map((arm, row) => [
      labels[arm],
      ...tasks.flatMap((_, task) => {
        const { wins, ties, losses, medianDifference, pValue } = results[task][row]
        return [
          `${wins}–${ties}–${losses}`,
          fixed(sign * medianDifference, decimals),
          probability(pValue),
          probability(adjusted[task][row]),
        ]
      }),
    ]),
    notes: [
      `Wilcoxon's signed-rank test of ${title}, one-sided: is the optimiser's ${goal === "minimize" ? "lower" : "higher"}? ` +
        `Differences are the optimiser's less the other's: ${goal === "minimize" ? "negative" : "positive"} is better. ` +
        "Holm's adjustment is for all rows of a task.",
      conclusion(contestants, tasks, others, adjusted, baseline),
    ],
  }
}
