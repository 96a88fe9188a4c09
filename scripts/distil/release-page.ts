/** The page of a distilled release: how close it is, in tables and figures, in `docs/releases/`. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { MetricScores, ScoresByMetric } from "../../src/surrogate/card.ts"
import { epochsFigure, ratesFigure, valuesFigure } from "./fit-figures.ts"
import type { ReleaseRecipe } from "./recipe.ts"
import { topAgreement } from "./top-agreement.ts"
import type { FittedTask } from "./write-release.ts"

const folder = join(import.meta.dirname, "../../docs/releases")

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`
  return [line(head), line(head.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n")
}

const short = (value: number): string =>
  Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

const scoreOf = (scores: ScoresByMetric, metric: string): MetricScores => {
  const found = scores[metric]
  if (found === undefined) throw new Error(`no scores of ${metric}`)
  return found
}

function scoresTable({ card, compared }: FittedTask): string {
  const { holdout } = card.scores
  const before = card.predecessor
  if (before === undefined) throw new Error("a card without the release before")
  return table(
    [
      "metric",
      "R²",
      `(${before.release})`,
      "τ",
      `(${before.release})`,
      "RMSE",
      `(${before.release})`,
      "nodes",
    ],
    compared.map(({ metric, surrogate }) => {
      const [now, then] = [scoreOf(holdout, metric), scoreOf(before.holdout, metric)]
      return [
        metric,
        now.R2.toFixed(4),
        then.R2.toFixed(4),
        now.kendallTau.toFixed(4),
        then.kendallTau.toFixed(4),
        short(now.RMSE ?? Number.NaN),
        short(then.RMSE ?? Number.NaN),
        surrogate.booster.trees.numNodes.toLocaleString("en"),
      ]
    }),
  )
}

function bandsTable({ card, compared }: FittedTask): string {
  const bands = card.scores.byEpoch ?? []
  const before = card.predecessor?.byEpoch ?? []
  return table(
    ["R² at epochs", ...bands.map(({ epochs }) => `${epochs[0]}–${epochs[1]}`)],
    compared.map(({ metric }) => [
      metric,
      ...bands.map(({ metrics }, band) => {
        const then = scoreOf(before[band]?.metrics ?? {}, metric)
        return `${scoreOf(metrics, metric).R2.toFixed(4)} (${then.R2.toFixed(4)})`
      }),
    ]),
  )
}

function topTable({ compared, before }: FittedTask): string {
  return table(
    ["official best 1 %", "among its best 1 %", "among its best 5 %", "τ within the best 10 %"],
    compared.map((one, at) => {
      const now = topAgreement(one)
      const previous = before[at]
      if (previous === undefined) throw new Error(`no ${one.metric} before`)
      const then = topAgreement(previous)
      return [
        `${one.metric} (${now.numTop} rows)`,
        `${percent(now.sameTop)} (${percent(then.sameTop)})`,
        `${percent(now.nearTop)} (${percent(then.nearTop)})`,
        `${now.tauAmongBest.toFixed(3)} (${then.tauAmongBest.toFixed(3)})`,
      ]
    }),
  )
}

function worstTable({ card }: FittedTask): string {
  return table(
    ["metric", "official", "answered", "epoch", "LearningRate", "Op1 … Op6"],
    (card.worst ?? []).map(({ metric, expected, answered, epoch, configuration }) => [
      metric,
      short(expected),
      short(answered),
      `${epoch}`,
      short(Number(configuration["LearningRate"])),
      [1, 2, 3, 4, 5, 6].map(edge => `${configuration[`Op${edge}`]}`).join(" "),
    ]),
  )
}

function part(release: string, done: FittedTask): string {
  const { task, card, numBytes, numNodes, compared, predictions } = done
  const figures = {
    values: valuesFigure(compared, `${task}: distilled over official values`),
    epochs: epochsFigure(compared, predictions, `${task}: distilled less official values by epoch`),
    rates: ratesFigure(compared, predictions, `${task}: distilled less official values by LearningRate`),
  }
  mkdirSync(join(folder, release), { recursive: true })
  for (const [name, svg] of Object.entries(figures)) {
    writeFileSync(join(folder, release, `${task}-${name}.svg`), svg)
  }
  const rows = compared[0]?.rows.length ?? 0
  return `## ${task}

${numBytes.toLocaleString("en")} bytes, ${numNodes.toLocaleString("en")} nodes; fitted to ${card.trainedOn}. Held out: ${rows.toLocaleString("en")} predictions of ${card.holdoutRuns.join(" and ")}, which were not fitted to. The parameters were chosen on ${card.fit?.choosingRuns.join(", ")}, which the fit then took in.

${scoresTable(done)}

By epochs, the release before in brackets:

${bandsTable(done)}

Whether its best are the best, the release before in brackets:

${topTable(done)}

Distilled over official values, every dot a held-out prediction; what is right lies on the line:

![Distilled over official values](${release}/${task}-values.svg)

Distilled less official values by epoch: the middle half and the middle nine tenths of the held-out predictions, and their median:

![Misses by epoch](${release}/${task}-epochs.svg)

By LearningRate:

![Misses by LearningRate](${release}/${task}-rates.svg)

The worst answers:

${worstTable(done)}
`
}

/** Writes the page and its figures. */
export function writeReleasePage({ release, remark }: ReleaseRecipe, tasks: readonly FittedTask[]): void {
  const text = `# ${release}: how close it is

\`${release}\` is a surrogate of a surrogate, as [its cards](../../models/${release}/) say: not JAHS-Bench-201, but fitted to published predictions of it. This page is written by \`npm run models -- --predictions <dir>\`, which fits the release again, byte for byte.

${remark}

${tasks.map(done => part(release, done)).join("\n")}`
  writeFileSync(join(folder, `${release}.md`), text)
}
