/** Trajectories as a figure: a panel a task, a line an arm, and the rows behind them. */

import type { TaskName } from "../../benchmark/index.ts"
import { logarithmicTimes } from "../analysis/anytime-ranks.ts"
import { meanAtTimes, meanTrajectory } from "../analysis/mean-trajectory.ts"
import type { Steps } from "../analysis/steps.ts"
import type { FigurePanel, ReportFigure } from "./document.ts"
import { type LineSeries, lineFigure } from "./line-figure.ts"
import { taskTitles } from "./names.ts"

/** The runs of an arm on a task. */
export interface RunGroup {
  readonly task: TaskName
  readonly label: string
  readonly runs: readonly Steps[]
}

/** What is drawn of them. */
export interface TrajectoryNames {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly yTitle: string
  /** Whether low values are good. */
  readonly goal: "minimize" | "maximize"
  /** In mean full evaluations. */
  readonly budget: number
}

/** More would not be seen in so many pixels; the file has 1,001. */
const DRAWN_ROWS = 220

export const BUDGET_TITLE = "budget spent [mean full evaluations]"

/** From the best value to the worst mean at a twentieth of the budget: the first moments would press all others together. */
function domainOf(
  groups: readonly RunGroup[],
  { goal, budget }: Pick<TrajectoryNames, "goal" | "budget">,
): readonly [number, number] {
  const sign = goal === "minimize" ? 1 : -1
  const times = Float64Array.of(budget / 20, budget)
  const rows = groups.map(({ runs }) => meanAtTimes(runs, times))
  const worst = Math.max(...rows.map(({ mean }) => sign * mean[0]))
  const best = Math.min(...rows.map(({ mean, standardError }) => sign * mean[1] - (standardError[1] || 0)))
  // Means that do not move at all still need an axis.
  const room = 0.06 * (worst - best) || 1
  return sign === 1 ? [best - room, worst + room] : [-worst - room, -best + room]
}

function panelOf(
  task: TaskName,
  groups: readonly RunGroup[],
  labels: readonly string[],
  names: TrajectoryNames,
): FigurePanel {
  // The first full evaluation ends about here.
  const first = names.budget / 100
  const times = logarithmicTimes(first, names.budget, DRAWN_ROWS)
  const drawn = groups.map(({ runs }) => meanAtTimes(runs, times))
  const series = groups.map(({ label }, at): LineSeries => {
    const { time, mean, standardError, numRuns } = drawn[at]
    return {
      label,
      colour: labels.indexOf(label),
      time,
      value: mean,
      error: numRuns > 1 ? standardError : null,
    }
  })
  const axes = {
    xTitle: BUDGET_TITLE,
    yTitle: names.yTitle,
    x: [first, names.budget],
    y: domainOf(groups, names),
  } as const
  return { title: taskTitles[task], spec: lineFigure(series, axes) }
}

/**
 * Draws trajectories.
 *
 * @param groups by task, then by arm
 */
export function trajectoryFigure(groups: readonly RunGroup[], names: TrajectoryNames): ReportFigure {
  const labels = [...new Set(groups.map(({ label }) => label))]
  const tasks = [...new Set(groups.map(({ task }) => task))]
  const rows = groups.flatMap(({ task, label, runs }) => {
    const { time, mean, standardError, numRuns } = meanTrajectory(runs)
    return Array.from(time, (at, i) => [task, label, numRuns, at, mean[i], standardError[i]])
  })
  return {
    kind: "figure",
    name: names.name,
    title: names.title,
    description: names.description,
    panels: tasks.map(task =>
      panelOf(
        task,
        groups.filter(group => group.task === task),
        labels,
        names,
      ),
    ),
    legend: labels.map((label, colour) => ({ label, colour })),
    data: { columns: ["task", "arm", "runs", "time", "mean", "standard error"], rows },
  }
}
