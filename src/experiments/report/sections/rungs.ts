/** What low rungs tell: why searches that promote by them win, or do not. */

import type { RungAgreement } from "../../analysis/rung-agreement.ts"
import { paragraph, type ReportPart, type ReportTable } from "../document.ts"
import { type NamedStudy, taskTitles } from "../names.ts"
import { fixed, whole } from "../numbers.ts"

const rungTitle = ({ fidelity }: RungAgreement): string =>
  Object.entries(fidelity)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ")

const percent = (share: number): string => fixed(100 * share, 1)

function rungsTable({ id, rungs }: NamedStudy): ReportTable {
  return {
    kind: "table",
    name: `${id}-rungs`,
    caption: "How well a rung tells a full evaluation, by validation accuracy of random configurations",
    columns: [
      { title: "task", align: "left" },
      { title: "rung", align: "left" },
      { title: "Kendall's τ" },
      { title: "τ among the best tenth" },
      { title: "of the best tenth promoted [%]" },
      { title: "runtime [% of a full evaluation]" },
    ],
    rows: rungs.map(rung => [
      taskTitles[rung.task],
      rungTitle(rung),
      fixed(rung.tau, 3),
      fixed(rung.tauOfBest, 3),
      percent(rung.promotedOfBest),
      percent(rung.cost),
    ]),
    notes: [
      `${whole(rungs[0].numConfigurations)} configurations a task, drawn as random search draws them. The best tenth is that of full ` +
        "evaluations; promoted is a rung's best third, in which blind choice has 33 %.",
    ],
  }
}

/** @returns nothing where no arm has rungs, or nobody measured */
export function rungsParts(study: NamedStudy): ReportPart[] {
  if (study.rungs.length === 0) return []
  return [
    rungsTable(study),
    paragraph(
      "Searches over a fidelity spend most evaluations on low rungs, and are as good as what these tell: where τ among the best " +
        "is near 0, rungs drop poor configurations and choose among good ones almost blindly, and the budget that they took " +
        "is missing in full evaluations.",
    ),
  ]
}
