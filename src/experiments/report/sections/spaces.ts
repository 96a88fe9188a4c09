/** The paper's first question (RQ1): the joint search against searches with a fixed part. */

import { log } from "../../../numeric/log.ts"
import { type SpacesGroup, shortTitles } from "../../analysis/arm-groups.ts"
import { evaluationCost } from "../../analysis/full-evaluations.ts"
import { publishedAccuracies, publishedCpuDays } from "../../analysis/published.ts"
import { publishedOf, type SpeedUpCell, speedUpCells } from "../../analysis/space-speed-ups.ts"
import { BLOCK_SIZE } from "../../analysis/speed-up.ts"
import { standingsOf } from "../../analysis/standings.ts"
import {
  paragraph,
  type ReportFigure,
  type ReportPart,
  type ReportSection,
  type ReportTable,
} from "../document.ts"
import { intervalFigure } from "../interval-figure.ts"
import { type NamedStudy, overTitles, taskTitles } from "../names.ts"
import { fixed, plusMinus, times, whole } from "../numbers.ts"
import { trajectoryFigure } from "../trajectory-figure.ts"

const DAY = 86_400

/** The optimiser's name. */
function shortTitleOf({ title }: SpacesGroup["joint"]): string {
  return title.split(", ")[0]
}

/** Table 8, of a random search of everything. */
function table8({ id, results }: NamedStudy, { joint }: SpacesGroup): ReportTable {
  const { protocol } = results
  const published = publishedAccuracies.find(({ optimiser }) => optimiser === "random")
  const rows = standingsOf(results, [joint]).map(({ task, mean, standardError }) => {
    const { numEvaluations, meanSeconds } = evaluationCost(results, task, joint)
    const [accuracy, error] = published?.byTask[task] ?? [Number.NaN, Number.NaN]
    return [
      taskTitles[task],
      whole(numEvaluations),
      fixed(meanSeconds / DAY, 2),
      fixed(publishedCpuDays[task], 1),
      plusMinus(mean, standardError, 2),
      plusMinus(100 - accuracy, error, 2),
    ]
  })
  return {
    kind: "table",
    name: `${id}-table-8`,
    caption: `Table 8: mean full evaluation and final error of ${joint.title}, ${protocol.seeds.length} seeds`,
    columns: [
      { title: "task", align: "left" },
      { title: "evaluations" },
      { title: "CPU-days, ours" },
      { title: "CPU-days, published" },
      { title: "final error [%], ours" },
      { title: "final error [%], published" },
    ],
    rows,
    notes: [
      "Published runtimes are means over 10,000 random configurations; ours are means over the evaluations that ended " +
        `within the budget of ${protocol.budget} mean full evaluations, which leaves out the one that was cut off. ` +
        "Published errors are the leaderboards', of 10 seeds on the v1.0.0 surrogates.",
    ],
  }
}

function unreached({ summary }: SpeedUpCell): string {
  return summary.numUnreached === 0 ? "0" : `${whole(summary.numUnreached)} of ${whole(summary.numBlocks)}`
}

/** What a distribution is over; a single block is none. */
function blocksText(numBlocks: number): string {
  return numBlocks === 1
    ? `one block of ${BLOCK_SIZE} seeds`
    : `${whole(numBlocks)} disjoint blocks of ${BLOCK_SIZE} seeds`
}

function rowTitle({ over, task }: SpeedUpCell): string {
  return `${task === null ? "Geometric mean" : taskTitles[task]} over ${overTitles[over]}`
}

function speedUpTable(
  { id, results }: NamedStudy,
  group: SpacesGroup,
  cells: readonly SpeedUpCell[],
): ReportTable {
  const { table } = publishedOf(group)
  const { numBlocks } = cells[0].summary
  const { budget, tasks } = results.protocol
  return {
    kind: "table",
    name: `${id}-${group.joint.name}-speed-ups`,
    caption: `${table}: speed-up of ${group.joint.title} over ${blocksText(numBlocks)}`,
    columns: [
      { title: "speed-up", align: "left" },
      { title: "median" },
      { title: "5–95 % interval" },
      { title: "not reached, blocks" },
      { title: "published" },
      { title: "published lies inside", align: "left" },
    ],
    rows: cells.map(cell => [
      rowTitle(cell),
      times(cell.summary.median),
      numBlocks === 1 ? "–" : `${times(cell.summary.low)} to ${times(cell.summary.high)}`,
      unreached(cell),
      times(cell.published),
      numBlocks === 1 ? "–" : cell.isPublishedInside ? "yes" : "no",
    ]),
    notes: [
      `The speed-up of a block: ${budget} divided by the time, in mean full evaluations, at which the joint search's mean ` +
        "error over the block is as low as the other search's is at the end of the budget. A block in which it never is " +
        "counts as less than 1 ×, below all others, in quantiles and in geometric means.",
      ...(tasks.length < 3 && tasks.length > 1
        ? [
            `The published geometric mean is taken over the same ${tasks.length} tasks, not the paper's three.`,
          ]
        : []),
    ],
  }
}

