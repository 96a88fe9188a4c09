/** Searches of two objectives: hypervolume by several reference points, and Pareto fronts. */

import { mean, standardError } from "../../../numeric/moments.ts"
import { quantile } from "../../../numeric/ranks.ts"
import { shortTitles } from "../../analysis/arm-groups.ts"
import {
  FIXED_LATENCY,
  type FrontStanding,
  frontOfArm,
  frontStandings,
  type ReferenceName,
} from "../../analysis/front-standings.ts"
import { publishedHypervolumes } from "../../analysis/published.ts"
import { lastOf } from "../../analysis/steps.ts"
import type { Arm } from "../../protocol.ts"
import type { ReportFigure, ReportSection, ReportTable } from "../document.ts"
import { frontFigure } from "../front-figure.ts"
import { type NamedStudy, taskTitles } from "../names.ts"
import { plusMinus } from "../numbers.ts"
import { trajectoryFigure } from "../trajectory-figure.ts"
import { baselineOf, baselineTable, type Finals } from "./baseline-table.ts"

const REFERENCES: readonly { readonly name: ReferenceName; readonly title: string; readonly note: string }[] =
  [
    {
      name: "fixed",
      title: `reference (accuracy 0 %, latency ${FIXED_LATENCY} s)`,
      note: "The same for all methods and tasks; points with a higher latency count nothing.",
    },
    {
      name: "raw",
      title: "reference (accuracy 0 %, highest latency of the data)",
      note: "The same for all methods on a task: no prediction lies beyond.",
    },
    {
      name: "own",
      title: "official reference, each method's own worst point",
      note:
        "As the official leaderboards have it: rows do not compare with each other, for a method that tries worse points has a " +
        "larger volume.",
    },
  ]

function finalsOf({ trajectories }: FrontStanding): number[] {
  return trajectories.map(lastOf)
}

/** What the arms reached, and the order of their hypervolumes by the first reference. */
interface Volumes {
  readonly study: NamedStudy
  readonly arms: readonly Arm[]
  readonly labels: readonly string[]
  readonly order: readonly number[]
  readonly finals: (name: ReferenceName, task: number, arm: number) => number[]
}

function volumesOf(
  study: NamedStudy,
  arms: readonly Arm[],
  labels: readonly string[],
  all: ReadonlyMap<ReferenceName, readonly FrontStanding[]>,
): Volumes {
  const finals = (name: ReferenceName, task: number, arm: number): number[] =>
    finalsOf((all.get(name) ?? [])[task * arms.length + arm])
  const totals = arms.map((_, arm) =>
    study.results.protocol.tasks.reduce((sum, _task, task) => sum + mean(finals("fixed", task, arm)), 0),
  )
  const order = [...arms.keys()].sort((a, b) => totals[b] - totals[a])
  return { study, arms, labels, order, finals }
}

function againstBaseline(volumes: Volumes): ReportTable[] {
  const baseline = baselineOf(volumes.arms)
  if (baseline < 0) return []
  const compared: Finals = {
    title: "final hypervolumes, by the first reference",
    unit: "% s",
    goal: "maximize",
    decimals: 2,
    of: (task, arm) => volumes.finals("fixed", task, arm),
  }
  return [baselineTable(volumes, compared, baseline)]
}

function leaderboard({ study, labels, order, finals }: Volumes): ReportTable {
  const { tasks, seeds, budget } = study.results.protocol
  return {
    kind: "table",
    name: `${study.id}-front-leaderboard`,
    caption: `Hypervolume of validation accuracy and latency after ${budget} mean full evaluations, ${seeds.length} seeds`,
    columns: [
      { title: "optimiser", align: "left" },
      ...tasks.flatMap(task =>
        REFERENCES.map(({ name }) => ({
          title: `${taskTitles[task]}: ${{ fixed: `(0, ${FIXED_LATENCY})`, raw: "(0, highest)", own: "own worst" }[name]}`,
        })),
      ),
    ],
    rows: order.map(arm => [
      labels[arm],
      ...tasks.flatMap((_, task) =>
        REFERENCES.map(({ name }) => {
          const reached = finals(name, task, arm)
          return plusMinus(mean(reached), standardError(reached), 1)
        }),
      ),
    ]),
    notes: [
      "In percent times seconds; mean ± standard error over seeds; ordered by the first reference, summed over tasks.",
      ...REFERENCES.map(({ title, note }) => `${title}: ${note}`),
      study.results.protocol.records === "all"
        ? "Each method's own worst point is the worst of all that it evaluated."
        : "This study records improvements alone: each method's own worst point is the worst of those.",
    ],
  }
}

