/** Names as reports write them. */

import type { TaskName } from "../../benchmark/index.ts"
import type { RungAgreement } from "../analysis/rung-agreement.ts"
import type { BestLosses } from "../analysis/standings.ts"
import type { StudyCost, StudyResults } from "../study-results.ts"

/** Tasks as the paper writes them. */
export const taskTitles: Readonly<Record<TaskName, string>> = {
  cifar10: "CIFAR-10",
  colorectal_histology: "Colorectal-Histology",
  fashion_mnist: "Fashion-MNIST",
}

/** What is fixed, as a table writes it. */
export const overTitles: Readonly<Record<"hpo-only" | "nas-only", string>> = {
  "hpo-only": "HPO-only",
  "nas-only": "NAS-only",
}

/** A study and what its report needs beside the results. */
export interface ReportedStudy {
  readonly results: StudyResults
  /** Default: not measured. */
  readonly cost?: StudyCost
  /** The lowest validation error there is, of each task whose optimum is known: see `lowestErrors`. */
  readonly best?: BestLosses
  /** How well rungs tell full evaluations, where an arm has rungs: see `rungAgreements`. Default: not measured. */
  readonly rungs?: readonly RungAgreement[]
}

/** A study with names for headings and files. */
export interface NamedStudy {
  readonly results: StudyResults
  /** Null where nobody measured. */
  readonly cost: StudyCost | null
  readonly best: BestLosses
  readonly rungs: readonly RungAgreement[]
  /** For files and links, unique in its report. */
  readonly id: string
  readonly title: string
}

/** Names of studies: the protocol's, what is searched, and a number where that is not enough. */
export function nameStudies(studies: readonly ReportedStudy[]): readonly NamedStudy[] {
  const seen = new Map<string, number>()
  return studies.map(({ results, cost = null, best = {}, rungs = [] }) => {
    const { name, extrapolate, release } = results.protocol
    const words = `${name}${extrapolate ? "-whole-space" : ""}`.replaceAll(/[^\w-]+/g, "-")
    const base = /^[a-z]/i.test(words) ? words : `study-${words}`
    const number = (seen.get(base) ?? 0) + 1
    seen.set(base, number)
    const space = extrapolate ? "whole space" : `domain of ${release}`
    const suffix = number === 1 ? "" : `-${number}`
    return {
      results,
      cost,
      best,
      rungs,
      id: `${base}${suffix}`,
      title: `${name} (${space}${suffix && `, ${number}`})`,
    }
  })
}
