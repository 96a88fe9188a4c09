/** Which optimiser is best: leaderboard, ranks and tests of arms of one objective on the joint space. */

import type { Arm } from "../../protocol.ts"
import { paragraph, type ReportPart, type ReportSection } from "../document.ts"
import type { NamedStudy } from "../names.ts"
import { fixed, probability, whole } from "../numbers.ts"
import { trajectoryFigure } from "../trajectory-figure.ts"
import { baselineOf, baselineTable, type Finals } from "./baseline-table.ts"
import { type Compared, compared } from "./compared.ts"
import { diagram, ranksFigure, regretFigure } from "./comparison-figures.ts"
import { leaderboard, pairsTable, spendingTable } from "./comparison-tables.ts"
import { rungsParts } from "./rungs.ts"

function friedmanText({ comparison, arms }: Compared): ReportPart {
  const { friedman, criticalDifference } = comparison
  const { statistic, pValue, numBlocks } = friedman
  return paragraph(
    `Friedman's test over ${numBlocks} blocks: chi-square ${fixed(statistic, 1)} with ${arms.length - 1} degrees of freedom, ` +
      `p ${probability(pValue).startsWith("<") ? probability(pValue) : `= ${probability(pValue)}`}. Mean ranks further apart than ${fixed(criticalDifference, 2)} differ at 5 % ` +
      "(Nemenyi). Blocks of one task share their surrogate: the tests are about seeds on these tasks, not about tasks in general.",
  )
}

function finalErrors({ standings, arms }: Compared): Finals {
  return {
    title: "final errors",
    unit: "%",
    goal: "minimize",
    decimals: 3,
    of: (task, arm) => standings[task * arms.length + arm].finals,
  }
}

/**
 * The comparison of a study's joint arms.
 *
 * @param arms two or more
 */
export function comparisonSection(study: NamedStudy, arms: readonly Arm[]): ReportSection {
  const { id, title, results } = study
  const { protocol } = results
  const found = compared(study, arms)
  const { labels, standings } = found
  const baseline = baselineOf(arms)
  const regrets = regretFigure(found)
  const trajectories = trajectoryFigure(
    standings.map(({ arm, task, trajectories: runs }) => ({ task, label: labels[arms.indexOf(arm)], runs })),
    {
      name: `${id}-trajectories`,
      title: "Validation error over the budget, joint space",
      description:
        `Mean of the incumbents, at any fidelity, of ${protocol.seeds.length} seeds with its standard error (band). ` +
        "Logarithmic budget; the error's axis is cut.",
      yTitle: "validation error [%]",
      goal: "minimize",
      budget: protocol.budget,
    },
  )
  return {
    id: `${id}-comparison`,
    title: `${arms.some(({ fidelity }) => fidelity !== null) ? "RQ2 · " : ""}Optimisers compared · ${title}`,
    parts: [
      paragraph(`${whole(arms.length)} optimisers on the joint space, the same seeds for all.`),
      leaderboard(found),
      trajectories,
      ...(regrets === null ? [] : [regrets]),
      ...(baseline < 0 ? [] : [baselineTable(found, finalErrors(found), baseline)]),
      ...rungsParts(study),
      ...(protocol.records === "all" ? [spendingTable(found)] : []),
      friedmanText(found),
      diagram(found),
      ranksFigure(found),
      pairsTable(found),
    ],
  }
}
