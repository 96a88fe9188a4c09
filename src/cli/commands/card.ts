/** `card`: where a release comes from, what it covers and how close it is. */

import { metrics } from "../../benchmark/index.ts"
import { bundledReleases, DEFAULT_RELEASE } from "../../benchmark/task.ts"
import type { MetricScores } from "../../surrogate/card.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { settingText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { type Column, definitions, table, wrap } from "../frame/table.ts"
import { open } from "../input/open.ts"
import { type BenchmarkOptions, benchmarkOptions } from "../input/options.ts"

type Scores = Readonly<Record<string, MetricScores>>

const SCORE_COLUMNS: readonly Column[] = [
  { title: "metric", align: "left" },
  { title: "R²" },
  { title: "Kendall's τ" },
  { title: "mean error" },
  { title: "unit", align: "left" },
  { title: "rows" },
]

function domainText(values: readonly unknown[], isRange: boolean): string {
  const shown = values.map(settingText)
  return isRange ? `${shown[0]} to ${shown[1]}` : shown.join(", ")
}

async function printScores(screen: Screen, title: string, scores: Scores): Promise<void> {
  if (Object.keys(scores).length === 0) return
  const rows = metrics
    .filter(({ name }) => Object.hasOwn(scores, name))
    .map(({ name, unit }) => {
      const { R2, kendallTau, MAE, rows } = scores[name]
      return [name, R2.toFixed(3), kendallTau.toFixed(3), settingText(MAE), unit, String(rows)]
    })
  await screen.print()
  for (const line of wrap(title, screen.columns)) await screen.print(line)
  for (const line of table(SCORE_COLUMNS, rows, screen.colors.dim)) await screen.print(line)
}

export const card: CommandDefinition = defineCommand<BenchmarkOptions>({
  name: "card",
  summary: "A release's provenance, licence, domain, closeness and checksum.",
  examples: ["jahs-bench-201 card --task fashion_mnist"],
  json: "one document: the card, and the SHA-256 of the release's file",
  configure: benchmarkOptions,
  async run(screen, options) {
    const benchmark = await open(options)
    const { card, space, sha256, task } = benchmark
    if (screen.json) return void (await screen.document({ ...card, sha256 }))
    const { colors, columns } = screen
    const covers = Object.entries(card.domain).map(([name, values]) => {
      const isRange = name === "epoch" || space.get(name).kind === "float"
      return `${name} ${domainText(values, isRange)}`
    })
    await screen.print(colors.bold(`${task}, release ${card.release}`))
    const pairs: [string, string][] = [
      ["kind", card.kind],
      ["notice", card.notice],
      ["fitted to", card.trainedOn],
      ["domain", `${covers.join("; ")}; otherwise the whole space`],
      ["licence", card.licence],
      ["attribution", card.attribution],
      ["SHA-256", sha256],
    ]
    if (Object.hasOwn(bundledReleases, card.release)) {
      const words = card.release === DEFAULT_RELEASE ? "" : ` --release ${card.release}`
      const again = `audit --task ${task}${words}`
      pairs.push(["page", `docs/releases/${card.release}.md in the repository`])
      pairs.push(["audit", `docs/audits/${card.release}-${task}.html in the repository; again: ${again}`])
    }
    const { provenance } = card
    if (provenance) {
      pairs.push(["converted", `by ${provenance.convertedBy} from ${provenance.archive}`])
      for (const { path, sha256 } of provenance.files) pairs.push(["", `${path} ${sha256}`])
    }
    for (const line of definitions(pairs, columns, colors.dim)) await screen.print(line)
    const heldOut = `Closeness on held-out runs (${card.holdoutRuns.join(", ")}); R² and τ of 1 are exact.`
    await printScores(screen, heldOut, card.scores.holdout)
    if (card.predecessor !== undefined) {
      const { release, holdout } = card.predecessor
      await printScores(screen, `The release before, ${release}, on the same rows.`, holdout)
    }
    const { untouchedRun = {} } = card.scores
    await printScores(screen, "The same on a run never looked at while fitting.", untouchedRun)
    return
  },
})