function speedUpFigure(
  { id }: NamedStudy,
  { joint }: SpacesGroup,
  cells: readonly SpeedUpCell[],
): ReportFigure {
  const { numBlocks } = cells[0].summary
  const rows = cells.map(cell => ({ ...cell.summary, label: rowTitle(cell), published: cell.published }))
  return {
    kind: "figure",
    name: `${id}-${joint.name}-speed-up-blocks`,
    title: `How much sooner the joint search is there: ${blocksText(numBlocks)}`,
    description:
      "Bars are the 5–95 % intervals over blocks, dots the medians, diamonds what the paper publishes of one block. " +
      "Logarithmic axis; a search that did not get there within the budget is drawn at 1 ×.",
    panels: [{ title: "", spec: intervalFigure(rows, "speed-up [times]", 1) }],
    legend: [
      { label: "ours: median and 5–95 % interval", colour: 0, mark: "dot" },
      { label: "published, one block", colour: 1, mark: "diamond" },
    ],
    data: {
      columns: ["over", "task", "block", "speed-up"],
      rows: cells.flatMap(({ over, task, values }) =>
        values.map((value, block) => [over, task ?? "geometric mean", block, value]),
      ),
    },
  }
}

/** In words, why single blocks and the paper's numbers differ from medians. */
function speedUpText(cells: readonly SpeedUpCell[], joint: SpacesGroup["joint"]): ReportPart[] {
  const { numBlocks } = cells[0].summary
  const numInside = cells.filter(({ isPublishedInside }) => isPublishedInside).length
  const widest = cells.reduce((wide, cell) =>
    log(cell.summary.high / Math.max(1, cell.summary.low)) >
    log(wide.summary.high / Math.max(1, wide.summary.low))
      ? cell
      : wide,
  )
  const { low, high } = widest.summary
  const draws =
    `each seed fixes one random architecture or one random setting: the target is a mean of ${BLOCK_SIZE} such draws, ` +
    "and the time to reach it follows the draw."
  const lottery =
    numBlocks === 1
      ? `As in the paper, this is one block of ${BLOCK_SIZE} seeds, and ${draws} One block says little about the next: ` +
        "more seeds, some thousands of a search without a model, show how little."
      : `Of the ${cells.length} published numbers, ${numInside} lie inside our 5–95 % intervals. The paper has one block ` +
        `of ${BLOCK_SIZE} seeds, and ${draws} From block to block the same search is ${times(low)} to ${times(high)} as ` +
        `fast (${rowTitle(widest)}), so one block says little about the next.`
  const differs =
    "What else differs from the paper: the release (see the notices above), the seeds, and the domain that is searched" +
    (joint.isModelBased
      ? `; and the optimiser: the paper's is SMAC4HPO, here it is this package's ${shortTitleOf(joint)}.`
      : ".")
  return [paragraph(lottery), paragraph(differs)]
}

/** The sections of a study's groups of spaces. */
export function spacesSection(study: NamedStudy, group: SpacesGroup): ReportSection {
  const { id, title, results } = study
  const { protocol } = results
  const arms = [group.joint, ...group.fixed]
  const labels = shortTitles(arms)
  const standings = standingsOf(results, arms)
  const cells = speedUpCells(results, group)
  const figure = trajectoryFigure(
    standings.map(({ arm, task, trajectories }) => ({
      task,
      label: labels[arms.indexOf(arm)],
      runs: trajectories,
    })),
    {
      name: `${id}-${group.joint.name}-spaces`,
      title: `Validation error over the budget, ${shortTitleOf(group.joint)}`,
      description:
        `Mean of the incumbents of ${protocol.seeds.length} seeds with its standard error (band). Logarithmic budget; the ` +
        "error's axis is cut where the first random draws would press the rest together.",
      yTitle: "validation error [%]",
      goal: "minimize",
      budget: protocol.budget,
    },
  )
  const speed: readonly ReportPart[] =
    cells.length === 0
      ? [paragraph(`Speed-ups need blocks of ${BLOCK_SIZE} seeds; here are ${protocol.seeds.length}.`)]
      : [
          speedUpTable(study, group, cells),
          ...speedUpText(cells, group.joint),
          speedUpFigure(study, group, cells),
        ]
  return {
    id: `${id}-${group.joint.name}`,
    title: `RQ1 · ${shortTitleOf(group.joint)}, joint or in part · ${title}`,
    parts: [figure, ...(group.joint.optimiser === "random" ? [table8(study, group)] : []), ...speed],
  }
}
