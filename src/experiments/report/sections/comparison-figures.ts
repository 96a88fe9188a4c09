/** Figures of a comparison of optimisers. */

import { anytimeRanks, logarithmicTimes } from "../../analysis/anytime-ranks.ts"
import { blocksOf } from "../../analysis/standings.ts"
import { criticalDifferenceFigure } from "../critical-difference.ts"
import type { ReportFigure } from "../document.ts"
import { type LineSeries, lineFigure } from "../line-figure.ts"
import { taskTitles } from "../names.ts"
import { stripFigure } from "../strip-figure.ts"
import { BUDGET_TITLE } from "../trajectory-figure.ts"
import type { Compared } from "./compared.ts"

/** Which optimisers Nemenyi's test tells apart. */
export function diagram({ study, arms, labels, comparison }: Compared): ReportFigure {
  const { friedman, criticalDifference, cliques } = comparison
  const { meanRanks, numBlocks } = friedman
  return {
    kind: "figure",
    name: `${study.id}-critical-difference`,
    title: `Critical-difference diagram of ${arms.length} optimisers`,
    description:
      `Mean ranks of the final errors over ${numBlocks} blocks (tasks × seeds), best on the left. Bars join those that ` +
      "Nemenyi's test does not tell apart at 5 %.",
    panels: [{ title: "", spec: criticalDifferenceFigure(labels, meanRanks, criticalDifference, cliques) }],
    legend: [],
    data: {
      columns: ["arm", "optimiser", "mean rank", "critical difference"],
      rows: arms.map((arm, at) => [arm.name, labels[at], meanRanks[at], criticalDifference]),
    },
  }
}

/** How they rank while the budget is spent. */
export function ranksFigure({ study, arms, labels, standings }: Compared): ReportFigure {
  const { budget } = study.results.protocol
  // From the first full evaluation on: before, there is little to rank.
  const times = logarithmicTimes(budget / 100, budget, 161)
  const columns = anytimeRanks(
    blocksOf(standings, arms.length, ({ trajectories }) => trajectories),
    times,
  )
  const series = columns.map(
    (value, at): LineSeries => ({ label: labels[at], colour: at, time: times, value, error: null }),
  )
  const all = columns.flatMap(column => Array.from(column))
  const axes = {
    xTitle: BUDGET_TITLE,
    yTitle: "mean rank (1 is best)",
    x: [times[0], budget],
    y: [Math.min(...all) - 0.2, Math.max(...all) + 0.2],
    isReversed: true,
  } as const
  return {
    kind: "figure",
    name: `${study.id}-anytime-ranks`,
    title: "Ranks while the budget is spent",
    description:
      "Mean rank among the optimisers over all tasks and seeds at each moment, best at the top; from a hundredth of the " +
      "budget on.",
    panels: [{ title: "", spec: lineFigure(series, axes) }],
    legend: [],
    data: {
      columns: ["time", ...labels],
      rows: Array.from(times, (time, row) => [time, ...columns.map(column => column[row])]),
    },
  }
}

/** Every run's final regret; null where no optimum is known. */
export function regretFigure({ study, arms, labels, standings, order }: Compared): ReportFigure | null {
  const { tasks } = study.results.protocol
  const known = tasks.filter(task => study.best[task] !== undefined)
  if (known.length === 0) return null
  const of = (task: (typeof tasks)[number], arm: number): readonly number[] =>
    standings[tasks.indexOf(task) * arms.length + arm].regrets ?? []
  return {
    kind: "figure",
    name: `${study.id}-final-regrets`,
    title: "Simple regret at the end, a tick a seed",
    description:
      "Validation error beyond the proven optimum of the domain. Dots are medians; logarithmic axis, on which regrets below " +
      "0.001 % stand at 0.001 %.",
    panels: known.map(task => ({
      title: taskTitles[task],
      spec: stripFigure(
        order.map(arm => ({ label: labels[arm], values: of(task, arm) })),
        "simple regret [%]",
        0.001,
      ),
    })),
    legend: [],
    data: {
      columns: ["task", "arm", "seed", "regret"],
      rows: known.flatMap(task =>
        order.flatMap(arm =>
          of(task, arm).map((regret, at) => [task, labels[arm], study.results.protocol.seeds[at], regret]),
        ),
      ),
    },
  }
}
