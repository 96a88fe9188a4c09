/** Tables of a comparison of optimisers. */

import { spendingOf } from "../../analysis/full-evaluations.ts"
import type { Standing } from "../../analysis/standings.ts"
import type { ReportTable } from "../document.ts"
import { taskTitles } from "../names.ts"
import { fixed, plusMinus, probability } from "../numbers.ts"
import type { Compared } from "./compared.ts"

/** All optimisers, best mean rank first. */
export function leaderboard({ study, arms, labels, standings, comparison, order }: Compared): ReportTable {
  const { tasks, seeds } = study.results.protocol
  const at = (task: number, arm: number): Standing => standings[task * arms.length + arm]
  const rows = order.map((arm, place) => [
    `${place + 1}`,
    labels[arm],
    fixed(comparison.friedman.meanRanks[arm], 2),
    ...tasks.flatMap((_, task) => {
      const { mean, standardError, regrets } = at(task, arm)
      const middle = regrets === null ? [] : [fixed(at(task, arm).median - (study.best[tasks[task]] ?? 0), 3)]
      return [plusMinus(100 - mean, standardError, 2), ...middle]
    }),
  ])
  const perTask = tasks.flatMap(task => [
    { title: `${taskTitles[task]}: valid-acc [%]` },
    ...(study.best[task] === undefined ? [] : [{ title: "median regret [%]" }]),
  ])
  return {
    kind: "table",
    name: `${study.id}-leaderboard`,
    caption: `Leaderboard after ${study.results.protocol.budget} mean full evaluations, ${seeds.length} seeds`,
    columns: [{ title: "place" }, { title: "optimiser", align: "left" }, { title: "mean rank" }, ...perTask],
    rows,
    notes: [
      "Mean ± standard error over seeds; ordered by the mean rank over all tasks and seeds.",
      ...(tasks.some(task => study.best[task] !== undefined)
        ? [
            "Simple regret is the error beyond the lowest that any configuration of the domain has, with proof.",
          ]
        : []),
    ],
  }
}

/** All pairs, those furthest apart first. */
export function pairsTable({ study, labels, comparison }: Compared): ReportTable {
  return {
    kind: "table",
    name: `${study.id}-pairs`,
    caption: "All pairs",
    isFolded: true,
    columns: [
      { title: "better", align: "left" },
      { title: "than", align: "left" },
      { title: "ranks apart" },
      { title: "p, Nemenyi" },
      { title: "p, Wilcoxon and Holm" },
    ],
    rows: [...comparison.pairs]
      .map(pair => {
        const { meanRanks } = comparison.friedman
        const isFirst = meanRanks[pair.first] <= meanRanks[pair.second]
        const [better, worse] = isFirst ? [pair.first, pair.second] : [pair.second, pair.first]
        return { ...pair, better, worse, apart: meanRanks[worse] - meanRanks[better] }
      })
      .sort((a, b) => b.apart - a.apart)
      .map(({ better, worse, apart, nemenyi, wilcoxonHolm }) => [
        labels[better],
        labels[worse],
        fixed(apart, 2),
        probability(nemenyi),
        probability(wilcoxonHolm),
      ]),
    notes: ["Wilcoxon's test is two-sided, over all tasks and seeds, adjusted for the number of pairs."],
  }
}

/** What each optimiser does with its budget: where one is no better than another, a first place to look. */
export function spendingTable({ study, arms, labels, order }: Compared): ReportTable {
  const { results } = study
  const { tasks } = results.protocol
  const spent = tasks.map(task => arms.map(arm => spendingOf(results, task, arm)))
  return {
    kind: "table",
    name: `${study.id}-spending`,
    caption: "How the budget is spent, a run on average",
    columns: [
      { title: "optimiser", align: "left" },
      ...tasks.flatMap(task => [
        { title: `${taskTitles[task]}: evaluations` },
        { title: "of them at the last epoch" },
        { title: "last improvement at [% of the run]" },
      ]),
    ],
    rows: order.map(arm => [
      labels[arm],
      ...spent.flatMap(column => {
        const { numEvaluations, numFull, lastImprovement } = column[arm]
        return [fixed(numEvaluations, 1), fixed(numFull, 1), fixed(100 * lastImprovement, 0)]
      }),
    ]),
    notes: ["A search that found its last improvement early has converged, or is stuck."],
  }
}
