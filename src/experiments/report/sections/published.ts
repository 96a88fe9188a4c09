/** What is published of single optimisers beside ours, and why they differ. */

import type { TaskName } from "../../../benchmark/index.ts"
import { jointArms } from "../../analysis/arm-groups.ts"
import { type PublishedRow, publishedAccuracies } from "../../analysis/published.ts"
import { type Standing, standingsOf } from "../../analysis/standings.ts"
import type { Arm } from "../../protocol.ts"
import { paragraph, type ReportSection, type ReportTable } from "../document.ts"
import { type NamedStudy, taskTitles } from "../names.ts"
import { fixed, plusMinus } from "../numbers.ts"

/** Which arms a published row is about. */
function isOf({ optimiser, fidelity }: PublishedRow, arm: Arm): boolean {
  if (arm.optimiser !== optimiser) return false
  if (fidelity === "none") return arm.fidelity === null
  const isDiagonal = arm.fidelity === "diagonal"
  return arm.fidelity !== null && isDiagonal === (fidelity === "diagonal")
}

/** The best of the arms that a row is about, as the leaderboards take it; undefined without any. */
function bestOf(row: PublishedRow, task: TaskName, standings: readonly Standing[]): Standing | undefined {
  return standings
    .filter(standing => standing.task === task && isOf(row, standing.arm))
    .sort((a, b) => a.mean - b.mean)[0]
}

function accuracyTable(study: NamedStudy, standings: readonly Standing[]): ReportTable | null {
  const { tasks, seeds } = study.results.protocol
  const rows = publishedAccuracies.flatMap(row =>
    tasks.flatMap(task => {
      const found = bestOf(row, task, standings)
      if (found === undefined) return []
      const [accuracy, error] = row.byTask[task]
      const ours = 100 - found.mean
      // What ten seeds would scatter by, there and here.
      const tenSeeds = found.standardError * Math.sqrt(seeds.length / 10)
      const apart = (ours - accuracy) / Math.sqrt(error ** 2 + tenSeeds ** 2)
      return [
        [
          row.title,
          taskTitles[task],
          found.arm.title,
          plusMinus(ours, found.standardError, 2),
          plusMinus(accuracy, error, 2),
          `${ours < accuracy ? "−" : "+"}${fixed(Math.abs(ours - accuracy), 2)}`,
          fixed(Math.abs(apart), 1),
        ],
      ]
    }),
  )
  if (rows.length === 0) return null
  return {
    kind: "table",
    name: `${study.id}-published-accuracies`,
    caption: "Validation accuracy at the end [%]: ours beside the published leaderboards",
    columns: [
      { title: "published row", align: "left" },
      { title: "task", align: "left" },
      { title: "our arm", align: "left" },
      { title: "ours" },
      { title: "published" },
      { title: "difference" },
      { title: "in standard errors" },
    ],
    rows,
    notes: [
      "Standard errors of a difference between two means of ten seeds: above 2, it is more than chance of seeds.",
      "The row of one fidelity is the best of those that were searched, as in the leaderboards; a release with one value of " +
        "N, W and Resolution has epochs alone.",
    ],
  }
}

/** @returns null where a study has nothing that is published */
export function publishedSection(study: NamedStudy): ReportSection | null {
  const standings = standingsOf(study.results, jointArms(study.results.protocol))
  const table = accuracyTable(study, standings)
  if (table === null) return null
  const { extrapolate, release } = study.results.protocol
  const domain = extrapolate
    ? "The whole design space was searched, as in the paper; where the release was not fitted, it extrapolates."
    : `Only the domain of ${release} was searched; the paper searched the whole design space.`
  return {
    id: `${study.id}-published`,
    title: `Published beside ours · ${study.title}`,
    parts: [
      table,
      paragraph(
        `Why they differ. The published leaderboards are of August 2022 and of the v1.0.0 surrogates; ${release} answers ` +
          "after later ones, with errors of its own, which the notices above tell. Predictions regress towards what is " +
          "common, so that the very best configurations of the original are rarely as good here. " +
          `${domain} Seeds and random generators differ, and ten seeds scatter as the standard errors say.`,
      ),
    ],
  }
}
