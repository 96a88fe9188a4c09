/** The page of a distilled release: how close it is, in tables and figures, in `docs/releases/`. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { MetricScores, ReleaseCard, ScoresByMetric } from "../../src/surrogate/card.ts"
import { epochsFigure, ratesFigure, valuesFigure } from "./fit-figures.ts"
import type { Predictions } from "./predictions.ts"
import type { DistilledTask } from "./recipe.ts"
import { bandScores, type Compared, wholeScores, worstAnswers } from "./scores.ts"
import { topAgreement } from "./top-agreement.ts"

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

/** A task of a release, held against the official predictions. */
export interface ReportedTask {
  readonly task: DistilledTask
  readonly card: ReleaseCard
  readonly numBytes: number
  readonly numNodes: number
  readonly predictions: Predictions
  readonly compared: readonly Compared[]
  /** The release before on the same rows, where there is one. */
  readonly before: { readonly release: string; readonly compared: readonly Compared[] } | null
}

/** A score, and that of the release before in brackets. */
const beside = (now: string, then: string | undefined): string =>
  then === undefined ? now : `${now} (${then})`

function scoresTable({ compared, before }: ReportedTask): string {
  const holdout = wholeScores(compared)
  const previous = before && wholeScores(before.compared)
  const shown = (write: (scores: MetricScores) => string, metric: string): string[] =>
    [holdout, ...(previous ? [previous] : [])].map(scores => write(scoreOf(scores, metric)))
  const titles = ["R²", "τ", "RMSE"].flatMap(title => (before ? [title, `(${before.release})`] : [title]))
  return table(
    ["metric", ...titles, "nodes"],
    compared.map(({ metric, surrogate }) => [
      metric,
      ...shown(({ R2 }) => R2.toFixed(4), metric),
      ...shown(({ kendallTau }) => kendallTau.toFixed(4), metric),
      ...shown(({ RMSE }) => short(RMSE ?? Number.NaN), metric),
      surrogate.booster.trees.numNodes.toLocaleString("en"),
    ]),
  )
}

function bandsTable({ compared, before, predictions }: ReportedTask): string {
  const bands = bandScores(compared, predictions)
  const previous = before && bandScores(before.compared, predictions)
  const R2 = (scores: ScoresByMetric, metric: string): string => scoreOf(scores, metric).R2.toFixed(4)
  return table(
    ["R² at epochs", ...bands.map(({ epochs }) => `${epochs[0]}–${epochs[1]}`)],
    compared.map(({ metric }) => [
      metric,
      ...bands.map(({ metrics }, band) => {
        const then = previous?.[band]
        return beside(R2(metrics, metric), then && R2(then.metrics, metric))
      }),
    ]),
  )
}

function topTable({ compared, before }: ReportedTask): string {
  return table(
    ["official best 1 %", "among its best 1 %", "among its best 5 %", "τ within the best 10 %"],
    compared.map((one, at) => {
      const now = topAgreement(one)
      const previous = before?.compared[at]
      const then = previous && topAgreement(previous)
      return [
        `${one.metric} (${now.numTop} rows)`,
        beside(percent(now.sameTop), then && percent(then.sameTop)),
        beside(percent(now.nearTop), then && percent(then.nearTop)),
        beside(now.tauAmongBest.toFixed(3), then?.tauAmongBest.toFixed(3)),
      ]
    }),
  )
}

function worstTable({ compared, predictions }: ReportedTask): string {
  return table(
    ["metric", "official", "answered", "epoch", "LearningRate", "Op1 … Op6"],
    worstAnswers(compared, predictions).map(({ metric, expected, answered, epoch, configuration }) => [
      metric,
      short(expected),
      short(answered),
      `${epoch}`,
      short(Number(configuration["LearningRate"])),
      [1, 2, 3, 4, 5, 6].map(edge => `${configuration[`Op${edge}`]}`).join(" "),
    ]),
  )
}

/** What the card says of one more run, which nobody looked at before the scores were taken. */
function untouchedPart({ card }: ReportedTask): string {
  const scores = card.scores.untouchedRun
  if (scores === undefined) return ""
  const rows = Object.entries(scores).map(([metric, { R2, kendallTau, rows }]) => [
    metric,
    R2.toFixed(4),
    kendallTau.toFixed(4),
    rows.toLocaleString("en"),
  ])
  return `On one more run of random search, which is not among the published predictions here, as the card has it:

${table(["metric", "R²", "τ", "rows"], rows)}

`
}

function part(release: string, done: ReportedTask): string {
  const { task, card, numBytes, numNodes, compared, before, predictions } = done
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
  const brackets = before === null ? "" : `, ${before.release} in brackets`
  const { fit } = card
  const chosen =
    fit === undefined
      ? ""
      : ` The parameters were chosen on ${fit.choosingRuns.join(", ")}, which the fit then took in.`
  return `## ${task}

${numBytes.toLocaleString("en")} bytes, ${numNodes.toLocaleString("en")} nodes; fitted to ${card.trainedOn}. Held out: ${rows.toLocaleString("en")} predictions of ${card.holdoutRuns.join(" and ")}, which were not fitted to.${chosen}

${scoresTable(done)}

${untouchedPart(done)}By epochs${brackets}:

${bandsTable(done)}

Whether its best are the best${brackets}:

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

/** A page's words on a release. */
export interface PageWords {
  readonly release: string
  /** How it was made, and how it can be made again. */
  readonly origin: string
  /** What a reader of the scores should know of how they came about. */
  readonly remark: string
}

/** Writes the page and its figures. */
export function writeReleasePage(
  { release, origin, remark }: PageWords,
  tasks: readonly ReportedTask[],
): void {
  const text = `# ${release}: how close it is

\`${release}\` is a surrogate of a surrogate, as [its cards](../../models/${release}/) say: not JAHS-Bench-201, but fitted to published predictions of it. ${origin}

${remark}

${tasks.map(done => part(release, done)).join("\n")}`
  writeFileSync(join(folder, `${release}.md`), text)
}
