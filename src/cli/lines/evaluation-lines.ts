/** Evaluations as tables for people. */

import type { ClassScores } from "../../numeric/class-scores.ts"
import type { MetricEvaluation } from "../../training/evaluate-surrogate.ts"
import type { Scores, WorstRow } from "../../training/scores.ts"
import { settingText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { type Column, table } from "../frame/table.ts"

const SCORES: readonly Column[] = [
  ...[{ title: "rows" }, { title: "R²" }, { title: "Kendall's τ" }, { title: "RMSE" }, { title: "MAE" }],
]

function cells({ rows, R2, kendallTau, RMSE, MAE }: Scores): string[] {
  return [String(rows), R2.toFixed(3), kendallTau.toFixed(3), settingText(RMSE), settingText(MAE)]
}

/** Prints scores, one line each. */
export async function printScores(
  screen: Screen,
  title: string,
  parts: readonly (readonly [name: string, scores: Scores])[],
): Promise<void> {
  const columns: Column[] = [{ title, align: "left" }, ...SCORES]
  const rows = parts.map(([name, scores]) => [name, ...cells(scores)])
  for (const line of table(columns, rows, screen.colors.dim)) await screen.print(line)
}

/** Prints scores of classes. */
export async function printClassScores(screen: Screen, label: string, scores: ClassScores): Promise<void> {
  const columns: Column[] = [{ title: "classes", align: "left" }]
  for (const title of ["rows", "accuracy", "log loss", "AUC"]) columns.push({ title })
  const { rows, accuracy, logLoss, AUC } = scores
  const cells = [label, String(rows), ...[accuracy, logLoss, AUC].map(score => score.toFixed(4))]
  for (const line of table(columns, [cells], screen.colors.dim)) await screen.print(line)
}

/** Prints the rows with the largest errors; rows are counted from 0, without the line of names. */
export async function printWorst(screen: Screen, title: string, worst: readonly WorstRow[]): Promise<void> {
  const columns = [
    { title, align: "left" as const },
    { title: "row" },
    { title: "actual" },
    { title: "predicted" },
  ]
  const rows = worst.map(({ row, actual, predicted }) => {
    return ["", String(row), settingText(actual), settingText(predicted)]
  })
  for (const line of table(columns, rows, screen.colors.dim)) await screen.print(line)
}

/** Prints evaluations of surrogates: all metrics, then each one by its parts. */
export async function printEvaluations(
  screen: Screen,
  evaluations: readonly MetricEvaluation[],
): Promise<void> {
  await printScores(
    screen,
    "metric",
    evaluations.map(({ metric, scores }) => [metric, scores]),
  )
  for (const { metric, byEpoch, byFidelity, worst } of evaluations) {
    await screen.print()
    const parts = [...byEpoch, ...byFidelity]
    if (parts.length > 0) {
      await printScores(
        screen,
        metric,
        parts.map(scores => [scores.part, scores]),
      )
    }
    await printWorst(screen, `${metric}, worst`, worst)
  }
}