function publishedTable({ id, results }: NamedStudy): ReportTable {
  const { tasks } = results.protocol
  return {
    kind: "table",
    name: `${id}-published-hypervolumes`,
    caption: "Published: hypervolumes of the official leaderboards, each by its own worst point, 10 seeds",
    columns: [{ title: "optimiser", align: "left" }, ...tasks.map(task => ({ title: taskTitles[task] }))],
    rows: publishedHypervolumes.map(({ title, byTask }) => [
      title,
      ...tasks.map(task => plusMinus(byTask[task][0], byTask[task][1], 2)),
    ]),
    notes: [
      "They cannot be held against ours number by number: the worst point among a method's evaluations sets the scale, and it " +
        "follows the surrogates' latencies (v1.0.0 there) and the seeds.",
    ],
  }
}

function volumeFigures(
  study: NamedStudy,
  arms: readonly Arm[],
  labels: readonly string[],
  all: ReadonlyMap<ReferenceName, readonly FrontStanding[]>,
): ReportFigure[] {
  const { seeds, budget } = study.results.protocol
  return REFERENCES.map(({ name, title, note }) =>
    trajectoryFigure(
      (all.get(name) ?? []).map(({ arm, task, trajectories }) => ({
        task,
        label: labels[arms.indexOf(arm)],
        runs: trajectories,
      })),
      {
        name: `${study.id}-hypervolume-${name}`,
        title: `Hypervolume over the budget, ${title}`,
        description: `Mean of ${seeds.length} seeds with its standard error (band); high is good. ${note}`,
        yTitle: "hypervolume [% s]",
        goal: "maximize",
        budget,
      },
    ),
  )
}

function frontsFigure(
  { id, results }: NamedStudy,
  arms: readonly Arm[],
  labels: readonly string[],
): ReportFigure {
  const { tasks, seeds } = results.protocol
  const fronts = tasks.map(task =>
    arms.map((arm, at) => ({ label: labels[at], colour: at, front: frontOfArm(results, task, arm) })),
  )
  return {
    kind: "figure",
    name: `${id}-pareto-fronts`,
    title: `Pareto fronts of all ${seeds.length} seeds together`,
    description:
      "Validation accuracy against latency, logarithmic; the upper left is good. What lies below the lower half of a front's " +
      "accuracies is cut off; the file has all points.",
    panels: tasks.map((task, at) => ({
      title: taskTitles[task],
      spec: frontFigure(
        fronts[at],
        "latency of a batch of 256 [s]",
        "validation accuracy [%]",
        quantile(
          fronts[at].flatMap(({ front }) => front.map(([loss]) => -loss)),
          0.25,
        ),
      ),
    })),
    legend: labels.map((label, colour) => ({ label, colour })),
    data: {
      columns: ["task", "arm", "latency", "valid-acc"],
      rows: fronts.flatMap((series, task) =>
        series.flatMap(({ label, front }) =>
          front.map(([loss, other]) => [tasks[task], label, other, -loss]),
        ),
      ),
    },
  }
}

/** The comparison of a study's arms of two objectives. */
export function frontsSection(study: NamedStudy, arms: readonly Arm[]): ReportSection {
  const labels = shortTitles(arms)
  const all = new Map(REFERENCES.map(({ name }) => [name, frontStandings(study.results, arms, name)]))
  const volumes = volumesOf(study, arms, labels, all)
  return {
    id: `${study.id}-fronts`,
    title: `Accuracy and latency · ${study.title}`,
    parts: [
      leaderboard(volumes),
      ...againstBaseline(volumes),
      publishedTable(study),
      ...volumeFigures(study, arms, labels, all),
      frontsFigure(study, arms, labels),
    ],
  }
}
